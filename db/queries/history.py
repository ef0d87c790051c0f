"""What was verified, year by year, as known on a day?

The sums come from ``fact_days``, which the database keeps: their cost follows the days on which something
was verified, not the number of reports.  Where people are counted once in a year (1.2) sums would lie, so
the few facts of those measures are read themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, extract, func, or_, select
from sqlalchemy.orm import Session

from db.models import Fact, FactDay, Measure, NilReport

YEARS_BACK = 4  # four-year columns; the engine looks two years back for a base
STRATEGY_BEGAN = date(2023, 6, 1)

Place = tuple[str, int]  # measure code, year


@dataclass(frozen=True, slots=True)
class _Sum:
    """What is known of one measure in one year; `whole`: not only from single published events."""

    value: int
    whole: bool
    sample: bool


def known_facts(known_at: datetime) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a fact counts: verified by then, and not voided by then."""
    return (Fact.verified_at < known_at, or_(Fact.voided_at.is_(None), Fact.voided_at >= known_at))


def verified_history(
    session: Session, year: int, as_of: date, known_at: datetime
) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """Measure -> year -> verified value, and the measures that stand on sample data.

    None:   a year without facts is absent; a confirmed nil report makes it 0.
    """
    sums = _sums(session, year, as_of) | _greatest(session, year, as_of, known_at)
    for place in _nil_places(session, known_at):
        before = sums.get(place, _Sum(0, True, False))
        sums[place] = _Sum(before.value, True, before.sample)
    return _by_measure(sums), {code for (code, _), found in sums.items() if found.sample}


def _sums(session: Session, year: int, as_of: date) -> dict[Place, _Sum]:
    rows = session.execute(
        select(
            FactDay.measure_code,
            FactDay.year,
            func.sum(FactDay.value),
            func.sum(FactDay.whole_n),
            func.sum(FactDay.sample_n),
        )
        .where(FactDay.known_on <= as_of, FactDay.year.between(year - YEARS_BACK, year))
        .group_by(FactDay.measure_code, FactDay.year)
        .having(func.sum(FactDay.facts_n) > 0)
    )
    return {
        (code, found): _Sum(int(value), whole > 0, sample > 0) for code, found, value, whole, sample in rows
    }


def _greatest(session: Session, year: int, as_of: date, known_at: datetime) -> dict[Place, _Sum]:
    """Measures whose people are unique in the year: the greatest of each unit, units added."""
    fact_year = extract("year", Fact.event_on)
    rows = session.execute(
        select(
            Fact.measure_code,
            fact_year,
            func.max(Fact.value),
            func.count().filter(Fact.partial.is_(False)),
            func.count().filter(Fact.sample.is_(True)),
        )
        .join(Measure, Measure.code == Fact.measure_code)
        .where(
            Measure.across_periods == "max",
            Fact.event_on.between(date(year - YEARS_BACK, 1, 1), as_of),
            *known_facts(known_at),
        )
        .group_by(Fact.measure_code, fact_year, Fact.organisation_id)
    )
    units: dict[Place, list[_Sum]] = defaultdict(list)
    for code, found, most, whole, sample in rows:
        units[code, int(found)].append(_Sum(int(most), whole > 0, sample > 0))
    return {place: _together(parts) for place, parts in units.items()}


def _together(parts: list[_Sum]) -> _Sum:
    return _Sum(
        sum(part.value for part in parts),
        any(part.whole for part in parts),
        any(part.sample for part in parts),
    )


def _by_measure(sums: Mapping[Place, _Sum]) -> dict[str, dict[str, Any]]:
    """In the words of `evaluate`: 2023 began in June, and a year of single published events is not full."""
    history: dict[str, dict[str, Any]] = defaultdict(dict)
    for (code, year), found in sums.items():
        full = found.whole and year > STRATEGY_BEGAN.year
        history[code][str(year)] = found.value if full else {"actual": found.value, "full_year": False}
    return history


def _nil_places(session: Session, known_at: datetime) -> Iterable[Place]:
    """Measures and years for which a unit confirmed that nothing happened: the explicit zero."""
    rows = session.scalars(select(NilReport).where(NilReport.confirmed_at < known_at))
    return {(code, int(row.quarter[:4])) for row in rows for code in row.measure_codes}
