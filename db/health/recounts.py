"""Does what the database keeps counted equal a plain count of the records, as they stand now?

Each pair says the same twice: once from the tables that triggers keep, once from the records alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Integer, Select, and_, cast, exists, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from db.models import (
    ActivityReport,
    EarlyFact,
    EvidenceFile,
    Fact,
    FactDay,
    FirstFiling,
    QuarterDay,
    ReportDoubt,
    ReportVersion,
    UnitFigure,
)
from db.queries.moments import day_of

Rows = set[tuple[Any, ...]]
Count = Callable[[Session], Rows]

FILED = ("submitted", "returned", "verified")
LIVING = ("submitted", "verified")
GONE = ("withdrawn", "discarded")
PROOFS = ("evidence", "links", "link", "evidence_no")


def _year(day: Any) -> Any:
    return cast(extract("year", day), Integer)


def _quarter(day: Any) -> Any:
    return (cast(extract("month", day), Integer) + 2) // 3


def _rows(session: Session, query: Select[Any]) -> Rows:
    return {
        tuple(int(cell) if isinstance(cell, bool) else cell for cell in row) for row in session.execute(query)
    }


def kept_years(session: Session) -> Rows:
    """Measure, year, value and number of facts, as kept."""
    sums = (func.sum(FactDay.value), func.sum(FactDay.facts_n))
    query = select(FactDay.measure_code, FactDay.year, *sums).group_by(FactDay.measure_code, FactDay.year)
    return {(code, year, int(value), int(n)) for code, year, value, n in session.execute(query) if n}


def counted_years(session: Session) -> Rows:
    """The same, added up."""
    year = _year(Fact.event_on)
    query = select(Fact.measure_code, year, func.sum(Fact.value), func.count()).where(
        Fact.voided_at.is_(None)
    )
    rows = session.execute(query.group_by(Fact.measure_code, year))
    return {(code, found, int(value), n) for code, found, value, n in rows}


def kept_quarters(session: Session) -> Rows:
    """Year, quarter, reports filed, reports verified, facts, as kept."""
    sums = (func.sum(QuarterDay.filed_n), func.sum(QuarterDay.verified_n), func.sum(QuarterDay.facts_n))
    query = select(QuarterDay.year, QuarterDay.quarter, *sums).group_by(QuarterDay.year, QuarterDay.quarter)
    return {row for row in _rows(session, query) if any(row[2:])}


def counted_quarters(session: Session) -> Rows:
    """The same, counted."""
    found: dict[tuple[int, int], list[int]] = {}
    day = ActivityReport.event_on
    reports = (
        (0, _by_quarter(day).where(ActivityReport.state.in_(FILED))),
        (1, _by_quarter(day).where(ActivityReport.state == "verified")),
        (2, _by_quarter(Fact.event_on).where(Fact.voided_at.is_(None))),
    )
    for place, query in reports:
        for year, quarter, n in session.execute(query):
            found.setdefault((year, quarter), [0, 0, 0])[place] = n
    return {(*key, *numbers) for key, numbers in found.items()}


def _by_quarter(day: InstrumentedAttribute[Any]) -> Select[Any]:
    year, quarter = _year(day), _quarter(day)
    return select(year, quarter, func.count()).group_by(year, quarter)


def kept_filings(session: Session) -> Rows:
    """Unit, year, quarter, and the day of the first filing that stands, as kept."""
    row, later = FirstFiling, aliased(FirstFiling)
    place = (
        later.organisation_id == row.organisation_id,
        later.year == row.year,
        later.quarter == row.quarter,
    )
    newest = ~exists().where(*place, later.known_on > row.known_on)
    query = select(row.organisation_id, row.year, row.quarter, row.filed_on)
    return _rows(session, query.where(newest, row.filed_on.is_not(None)))


def counted_filings(session: Session) -> Rows:
    """The same from reports that were not taken back."""
    row = ActivityReport
    place = (row.organisation_id, _year(row.event_on), _quarter(row.event_on))
    first = and_(ReportVersion.report_id == row.id, ReportVersion.number == 1)
    query = (
        select(*place, func.min(ReportVersion.recorded_at))
        .join(ReportVersion, first)
        .where(row.state.not_in(GONE))
        .group_by(*place)
    )
    return {(*key, day_of(moment)) for *key, moment in session.execute(query)}


def kept_doubts(session: Session) -> Rows:
    """Kind and report, as kept."""
    query = select(ReportDoubt.kind, ReportDoubt.report_id).where(ReportDoubt.until_on.is_(None))
    return _rows(session, query)


def counted_doubts(session: Session) -> Rows:
    """The same, looked for in every report."""
    row = ActivityReport
    bare = (
        select(row.id)
        .join(ReportVersion, and_(ReportVersion.report_id == row.id, ReportVersion.number == row.version))
        .where(
            row.state.in_(LIVING),
            *(ReportVersion.data[name].as_string().is_(None) for name in PROOFS),
            ~exists().where(EvidenceFile.report_id == row.id, EvidenceFile.removed_at.is_(None)),
        )
    )
    same = (row.organisation_id, row.event_on, row.title)
    again = func.row_number().over(partition_by=same, order_by=(row.submitted_at, row.id)).label("nth")
    numbered = select(row.id, again).where(row.state.in_(LIVING)).subquery()
    twice = select(numbered.c.id).where(numbered.c.nth > 1)
    return {("missing_evidence", found) for found in session.scalars(bare)} | {
        ("duplicate", found) for found in session.scalars(twice)
    }


def kept_units(session: Session) -> Rows:
    """Measure, year, unit and its greatest value, as kept."""
    row, later = UnitFigure, aliased(UnitFigure)
    place = (
        later.measure_code == row.measure_code,
        later.year == row.year,
        later.organisation_id == row.organisation_id,
    )
    newest = ~exists().where(*place, later.known_on > row.known_on)
    query = select(row.measure_code, row.year, row.organisation_id, row.greatest)
    return _rows(session, query.where(newest, row.greatest.is_not(None)))


def counted_units(session: Session) -> Rows:
    """The same, looked for in every fact."""
    unit, year = func.coalesce(Fact.organisation_id, 0), _year(Fact.event_on)
    query = select(Fact.measure_code, year, unit, func.max(Fact.value)).where(Fact.voided_at.is_(None))
    return _rows(session, query.group_by(Fact.measure_code, year, unit))


def kept_early(session: Session) -> Rows:
    """Facts dated after their record, as kept."""
    return _rows(session, select(EarlyFact.fact_id))


def counted_early(session: Session) -> Rows:
    """The same; the day of UTC is never after the day in Viet Nam, so the few it names are looked at."""
    query = select(Fact.id, Fact.event_on, Fact.recorded_at)
    late = Fact.event_on > func.date(Fact.recorded_at)
    return {(number,) for number, on, at in session.execute(query.where(late)) if on > day_of(at)}


PAIRS: Final[tuple[tuple[Count, Count], ...]] = (
    (kept_years, counted_years),
    (kept_quarters, counted_quarters),
    (kept_filings, counted_filings),
    (kept_doubts, counted_doubts),
    (kept_units, counted_units),
    (kept_early, counted_early),
)
