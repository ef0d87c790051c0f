"""Is a zero a zero only when two people of the unit stand behind it, and no data otherwise?"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.commands.nil_reports import confirm_nil, file_nil, withdraw_nil
from db.commands.reports import withdraw_report
from db.models import AuditEvent
from db.queries.nil_reports import own_nil, unit_nils
from db.queries.own_quarter import own_quarter
from db.queries.progress import measure_progress
from db.rules.periods import period_of
from tests.db.refusals import refusal
from tests.db.report_desk import LATER, Desk
from tests.factories import NOW

QUARTER = "2026-Q3"


def ticks(*codes: str, quarter: str = QUARTER, token: str = "", **given: str) -> dict[str, list[str]]:
    form = {"token": [token or str(uuid4())], "quarter": [quarter], "nil_codes": list(codes)}
    return form | {name: [value] for name, value in given.items()}


def actual(desk: Desk, code: str, as_of: date = date(2026, 11, 22)) -> object:
    with desk.database.read_session() as session:
        return measure_progress(session, code, 2026, as_of).evaluation.actual


def test_a_confirmed_zero_is_0_and_everything_before_and_after_is_no_data(desk: Desk) -> None:
    nil = desk.do(file_nil, desk.member, ticks("5.5", "6.3", difficulties="Thiếu kinh phí"), NOW)
    assert actual(desk, "5.5") is None
    desk.do(confirm_nil, desk.colleague, nil, LATER)
    assert (actual(desk, "5.5"), actual(desk, "6.3"), actual(desk, "5.4")) == (0, 0, None)
    assert actual(desk, "5.5", date(2026, 11, 21)) is None  # nobody knew the day before
    desk.do(withdraw_nil, desk.member, nil, "Quên một lớp tập huấn", LATER)
    assert actual(desk, "5.5") is None
    with desk.database.read_session() as session:
        row = own_nil(session, desk.member.organisation_id or 0, nil)
        said = session.execute(
            select(AuditEvent.act, AuditEvent.facts).where(AuditEvent.noun == "nil_report")
        )
        acts = [tuple(one) for one in said]
    assert (row.state, row.withdraw_reason) == ("withdrawn", "Quên một lớp tập huấn")
    assert acts == [(f"nil_{act}", {"quarter": QUARTER}) for act in ("file", "confirm", "withdraw")]


def test_the_filer_does_not_confirm_and_no_other_unit_sees_it(desk: Desk) -> None:
    nil = desk.do(file_nil, desk.member, ticks("5.5"), NOW)
    assert refusal(lambda: desk.do(confirm_nil, desk.member, nil, NOW)).code == "second_person_needed"
    assert refusal(lambda: desk.do(confirm_nil, desk.stranger, nil, NOW)).code == "unknown_nil"
    assert refusal(lambda: desk.do(withdraw_nil, desk.stranger, nil, "x", NOW)).code == "unknown_nil"
    assert refusal(lambda: desk.do(confirm_nil, desk.staff, nil, NOW)).code == "forbidden"
    assert refusal(lambda: desk.do(withdraw_nil, desk.member, nil, " ", NOW)).code == "reason_needed"
    desk.do(confirm_nil, desk.colleague, nil, NOW)
    assert refusal(lambda: desk.do(confirm_nil, desk.colleague, nil, NOW)).code == "wrong_state"


def test_what_was_reported_is_not_nothing(desk: Desk) -> None:
    report = desk.file(date_start="10/08/2026")
    refused = refusal(lambda: desk.do(file_nil, desk.member, ticks("1.3", "5.5"), NOW))
    assert [(one.field, one.code, one.facts) for one in refused.problems] == [
        ("nil_codes", "nil_conflict", {"codes": "1.3"})
    ]
    other = desk.do(file_nil, desk.stranger, ticks("1.3"), NOW)  # another unit's report is no conflict
    assert other
    nil = desk.do(file_nil, desk.member, ticks("5.5"), NOW)
    desk.do(withdraw_report, desk.member, report, "ghi nhầm", NOW)
    desk.do(withdraw_nil, desk.member, nil, "làm lại", NOW)
    again = desk.do(file_nil, desk.member, ticks("1.3", "5.5"), NOW)
    desk.file(date_start="11/08/2026")  # filed after the ticks, before they were confirmed
    assert refusal(lambda: desk.do(confirm_nil, desk.colleague, again, NOW)).code == "fields_refused"


@pytest.mark.parametrize(
    ("form", "field", "code"),
    [
        (ticks("5.5", quarter="2026-Q4"), "quarter", "quarter_running"),
        (ticks("5.5", quarter="2027-Q1"), "quarter", "future_date"),
        (ticks("5.5", quarter="2026"), "quarter", "not_a_choice"),
        (ticks("2.2"), "nil_codes", "not_a_choice"),
        (ticks(), "nil_codes", "required"),
    ],
)
def test_ticks_that_cannot_be_true_are_refused(
    small_desk: Desk, form: dict[str, list[str]], field: str, code: str
) -> None:
    refused = refusal(lambda: small_desk.do(file_nil, small_desk.member, form, NOW))
    assert (field, code) in [(one.field, one.code) for one in refused.problems]


def test_one_nil_report_a_quarter_however_often_it_is_sent(desk: Desk) -> None:
    form = ticks("5.5")
    assert len({desk.do(file_nil, desk.member, form, NOW) for _ in range(3)}) == 1
    assert refusal(lambda: desk.do(file_nil, desk.colleague, ticks("6.3"), NOW)).code == "nil_exists"
    reused = ticks("6.3", token=form["token"][0])
    assert refusal(lambda: desk.do(file_nil, desk.member, reused, NOW)).code == "token_reused"
    with desk.database.read_session() as session:
        assert len(unit_nils(session, desk.member.organisation_id or 0)) == 1


def test_the_quarter_at_a_glance(small_desk: Desk) -> None:
    desk = small_desk
    desk.file(date_start="10/08/2026")
    desk.file(title="Lớp hai", date_start="20/08/2026")
    nil = desk.do(file_nil, desk.member, ticks("5.5"), NOW)

    def lines() -> dict[str, tuple[str, int, int | None]]:
        with desk.database.read_session() as session:
            found = own_quarter(session, desk.member.organisation_id or 0, period_of(QUARTER))
        return {line.code: (line.state, line.reports, line.value) for line in found}

    before = lines()
    assert before["1.3"] == ("submitted", 2, 80) and before["5.5"] == ("nil_waiting", 0, None)
    assert before["6.2"] == ("nothing", 0, None) and "2.2" not in before
    desk.do(confirm_nil, desk.colleague, nil, NOW)
    assert lines()["5.5"] == ("nil", 0, 0)
