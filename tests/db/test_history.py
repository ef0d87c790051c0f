"""The sums the database keeps equal what adding up all facts gives, on any day, whatever happened."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from db.engine import Database
from db.models import Fact, FactDay
from db.queries.history import STRATEGY_BEGAN, verified_history
from db.queries.moments import day_of, end_of

CODES = ("1.3", "5.1", "8.1b", "8.3")
FIRST = date(2024, 1, 1)


def _random_facts(chance: Random, count: int) -> list[Fact]:
    made = []
    for _ in range(count):
        event_on = FIRST + timedelta(days=chance.randrange(1000))
        moment = datetime.combine(event_on, datetime.min.time(), UTC)
        verified_at = moment + timedelta(hours=chance.randrange(-48, 24 * 90))
        made.append(
            Fact(
                measure_code=chance.choice(CODES),
                value=chance.choice((0, 1, 40, 10**12)),
                event_on=event_on,
                origin="staff",
                partial=chance.random() < 0.2,
                sample=chance.random() < 0.2,
                recorded_at=verified_at,
                verified_at=verified_at,
                verified_by="test",
            )
        )
    return made


def _plain(facts: list[Fact], year: int, as_of: date) -> dict[str, dict[str, object]]:
    """The specification in plain Python: every fact is looked at."""
    total: dict[tuple[str, int], int] = defaultdict(int)
    whole: set[tuple[str, int]] = set()
    for fact in facts:
        known = fact.verified_at < end_of(as_of) and fact.event_on <= as_of
        gone = fact.voided_at is not None and fact.voided_at < end_of(as_of)
        if known and not gone and year - 4 <= fact.event_on.year <= year:
            total[fact.measure_code, fact.event_on.year] += fact.value
            if not fact.partial:
                whole.add((fact.measure_code, fact.event_on.year))
    history: dict[str, dict[str, object]] = defaultdict(dict)
    for (code, found), value in total.items():
        full = (code, found) in whole and found > STRATEGY_BEGAN.year
        history[code][str(found)] = value if full else {"actual": value, "full_year": False}
    return history


def _void_some(database: Database, facts: list[Fact], chance: Random) -> None:
    for fact in facts:
        if chance.random() < 0.3:
            fact.voided_at = fact.verified_at + timedelta(days=chance.randrange(200))
            with database.write_session() as session:
                session.execute(update(Fact).where(Fact.id == fact.id).values(voided_at=fact.voided_at))


@pytest.mark.parametrize("seed", range(4))
def test_kept_sums_equal_all_facts_added_up(database: Database, seed: int) -> None:
    chance = Random(seed)
    with database.write_session() as session:
        before = session.scalars(select(Fact)).all()
        session.expunge_all()
    facts = _random_facts(chance, 60)
    with database.write_session() as session:
        session.add_all(facts)
    _void_some(database, facts, chance)
    for _ in range(12):
        as_of = FIRST + timedelta(days=chance.randrange(1100))
        year = as_of.year - chance.randrange(2)
        with database.read_session() as session:
            found, _ = verified_history(session, year, as_of)
        expected = _plain([*before, *facts], year, as_of)
        assert {code: found.get(code, {}) for code in CODES} == {c: expected.get(c, {}) for c in CODES}


def test_a_day_ends_at_midnight_in_viet_nam(database: Database) -> None:
    fact = _random_facts(Random(1), 1)[0]
    fact.event_on, fact.measure_code, fact.value = date(2025, 3, 1), "8.3", 7
    fact.verified_at = fact.recorded_at = datetime(2025, 3, 1, 17, 30, tzinfo=UTC)  # 00:30 on 2 March there
    with database.write_session() as session:
        session.add(fact)
    with database.read_session() as session:
        day = session.scalars(select(FactDay.known_on).where(FactDay.measure_code == "8.3")).one()
    assert day == day_of(fact.verified_at) == date(2025, 3, 2)


def test_a_fact_is_voided_once_and_never_revived(database: Database) -> None:
    fact = _random_facts(Random(2), 1)[0]
    with database.write_session() as session:
        session.add(fact)
    moment = fact.verified_at + timedelta(days=1)
    with database.write_session() as session:
        session.execute(update(Fact).where(Fact.id == fact.id).values(voided_at=moment))
    for again in (moment + timedelta(days=1), None):
        with pytest.raises(DBAPIError, match="voided once"), database.write_session() as session:
            session.execute(update(Fact).where(Fact.id == fact.id).values(voided_at=again))
