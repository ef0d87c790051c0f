"""What makes a series break in a year: provinces or units merged, another way of counting (mark B)?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, String, func

from db.base import Json, UtcDateTime
from db.models import Measure, MeasureParams, OldProvince, Organisation
from db.queries.moments import day_of, end_of
from db.queries.quality_issues import QualityIssue
from db.queries.unions import Columns, part_of

BREAKING: Columns = {
    "kind": String(10),
    "code": String(20),
    "name": String(200),
    "day": Date(),
    "at": UtcDateTime(),
    "content": Json,
}


def break_parts(columns: Columns, year: int, as_of: date) -> Sequence[Select[Any]]:
    """The last day of the old provinces, units that follow another, and every rule recorded by the day."""
    first, last = date(year, 1, 1), _last(year, as_of)
    merged = part_of(columns, "merged", day=func.max(OldProvince.valid_to))
    units = part_of(
        columns, "unit", rank=Organisation.id, name=Organisation.name_vi, day=Organisation.valid_from
    ).where(Organisation.predecessor_id.is_not(None), Organisation.valid_from.between(first, last))
    rules = (
        part_of(
            columns,
            "rule",
            code=MeasureParams.measure_code,
            name=Measure.short_vi,
            at=MeasureParams.recorded_at,
            content=MeasureParams.params,
            rank=MeasureParams.id,
            number=MeasureParams.from_year,
        )
        .join_from(MeasureParams, Measure, Measure.code == MeasureParams.measure_code)
        .where(MeasureParams.recorded_at < end_of(last))
    )
    return merged, units, rules


def breaks(rows: Iterable[Any], year: int, as_of: date) -> Iterable[QualityIssue]:
    """The breaks of the year, from the answers of `break_parts`, among others."""
    found = sorted((row for row in rows if row.kind in ("merged", "unit")), key=lambda row: row.rank or 0)
    for row in found:
        if row.kind == "unit":
            yield QualityIssue("break", "1.1", "organisation", str(row.rank), row.name, on=row.day)
        elif row.day is not None and date(year, 1, 1) <= row.day <= _last(year, as_of):
            yield QualityIssue("break", "1.1", "measure", "1.1", "", on=row.day)
    yield from _recounted((row for row in rows if row.kind == "rule"), year)


def _recounted(rows: Iterable[Any], year: int) -> Iterable[QualityIssue]:
    """Measures whose series was switched between new bodies and all bodies."""
    series: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.rank)):
        code, now = row.code, str(row.content.get("series", "flow"))
        reached = row.at >= end_of(date(year, 1, 1)) if row.number is None else row.number == year
        if series.get(code, now) != now and reached:
            yield QualityIssue("break", code, "measure", code, row.name, on=day_of(row.at))
        series[code] = now


def _last(year: int, as_of: date) -> date:
    return min(as_of, date(year, 12, 31))
