"""Which single record needs a second look, and why?  As many as there are, a page at a time.

What is asked of a report or a unit's values is kept by the database as records come (`report_doubts`,
`early_facts`, `unit_figures`): the cost follows the number of doubts and units, not of reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Row,
    Select,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from db.models import (
    ActivityReport,
    EarlyFact,
    Fact,
    LedgerRequest,
    Measure,
    Organisation,
    ReportDoubt,
    ReportVersion,
    UnitFigure,
)
from db.queries.history import known_facts
from db.queries.ledger_well import not_in_order
from db.queries.moments import end_of
from db.queries.unit_figures import standing_figure

# In the order in which they are listed; the others are of measures, not of records.
RECORD_KINDS = ("missing_evidence", "implausible_date", "duplicate", "jump", "no_due")

_STAGES = (
    LedgerRequest.answered_on,
    LedgerRequest.handled_on,
    LedgerRequest.resolved_on,
    LedgerRequest.tracked_on,
    LedgerRequest.last_day,
)


@dataclass(frozen=True, slots=True)
class QualityIssue:
    """One thing that needs a look, and the record it opens.

    `kind` is missing_evidence, implausible_date, duplicate, jump, no_due, break, no_base or
    unconfirmed_ledger; `opens` is report, fact, request, measure, ledger or organisation.
    """

    kind: str
    code: str
    opens: str
    opens_id: str
    title: str
    organisation_vi: str = ""
    on: date | None = None
    value: int | None = None
    days: int | None = None


def record_issues(
    session: Session, year: int, as_of: date, kind: str, first: int, most: int
) -> list[QualityIssue]:
    """So many of the reports, facts and requests of a kind ("" for all), after the first so many; one query.

    Order: of kinds, then the newest first.
    """
    found = found_records(year, as_of).subquery()
    wanted = select(found)
    if kind:
        wanted = wanted.where(found.c.rank == RECORD_KINDS.index(kind))
    ordered = wanted.order_by(
        found.c.rank, found.c.day.desc(), found.c.fact_id, found.c.request_id, found.c.report_id
    )
    rows = session.execute(_told(ordered.offset(first).limit(most)))
    return [_issue(row, as_of) for row in sorted(rows, key=lambda row: row.place)]


def found_records(year: int, as_of: date) -> CompoundSelect[Any]:
    """Every record that needs a look.

    Shape: rank (its kind among `RECORD_KINDS`), day, report_id, version, fact_id, request_id.
    """
    return union_all(
        _doubted_reports(year, as_of),
        _early_facts(year, as_of),
        _far_facts(year, as_of),
        _odd_requests(year, as_of),
    )


def _found(rank: Any, day: Any, **given: Any) -> Select[Any]:
    kinds = {"report_id": Uuid(), "version": Integer(), "fact_id": Integer(), "request_id": Integer()}
    return select(
        cast(rank, Integer).label("rank"),
        cast(day, Date).label("day") if day is None else day.label("day"),
        *((given[name] if name in given else cast(null(), kept)).label(name) for name, kept in kinds.items()),
    )


def _in_year(day: Any, year: int) -> ColumnElement[bool]:
    return day.between(date(year, 1, 1), date(year, 12, 31))


def _doubted_reports(year: int, as_of: date) -> Select[Any]:
    """Reports that waited or counted on the day, without proof, or telling what another tells."""
    row = ReportDoubt
    rank = case(*((row.kind == kind, RECORD_KINDS.index(kind)) for kind in ("missing_evidence", "duplicate")))
    return _found(rank, row.event_on, report_id=row.report_id, version=row.version).where(
        row.kind.in_(("missing_evidence", "duplicate")),
        _in_year(row.event_on, year),
        row.since_on <= as_of,
        or_(row.until_on.is_(None), row.until_on > as_of),
    )


def _early_facts(year: int, as_of: date) -> Select[Any]:
    """Facts dated after the day they were recorded."""
    rank = literal(RECORD_KINDS.index("implausible_date"))
    return (
        _found(rank, Fact.event_on, fact_id=Fact.id)
        .join_from(EarlyFact, Fact, Fact.id == EarlyFact.fact_id)
        .where(_in_year(Fact.event_on, year), *known_facts(end_of(as_of)))
    )


def _far_facts(year: int, as_of: date) -> Select[Any]:
    """Values far above the unit's own; each unit and measure is asked for what lies above its limit."""
    above = and_(
        Fact.organisation_id == Organisation.id,
        Fact.measure_code == Measure.code,
        Fact.value > UnitFigure.far_above,
    )
    rank = literal(RECORD_KINDS.index("jump"))
    return (
        _found(rank, Fact.event_on, fact_id=Fact.id)
        .select_from(Organisation)
        .join(Measure, literal(True))
        .join(UnitFigure, standing_figure(year, Organisation.id, as_of))
        .join(Fact, above)
        .where(Fact.event_on.between(date(year, 1, 1), min(as_of, date(year, 12, 31))))
        .where(*known_facts(end_of(as_of)))
    )


def _odd_requests(year: int, as_of: date) -> Select[Any]:
    """Open requests without a due day, and requests with a date before their reception."""
    row = LedgerRequest
    early = or_(*(stage < row.received_on for stage in _STAGES))
    endless = and_(row.standing == "open", row.last_day.is_(None))
    rank = case((early, RECORD_KINDS.index("implausible_date")), else_=RECORD_KINDS.index("no_due"))
    return _found(rank, row.received_on, request_id=row.id).where(
        *not_in_order(),
        row.recorded_at < end_of(as_of),
        row.received_on <= date(year, 12, 31),
        or_(early, endless),
    )


# -- what is told of them --------------------------------------------------------------------------------


def _told(page: Select[Any]) -> Select[Any]:
    """The records of a page with what a reader recognises them by."""
    inner = page.subquery()
    place = func.row_number().over(
        order_by=(inner.c.rank, inner.c.day.desc(), inner.c.fact_id, inner.c.request_id, inner.c.report_id)
    )
    report, fact, request = ActivityReport, Fact, LedgerRequest
    written = and_(ReportVersion.report_id == inner.c.report_id, ReportVersion.number == inner.c.version)
    return (
        select(
            place.label("place"),
            inner,
            report.form,
            func.coalesce(ReportVersion.data["title"].as_string(), report.title).label("report_title"),
            fact.measure_code,
            fact.title.label("fact_title"),
            fact.value,
            fact.report_id.label("made_by"),
            request.measure_code.label("ledger_code"),
            request.number,
            Organisation.name_vi,
        )
        .select_from(inner)
        .outerjoin(report, report.id == inner.c.report_id)
        .outerjoin(ReportVersion, written)
        .outerjoin(fact, fact.id == inner.c.fact_id)
        .outerjoin(request, request.id == inner.c.request_id)
        .outerjoin(
            Organisation,
            Organisation.id == func.coalesce(ReportVersion.organisation_id, fact.organisation_id),
        )
    )


def _issue(row: Row[Any], as_of: date) -> QualityIssue:
    """A number is looked at in its report; one that no report made, in its measure."""
    kind, unit = RECORD_KINDS[row.rank], row.name_vi or ""
    if row.request_id is not None:
        days = (as_of - row.day).days
        opens_id = str(row.request_id)
        return QualityIssue(kind, row.ledger_code, "request", opens_id, row.number, on=row.day, days=days)
    if row.report_id is not None:
        return QualityIssue(kind, row.form, "report", str(row.report_id), row.report_title, unit, row.day)
    opens, opens_id = ("fact", str(row.fact_id)) if row.made_by is None else ("report", str(row.made_by))
    return QualityIssue(kind, row.measure_code, opens, opens_id, row.fact_title, unit, row.day, row.value)
