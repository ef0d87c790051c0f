"""Which forms has this person begun, and what did the unit's last report of a kind say?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from db.models import ActivityReport, ReportDraft, ReportVersion
from db.queries.report_context import LIVING
from db.queries.report_forms import report_form


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft: `number` must be named by the next save; `report_id` when it revises a report."""

    id: int
    form: str
    form_title_vi: str
    title: str
    report_id: UUID | None
    number: int
    fields: Mapping[str, list[str]]
    updated_at: datetime


def drafts(session: Session, account_id: UUID, organisation_id: int) -> tuple[DraftRow, ...]:
    """A person's drafts for their unit, the last touched first."""
    query = _own(account_id, organisation_id).order_by(ReportDraft.updated_at.desc(), ReportDraft.id)
    return tuple(_row(draft) for draft in session.scalars(query))


def draft(session: Session, account_id: UUID, organisation_id: int, slot: str) -> DraftRow | None:
    """The draft of a form (by its code) or of a report's revision (by its id); None when there is none."""
    found = session.scalar(_own(account_id, organisation_id).where(ReportDraft.slot == slot))
    return None if found is None else _row(found)


def last_report(session: Session, organisation_id: int, form: str) -> Mapping[str, Any] | None:
    """What the unit's last living report of this form says; None when there is none."""
    newest = and_(
        ReportVersion.report_id == ActivityReport.id, ReportVersion.number == ActivityReport.version
    )
    return session.scalar(
        select(ReportVersion.data)
        .join(ActivityReport, newest)
        .where(
            ActivityReport.organisation_id == organisation_id,
            ActivityReport.form == form,
            ActivityReport.state.in_(LIVING),
        )
        .order_by(ActivityReport.submitted_at.desc(), ActivityReport.id)
        .limit(1)
    )


def _own(account_id: UUID, organisation_id: int) -> Select[tuple[ReportDraft]]:
    """A person who moved to another unit does not take drafts along."""
    return select(ReportDraft).where(
        ReportDraft.account_id == account_id, ReportDraft.organisation_id == organisation_id
    )


def _row(found: ReportDraft) -> DraftRow:
    title = next(iter(found.fields.get("title", ())), "")
    return DraftRow(
        found.id,
        found.form,
        report_form(found.form).title_vi,
        title,
        found.report_id,
        found.number,
        found.fields,
        found.updated_at,
    )
