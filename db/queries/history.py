"""What was verified, year by year, as known on a day?

The sums come from ``fact_days``, which the database keeps: their cost follows the days on which something
was verified, not the number of reports.  Where people are counted once in a year (1.2) sums would lie: of
those measures the greatest value of each unit is kept as well, in ``unit_figures``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from db.models import Fact, FactDay, Measure, Organisation, UnitFigure
from db.queries.head_office_parts import YEARS_BACK, part
from db.queries.unit_figures import standing_figure
from db.rules.periods import same_day

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
    session: Session, year: int, as_of: date, nil_places: Collection[Place] = ()
) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """Measure -> year -> verified value, and the measures that stand on sample data.

    None:   a year without facts is absent; a confirmed nil report makes it 0.
    """
    sums = with_zeros(year_sums(session, year, as_of), nil_places)
    return by_measure(sums), {code for (code, _), found in sums.items() if found.sample}


def year_sums(session: Session, year: int, as_of: date) -> dict[Place, YearSum]:
    """What was verified by the day, of the year and the years its target may stand on; one query."""
    return sums_of(session.execute(union_all(*sum_parts((year,), as_of))))


def sums_of(rows: Iterable[Any]) -> dict[Place, YearSum]:
    """The answers of `sum_parts`, among others."""
    sums: dict[Place, YearSum] = {}
    greatest: dict[Place, int] = {}
    for row in rows:
        if row.kind == "sum":
            numbers = (int(row.number), row.yes, row.sample, int(row.rank), int(row.early or 0))
            sums[row.code, int(row.label)] = YearSum(*numbers)
        elif row.kind == "greatest":
            greatest[row.code, int(row.label)] = int(row.number)
    counted_once = {place: replace(sums[place], value=value) for place, value in greatest.items()}
    return sums | counted_once


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


def sum_parts(years: Sequence[int], as_of: date) -> tuple[Select[Any], ...]:
    """What was verified by the day, of years that follow each other and of what the first may stand on."""
    first, last = years[0] - YEARS_BACK, years[-1]
    return _sums(first, last, as_of), _greatest(range(first, last + 1), as_of)


def _sums(first: int, last: int, as_of: date) -> Select[Any]:
    same_days = {one: same_day(one, as_of) for one in range(first, last + 1)}
    known_then = or_(*(and_(FactDay.year == one, FactDay.known_on <= day) for one, day in same_days.items()))
    return (
        part(
            "sum",
            func.sum(FactDay.sample_n) > 0,
            code=FactDay.measure_code,
            label=cast(FactDay.year, String),
            number=func.sum(FactDay.value),
            rank=func.sum(FactDay.facts_n),
            yes=func.sum(FactDay.whole_n) > 0,
            early=func.sum(FactDay.facts_n).filter(known_then),
        )
        .where(FactDay.known_on <= as_of, FactDay.year.between(first, last))
        .group_by(FactDay.measure_code, FactDay.year)
        .having(func.sum(FactDay.facts_n) > 0)
    )


def _greatest(years: Iterable[int], as_of: date) -> Select[Any]:
    """Measures whose people are unique in the year: the greatest value of each unit, units added.

    The units are asked one by one, so that only what stands on the day is read of each.
    """
    nobody = literal(0)  # facts that belong to no unit
    units = union_all(select(Organisation.id.label("id")), select(nobody)).subquery()
    within = union_all(*(select(literal(one).label("year")) for one in years)).subquery()
    return (
        part(
            "greatest",
            code=UnitFigure.measure_code,
            label=cast(UnitFigure.year, String),
            number=func.sum(UnitFigure.greatest),
        )
        .select_from(Measure)
        .join(within, Measure.across_periods == "max")
        .join(units, literal(True))
        .join(UnitFigure, standing_figure(within.c.year, units.c.id, as_of))
        .where(UnitFigure.greatest.is_not(None))
        .group_by(UnitFigure.measure_code, UnitFigure.year)
    )
