"""Which single record needs a second look, and why?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from db.models import (
    ActivityReport,
    EvidenceFile,
    Fact,
    LedgerRequest,
    Measure,
    MeasureParams,
    OldProvince,
    Organisation,
    ReportVersion,
)
from db.queries.history import known_facts
from db.queries.moments import day_of, end_of

MOST_ROWS = 500  # of one kind; more is a task for a list of its own
FAR = 3  # a value so many times the unit's own median is looked at again
LEAST_OTHERS = 3  # with fewer other values a median says nothing

_PROOFS = ("evidence", "links", "link", "evidence_no")
_LIVE = ("submitted", "verified")
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


def record_issues(session: Session, year: int, as_of: date) -> Iterable[QualityIssue]:
    """Everything about reports, facts, requests and series of the year, recorded by the day."""
    names = {number: name for number, name in session.execute(select(Organisation.id, Organisation.name_vi))}
    return [
        *_missing_evidence(session, year, as_of, names),
        *_duplicates(session, year, as_of, names),
        *_facts(session, year, as_of, names),
        *_requests(session, year, as_of),
        *_breaks(session, year, as_of),
    ]


Names = Mapping[int, str]


def _live_reports(year: int, as_of: date) -> tuple[ColumnElement[bool], ...]:
    """Reports that wait or count now, filed by the day."""
    return (
        ActivityReport.state.in_(_LIVE),
        ActivityReport.submitted_at < end_of(as_of),
        ActivityReport.event_on.between(date(year, 1, 1), date(year, 12, 31)),
    )


def _missing_evidence(session: Session, year: int, as_of: date, names: Names) -> Iterable[QualityIssue]:
    """Reports without a file, a link or a document number."""
    file_kept = exists().where(EvidenceFile.report_id == ActivityReport.id, EvidenceFile.removed_at.is_(None))
    current = and_(
        ReportVersion.report_id == ActivityReport.id, ReportVersion.number == ActivityReport.version
    )
    rows = session.scalars(
        select(ActivityReport)
        .join(ReportVersion, current)
        .where(
            *_live_reports(year, as_of),
            *(ReportVersion.data[name].as_string().is_(None) for name in _PROOFS),
            ~file_kept,
        )
        .order_by(ActivityReport.event_on.desc(), ActivityReport.id)
        .limit(MOST_ROWS)
    )
    return [_report_issue("missing_evidence", row, names) for row in rows]


def _duplicates(session: Session, year: int, as_of: date, names: Names) -> Iterable[QualityIssue]:
    """The same unit, day and title more than once: every report but the first filed."""
    same = (ActivityReport.organisation_id, ActivityReport.event_on, ActivityReport.title)
    order = (ActivityReport.submitted_at, ActivityReport.id)
    again = func.row_number().over(partition_by=same, order_by=order)
    numbered = select(ActivityReport.id, again.label("n")).where(*_live_reports(year, as_of)).subquery()
    rows = session.scalars(
        select(ActivityReport)
        .join(numbered, numbered.c.id == ActivityReport.id)
        .where(numbered.c.n > 1)
        .order_by(ActivityReport.event_on.desc(), ActivityReport.id)
        .limit(MOST_ROWS)
    )
    return [_report_issue("duplicate", row, names) for row in rows]


def _report_issue(kind: str, row: ActivityReport, names: Names) -> QualityIssue:
    unit = names.get(row.organisation_id, "")
    return QualityIssue(kind, row.form, "report", str(row.id), row.title, unit, row.event_on)


def _facts(session: Session, year: int, as_of: date, names: Names) -> Iterable[QualityIssue]:
    """Facts dated after the day they were recorded, and values far above the unit's own."""
    rows = session.execute(
        select(
            Fact.id,
            Fact.measure_code,
            Fact.organisation_id,
            Fact.value,
            Fact.event_on,
            Fact.recorded_at,
            Fact.title,
        )
        .where(Fact.event_on.between(date(year, 1, 1), date(year, 12, 31)), *known_facts(end_of(as_of)))
        .order_by(Fact.id)
    ).all()
    series: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in rows:
        if row.event_on > day_of(row.recorded_at):
            yield _fact_issue("implausible_date", row, names)
        if row.organisation_id is not None:
            series[row.measure_code, row.organisation_id].append(row)
    for facts in series.values():
        yield from (_fact_issue("jump", row, names) for row in _jumps(facts))


def _jumps(facts: list[Any]) -> Iterable[Any]:
    """Values more than three times the median of the unit's other values of the year."""
    if len(facts) <= LEAST_OTHERS:
        return []
    # Whichever value of the upper half is left out, the median of the others is the same.
    limit = FAR * Fraction(median(sorted(row.value for row in facts)[:-1]))
    return [row for row in facts if row.value > limit] if limit > 0 else []


def _fact_issue(kind: str, row: Any, names: Names) -> QualityIssue:
    unit = names.get(row.organisation_id, "")
    return QualityIssue(
        kind, row.measure_code, "fact", str(row.id), row.title, unit, row.event_on, value=row.value
    )


def _requests(session: Session, year: int, as_of: date) -> Iterable[QualityIssue]:
    """Open requests without a due day, and requests with a date before their reception."""
    row = LedgerRequest
    early = or_(*(stage < row.received_on for stage in _STAGES))
    endless = and_(row.standing == "open", row.last_day.is_(None))
    found = session.execute(
        select(row.id, row.measure_code, row.number, row.received_on, early.label("early"))
        .where(row.recorded_at < end_of(as_of), row.received_on <= date(year, 12, 31), or_(early, endless))
        .order_by(row.received_on, row.id)
        .limit(MOST_ROWS)
    )
    for number, code, name, received_on, is_early in found:
        kind = "implausible_date" if is_early else "no_due"
        days = (as_of - received_on).days
        yield QualityIssue(kind, code, "request", str(number), name, on=received_on, days=days)


def _breaks(session: Session, year: int, as_of: date) -> Iterable[QualityIssue]:
    """What makes a series break in this year: provinces or units merged, another way of counting (mark B)."""
    first, last = date(year, 1, 1), min(as_of, date(year, 12, 31))
    merged = session.scalar(select(func.max(OldProvince.valid_to)))
    if merged is not None and first <= merged <= last:
        yield QualityIssue("break", "1.1", "measure", "1.1", "", on=merged)
    units = select(Organisation).where(
        Organisation.predecessor_id.is_not(None), Organisation.valid_from.between(first, last)
    )
    for unit in session.scalars(units.order_by(Organisation.valid_from, Organisation.id)):
        opens_id = str(unit.id)
        yield QualityIssue("break", "1.1", "organisation", opens_id, unit.name_vi, on=unit.valid_from)
    yield from _recounted(session, end_of(first), end_of(last))


def _recounted(session: Session, first: datetime, last: datetime) -> Iterable[QualityIssue]:
    """Measures whose series was switched between new bodies and all bodies."""
    query = select(MeasureParams, Measure.short_vi).join(Measure, Measure.code == MeasureParams.measure_code)
    rows = session.execute(
        query.where(MeasureParams.recorded_at < last).order_by(MeasureParams.recorded_at, MeasureParams.id)
    )
    series: dict[str, str] = {}
    for row, name in rows:
        code, now = row.measure_code, str(row.params.get("series", "flow"))
        if series.get(code, now) != now and row.recorded_at >= first:
            yield QualityIssue("break", code, "measure", code, name, on=day_of(row.recorded_at))
        series[code] = now
