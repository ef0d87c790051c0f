"""What may the staff desk write into the request ledger?  Receive, act upon a request, confirm a ledger.

Nothing is overwritten: each act is an event, and the row beside the events is their fold.  Every form is
sent with a token and the version that was looked at, so a resend doubles nothing and the second of two
people is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.ledger_steps import (
    RequestReceipt,
    Step,
    add_event,
    check_references,
    content_hash_of,
    event_row,
    repeated_receipt,
    seen_version,
)
from db.models import LedgerConfirmation, LedgerRequest
from db.queries.accounts import SignedIn
from db.queries.ledger_folds import (
    RECEIVE,
    Folded,
    content_after,
    event_of,
    events_of,
    folded,
    kept_request,
)
from db.queries.ledger_forms import due_on, entry_form, form_of_act, ledger_acts
from db.queries.moments import day_of
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.ledger import offered_acts, recorded
from db.rules.ledger_forms import (
    CORRECT,
    check_correction,
    concerns_abuse,
    confirm_form,
)
from db.rules.ledger_states import Request
from db.rules.report_checks import check_report, missing_for_verification, report_data
from db.rules.report_forms import FormSpec
from db.rules.reporting import check_version
from db.rules.roles import check_may
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]
ACTION = "keep_ledger"


def record_request(session: Session, by: SignedIn, code: str, form: Form, now: datetime) -> RequestReceipt:
    """Enter a request under the next number of its measure and year, once however often it is sent.

    Raises: RuleError `forbidden`, `unknown_form`, `token_…`, `fields_refused`.
    Source: indicators.md sections 2.3 and 4.3.
    """
    check_may(by.role, ACTION)
    token, spec = read_token(form), entry_form(session, code, sample=by.sample)
    content_hash = content_hash_of(spec, code, RECEIVE, form)
    receipt = repeated_receipt(session, token, content_hash)
    if receipt is not None:
        return receipt
    values = _checked(session, spec, form, now)
    received_on = date.fromisoformat(values["received"])
    due = due_on(session, code, received_on, _stated(values))
    request = Request(code, received_on, due, str(values["owner"]))
    row = _new_row(session, by, code, received_on, now)
    step = Step(RECEIVE, received_on, due, values, token, content_hash)
    return add_event(session, row, by, step, Folded(request, values), now)


def record_act(
    session: Session, by: SignedIn, request_id: int, act: str, form: Form, now: datetime
) -> RequestReceipt:
    """Record one thing that happened to a request, once however often it is sent.

    Raises: RuleError `forbidden`, `unknown_request`, `stale_version`, `wrong_state`, `reason_needed`,
        `second_person_needed`, `token_…`, `fields_refused`.
    Source: indicators.md sections 2.3, 4.3 and 4.5.
    """
    check_may(by.role, ACTION)
    row, token = kept_request(session, request_id), read_token(form)
    before = folded(row.measure_code, events_of(session, row.id))
    spec = form_of_act(session, before.request, act, sample=row.sample)
    content_hash = content_hash_of(spec, row.id, act, form)
    receipt = repeated_receipt(session, token, content_hash)
    if receipt is not None:
        return receipt
    check_version(seen_version(form), row.version)
    check_offered(before, act)
    values = _checked(session, spec, form, now)
    if act == CORRECT and not _corrects(before.content, values):
        return RequestReceipt(row.id, row.number, row.version, repeated=True)
    step = Step(
        act, _happened_on(values, now), _due_of(session, before, act, values), values, token, content_hash
    )
    after = _after(session, before, by, step, now)
    return add_event(session, row, by, step, after, now)


def confirm_ledger(session: Session, by: SignedIn, form: Form, now: datetime) -> None:
    """Say that somebody looked: every request that came in up to this day is in these ledgers.

    The same said again adds nothing.
    Raises: RuleError `forbidden`, `fields_refused`.
    """
    check_may(by.role, ACTION)
    values = check_report(confirm_form(ledger_acts()), form, today=day_of(now)).values
    confirmed_to = date.fromisoformat(values["confirmed_to"])
    for code in values["codes"]:
        _confirm(session, by, code, confirmed_to, now)


# -- what the request offers, what was typed ------------------------------------------------------------


def check_offered(before: Folded, act: str) -> None:
    """Refuse an act that the request does not offer now.  Raises: RuleError `wrong_state`."""
    if act not in offered_acts(before.request, concerns_abuse(before.content)):
        raise RuleError("wrong_state", state=before.request.state, act=act)


def _checked(session: Session, spec: FormSpec, form: Form, now: datetime) -> Mapping[str, Any]:
    values = check_report(spec, form, today=day_of(now)).values
    refuse_fields(check_references(session, spec, values))
    return values


def _stated(values: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(values["due"]) if "due" in values else None


def _corrects(before: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether the form says something else now; with a reason where something was said before."""
    after = content_after("", before, CORRECT, values)
    check_correction(before, after, values.get("reason", ""))
    return dict(after) != dict(before)


def _happened_on(values: Mapping[str, Any], now: datetime) -> date:
    """The day typed; acts of the desk itself happen when they are recorded."""
    return date.fromisoformat(values["on"]) if "on" in values else day_of(now)


def _due_of(session: Session, before: Folded, act: str, values: Mapping[str, Any]) -> date | None:
    """The due day after a correction, computed anew only when what it follows from has changed."""
    if act != CORRECT:
        return None
    same = all(before.content.get(name) == values.get(name) for name in ("received", "due"))
    if same:
        return before.request.due_on
    return due_on(session, before.request.code, date.fromisoformat(values["received"]), _stated(values))


def _after(session: Session, before: Folded, by: SignedIn, step: Step, now: datetime) -> Folded:
    """The request after this step, when it may be taken."""
    code = before.request.code
    event = event_of(step.act, event_row(step, by.account_id, now))
    request = recorded(before.request, event, day_of(now))
    if step.act == "close":
        spec = entry_form(session, code, sample=by.sample)
        gaps = missing_for_verification(spec, report_data(spec, before.content))
        refuse_fields(Problem(name, "required") for name in gaps)
    return Folded(request, content_after(code, before.content, step.act, step.values))


# -- rows ----------------------------------------------------------------------------------------------


def _new_row(session: Session, by: SignedIn, code: str, received_on: date, now: datetime) -> LedgerRequest:
    """A row under the next number of its measure and year; writers are serialised, so nobody takes it too."""
    year = received_on.year
    place = (LedgerRequest.measure_code == code, LedgerRequest.year == year)
    ordinal = (session.scalar(select(func.max(LedgerRequest.ordinal)).where(*place)) or 0) + 1
    number = f"{code}-{year}-{ordinal:03}"
    return LedgerRequest(
        measure_code=code,
        number=number,
        year=year,
        ordinal=ordinal,
        recorded_at=now,
        sample=by.sample,
        version=0,
    )


def _confirm(session: Session, by: SignedIn, code: str, confirmed_to: date, now: datetime) -> None:
    said = (
        LedgerConfirmation.measure_code == code,
        LedgerConfirmation.confirmed_to == confirmed_to,
        LedgerConfirmation.recorded_by == by.name,
    )
    if session.scalar(select(LedgerConfirmation.id).where(*said)) is not None:
        return
    session.add(
        LedgerConfirmation(
            measure_code=code,
            confirmed_to=confirmed_to,
            recorded_at=now,
            recorded_by=by.name,
            sample=by.sample,
        )
    )
    facts = {"confirmed_to": confirmed_to.isoformat()}
    record(session, Audit(by.name, "ledger_confirmed", "measure", code, now, facts))
