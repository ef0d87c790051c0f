"""What did the units report, and what became of it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from db.models import (
    Account,
    ActivityReport,
    Contribution,
    Organisation,
    Province,
    ReportEvent,
    ReportVersion,
)
from db.queries.report_forms import report_form
from db.rules.errors import RuleError

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in a list; `adds` is what its current version adds, or would add, to which measure."""

    id: UUID
    form: str
    form_title_vi: str
    title: str
    event_on: date
    organisation_vi: str
    province_vi: str
    state: str
    version: int
    submitted_at: datetime
    filed_by_vi: str
    return_reason: str
    adds: tuple[tuple[str, int], ...]
    sample: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that happened to a report."""

    act: str
    at: datetime
    by_vi: str
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class ReportDetail:
    """A report with its current content and its history."""

    row: ReportRow
    data: Mapping[str, Any]
    events: tuple[EventRow, ...]
    filed_by: UUID
    organisation_id: int


def own_reports(
    session: Session, organisation_id: int, most: int = MOST_ROWS, state: str = "", year: int | None = None
) -> tuple[ReportRow, ...]:
    """A unit's reports, the last filed first; in one state, of one year where these are named."""
    query = _reports().where(ActivityReport.organisation_id == organisation_id)
    if state:
        query = query.where(ActivityReport.state == state)
    if year is not None:
        query = query.where(ActivityReport.event_on.between(date(year, 1, 1), date(year, 12, 31)))
    return _rows(session, query.order_by(ActivityReport.submitted_at.desc()).limit(most))


def report_rows(
    session: Session, where: Sequence[ColumnElement[bool]], order: Sequence[Any], most: int = MOST_ROWS
) -> tuple[ReportRow, ...]:
    """Reports that meet these conditions, in this order."""
    return _rows(session, _reports().where(*where).order_by(*order).limit(most))


def queue(session: Session, most: int = MOST_ROWS, province: str = "") -> tuple[ReportRow, ...]:
    """What waits for verification, oldest first; of one province when one is named."""
    query = _reports().where(ActivityReport.state == "submitted")
    if province:
        query = query.where(ActivityReport.province_code == province)
    return _rows(session, query.order_by(ActivityReport.submitted_at, ActivityReport.id).limit(most))


def queue_size(session: Session) -> int:
    """How many reports wait for verification."""
    query = select(func.count()).select_from(ActivityReport).where(ActivityReport.state == "submitted")
    return session.scalar(query) or 0


def report(session: Session, report_id: UUID) -> ReportDetail:
    """One report.  Raises: RuleError `unknown_report`."""
    rows = _rows(session, _reports().where(ActivityReport.id == report_id))
    if not rows:
        raise RuleError("unknown_report")
    version = session.scalars(
        select(ReportVersion).where(
            ReportVersion.report_id == report_id, ReportVersion.number == rows[0].version
        )
    ).one()
    found = session.get_one(ActivityReport, report_id)
    return ReportDetail(
        rows[0], version.data, _events(session, report_id), version.recorded_by, found.organisation_id
    )


def _reports() -> Select[Any]:
    return (
        select(ActivityReport, Organisation.name_vi, Province.name_vi, Account.display_name)
        .join(Organisation, Organisation.id == ActivityReport.organisation_id)
        .join(Account, Account.id == ActivityReport.filed_by)
        .outerjoin(Province, Province.code == ActivityReport.province_code)
    )


def _rows(session: Session, query: Select[Any]) -> tuple[ReportRow, ...]:
    found = session.execute(query).all()
    ids = [row[0].id for row in found]
    adds, reasons = _adds(session, ids), _reasons(session, ids)
    return tuple(
        ReportRow(
            id=kept.id,
            form=kept.form,
            form_title_vi=report_form(kept.form).title_vi,
            title=kept.title,
            event_on=kept.event_on,
            organisation_vi=unit,
            province_vi=place or "",
            state=kept.state,
            version=kept.version,
            submitted_at=kept.submitted_at,
            filed_by_vi=person,
            return_reason=reasons.get(kept.id, "") if kept.state in ("returned", "rejected") else "",
            adds=tuple(adds[kept.id]),
            sample=kept.sample,
        )
        for kept, unit, place, person in found
    )


def _adds(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, list[tuple[str, int]]]:
    """What the current version of each report adds."""
    rows = session.execute(
        select(Contribution.report_id, Contribution.measure_code, Contribution.value)
        .join(
            ActivityReport,
            and_(
                ActivityReport.id == Contribution.report_id,
                ActivityReport.version == Contribution.version,
            ),
        )
        .where(Contribution.report_id.in_(ids))
        .order_by(Contribution.measure_code)
    )
    adds: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for report_id, code, value in rows:
        adds[report_id].append((code, value))
    return adds


def _reasons(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The last reason given for returning or rejecting each report."""
    rows = session.execute(
        select(ReportEvent.report_id, ReportEvent.reason)
        .where(ReportEvent.report_id.in_(ids), ReportEvent.act.in_(("return", "reject")))
        .order_by(ReportEvent.id)
    )
    return {report_id: reason for report_id, reason in rows}


def _events(session: Session, report_id: UUID) -> tuple[EventRow, ...]:
    rows = session.execute(
        select(ReportEvent, Account.display_name)
        .join(Account, Account.id == ReportEvent.by)
        .where(ReportEvent.report_id == report_id)
        .order_by(ReportEvent.id)
    )
    return tuple(EventRow(event.act, event.at, person, event.reason, event.version) for event, person in rows)
