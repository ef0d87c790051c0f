"""How did a measure grow through its year, and through the year before?  Cumulative, day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, func, literal, select
from sqlalchemy.orm import Session

from db.models import Fact
from db.queries.history import known_facts
from db.queries.moments import end_of
from db.rules.periods import same_day


@dataclass(frozen=True, slots=True)
class Point:
    """What was reached by the end of a day."""

    on: date
    value: int


@dataclass(frozen=True, slots=True)
class YearCurve:
    """A measure's year and the one before, as known on a day.

    Units:  the measure's own, added up since 1 January by the day on which things happened.
    Shape:  one point for each day on which something happened, in order; empty where nothing is known.
    None:   `by_now_last_year`, what the year before had reached by the same day, where it is not known.
    """

    code: str
    year: int
    as_of: date
    points: tuple[Point, ...]
    last_year: tuple[Point, ...]
    by_now_last_year: int | None


def year_curve(session: Session, code: str, year: int, as_of: date, *, once: bool) -> YearCurve:
    """The curve of a measure that is added up from verified facts; one query.

    `once`: people are counted once in a year (1.2), so that a unit adds only what is more than it had before.
    Source: indicators.md §2.2, §3.3 page 3.
    """
    rows = session.execute(_by_day(code, year, as_of, once=once)).all()
    points, before = (_curve((row for row in rows if row.day.year == one), once) for one in (year, year - 1))
    now = same_day(year - 1, as_of)
    reached = max((point.value for point in before if point.on <= now), default=0)
    return YearCurve(code, year, as_of, points, before, reached if before else None)


def _by_day(code: str, year: int, as_of: date, *, once: bool) -> Select[tuple[date, int | None, int]]:
    """What each day added; for people counted once each unit's own number."""
    unit = Fact.organisation_id if once else literal(0)
    value = func.max(Fact.value) if once else func.sum(Fact.value)
    grouped = (Fact.event_on, Fact.organisation_id) if once else (Fact.event_on,)
    last = min(as_of, date(year, 12, 31))
    return (
        select(Fact.event_on.label("day"), unit.label("unit"), value.label("value"))
        .where(
            Fact.measure_code == code,
            Fact.event_on.between(date(year - 1, 1, 1), last),
            *known_facts(end_of(as_of)),
        )
        .group_by(*grouped)
        .order_by(Fact.event_on)
    )


def _curve(rows: Iterable[Row[tuple[date, int | None, int]]], once: bool) -> tuple[Point, ...]:
    """Days added up, each with what was reached by its end."""
    reached: dict[date, int] = {}
    total, highest = 0, dict[int | None, int]()
    for day, unit, value in rows:
        more = max(int(value) - highest.get(unit, 0), 0) if once else int(value)
        highest[unit] = max(int(value), highest.get(unit, 0))
        total += more
        reached[day] = total
    return tuple(Point(day, value) for day, value in reached.items())
