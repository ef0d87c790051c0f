"""Do all years read together say what each says alone?  On both engines, today and on earlier days."""

from __future__ import annotations

from datetime import date

import pytest

from db.commands.sample import load_sample_records
from db.engine import Database
from db.queries.overview import overview, overview_of
from db.queries.progress import progress
from db.queries.standings import known_on, standings
from db.queries.strategic_evidence import evidence_cards
from db.queries.strategy import measures, strategy
from tests import factories


@pytest.fixture
def full(database: Database) -> Database:
    with database.write_session() as session:
        load_sample_records(session, factories.NOW)
        member = factories.make_person(session)
        factories.make_report(session, member)
        factories.make_fact(session, "1.2", 17, date(2023, 8, 1))
    return database


DAYS = (factories.TODAY, date(2026, 3, 31), date(2025, 12, 31), date(2024, 7, 1), date(2023, 6, 1))


@pytest.mark.parametrize("day", DAYS)
def test_each_year_is_as_it_is_alone(full: Database, day: date) -> None:
    with full.read_session() as session:
        found = standings(session, day)
        assert [rows[0].year for rows in found] == list(range(2023, day.year + 1))
        for rows in found:
            assert rows == progress(session, rows[0].year, day)


def test_the_first_page_is_the_same_from_all_years(full: Database) -> None:
    with full.read_session() as session:
        known = known_on(session, factories.TODAY)
        for year in (2025, 2026):
            spoken = evidence_cards(session, factories.TODAY)
            together = overview_of(known.measures, known.inputs[year], spoken, year, factories.TODAY)
            assert together == overview(session, year, factories.TODAY)


def test_the_strategy_in_one_query_has_all_of_it_in_its_order(database: Database) -> None:
    with database.read_session() as session:
        objectives = strategy(session)
        assert [card.number for card in objectives] == list(range(1, 9))
        cards = [card for objective in objectives for card in objective.measures]
        assert tuple(cards) == measures(session) and len(cards) == 28
