"""Does the curve of a year end at the year's own number, and know no more than was known on the day?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from db.engine import Database
from db.queries.progress import measure_progress
from db.queries.year_curve import Point, YearCurve, year_curve
from tests.factories import make_fact, make_organisation

AS_OF = date(2026, 9, 30)


def curve(database: Database, code: str = "5.3", as_of: date = AS_OF, year: int = 2026) -> YearCurve:
    with database.read_session() as session:
        return year_curve(session, code, year, as_of, once=code == "1.2")


def test_days_add_up_and_last_year_stands_beside(database: Database) -> None:
    with database.write_session() as session:
        for day, value in ((date(2026, 3, 5), 4), (date(2026, 3, 5), 2), (date(2026, 8, 1), 3)):
            make_fact(session, "5.3", value, day)
        make_fact(session, "5.3", 10, date(2025, 6, 1))
        make_fact(session, "5.3", 20, date(2025, 12, 1))
        make_fact(session, "5.4", 99, date(2026, 3, 5))
    found = curve(database)
    assert found.points == (Point(date(2026, 3, 5), 6), Point(date(2026, 8, 1), 9))
    assert found.last_year == (Point(date(2025, 6, 1), 10), Point(date(2025, 12, 1), 30))
    assert found.by_now_last_year == 10


def test_only_what_was_known_on_the_day(database: Database) -> None:
    with database.write_session() as session:
        make_fact(session, "5.3", 4, date(2026, 3, 5), verified_at=datetime(2026, 10, 1, 5, tzinfo=UTC))
        gone = make_fact(session, "5.3", 7, date(2026, 4, 5))
        gone.voided_at = datetime(2026, 5, 1, tzinfo=UTC)
        make_fact(session, "5.3", 1, date(2026, 10, 5))
    assert curve(database).points == ()
    assert curve(database, as_of=date(2026, 4, 30)).points == (Point(date(2026, 4, 5), 7),)
    later = curve(database, as_of=date(2026, 12, 31))
    assert [point.value for point in later.points] == [4, 5]


def test_people_counted_once_add_only_what_is_more(database: Database) -> None:
    with database.write_session() as session:
        one, two = make_organisation(session, "Hội A"), make_organisation(session, "Hội B")
        for unit, day, value in (
            (one, date(2026, 3, 31), 40),
            (one, date(2026, 6, 30), 30),
            (two, date(2026, 6, 30), 5),
            (one, date(2026, 9, 30), 45),
        ):
            make_fact(session, "1.2", value, day, organisation_id=unit.id)
    found = curve(database, "1.2")
    assert [point.value for point in found.points] == [40, 45, 50]


@pytest.mark.parametrize("code", ["5.3", "1.2"])
def test_the_end_of_the_curve_is_the_measures_number(code: str, sqlite_database: Database) -> None:
    """Control: adding up what people counted once would end far above it."""
    chance = Random(7)
    with sqlite_database.write_session() as session:
        units = [make_organisation(session, f"Hội {place}").id for place in range(3)]
        for _ in range(40):
            day = date(2026, chance.randrange(1, 10), chance.randrange(1, 28))
            unit = chance.choice(units)
            make_fact(session, code, chance.randrange(1, 60), day, organisation_id=unit)
    for as_of in (date(2026, 3, 14), AS_OF, date(2026, 12, 31)):
        with sqlite_database.read_session() as session:
            actual = measure_progress(session, code, 2026, as_of).evaluation.actual
        assert curve(sqlite_database, code, as_of).points[-1].value == actual


def test_nothing_known_is_no_curve(sqlite_database: Database) -> None:
    found = curve(sqlite_database)
    assert (found.points, found.last_year, found.by_now_last_year) == ((), (), None)
