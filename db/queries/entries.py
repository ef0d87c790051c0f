"""What has head office entered, which plans are in force, and who judged the quality of what?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, ActivityReport, Organisation, Plan, QualityCheck, ReportVersion
from db.queries.report_context import spec_of
from db.queries.reports import ReportRow, report_rows
from db.queries.strategy import measure
from db.rules.errors import RuleError
from db.rules.head_office import ENTRY_FORMS, PLAN_MEASURE, counted_plans
from db.rules.parameters import read_parameters
from db.rules.plan_target import Approval
from db.rules.report_forms import FormSpec

HEAD_OFFICE = "tw"  # the kind of organisation that head office is
MOST_ENTRIES = 300


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One approved yearly figure.  `counts`: it is or was in force; else it came after the freeze."""

    year: int
    value: int
    approved_on: date
    approved_by: str
    reason: str
    recorded_at: datetime
    recorded_by: str
    counts: bool
    in_force: bool
    report_id: UUID | None
    sample: bool


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One reading of a report against the five points."""

    version: int
    points: tuple[str, ...]
    passed: bool
    note: str
    by_vi: str
    at: datetime


def entry_forms() -> tuple[FormSpec, ...]:
    """The forms head office fills itself, in the order they are offered."""
    return tuple(spec_of(code) for code in ENTRY_FORMS)


def head_office_id(session: Session, own_id: int | None) -> int:
    """The organisation under which head office enters figures: one's own, when it is head office.

    Raises: RuleError `organisation_needed` while none is recorded.
    """
    rows = session.execute(
        select(Organisation.id)
        .where(Organisation.kind == HEAD_OFFICE, Organisation.valid_to.is_(None))
        .order_by(Organisation.id != (own_id or 0), Organisation.sample, Organisation.id)
    ).first()
    if rows is None:
        raise RuleError("organisation_needed")
    return int(rows[0])


def is_entry(session: Session, report: ActivityReport) -> bool:
    """Whether staff entered this report for head office."""
    unit = session.get(Organisation, report.organisation_id)
    return unit is not None and unit.kind == HEAD_OFFICE and report.form in ENTRY_FORMS


def has_entry(session: Session, report_id: UUID) -> bool:
    """Whether this is the id of something staff entered for head office."""
    report = session.get(ActivityReport, report_id)
    return report is not None and is_entry(session, report)


def entries(session: Session) -> tuple[ReportRow, ...]:
    """What head office entered, the last filed first."""
    return report_rows(
        session,
        (Organisation.kind == HEAD_OFFICE, ActivityReport.form.in_(ENTRY_FORMS)),
        (ActivityReport.submitted_at.desc(), ActivityReport.id),
        MOST_ENTRIES,
    )


def plans(session: Session) -> tuple[PlanRow, ...]:
    """Every yearly plan that was approved, the newest year first, within it in the order of approval."""
    rows = session.scalars(
        select(Plan)
        .where(Plan.measure_code == PLAN_MEASURE, Plan.voided_at.is_(None))
        .order_by(Plan.year.desc(), Plan.approved_on, Plan.id)
    ).all()
    card = measure(session, PLAN_MEASURE)
    found: list[PlanRow] = []
    for year in dict.fromkeys(row.year for row in rows):
        freeze = read_parameters(card.params_in(year)).plan_freeze
        of_year = [row for row in rows if row.year == year]
        counted = counted_plans(
            tuple(Approval(row.value, row.approved_on) for row in of_year), date(year, *freeze)
        )
        last = max((place for place, counts in enumerate(counted) if counts), default=-1)
        found += [
            _plan_row(row, counts, place == last)
            for place, (row, counts) in enumerate(zip(of_year, counted, strict=True))
        ]
    return tuple(found)


def planned_years(session: Session) -> frozenset[int]:
    """Years that have an approved plan."""
    query = select(Plan.year).where(Plan.measure_code == PLAN_MEASURE, Plan.voided_at.is_(None))
    return frozenset(session.scalars(query))


def checks(session: Session, report_id: UUID) -> tuple[CheckRow, ...]:
    """Every reading of a report against the five points, oldest first."""
    rows = session.execute(
        select(QualityCheck, Account.display_name)
        .join(Account, Account.id == QualityCheck.recorded_by)
        .where(QualityCheck.report_id == report_id)
        .order_by(QualityCheck.id)
    )
    return tuple(
        CheckRow(row.version, tuple(row.points), row.passed, row.note, name, row.recorded_at)
        for row, name in rows
    )


def last_check(session: Session, report_id: UUID, version: int) -> CheckRow | None:
    """The check of this version that counts; None while nobody has read it."""
    return next((row for row in reversed(checks(session, report_id)) if row.version == version), None)


def versions(session: Session, report_id: UUID) -> tuple[tuple[int, str, datetime, Mapping[str, Any]], ...]:
    """Every state of a report's content: number, who wrote it, when, the values; oldest first."""
    rows = session.execute(
        select(ReportVersion, Account.display_name)
        .join(Account, Account.id == ReportVersion.recorded_by)
        .where(ReportVersion.report_id == report_id)
        .order_by(ReportVersion.number)
    )
    return tuple((row.number, name, row.recorded_at, row.data) for row, name in rows)


def _plan_row(row: Plan, counts: bool, newest: bool) -> PlanRow:
    return PlanRow(
        year=row.year,
        value=row.value,
        approved_on=row.approved_on,
        approved_by=row.approved_by,
        reason=row.reason,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        counts=counts,
        in_force=newest,
        report_id=row.report_id,
        sample=row.sample,
    )
