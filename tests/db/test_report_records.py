"""Is a member's report filed once, and only as something that can be true?"""

from __future__ import annotations

import unicodedata
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.reports import (
    return_report,
    submit_report,
    verify_report,
    withdraw_report,
)
from db.models import AuditEvent, Fact
from db.queries.accounts import SignedIn
from db.queries.audit import first_broken_row
from db.queries.reports import own_reports, queue, queue_size, report
from tests.db.refusals import refusal
from tests.db.report_desk import HOSTILE, LATER, OTHER, UNIT, Desk
from tests.factories import NOW, make_account, make_organisation, make_signed_in, make_training


def test_a_report_is_kept_with_what_it_would_add(desk: Desk) -> None:
    report_id = desk.file()
    with desk.database.read_session() as session:
        found = report(session, report_id)
        assert first_broken_row(session) is None
    row = found.row
    assert (row.form, row.state, row.version, row.organisation_vi) == ("F3", "submitted", 1, UNIT)
    assert (row.title, row.event_on, row.adds) == (
        "Tập huấn kỹ năng tư vấn",
        date(2026, 11, 10),
        (("1.3", 40),),
    )
    assert (found.data["participants_n"], found.data["topic"]) == (40, ["child_rights"])
    assert [(event.act, event.version) for event in found.events] == [("submit", 1)]
    assert (desk.waiting(), desk.numbers()) == ([40], [])


def test_the_same_form_again_is_the_same_report(desk: Desk) -> None:
    token = str(uuid4())
    first = desk.do(submit_report, desk.member, "F3", make_training(token), NOW)
    before = desk.counts()
    again = desk.do(submit_report, desk.member, "F3", make_training(token), LATER)
    assert (again.report_id, again.version, again.repeated) == (first.report_id, 1, True)
    assert desk.counts() == before


@pytest.mark.parametrize("how", ["other content", "another unit"])
def test_a_used_token_is_refused_for_anything_else(desk: Desk, how: str) -> None:
    token = str(uuid4())
    desk.file(token=token)
    before = desk.counts()
    given: dict[str, tuple[SignedIn, dict[str, list[str]]]] = {
        "other content": (desk.member, make_training(token, participants_n="41")),
        "another unit": (desk.stranger, make_training(token)),
    }
    by, form = given[how]
    assert refusal(lambda: desk.do(submit_report, by, "F3", form, NOW)).code == "token_reused"
    assert desk.counts() == before


BAD = {
    "participants_n": ("0", "too_small"),
    "first_time_n": ("41", "part_above_whole"),
    "audience": ("mọi người", "not_a_choice"),
    "date_start": ("32/01/2026", "not_a_date"),
    "hours": ("sáu", "not_a_number"),
    "title": ("x" * 161, "too_long"),
    "province_code": ("99", "not_a_choice"),
    "topic": ("", "required"),
}


@pytest.mark.parametrize("field", BAD)
def test_a_bad_field_is_named_and_nothing_is_kept(small_desk: Desk, field: str) -> None:
    value, code = BAD[field]
    before = small_desk.counts()
    refused = refusal(lambda: small_desk.file(**{field: value}))
    assert (field, code) in [(problem.field, problem.code) for problem in refused.problems]
    assert small_desk.counts() == before


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_gets_the_same_verdict_on_both_engines(desk: Desk, case: str) -> None:
    value, code = HOSTILE[case]
    before = desk.counts()
    refused = refusal(lambda: desk.file(title=value))
    assert [(problem.field, problem.code) for problem in refused.problems] == [("title", code)]
    assert desk.counts() == before


def test_vietnamese_is_kept_in_one_spelling(desk: Desk) -> None:
    title = "Tập huấn về quyền trẻ em ở Đắk Lắk"
    report_id = desk.file(title=unicodedata.normalize("NFD", title))
    with desk.database.read_session() as session:
        assert report(session, report_id).row.title == title


@pytest.mark.parametrize("role", ["staff", "leader"])
def test_only_members_file(small_desk: Desk, role: str) -> None:
    by = getattr(small_desk, role)
    assert refusal(lambda: small_desk.file(by)).code == "forbidden"


def test_an_unknown_form_is_refused(small_desk: Desk) -> None:
    act = lambda: small_desk.do(submit_report, small_desk.member, "F99", make_training(), NOW)  # noqa: E731
    assert refusal(act).code == "unknown_form"


def test_a_training_counts_for_one_measure_by_its_audience(small_desk: Desk) -> None:
    professionals = {"audience": "professionals", "prof_n.lawyer": "40"}
    for answers, adds in (
        ({}, (("1.3", 40),)),
        (professionals, (("6.2", 40),)),
        ({"audience": "other"}, ()),
        ({"hours": "1,5"}, ()),  # under two hours it is no training
    ):
        report_id = small_desk.file(**answers)
        with small_desk.database.read_session() as session:
            assert report(session, report_id).row.adds == adds


# -- lists and log -------------------------------------------------------------------------------------


def test_each_unit_sees_its_own_and_staff_the_queue_oldest_first(desk: Desk) -> None:
    mine, theirs = desk.file(title="Của Hà Nội"), desk.file(desk.stranger, title="Của Huế")
    done = desk.file(title="Đã xong")
    desk.do(verify_report, desk.staff, done, 1, LATER)
    with desk.database.read_session() as session:
        own = own_reports(session, desk.member.organisation_id or 0)
        waiting = queue(session)
        assert queue_size(session) == 2
    assert {row.id for row in own} == {mine, done}
    assert {row.id for row in waiting} == {mine, theirs}
    assert {row.organisation_vi for row in waiting} == {UNIT, OTHER}


def test_every_act_on_a_report_is_written_down_without_its_content(small_desk: Desk) -> None:
    title, reason = "Tập huấn mật danh Sao Mai", "lý do mật danh Sao Hôm"
    report_id = small_desk.file(title=title)
    small_desk.do(return_report, small_desk.staff, report_id, 1, reason, LATER)
    small_desk.revise(report_id, 1, title=title)
    small_desk.do(verify_report, small_desk.staff, report_id, 2, LATER)
    small_desk.do(withdraw_report, small_desk.member, report_id, reason, LATER)
    with small_desk.database.read_session() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.noun == "report")).all()
        said = " ".join(f"{row.act} {row.actor} {row.facts}" for row in rows)
        assert first_broken_row(session) is None
    acts = ["submit", "return", "submit", "verify", "withdraw"]
    assert [row.act for row in rows] == [f"report_{act}" for act in acts]
    assert {row.noun_id for row in rows} == {str(report_id)}
    assert "Sao" not in said


def test_a_sample_members_report_is_a_sample_with_its_number(small_desk: Desk) -> None:
    def sample_member(session: Session) -> SignedIn:
        unit = make_organisation(session, "Mẫu: Hội A")
        return make_signed_in(session, make_account(session, "member", "mau.a", unit, sample=True))

    report_id = small_desk.file(small_desk.do(sample_member))
    small_desk.do(verify_report, small_desk.staff, report_id, 1, LATER)
    with small_desk.database.read_session() as session:
        assert report(session, report_id).row.sample
        assert session.scalars(select(Fact.sample).where(Fact.origin == "report")).one()
