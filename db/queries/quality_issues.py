"""Which single record needs a second look, and why?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
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
AT_ONCE = 500  # numbers in one question

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
    live = _live_reports(year, as_of)
    several = select(*same).where(*live).group_by(*same).having(func.count() > 1).subquery()
    again = func.row_number().over(partition_by=same, order_by=order)
    numbered = (
        select(ActivityReport.id, again.label("n"))
        .join(several, and_(*(column == several.c[column.key] for column in same)))
        .where(*live)
        .subquery()
    )
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
    """Facts dated after the day they were recorded, and values far above the unit's own.

    Values are compared before titles are read: of most facts there is nothing to say.
    """
    fact = Fact
    # The day of UTC is never after the day in Viet Nam: no fact is missed, and the few found are looked at.
    early = (fact.event_on > func.date(fact.recorded_at)).label("early")
    in_year = fact.event_on.between(date(year, 1, 1), date(year, 12, 31))
    values = session.execute(
        select(fact.id, fact.measure_code, fact.organisation_id, fact.value, early).where(
            in_year, *known_facts(end_of(as_of))
        )
    ).all()
    far = _jumps(values)
    for row in _fact_rows(session, sorted(far | {row.id for row in values if row.early})):
        if row.event_on > day_of(row.recorded_at):
            yield _fact_issue("implausible_date", row, names)
        if row.id in far:
            yield _fact_issue("jump", row, names)


def _fact_rows(session: Session, numbers: Sequence[int]) -> Iterable[Row[Any]]:
    fact = Fact
    told = (fact.id, fact.measure_code, fact.organisation_id, fact.value, fact.event_on, fact.recorded_at)
    query = select(*told, fact.title, fact.report_id).order_by(fact.id)
    for first in range(0, len(numbers), AT_ONCE):
        yield from session.execute(query.where(fact.id.in_(numbers[first : first + AT_ONCE])))


def _jumps(facts: Iterable[Row[Any]]) -> frozenset[int]:
    """Values more than three times the median of the unit's other values of the year: their numbers."""
    series: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for number, code, unit, value, _ in facts:
        if unit is not None:
            series[code, unit].append((value, number))
    return frozenset(number for values in series.values() for number in _far(values))


def _far(values: list[tuple[int, int]]) -> list[int]:
    if len(values) <= LEAST_OTHERS:
        return []
    values.sort()
    # Whichever value of the upper half is left out, the median of the others is the same.
    limit = FAR * Fraction(median(value for value, _ in values[:-1]))
    if not 0 < limit < values[-1][0]:
        return []
    return [number for value, number in values if value > limit]


def _fact_issue(kind: str, row: Any, names: Names) -> QualityIssue:
    """A number is looked at in its report; one that no report made, in its measure."""
    unit, report = names.get(row.organisation_id, ""), row.report_id
    opens, opens_id = ("report", str(report)) if report is not None else ("fact", str(row.id))
    return QualityIssue(
        kind, row.measure_code, opens, opens_id, row.title, unit, row.event_on, value=row.value
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
    yield from _recounted(session, year, end_of(first), end_of(last))


def _recounted(session: Session, year: int, first: datetime, last: datetime) -> Iterable[QualityIssue]:
    """Measures whose series was switched between new bodies and all bodies."""
    query = select(MeasureParams, Measure.short_vi).join(Measure, Measure.code == MeasureParams.measure_code)
    rows = session.execute(
        query.where(MeasureParams.recorded_at < last).order_by(MeasureParams.recorded_at, MeasureParams.id)
    )
    series: dict[str, str] = {}
    for row, name in rows:
        code, now = row.measure_code, str(row.params.get("series", "flow"))
        reached = row.recorded_at >= first if row.from_year is None else row.from_year == year
        if series.get(code, now) != now and reached:
            yield QualityIssue("break", code, "measure", code, name, on=day_of(row.recorded_at))
        series[code] = now
