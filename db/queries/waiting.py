"""Which reports wait to be verified, page by page, and which one comes next?

The queue is walked from one report to the next by the time they were filed, so a page far back costs what
the first one costs.  What is unusual about a report is only known once it was looked at: a page that asks
for it looks at `MOST_LOOKED` reports at most and says how far it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from db.models import ActivityReport, Contribution
from db.queries.report_context import Context, contexts
from db.queries.report_forms import report_forms
from db.queries.reports import ReportRow, report_rows

PAGE_ROWS = 50
MOST_LOOKED = 300

Place: TypeAlias = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the queue somebody wants to see; "" and False: all of it."""

    measure: str = ""
    province: str = ""
    incomplete: bool = False
    warned: bool = False

    @property
    def sought(self) -> bool:
        """Whether each report has to be looked at to know if it is one of them."""
        return self.incomplete or self.warned

    def holds(self, context: Context) -> bool:
        """Whether a report that was looked at is one of them."""
        incomplete = bool(context.missing) or not self.incomplete
        return incomplete and (bool(context.warnings) or not self.warned)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One waiting report; `plain`: it may be verified together with others."""

    row: ReportRow
    context: Context

    @property
    def plain(self) -> bool:
        """Whether nothing about it asks for a look of its own."""
        return not self.context.warnings and not self.context.missing

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        return self.row.submitted_at, self.row.id


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One page of the queue: the reports `first` to `last` of `total` were looked at, `lines` are wanted.

    None:  `following`, the report after which the next page begins, on the last page.
    """

    lines: tuple[Waiting, ...]
    first: int
    last: int
    total: int
    following: UUID | None


def waiting_page(session: Session, wanted: Wanted, after: UUID | None = None) -> WaitingPage:
    """The queue, oldest first, from the report after `after` on; from the start without one.

    Shape: `PAGE_ROWS` lines, or as many of them as the next `MOST_LOOKED` reports hold.
    """
    place = _place(session, after)
    total, before = _count(session, wanted), _count(session, wanted, place) if place else 0
    looked = _beside(session, wanted, place, MOST_LOOKED if wanted.sought else PAGE_ROWS)
    found = [(number, line) for number, line in enumerate(looked, 1) if wanted.holds(line.context)]
    lines = found[:PAGE_ROWS]
    # A full page ends with its last line; what was looked at beyond it is the next page's.
    read = lines[-1][0] if len(lines) == PAGE_ROWS else len(looked)
    more = looked[read - 1].row.id if read and before + read < total else None
    first = before + 1 if read else before
    return WaitingPage(tuple(line for _, line in lines), first, before + read, total, more)


def neighbours(session: Session, wanted: Wanted, report_id: UUID) -> tuple[UUID | None, UUID | None]:
    """The wanted reports that wait before and after this one, among the `MOST_LOOKED` nearest."""
    place = _place(session, report_id)
    before, after = _next(session, wanted, place, back=True), _next(session, wanted, place)
    return before, after


def _next(session: Session, wanted: Wanted, place: Place | None, *, back: bool = False) -> UUID | None:
    step = PAGE_ROWS if wanted.sought else 1
    for _ in range(0, MOST_LOOKED if wanted.sought else 1, step):
        looked = _beside(session, wanted, place, step, back=back) if place else []
        found = next((line.row.id for line in looked if wanted.holds(line.context)), None)
        if found is not None or not looked:
            return found
        place = looked[-1].place
    return None


def _beside(
    session: Session, wanted: Wanted, place: Place | None, most: int, *, back: bool = False
) -> list[Waiting]:
    """The reports that wait beyond a place, with what they are held against."""
    time, number = ActivityReport.submitted_at, ActivityReport.id
    order = (time.desc(), number.desc()) if back else (time, number)
    beyond = () if place is None else (_beyond(place, back=back),)
    rows = report_rows(session, (*_conditions(wanted), *beyond), order, most)
    found = contexts(session, [row.id for row in rows])
    return [Waiting(row, found[row.id]) for row in rows]


def _beyond(place: Place, *, back: bool) -> ColumnElement[bool]:
    """On the far side of a place; the first half alone is what the index answers."""
    time, number = ActivityReport.submitted_at, ActivityReport.id
    at, one = place
    if back:
        return and_(time <= at, or_(time < at, number < one))
    return and_(time >= at, or_(time > at, number > one))


def _place(session: Session, report_id: UUID | None) -> Place | None:
    """Where a report stands, or stood; None for one nobody knows."""
    if report_id is None:
        return None
    query = select(ActivityReport.submitted_at, ActivityReport.id).where(ActivityReport.id == report_id)
    row = session.execute(query).first()
    return None if row is None else (row.submitted_at, row.id)


def _count(session: Session, wanted: Wanted, until: Place | None = None) -> int:
    """How many wait, up to and with a place when one is named."""
    query = select(func.count()).select_from(ActivityReport).where(*_conditions(wanted))
    if until is not None:
        at, one = until
        time, number = ActivityReport.submitted_at, ActivityReport.id
        query = query.where(time <= at, or_(time < at, number <= one))
    return session.scalar(query) or 0


def _conditions(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    found: list[ColumnElement[bool]] = [ActivityReport.state == "submitted"]
    if wanted.province:
        found.append(ActivityReport.province_code == wanted.province)
    if wanted.measure:
        found.append(_feeds(wanted.measure))
    return tuple(found)


def _feeds(measure: str) -> ColumnElement[bool]:
    """The report adds to the measure; or it adds to none, and its form could."""
    own = and_(Contribution.report_id == ActivityReport.id, Contribution.version == ActivityReport.version)
    adds = select(Contribution.id).where(own)
    forms = [code for code, spec in report_forms().items() if measure in spec.measures]
    return or_(
        adds.where(Contribution.measure_code == measure).exists(),
        and_(ActivityReport.form.in_(forms), ~adds.exists()),
    )
