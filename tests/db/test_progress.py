"""Is the number of a measure what was verified by that day, nothing later, for ever?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from db.commands.reports import verify_report
from db.engine import Database
from db.models import LedgerConfirmation
from db.rules.errors import RuleError
from tests.db.overview import YEAR, actual, at, one, whole, write
from tests.factories import (
    make_fact,
    make_person,
    make_plan,
    make_report,
    make_request,
)


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
        return make_report(
            session, make_person(session), at(date(2026, 6, 20)), date_start="01/06/2026"
        ).report_id

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
    assert [
        row.measure.code for row, old in zip(later, page, strict=True) if row.evaluation != old.evaluation
    ]


def _confirmation(day: date) -> LedgerConfirmation:
    return LedgerConfirmation(
        measure_code="2.2", confirmed_to=day, recorded_at=at(day), recorded_by="t", sample=False
    )


def test_a_plan_counts_from_the_day_it_was_recorded(database: Database) -> None:
    approved = date(2026, 1, 5)
    write(database, lambda s: make_plan(s, "5.2", YEAR, 600, at(date(2026, 1, 15)), approved_on=approved))
    targets = [one(database, "5.2", as_of=date(2026, 1, day)).evaluation.target for day in (14, 15)]
    assert targets == [None, 600]
