"""What is recorded of the four steps of a consultation, for rules, forms, history and the public?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, String, Text, cast, select, union_all
from sqlalchemy.orm import Session

from db.base import Json
from db.models import Consultation, FormVersion, Instrument, ReplyPoint, Telling
from db.queries.consultation_forms import consultation_form
from db.queries.moments import VIETNAM
from db.queries.unions import Columns, part_of
from db.rules.consultation import Step, steps_of
from db.rules.errors import RuleError
from db.rules.numbers import write_date


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point of the agency's answer: accepted, partly or refused, and why."""

    id: int
    asked_vi: str
    verdict: str
    why_vi: str


@dataclass(frozen=True, slots=True)
class TellingRow:
    """Once that the children were told."""

    id: int
    told_vi: str
    told_on: date
    channels: tuple[str, ...]
    places_vi: str


@dataclass(frozen=True, slots=True)
class StepRecords:
    """What steps 3 and 4 hold; None and "" where nothing was recorded yet."""

    findings_vi: str
    sent_no: str
    sent_on: date | None
    reply_no: str
    reply_on: date | None
    points: tuple[PointRow, ...]
    tellings: tuple[TellingRow, ...]

    @property
    def told_on(self) -> date | None:
        """The day on which the children were first told."""
        return min((one.told_on for one in self.tellings), default=None)


@dataclass(frozen=True, slots=True)
class ConsultationBrief:
    """Which consultation a page of the desk is about."""

    id: int
    slug: str
    title_vi: str
    agency_vi: str
    purpose_vi: str
    version_id: int
    state: str
    sample: bool


def consultation_brief(session: Session, slug: str) -> ConsultationBrief:
    """The consultation in short, announced or not.  Raises: RuleError `unknown_consultation`."""
    row = consultation_named(session, slug)
    return ConsultationBrief(
        row.id,
        row.slug,
        row.title_vi,
        row.agency_vi,
        row.purpose_vi,
        row.form_version_id,
        row.state,
        row.sample,
    )


def version_code(session: Session, version_id: int) -> str:
    """What a printed questionnaire carries so that everybody knows which one it is."""
    row = session.execute(
        select(Instrument.slug, FormVersion.number, FormVersion.sha256)
        .join(FormVersion, FormVersion.instrument_id == Instrument.id)
        .where(FormVersion.id == version_id)
    ).one()
    return f"{row.slug} · {row.number} · {row.sha256[:8]}"


def consultation_named(session: Session, slug: str) -> Consultation:
    """The record, for this layer and commands.  Raises: RuleError `unknown_consultation`."""
    row = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if row is None:
        raise RuleError("unknown_consultation")
    return row


_COLUMNS: Columns = {
    "kind": String(7),
    "id": Integer(),
    "what": Text(),
    "verdict": String(40),
    "why": Text(),
    "day": Date(),
    "channels": Json,
}


def records_of(session: Session, row: Consultation) -> StepRecords:
    """Steps 3 and 4 of a consultation; one query."""
    point = {"id": ReplyPoint.id, "what": ReplyPoint.asked_vi, "why": ReplyPoint.why_vi}
    told = {"id": Telling.id, "what": Telling.told_vi, "why": Telling.places_vi, "day": Telling.told_on}
    points = part_of(_COLUMNS, "point", **point, verdict=cast(ReplyPoint.verdict, String))
    tellings = part_of(_COLUMNS, "telling", **told, channels=Telling.channels)
    asked = union_all(
        points.where(ReplyPoint.consultation_id == row.id), tellings.where(Telling.consultation_id == row.id)
    )
    found = sorted(session.execute(asked), key=lambda one: (one.day or date.min, one.id))
    return StepRecords(
        findings_vi=row.findings_vi,
        sent_no=row.sent_no,
        sent_on=row.sent_on,
        reply_no=row.reply_no,
        reply_on=row.reply_on,
        points=tuple(
            PointRow(one.id, one.what, one.verdict, one.why) for one in found if one.kind == "point"
        ),
        tellings=tuple(
            TellingRow(one.id, one.what, one.day, tuple(one.channels), one.why)
            for one in found
            if one.kind == "telling"
        ),
    )


def step_records(session: Session, slug: str) -> StepRecords:
    """Steps 3 and 4 for the pages that tell the public.  Raises: RuleError `unknown_consultation`."""
    return records_of(session, consultation_named(session, slug))


def prepare_missing(row: Consultation) -> tuple[str, ...]:
    """What step 1 still lacks."""
    return steps_of(_prepared(row))[0].missing


def prepared_values(row: Consultation) -> dict[str, Any]:
    """Step 1 as its form stores it."""
    names = ("title_vi", "slug", "agency_vi", "document_vi", "purpose_vi", "audience_vi", "groups_vi")
    more = ("plan_no", "owner_vi", "age_bands", "provinces", "methods", "languages", "wanted_n")
    values = {name: getattr(row, name) or None for name in (*names, *more)}
    moments = {"opens": row.opens_at, "closes": row.closes_at}
    for name, moment in moments.items():
        local = moment.astimezone(VIETNAM) if moment else None
        values |= {
            f"{name}_on": local and local.date().isoformat(),
            f"{name}_time": local and f"{local:%H:%M}",
        }
    values["plan_on"] = row.plan_on and row.plan_on.isoformat()
    values["form_version"] = str(row.form_version_id)
    values["entry"] = "invited" if row.invited_only else "anyone"
    return {name: value for name, value in values.items() if value is not None}


def record_facts(row: Consultation) -> dict[str, str]:
    """Every field of the record in words, to keep what a change changed."""
    spec = consultation_form("prepare")
    facts = {name: _shown(value, spec, name) for name, value in prepared_values(row).items()}
    names = ("state", "facilitators_vi", "findings_vi", "sent_no", "sent_on", "reply_no", "reply_on")
    empty = {field.name: "" for field in spec.fields}
    return {**empty, **facts, **{name: _shown(getattr(row, name), spec, name) for name in names}}


def _shown(value: Any, spec: Any, name: str) -> str:
    if isinstance(value, date):
        return write_date(value)
    field = spec.field(name)
    if isinstance(value, list):
        return ", ".join(field.label_of(code) for code in value)
    return "" if value is None else str(value)


def _prepared(row: Consultation) -> dict[str, object]:
    return {
        "agency": row.agency_vi,
        "document": row.document_vi,
        "purpose": row.purpose_vi,
        "audience": row.audience_vi,
        "wanted_n": row.wanted_n,
        "method": row.methods,
        "plan_no": row.plan_no,
        "owner": row.owner_vi,
    }


def record_steps(row: Consultation, records: StepRecords, now: datetime) -> tuple[Step, ...]:
    """The four steps of a consultation with what each still lacks."""
    opened = row.state not in ("preparing", "cancelled") and row.opens_at <= now
    closed = row.closes_at is not None and row.closes_at <= now
    return steps_of(
        {
            **_prepared(row),
            "instrument": row.form_version_id,
            "opened_on": row.opens_at if opened else None,
            "closed_on": row.closes_at if opened and closed else None,
            "responses_n": 0 if opened else None,
            "findings": records.findings_vi,
            "sent_no": records.sent_no,
            "sent_on": records.sent_on,
            "told_what": records.tellings,
            "told_on": records.told_on,
            "told_channels": records.tellings,
        }
    )
