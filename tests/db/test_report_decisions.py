"""Who turns a report into a number, and when is it one no more?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.accounts import change_role
from db.commands.reports import (
    reject_report,
    return_report,
    submit_report,
    verify_report,
    withdraw_report,
)
from db.models import Fact
from db.queries.accounts import SignedIn
from db.queries.audit import first_broken_row
from db.queries.reports import queue, report
from tests.db.refusals import refusal
from tests.db.report_desk import HOSTILE, LATER, UNIT, Desk
from tests.factories import NOW, make_account, make_organisation, make_signed_in, make_training


def test_verifying_makes_the_number_once(desk: Desk) -> None:
    report_id = desk.file()
    desk.do(verify_report, desk.staff, report_id, 1, LATER)
    assert (desk.state(report_id), desk.numbers(), desk.waiting()) == ("verified", [40], [])
    again = refusal(lambda: desk.do(verify_report, desk.staff, report_id, 1, LATER))
    assert (again.code, again.status) == ("wrong_state", 409)
    assert desk.numbers() == [40]
    with desk.database.read_session() as session:
        fact = session.scalars(select(Fact).where(Fact.origin == "report")).one()
        assert first_broken_row(session) is None
    assert (fact.measure_code, fact.event_on, fact.verified_by) == (
        "1.3",
        date(2026, 11, 10),
        desk.staff.name,
    )
    assert (fact.recorded_at, fact.verified_at, fact.report_id) == (NOW, LATER, report_id)


DECISIONS: dict[str, Callable[..., None]] = {
    "verify": lambda session, by, report_id, version: verify_report(session, by, report_id, version, LATER),
    "return": lambda s, by, report_id, version: return_report(s, by, report_id, version, "lý do", LATER),
    "reject": lambda s, by, report_id, version: reject_report(s, by, report_id, version, "lý do", LATER),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_only_staff_decide(small_desk: Desk, decision: str) -> None:
    report_id = small_desk.file()
    before = small_desk.counts()
    for by in (small_desk.member, small_desk.stranger, small_desk.leader):
        assert refusal(lambda b=by: small_desk.do(DECISIONS[decision], b, report_id, 1)).code == "forbidden"
    assert small_desk.counts() == before


@pytest.mark.parametrize("decision", DECISIONS)
def test_nobody_decides_on_their_own_report(small_desk: Desk, decision: str) -> None:
    """A member who changed to the office still wrote what they wrote."""

    def changed_sides(session: Session) -> SignedIn:
        account = make_account(session, "member", "doi.viec", make_organisation(session, UNIT))
        person = make_signed_in(session, account)
        submit_report(session, person, "F3", make_training(), NOW)
        change_role(session, "test", "doi.viec", "staff", NOW)
        return make_signed_in(session, account)

    now_staff = small_desk.do(changed_sides)
    with small_desk.database.read_session() as session:
        report_id = queue(session)[0].id
    act = DECISIONS[decision]
    assert refusal(lambda: small_desk.do(act, now_staff, report_id, 1)).code == "own_report"
    assert small_desk.state(report_id) == "submitted"


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_version_replaced_meanwhile_is_not_decided_on(small_desk: Desk, decision: str) -> None:
    report_id = small_desk.file()
    small_desk.revise(report_id, 1, participants_n="50")
    refused = refusal(lambda: small_desk.do(DECISIONS[decision], small_desk.staff, report_id, 1))
    assert refused.code == "stale_version"
    assert (small_desk.numbers(), small_desk.waiting()) == ([], [50])


@pytest.mark.parametrize("decision", DECISIONS)
def test_what_does_not_exist_is_not_decided_on(small_desk: Desk, decision: str) -> None:
    refused = refusal(lambda: small_desk.do(DECISIONS[decision], small_desk.staff, uuid4(), 1))
    assert refused.code == "unknown_report"


@pytest.mark.parametrize(("decide", "state"), [(return_report, "returned"), (reject_report, "rejected")])
def test_a_refused_report_is_no_number_and_says_why(small_desk: Desk, decide: Any, state: str) -> None:
    report_id = small_desk.file()
    for empty in ("", "  \n "):
        act = lambda r=empty: small_desk.do(decide, small_desk.staff, report_id, 1, r, LATER)  # noqa: E731
        assert refusal(act).code == "reason_needed"
    small_desk.do(decide, small_desk.staff, report_id, 1, " Thiếu danh sách ", LATER)
    with small_desk.database.read_session() as session:
        row = report(session, report_id).row
    assert (row.state, row.return_reason) == (state, "Thiếu danh sách")
    assert (small_desk.numbers(), small_desk.waiting()) == ([], [])


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_reason_gets_the_same_verdict_on_both_engines(desk: Desk, case: str) -> None:
    value, code = HOSTILE[case]
    report_id = desk.file()
    before = desk.counts()
    act = lambda: desk.do(return_report, desk.staff, report_id, 1, value, LATER)  # noqa: E731
    assert refusal(act).code == code
    assert refusal(lambda: desk.do(withdraw_report, desk.member, report_id, value, LATER)).code == code
    assert desk.counts() == before


def test_a_report_without_evidence_is_not_verified(small_desk: Desk) -> None:
    """Evidence may come later, "nhưng phải có thì mới xác minh" (report_fields.csv)."""
    report_id = small_desk.file(evidence="")
    refused = refusal(lambda: small_desk.do(verify_report, small_desk.staff, report_id, 1, LATER))
    assert (refused.code, refused.facts) == ("not_verifiable", {"fields": "Minh chứng (đường dẫn)"})
    assert (small_desk.state(report_id), small_desk.numbers()) == ("submitted", [])
