"""What does a confirmed head-office entry change besides facts?  Milestones, profile updates, plans.

Each row names its report and is voided, never changed: what was in force on a day stays so for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.base import Base
from db.models import ActivityReport, Milestone, Plan, ProfileUpdate, ReportVersion
from db.queries.accounts import SignedIn
from db.queries.entries import last_check
from db.queries.report_forms import report_form
from db.rules.head_office import MILESTONE, PLAN, PLAN_MEASURE, PROFILE

_TABLES: tuple[type[Any], ...] = (Milestone, ProfileUpdate, Plan)


def take_effect(session: Session, report: ActivityReport, by: SignedIn, now: datetime) -> None:
    """A confirmed entry counts from now on; nothing happens for forms that make facts only."""
    make = _EFFECTS.get(report.form)
    if make is not None:
        session.add(make(session, report, _content(session, report), by, now))


def lose_effect(session: Session, report_id: UUID, now: datetime) -> None:
    """An entry that was taken back counts no more."""
    for table in _TABLES:
        session.execute(
            update(table).where(table.report_id == report_id, table.voided_at.is_(None)).values(voided_at=now)
        )


def _content(session: Session, report: ActivityReport) -> Mapping[str, Any]:
    return session.scalars(
        select(ReportVersion.data).where(
            ReportVersion.report_id == report.id, ReportVersion.number == report.version
        )
    ).one()


Values = Mapping[str, Any]


def _milestone(session: Session, report: ActivityReport, values: Values, by: SignedIn, now: datetime) -> Base:
    check = last_check(session, report.id, report.version)
    return Milestone(
        measure_code=values["measure"],
        period=values["period"],
        done_on=date.fromisoformat(values["done"]),
        verified=True,
        quality_ok=check is not None and check.passed,
        title_vi=report.title,
        report_id=report.id,
        recorded_at=now,
        sample=report.sample,
    )


def _profile(session: Session, report: ActivityReport, values: Values, by: SignedIn, now: datetime) -> Base:
    field = report_form(PROFILE).field("doc_name")
    return ProfileUpdate(
        updated_on=date.fromisoformat(values["updated"]),
        document_vi=field.label_of(values["doc_name"]) if field else values["doc_name"],
        change_vi=values["change"],
        report_id=report.id,
        recorded_at=now,
        sample=report.sample,
    )


def _plan(session: Session, report: ActivityReport, values: Values, by: SignedIn, now: datetime) -> Base:
    return Plan(
        measure_code=PLAN_MEASURE,
        year=values["year"],
        value=values["plan_value"],
        approved_on=date.fromisoformat(values["approved_on"]),
        approved_by=values["approved_by"],
        reason=values.get("reason", ""),
        report_id=report.id,
        recorded_at=now,
        recorded_by=by.name,
        sample=report.sample,
    )


_EFFECTS: Mapping[str, Callable[..., Base]] = {MILESTONE: _milestone, PROFILE: _profile, PLAN: _plan}
