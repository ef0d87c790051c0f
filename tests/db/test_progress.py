"""Is the number of a measure what was verified by that day: nothing waiting in it, nothing later, for ever?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from db.commands.reports import return_report, verify_report, withdraw_report
from db.engine import Database
from db.models import LedgerConfirmation, Milestone, NilReport, ProfileUpdate
from db.queries.facts import facts_of
from db.queries.progress import MeasureProgress, measure_progress, progress
from db.queries.reports import report
from db.rules.errors import RuleError
from tests.factories import (
    NOW,
    TODAY,
    make_fact,
    make_organisation,
    make_person,
    make_plan,
    make_report,
    make_request,
)

YEAR = 2026


def at(day: date, hour: int = 5) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def write(database: Database, act: Callable[[Session], Any]) -> Any:
    with database.write_session() as session:
        return act(session)


def whole(database: Database, year: int = YEAR, as_of: date = TODAY) -> tuple[MeasureProgress, ...]:
    with database.read_session() as session:
        return progress(session, year, as_of)


def one(database: Database, code: str = "1.3", year: int = YEAR, as_of: date = TODAY) -> MeasureProgress:
    with database.read_session() as session:
        return measure_progress(session, code, year, as_of)


def actual(database: Database, code: str = "1.3", as_of: date = TODAY) -> object:
    return one(database, code, as_of.year, as_of).evaluation.actual


def test_a_new_installation_has_28_rows_and_no_invented_zero(database: Database) -> None:
    rows = whole(database)
    assert [row.measure.ordinal for row in rows] == list(range(1, 29))
    windows = [row for row in rows if row.measure.kind == "periodic"]  # no report is a true zero there
    assert all(row.evaluation.actual is None for row in rows if row not in windows)
    assert [row.evaluation.actual for row in windows] == [0, 0, 0]
    assert not any(row.sample for row in rows)
    assert all(row.waiting == (0 if row.measure.source == "member" else None) for row in rows)


def test_an_unknown_measure_is_refused(sqlite_database: Database) -> None:
    with pytest.raises(RuleError, match="unknown_measure"):
        one(sqlite_database, "9.9")


def test_verified_facts_add_up_and_zero_is_a_number(database: Database) -> None:
    write(database, lambda session: make_fact(session, "5.5", 0, date(2026, 3, 1)))
    assert actual(database, "5.5") == 0
    write(database, lambda session: make_fact(session, "5.5", 4, date(2026, 4, 1)))
    write(database, lambda session: make_fact(session, "5.5", 3, date(2026, 1, 1)))
    write(database, lambda session: make_fact(session, "5.5", 90, date(2025, 12, 31)))
    assert actual(database, "5.5") == 7
    assert one(database, "5.5").years == ((2023, None), (2024, None), (2025, 91), (2026, 7))


def test_numbers_beyond_four_billion_stay_exact(database: Database) -> None:
    """8.1b is money in đồng; a sum of two large gifts must not pass through a float."""
    for value in (9_007_199_254_740_993, 2):
        write(database, lambda session, v=value: make_fact(session, "8.1b", v, date(2026, 2, 1)))
    found = actual(database, "8.1b")
    assert found == 9_007_199_254_740_995 and isinstance(found, int)


def test_targets_are_exact_and_rounded_up(database: Database) -> None:
    write(database, lambda session: make_fact(session, "1.3", 101, date(2025, 6, 1)))
    write(database, lambda session: make_fact(session, "1.3", 61, date(2026, 6, 1)))
    found = one(database).evaluation
    assert (found.target, found.progress) == (122, Fraction(61, 122))  # 121,2 is not reached by 121


# -- as of ---------------------------------------------------------------------------------------------


def test_a_day_knows_only_what_was_verified_by_its_midnight_in_viet_nam(database: Database) -> None:
    last_moment = datetime(2026, 6, 10, 16, 59, 59, tzinfo=UTC)  # 23:59:59 in Hà Nội
    write(database, lambda s: make_fact(s, "1.3", 5, date(2026, 6, 1), last_moment))
    write(database, lambda s: make_fact(s, "1.3", 7, date(2026, 6, 1), last_moment + timedelta(seconds=1)))
    seen = [actual(database, as_of=date(2026, 6, day)) for day in (9, 10, 11)]
    assert seen == [None, 5, 12]


def test_an_event_still_to_come_is_not_counted(database: Database) -> None:
    write(database, lambda s: make_fact(s, "1.3", 5, date(2026, 6, 2), at(date(2026, 6, 1))))
    assert actual(database, as_of=date(2026, 6, 1)) is None
    assert actual(database, as_of=date(2026, 6, 2)) == 5


def test_a_voided_fact_counted_until_that_day(database: Database) -> None:
    def void(session: Session) -> None:
        fact = make_fact(session, "1.3", 5, date(2026, 6, 1))
        session.flush()
        fact.voided_at = at(date(2026, 8, 1))

    write(database, void)
    assert actual(database, as_of=date(2026, 7, 31)) == 5
    assert actual(database, as_of=date(2026, 8, 1)) is None


def test_the_same_as_of_gives_the_same_page_for_ever(database: Database) -> None:
    def before(session: Session) -> UUID:
        make_fact(session, "1.3", 50, date(2025, 5, 5))
        make_fact(session, "1.3", 20, date(2026, 5, 5))
        make_request(session, "2.2", date(2026, 5, 1))
        make_plan(session, "5.2", YEAR, 600, at(date(2026, 1, 15)))
        return make_report(session, make_person(session), at(date(2026, 6, 20)), date_start="01/06/2026").report_id

    report_id = write(database, before)
    then = date(2026, 6, 30)
    page = whole(database, as_of=then)

    def after(session: Session) -> None:
        staff = make_person(session, "staff")
        verify_report(session, staff, report_id, 1, at(date(2026, 7, 1)))
        make_fact(session, "1.3", 1000, date(2026, 5, 6), at(date(2026, 7, 2)))
        make_request(session, "2.2", date(2026, 5, 2), recorded_at=at(date(2026, 7, 2)))
        make_plan(session, "5.2", YEAR, 900, at(date(2026, 7, 3)))
        session.add(_confirmation(date(2026, 7, 5)))

    write(database, after)
    assert whole(database, as_of=then) == page
    later = whole(database, as_of=date(2026, 7, 31))
    assert [row.measure.code for row, old in zip(later, page, strict=True) if row.evaluation != old.evaluation]


def _confirmation(day: date) -> LedgerConfirmation:
    return LedgerConfirmation(
        measure_code="2.2", confirmed_to=day, recorded_at=at(day), recorded_by="t", sample=False
    )


def test_a_plan_counts_from_the_day_it_was_recorded(database: Database) -> None:
    write(database, lambda s: make_plan(s, "5.2", YEAR, 600, at(date(2026, 1, 15))))
    targets = [one(database, "5.2", as_of=date(2026, 1, day)).evaluation.target for day in (14, 15)]
    assert targets == [None, 600]


# -- waiting -------------------------------------------------------------------------------------------


def test_a_report_waits_beside_the_number_until_it_is_verified(database: Database) -> None:
    report_id = write(database, lambda s: make_report(s, make_person(s))).report_id
    seen = one(database)
    assert (seen.evaluation.actual, seen.waiting) == (None, 40)
    write(database, lambda s: verify_report(s, make_person(s, "staff"), report_id, 1, NOW))
    seen = one(database)
    assert (seen.evaluation.actual, seen.waiting) == (40, 0)


def test_what_waits_changes_nothing_but_the_waiting_figure(database: Database) -> None:
    write(database, lambda s: make_fact(s, "1.3", 20, date(2026, 5, 5)))
    write(database, lambda s: make_fact(s, "1.3", 10, date(2025, 5, 5)))
    before = one(database)
    write(database, lambda s: make_report(s, make_person(s), participants_n="500", first_time_n="1", female_n="1"))
    after = one(database)
    assert after.waiting == 500
    assert replace(after, waiting=before.waiting) == before


def test_what_waited_then_is_still_seen_then(database: Database) -> None:
    filed, settled = date(2026, 6, 2), date(2026, 6, 5)
    report_id = write(
        database, lambda s: make_report(s, make_person(s), at(filed), date_start="01/06/2026")
    ).report_id
    write(database, lambda s: verify_report(s, make_person(s, "staff"), report_id, 1, at(settled)))
    seen = [
        (row.evaluation.actual, row.waiting)
        for day in (1, 2, 4, 5)
        for row in [one(database, as_of=date(2026, 6, day))]
    ]
    assert seen == [(None, 0), (None, 40), (None, 40), (40, 0)]


@pytest.mark.parametrize("act", ["return", "withdraw"])
def test_what_was_returned_or_withdrawn_waits_no_longer(database: Database, act: str) -> None:
    member = write(database, make_person)
    report_id = write(database, lambda s: make_report(s, member)).report_id
    if act == "return":
        staff = write(database, lambda s: make_person(s, "staff"))
        write(database, lambda s: return_report(s, staff, report_id, 1, "thiếu danh sách", NOW))
    else:
        write(database, lambda s: withdraw_report(s, member, report_id, "gửi nhầm", NOW))
    seen = one(database)
    assert (seen.evaluation.actual, seen.waiting) == (None, 0)


def test_a_report_of_another_year_waits_there(database: Database) -> None:
    write(database, lambda s: make_report(s, make_person(s), date_start="20/12/2025"))
    assert one(database).waiting == 0
    assert one(database, year=2025).waiting == 40


# -- how numbers are put together ----------------------------------------------------------------------


def test_unique_people_are_the_most_of_each_unit_then_summed(database: Database) -> None:
    def quarters(session: Session) -> None:
        for unit, values in (("Đơn vị A", (10, 30, 25)), ("Đơn vị B", (7, 8))):
            organisation = make_organisation(session, unit)
            for month, value in enumerate(values, start=3):
                make_fact(session, "1.2", value, date(2026, month, 1), organisation_id=organisation.id)

    write(database, quarters)
    assert actual(database, "1.2") == 30 + 8


def test_a_year_known_from_single_events_is_no_base(database: Database) -> None:
    write(database, lambda s: make_fact(s, "1.3", 100, date(2025, 5, 5), partial=True))
    seen = one(database)
    assert dict(seen.years)[2025] == 100  # shown
    assert seen.evaluation.target is None  # and nothing is demanded from it
    write(database, lambda s: make_fact(s, "1.3", 1, date(2025, 5, 6)))
    assert one(database).evaluation.target == 122


def test_the_year_the_strategy_began_in_is_no_full_year(database: Database) -> None:
    write(database, lambda s: make_fact(s, "5.5", 10, date(2023, 9, 1)))
    assert one(database, "5.5", 2024, date(2024, 12, 31)).evaluation.target is None
    write(database, lambda s: make_fact(s, "5.5", 10, date(2024, 9, 1)))
    assert one(database, "5.5", 2025, date(2025, 12, 31)).evaluation.target is not None


def test_a_confirmed_nil_report_is_zero_and_an_unconfirmed_one_is_nothing(database: Database) -> None:
    def nil(session: Session) -> None:
        unit = make_organisation(session)
        for quarter, codes, confirmed in (("2025-Q1", ["5.3"], NOW), ("2025-Q2", ["5.4"], None)):
            row = NilReport(organisation_id=unit.id, quarter=quarter, measure_codes=codes, recorded_at=NOW)
            row.recorded_by, row.confirmed_at = "a", confirmed
            session.add(row)

    write(database, nil)
    assert dict(one(database, "5.3").years)[2025] == 0
    assert dict(one(database, "5.4").years)[2025] is None


def test_the_ledger_is_read_in_writing_only(database: Database) -> None:
    def ledger(session: Session) -> None:
        day = date(2026, 3, 2)
        make_request(session, "2.2", day, answered_on=day + timedelta(days=3), reply_no="12/CV")
        make_request(session, "2.2", day, answered_on=day + timedelta(days=3), reply_no="")
        make_request(session, "2.2", day, out_of_scope=True)
        make_request(session, "2.2", day, withdrawn_on=day + timedelta(days=1))

    write(database, ledger)
    assert actual(database, "2.2") == "1/2"


def test_an_extension_moves_the_due_day(database: Database) -> None:
    received, extended = date(2026, 11, 1), date(2026, 12, 20)
    write(database, lambda s: make_request(s, "2.2", received, extended_due_on=extended))
    assert actual(database, "2.2") != "0/1"
    write(database, lambda s: make_request(s, "2.2", received))
    assert actual(database, "2.2") == "0/1"


def test_head_offices_windows_and_updates_reach_their_measures(database: Database) -> None:
    def add(session: Session) -> None:
        session.add(
            Milestone(
                measure_code="3.3",
                period="2026-H1",
                done_on=date(2026, 6, 20),
                verified=True,
                quality_ok=True,
                recorded_at=at(date(2026, 6, 25)),
            )
        )
        session.add(
            ProfileUpdate(
                updated_on=date(2026, 11, 1),
                document_vi="Hồ sơ năng lực",
                change_vi="Thêm dự án",
                recorded_at=at(date(2026, 11, 1)),
            )
        )

    write(database, add)
    assert actual(database, "3.3") == 1
    assert one(database, "7.2").evaluation.status != one(database, "7.2", as_of=date(2026, 10, 1)).evaluation.status


# -- sample --------------------------------------------------------------------------------------------

SAMPLES: dict[str, Callable[[Session], object]] = {
    "1.3": lambda s: make_fact(s, "1.3", 5, date(2026, 3, 1), sample=True),
    "2.2": lambda s: make_request(s, "2.2", date(2026, 3, 1), sample=True),
    "5.2": lambda s: make_plan(s, "5.2", YEAR, 600, at(date(2026, 1, 15)), sample=True),
    "7.3": lambda s: s.add(
        LedgerConfirmation(
            measure_code="7.3", confirmed_to=TODAY, recorded_at=NOW, recorded_by="t", sample=True
        )
    ),
}


@pytest.mark.parametrize("code", SAMPLES)
def test_whatever_of_a_measure_is_a_sample_marks_it(sqlite_database: Database, code: str) -> None:
    write(sqlite_database, SAMPLES[code])
    assert {row.measure.code for row in whole(sqlite_database) if row.sample} == {code}


# -- cost ----------------------------------------------------------------------------------------------


@contextmanager
def counted(database: Database) -> Any:
    """The statements the reader runs inside the block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.reader, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.reader, "before_cursor_execute", note)


def test_of_two_plans_approved_on_one_day_the_later_entry_counts(database: Database) -> None:
    for value in (600, 650):
        write(database, lambda s, v=value: make_plan(s, "5.2", YEAR, v, at(date(2026, 1, 15))))
    assert one(database, "5.2").evaluation.target == 650


def test_the_page_costs_the_same_queries_however_many_reports_there_are(database: Database) -> None:
    with counted(database) as empty:
        whole(database)

    def many(session: Session) -> None:
        member = make_person(session)
        for day in range(1, 21):
            make_report(session, member, date_start=f"{day:02}/10/2026")
            make_fact(session, "5.5", day, date(2026, 2, day))
            make_request(session, "2.2", date(2026, 3, day))

    write(database, many)
    with counted(database) as full:
        rows = whole(database)
    assert {row.measure.code: row.waiting for row in rows}["1.3"] == 20 * 40
    assert full == empty
    assert len(full) <= 13


def test_the_facts_behind_a_number_add_up_to_it(database: Database) -> None:
    report_id = write(database, lambda s: make_report(s, make_person(s))).report_id
    write(database, lambda s: verify_report(s, make_person(s, "staff"), report_id, 1, NOW))
    write(database, lambda s: make_fact(s, "1.3", 2, date(2026, 2, 2), province_code="48", title="Lớp ở Đà Nẵng"))
    with database.read_session() as session:
        facts = facts_of(session, "1.3", YEAR, TODAY)
        assert report(session, report_id).row.adds == (("1.3", 40),)
    assert sum(fact.value for fact in facts) == actual(database) == 42
    assert [fact.event_on for fact in facts] == [date(2026, 11, 10), date(2026, 2, 2)]  # newest first
    assert facts[1].province_vi.endswith("Đà Nẵng")
