"""What was verified, year by year, as known on a day?

The sums come from ``fact_days``, which the database keeps: their cost follows the days on which something
was verified, not the number of reports.  Where people are counted once in a year (1.2) sums would lie, so
the few facts of those measures are read themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    cast,
    extract,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from db.models import Fact, FactDay, Measure
from db.rules.periods import same_day

YEARS_BACK = 4  # four-year columns; the engine looks two years back for a base
STRATEGY_BEGAN = date(2023, 6, 1)

Place = tuple[str, int]  # measure code, year


@dataclass(frozen=True, slots=True)
class YearSum:
    """What is known of one measure in one year; `whole`: not only from single published events.

    `records`: how many facts; `early`: how many of them were known by the same day of their own year.
    """

    value: int
    whole: bool
    sample: bool
    records: int = 0
    early: int = 0


def known_facts(known_at: datetime) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a fact counts: verified by then, and not voided by then."""
    return (Fact.verified_at < known_at, or_(Fact.voided_at.is_(None), Fact.voided_at >= known_at))


def verified_history(
    session: Session, year: int, as_of: date, known_at: datetime, nil_places: Collection[Place] = ()
) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """Measure -> year -> verified value, and the measures that stand on sample data.

    None:   a year without facts is absent; a confirmed nil report makes it 0.
    """
    sums = with_zeros(year_sums(session, year, as_of, known_at), nil_places)
    return by_measure(sums), {code for (code, _), found in sums.items() if found.sample}


def year_sums(session: Session, year: int, as_of: date, known_at: datetime) -> dict[Place, YearSum]:
    """What was verified by the day, of the year and the years its target may stand on; one query."""
    return sums_of_years(session, (year,), as_of, known_at)


def sums_of_years(
    session: Session, years: Sequence[int], as_of: date, known_at: datetime
) -> dict[Place, YearSum]:
    """The same for years that follow each other, and for what the first of them may stand on."""
    first, last = years[0] - YEARS_BACK, years[-1]
    rows = session.execute(union_all(_sums(first, last, as_of), _greatest(first, as_of, known_at)))
    added: dict[Place, YearSum] = {}
    units: dict[Place, list[YearSum]] = defaultdict(list)
    for unit, code, found, value, whole, sample, records, early in rows:
        one = YearSum(int(value), whole > 0, sample > 0, int(records), int(early or 0))
        if unit is None:
            added[code, int(found)] = one
        else:
            units[code, int(found)].append(one)
    return added | {place: _together(parts) for place, parts in units.items()}


def with_zeros(sums: Mapping[Place, YearSum], nil_places: Collection[Place]) -> dict[Place, YearSum]:
    """The sums, and a zero where a unit confirmed that nothing happened."""
    zero = YearSum(0, True, False)
    return {**sums, **{place: replace(sums.get(place, zero), whole=True) for place in nil_places}}


def by_measure(sums: Mapping[Place, YearSum]) -> dict[str, dict[str, Any]]:
    """In the words of `evaluate`: 2023 began in June, and a year of single published events is not full."""
    history: dict[str, dict[str, Any]] = defaultdict(dict)
    for (code, year), found in sums.items():
        full = found.whole and year > STRATEGY_BEGAN.year
        history[code][str(year)] = found.value if full else {"actual": found.value, "full_year": False}
    return history


def past_shares(sums: Mapping[Place, YearSum], code: str, year: int) -> tuple[Fraction, ...]:
    """Which share of each earlier year's records was known by the same day of that year.

    Known, not happened: this year's figure is short of what is still on its way, so theirs must be too.
    """
    earlier = (sums.get((code, before)) for before in range(year - YEARS_BACK, year))
    return tuple(Fraction(one.early, one.records) for one in earlier if one is not None and one.records > 0)


def _sums(first: int, last: int, as_of: date) -> Select[Any]:
    same_days = {one: same_day(one, as_of) for one in range(first, last + 1)}
    known_then = or_(*(and_(FactDay.year == one, FactDay.known_on <= day) for one, day in same_days.items()))
    return (
        select(
            cast(null(), Integer),
            FactDay.measure_code,
            FactDay.year,
            func.sum(FactDay.value),
            func.sum(FactDay.whole_n),
            func.sum(FactDay.sample_n),
            func.sum(FactDay.facts_n),
            func.sum(FactDay.facts_n).filter(known_then),
        )
        .where(FactDay.known_on <= as_of, FactDay.year.between(first, last))
        .group_by(FactDay.measure_code, FactDay.year)
        .having(func.sum(FactDay.facts_n) > 0)
    )


def _greatest(first: int, as_of: date, known_at: datetime) -> Select[Any]:
    """Measures whose people are unique in the year: the greatest of each unit, units added."""
    fact_year = cast(extract("year", Fact.event_on), Integer)
    unit = func.coalesce(Fact.organisation_id, 0)
    return (
        select(
            unit,
            Fact.measure_code,
            fact_year,
            func.max(Fact.value),
            func.count().filter(Fact.partial.is_(False)),
            func.count().filter(Fact.sample.is_(True)),
            func.count(),
            cast(null(), Integer),
        )
        .join(Measure, Measure.code == Fact.measure_code)
        .where(
            Measure.across_periods == "max",
            Fact.event_on.between(date(first, 1, 1), as_of),
            *known_facts(known_at),
        )
        .group_by(Fact.measure_code, fact_year, unit)
    )


def _together(parts: list[YearSum]) -> YearSum:
    return YearSum(
        sum(part.value for part in parts),
        any(part.whole for part in parts),
        any(part.sample for part in parts),
        sum(part.records for part in parts),
    )
