"""Who may change a report or take it back, and what is left of the number?"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.commands.reports import (
    reject_report,
    return_report,
    revise_report,
    verify_report,
    withdraw_report,
)
from db.models import Fact, ReportVersion
from db.queries.reports import report
from tests.db.refusals import refusal
from tests.db.report_desk import LATER, Desk
from tests.factories import make_training


def test_a_returned_report_is_mended_and_waits_again(desk: Desk) -> None:
    report_id = desk.file()
    desk.do(return_report, desk.staff, report_id, 1, "Sai số", LATER)
    receipt = desk.revise(report_id, 1, participants_n="44")
    assert (receipt.report_id, receipt.version, receipt.repeated) == (report_id, 2, False)
    assert (desk.state(report_id), desk.waiting()) == ("submitted", [44])
    desk.do(verify_report, desk.staff, report_id, 2, LATER)
    assert desk.numbers() == [44]
    with desk.database.read_session() as session:
        found = report(session, report_id)
        versions = session.scalars(select(ReportVersion.data).order_by(ReportVersion.number)).all()
    assert [version["participants_n"] for version in versions] == [40, 44]  # nothing is overwritten
    assert [event.act for event in found.events] == ["submit", "return", "submit", "verify"]
    assert found.row.return_reason == ""


def test_a_revision_sent_twice_is_one_version(desk: Desk) -> None:
    report_id, form = desk.file(), make_training(participants_n="44") | {"version": ["1"]}
    first = desk.do(revise_report, desk.member, report_id, form, LATER)
    again = desk.do(revise_report, desk.member, report_id, form, LATER)
    assert (first.version, again.version, again.repeated) == (2, 2, True)
    assert desk.waiting() == [44]


@pytest.mark.parametrize("seen", ["", "2", "0", "x", "9" * 400, "1\0"])
def test_a_revision_of_a_version_nobody_saw_is_refused(small_desk: Desk, seen: str) -> None:
    report_id = small_desk.file()
    form = make_training(participants_n="44") | {"version": [seen]}
    act = lambda: small_desk.do(revise_report, small_desk.member, report_id, form, LATER)  # noqa: E731
    assert refusal(act).code == "stale_version"
    assert small_desk.waiting() == [40]


def test_a_colleague_of_the_unit_may_mend_it_and_staff_still_decide(small_desk: Desk) -> None:
    report_id = small_desk.file()
    small_desk.revise(report_id, 1, by=small_desk.colleague, participants_n="42")
    small_desk.do(verify_report, small_desk.staff, report_id, 2, LATER)
    assert small_desk.numbers() == [42]


def test_another_units_report_does_not_exist_for_a_member(small_desk: Desk) -> None:
    report_id = small_desk.file()
    before = small_desk.counts()
    for act in (
        lambda: small_desk.revise(report_id, 1, by=small_desk.stranger),
        lambda: small_desk.do(withdraw_report, small_desk.stranger, report_id, "không phải của tôi", LATER),
        lambda: small_desk.revise(uuid4(), 1),
    ):
        refused = refusal(act)
        assert (refused.code, refused.status) == ("other_organisation", 404)
    assert small_desk.counts() == before


def test_a_verified_report_is_not_edited_but_may_be_taken_back(desk: Desk) -> None:
    report_id = desk.file()
    desk.do(verify_report, desk.staff, report_id, 1, LATER)
    assert refusal(lambda: desk.revise(report_id, 1, participants_n="400")).code == "wrong_state"
    assert desk.numbers() == [40]
    desk.do(withdraw_report, desk.member, report_id, "Trùng với báo cáo của Huế", LATER + timedelta(days=1))
    assert (desk.state(report_id), desk.numbers()) == ("withdrawn", [])
    with desk.database.read_session() as session:
        fact = session.scalars(select(Fact).where(Fact.origin == "report")).one()
    assert fact.value == 40 and fact.voided_at == LATER + timedelta(days=1)  # voided, not deleted


def test_a_verified_report_returned_by_staff_is_no_number_until_verified_again(desk: Desk) -> None:
    report_id = desk.file()
    desk.do(verify_report, desk.staff, report_id, 1, LATER)
    desk.do(return_report, desk.staff, report_id, 1, "Xem lại số nữ", LATER)
    assert (desk.numbers(), desk.waiting()) == ([], [])
    desk.revise(report_id, 1, female_n="20")
    desk.do(verify_report, desk.staff, report_id, 2, LATER)
    assert desk.numbers() == [40]


@pytest.mark.parametrize("act", ["withdraw", "reject"])
def test_an_end_is_an_end(small_desk: Desk, act: str) -> None:
    report_id = small_desk.file()
    if act == "withdraw":
        small_desk.do(withdraw_report, small_desk.member, report_id, "gửi nhầm", LATER)
    else:
        small_desk.do(reject_report, small_desk.staff, report_id, 1, "không có thật", LATER)
    assert refusal(lambda: small_desk.revise(report_id, 1)).code == "wrong_state"
    verify = lambda: small_desk.do(verify_report, small_desk.staff, report_id, 1, LATER)  # noqa: E731
    assert refusal(verify).code == "wrong_state"
    assert (small_desk.numbers(), small_desk.waiting()) == ([], [])
