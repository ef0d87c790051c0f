"""Which records does one step of a request leave behind?  Its event, the kept row, the audit row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Account, Consultation, LedgerRequest, RequestEvent
from db.queries.accounts import SignedIn
from db.queries.ledger_folds import Folded
from db.queries.report_forms import report_form
from db.rules.errors import Problem, RuleError
from db.rules.ledger import is_notice_due
from db.rules.ledger_forms import PREFIX, concerns_abuse, subject_of
from db.rules.ledger_states import STAGE_ACTS
from db.rules.report_forms import FormSpec

Form = Mapping[str, Sequence[str]]
LONGEST_VERSION = 8


@dataclass(frozen=True, slots=True)
class RequestReceipt:
    """What the desk gets: the request, its version; `repeated` when the same form had arrived before."""

    request_id: int
    number: str
    version: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One act as it was checked: when it happened, what was typed, under which token."""

    act: str
    happened_on: date
    due_on: date | None
    values: Mapping[str, Any]
    token: UUID
    content_hash: str


def add_event(
    session: Session, row: LedgerRequest, by: SignedIn, step: Step, after: Folded, now: datetime
) -> RequestReceipt:
    """Append the event, bring the row up to date, note it in the audit log."""
    row.version = (row.version or 0) + 1
    fill_row(session, row, after)
    row.changed_at = now
    session.add(row)
    session.flush()
    event = event_row(step, by.account_id, now)
    event.request_id, event.number = row.id, row.version
    session.add(event)
    facts = {"measure": row.measure_code, "number": row.number, "version": row.version, "state": row.state}
    record(session, Audit(by.name, f"request_{step.act}", "request", str(row.id), now, facts))
    return RequestReceipt(row.id, row.number, row.version, repeated=False)


def event_row(step: Step, recorded_by: UUID, now: datetime) -> RequestEvent:
    """The event as it is stored; whose and which number is still to be said."""
    return RequestEvent(
        act=step.act,
        happened_on=step.happened_on,
        due_on=step.due_on,
        data=dict(step.values),
        token=step.token,
        content_hash=step.content_hash,
        recorded_at=now,
        recorded_by=recorded_by,
    )


def fill_row(session: Session, row: LedgerRequest, after: Folded) -> None:
    """Write the fold of the events into the kept row."""
    request, content = after.request, after.content
    spec = report_form(f"{PREFIX}{request.code}")
    row.state, row.standing, row.settled_on = request.state, request.standing, request.settled_on
    row.received_on, row.due_on = request.received_on, request.due_on
    row.extended_due_on, row.last_day = request.extended_to, request.last_day
    for stage in STAGE_ACTS.values():
        setattr(row, f"{stage}_on", request.stages.get(stage))
    row.reply_no, row.quality_ok, row.result_doc = request.reply_no, request.quality_ok, request.result_doc
    row.withdrawn_on, row.out_of_scope_on = request.withdrawn_on, request.out_of_scope_on
    row.out_of_scope = request.state == "out_of_scope"
    row.out_of_scope_reason = request.set_aside_reason
    row.set_aside_by, row.closed_by = _person(request.set_aside_by), _person(request.closed_by)
    row.owner_id = _person(request.owner)
    row.owner_vi = session.get_one(Account, row.owner_id).display_name
    row.concerns_abuse, row.notified_on = concerns_abuse(content), request.notified_on
    row.notice_due = is_notice_due(row.concerns_abuse, request)
    row.data, row.province_code = dict(content), content.get("province_code")
    row.subject_vi = subject_of(spec, content)
    row.channel_vi, row.sender_kind_vi = (_label(spec, content, name) for name in ("channel", "from_kind"))
    row.case_kind_vi = _label(spec, content, "kind")


def check_references(session: Session, spec: FormSpec, values: Mapping[str, Any]) -> Iterator[Problem]:
    """Other records a form names must be there: a letter of the ledger, a consultation."""
    known = {
        "request": lambda text: select(LedgerRequest.id).where(LedgerRequest.number == text),
        "consultation": lambda text: select(Consultation.slug).where(Consultation.slug == text),
    }
    for field in spec.fields:
        named = values.get(field.name) if field.kind in known else None
        if named is not None and session.scalar(known[field.kind](named)) is None:
            yield Problem(field.name, "not_a_choice")


def content_hash_of(spec: FormSpec, place: object, act: str, form: Form) -> str:
    """Which act, upon what, and what was typed into its fields; seal, token and version left out."""
    names = {field.name for field in spec.fields}
    typed = sorted((name, list(given)) for name, given in form.items() if name.partition(".")[0] in names)
    text = json.dumps([place, act, typed], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def repeated_receipt(session: Session, token: UUID, content_hash: str) -> RequestReceipt | None:
    """The receipt of the same form sent before; other content under its token is refused."""
    found = session.execute(
        select(RequestEvent, LedgerRequest.number)
        .join(LedgerRequest, LedgerRequest.id == RequestEvent.request_id)
        .where(RequestEvent.token == token)
    ).first()
    if found is None:
        return None
    event = found.RequestEvent
    if event.content_hash != content_hash:
        raise RuleError("token_reused")
    return RequestReceipt(event.request_id, found[1], event.number, repeated=True)


def seen_version(form: Form) -> int:
    """The version that was looked at; what is no number was never a version of ours."""
    text = next(iter(form.get("version", ())), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION else 0


def _person(text: str) -> UUID | None:
    return UUID(text) if text else None


def _label(spec: FormSpec, content: Mapping[str, Any], name: str) -> str:
    field = spec.field(name)
    return field.label_of(content[name]) if field is not None and name in content else ""
