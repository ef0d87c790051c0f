"""How much of what was filed is verified, and how much of what is verified raises no question?

Reports and facts of each quarter are counted by the database as they come (`quarter_days`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, Select, String, cast, extract, func, select

from db.models import QuarterDay
from db.queries.quality_issues import RECORD_KINDS, found_records
from db.queries.unions import Columns, part_of

_QUESTIONED = frozenset({"implausible_date", "duplicate", "jump"})

COUNTED: Columns = {
    "kind": String(10),
    "quarter": Integer(),
    "rank": Integer(),
    "number": Integer(),
    "verified": Integer(),
    "facts": Integer(),
    "of_request": Boolean(),
}


@dataclass(frozen=True, slots=True)
class QualityShare:
    """n of N: `part` of `whole` in a period; a whole of 0 says nothing.

    `name` is completeness, timeliness, verification or consistency; `period` 2026 or 2026-Q3.
    """

    name: str
    period: str
    part: int
    whole: int


def counted_parts(columns: Columns, year: int, as_of: date) -> tuple[Select[Any], ...]:
    """Reports and facts by quarter, and how many records of each kind need a look, as known on a day."""
    return _quarters(columns, year, as_of), _doubts(columns, year, as_of)


def _quarters(columns: Columns, year: int, as_of: date) -> Select[Any]:
    return (
        part_of(
            columns,
            "quarter",
            quarter=QuarterDay.quarter,
            number=func.sum(QuarterDay.filed_n),
            verified=func.sum(QuarterDay.verified_n),
            facts=func.sum(QuarterDay.facts_n),
        )
        .where(QuarterDay.year == year, QuarterDay.known_on <= as_of)
        .group_by(QuarterDay.quarter)
    )


def _doubts(columns: Columns, year: int, as_of: date) -> Select[Any]:
    found = found_records(year, as_of).subquery()
    quarter, of_request = quarter_of(found.c.day), found.c.request_id.is_not(None)
    counted = (
        select(
            found.c.rank, quarter.label("quarter"), of_request.label("of_request"), func.count().label("n")
        )
        .group_by(found.c.rank, quarter, of_request)
        .subquery()
    )
    given = {"rank": counted.c.rank, "quarter": counted.c.quarter, "of_request": counted.c.of_request}
    return part_of(columns, "doubt", **given, number=counted.c.n)


def quarter_of(column: ColumnElement[date]) -> ColumnElement[int]:
    """The number of the quarter of a day, in SQL."""
    return (cast(extract("month", column), Integer) + 2) // 3


def counts(rows: Iterable[Any]) -> Counter[str]:
    """How many records of each kind need a look."""
    found: Counter[str] = Counter()
    for row in rows:
        if row.kind == "doubt":
            found[RECORD_KINDS[row.rank]] += row.number
    return found


def verification(rows: Iterable[Any], year: int) -> Iterable[QualityShare]:
    """Reports verified by then, of those filed and not taken back or refused."""
    quarters = {row.quarter: (int(row.verified), int(row.number)) for row in rows if row.kind == "quarter"}
    return _shares("verification", year, quarters)


def consistency(rows: Iterable[Any], year: int) -> Iterable[QualityShare]:
    """Verified facts about which no question of dates, doubles or jumps is open."""
    whole: dict[int, int] = {}
    asked: Counter[int] = Counter()
    for row in rows:
        if row.kind == "quarter":
            whole[row.quarter] = int(row.facts)
        elif row.kind == "doubt" and RECORD_KINDS[row.rank] in _QUESTIONED and not row.of_request:
            asked[row.quarter] += row.number
    quarters = {number: (max(count - asked[number], 0), count) for number, count in whole.items()}
    return _shares("consistency", year, quarters)


def _shares(name: str, year: int, counted: Mapping[int, tuple[int, int]]) -> Iterable[QualityShare]:
    parts, wholes = ([pair[place] for pair in counted.values()] for place in (0, 1))
    yield QualityShare(name, str(year), sum(parts), sum(wholes))
    for number in range(1, 5):
        yield QualityShare(name, f"{year}-Q{number}", *counted.get(number, (0, 0)))
