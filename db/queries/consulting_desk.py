"""How does a consultation stand on the staff desk: the four steps, what is missing, who did what, when?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from db.models import Consultation, FormVersion, Instrument, Response, Submission
from db.queries.moments import day_of
from db.queries.record_changes import ChangeRow, changes_of
from db.queries.step_records import (
    StepRecords,
    consultation_named,
    prepared_values,
    record_steps,
    records_of,
)
from db.rules.answers import PROVINCE
from db.rules.consultation import (
    Step,
    acts_now,
    days_to_feedback,
    feedback_reminder,
    standing_of,
)
from db.rules.suppression import rounded_live_count

ACTION, NOUN = "run_consultations", "consultation"
# Which step an act of the history belongs to.
STEP_OF: Final[Mapping[str, str]] = {
    "consultation_prepared": "prepare",
    "consultation_open": "collect",
    "consultation_close": "collect",
    "consultation_extend": "collect",
    "consultation_reopen": "collect",
    "consultation_collect": "collect",
    "consultation_conclude": "conclude",
    "consultation_record_reply": "conclude",
    "point_recorded": "conclude",
    "point_removed": "conclude",
    "consultation_tell_children": "feedback",
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One consultation in the list; `next_missing` of the step that is not done, empty when all are."""

    slug: str
    title_vi: str
    state: str
    opens_at: datetime
    closes_at: datetime | None
    sample: bool
    responses_shown: str
    next_step: str
    next_missing: tuple[str, ...]
    reminder: str
    days: int | None


@dataclass(frozen=True, slots=True)
class StepDone:
    """Who touched a step last, and when; None: nobody yet."""

    step: Step
    by_vi: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsultationDesk:
    """The whole page of one consultation.

    `values` are what step 1 holds, as its form stores them; `days`: from closing to telling the children.
    """

    id: int
    version: int
    row: DeskRow
    steps: tuple[StepDone, ...]
    acts: tuple[str, ...]
    values: Mapping[str, Any]
    instrument_vi: str
    version_id: int
    invited_only: bool
    facilitators_vi: str
    provinces_n: int
    records: StepRecords
    changes: tuple[ChangeRow, ...]


def desk_rows(session: Session, now: datetime) -> tuple[DeskRow, ...]:
    """Every consultation with what it lacks next, newest first."""
    rows = session.scalars(
        select(Consultation).order_by(Consultation.opens_at.desc(), Consultation.id.desc())
    )
    return tuple(_row(session, row, records_of(session, row), now) for row in rows.all())


def feedback_late(session: Session, now: datetime) -> int:
    """How many consultations owe the children an answer: late, or soon to be."""
    return sum(row.reminder in ("late", "soon") for row in desk_rows(session, now))


def consultation_desk(session: Session, slug: str, now: datetime) -> ConsultationDesk:
    """One consultation for the desk.  Raises: RuleError `unknown_consultation`."""
    row = consultation_named(session, slug)
    records = records_of(session, row)
    changes = changes_of(session, NOUN, str(row.id))
    version = session.execute(
        select(Instrument.title_vi, FormVersion.number)
        .join(FormVersion, FormVersion.instrument_id == Instrument.id)
        .where(FormVersion.id == row.form_version_id)
    ).one()
    return ConsultationDesk(
        id=row.id,
        version=row.version,
        row=_row(session, row, records, now),
        steps=tuple(_step_done(step, changes) for step in record_steps(row, records, now)),
        acts=acts_now(row.state, row.closes_at, now),
        values=prepared_values(row),
        instrument_vi=f"{version.title_vi} · {version.number}",
        version_id=row.form_version_id,
        invited_only=row.invited_only,
        facilitators_vi=row.facilitators_vi,
        provinces_n=_provinces_reached(session, row.id),
        records=records,
        changes=changes,
    )


def provinces_counted() -> ScalarSelect[int]:
    """From how many provinces counted answers to a consultation came, as a column beside it."""
    return (
        select(func.count(Response.value.distinct()))
        .join(Submission, Submission.token == Response.token)
        .where(
            Submission.consultation_id == Consultation.id,
            Submission.standing == "counted",
            Response.question == PROVINCE,
        )
        .correlate(Consultation)
        .scalar_subquery()
    )


def _provinces_reached(session: Session, consultation_id: int) -> int:
    return session.scalar(select(provinces_counted()).where(Consultation.id == consultation_id)) or 0


def _step_done(step: Step, changes: Sequence[ChangeRow]) -> StepDone:
    last = next((one for one in changes if STEP_OF.get(one.act) == step.name), None)
    return StepDone(step, last and last.by_vi, last and last.at)


def _row(session: Session, row: Consultation, records: StepRecords, now: datetime) -> DeskRow:
    state = standing_of(row.state, row.closes_at, now)
    missing = next((step for step in record_steps(row, records, now) if not step.is_done), None)
    closed_on = day_of(row.closes_at) if row.closes_at and state in ("closed", "concluded", "told") else None
    today = day_of(now)
    return DeskRow(
        slug=row.slug,
        title_vi=row.title_vi,
        state=state,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        sample=row.sample,
        responses_shown=rounded_live_count(_counted(session, row.id)).shown,
        next_step="" if state == "cancelled" or missing is None else missing.name,
        next_missing=() if missing is None else missing.missing,
        reminder=feedback_reminder(closed_on, records.told_on, today),
        days=None if closed_on is None else days_to_feedback(closed_on, records.told_on, today),
    )


def _counted(session: Session, consultation_id: int) -> int:
    query = select(func.count()).where(
        Submission.consultation_id == consultation_id, Submission.standing == "counted"
    )
    return session.scalar(query) or 0
