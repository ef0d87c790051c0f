"""How are facts, nil reports, the ledger and plans put together into one number, and at what cost?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from db.commands.reports import verify_report
from db.engine import Database
from db.models import LedgerConfirmation, Milestone, NilReport, ProfileUpdate
from db.queries.facts import facts_of
from db.queries.reports import report
from tests.db.overview import YEAR, actual, at, one, whole, write
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
    assert (
        one(database, "7.2").evaluation.status
        != one(database, "7.2", as_of=date(2026, 10, 1)).evaluation.status
    )


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
    write(
        database,
        lambda s: make_fact(s, "1.3", 2, date(2026, 2, 2), province_code="48", title="Lớp ở Đà Nẵng"),
    )
    with database.read_session() as session:
        facts = facts_of(session, "1.3", YEAR, TODAY)
        assert report(session, report_id).row.adds == (("1.3", 40),)
    assert sum(fact.value for fact in facts) == actual(database) == 42
    assert [fact.event_on for fact in facts] == [date(2026, 11, 10), date(2026, 2, 2)]  # newest first
    assert facts[1].province_vi.endswith("Đà Nẵng")
