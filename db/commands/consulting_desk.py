"""What does staff do with a consultation?  Prepare it, open, close, extend, sum up, record the reply, tell.

Acts move the stored state through the transition table; corrections of a step keep the state.  Whoever
writes must have seen the newest version of the record, so that nothing is done twice or over another's work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.changes import note_change
from db.models import Consultation
from db.queries.accounts import SignedIn
from db.queries.consultation_forms import consultation_form, prepare_form
from db.queries.consultations import definition_of
from db.queries.consulting_desk import ACTION, NOUN
from db.queries.moments import day_of
from db.queries.safeguarding_keys import check_may_ask
from db.queries.step_records import consultation_named, prepare_missing, record_facts
from db.rules.consultation import PREPARING, TRANSITIONS, read_moment, standing_of
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.report_checks import check_report
from db.rules.report_forms import FormSpec
from db.rules.roles import check_may
from db.rules.statemachine import move

Form = Mapping[str, Sequence[str]]
Values = Mapping[str, Any]

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
LAST_MINUTE: Final = time(23, 59)
# Names that are pages of the desk, not consultations.
RESERVED: Final = frozenset({"moi"})
# Fields of step 1 taken over as they are; an empty text, list or None where nothing was typed.
PLAIN: Final[Mapping[str, object]] = {
    **dict.fromkeys(("title_vi", "agency_vi", "document_vi", "purpose_vi", "audience_vi"), ""),
    **dict.fromkeys(("groups_vi", "plan_no", "owner_vi"), ""),
    **dict.fromkeys(("age_bands", "provinces", "methods", "languages"), ()),
    "wanted_n": None,
}


def add_consultation(session: Session, by: SignedIn, form: Form, now: datetime) -> str:
    """A new consultation, being prepared; its name in the address.

    Raises: RuleError `forbidden`, `consultation_exists`, `fields_refused`.
    """
    values = checked(session, by, prepare_form(session), form, now)
    row = Consultation(state=PREPARING, version=0, sample=by.sample, **_step_one(values))
    row.slug = _slug(values)
    _check_slug_free(session, row.slug)
    session.add(row)
    session.flush()
    note(session, by, row, "consultation_prepared", {}, now)
    return row.slug


def change_preparation(session: Session, by: SignedIn, slug: str, form: Form, now: datetime) -> str:
    """Correct step 1; its name, questionnaire and times only until it is opened.  Returns its name.

    Raises: RuleError `forbidden`, `unknown_consultation`, `stale_version`, `consultation_exists`,
        `fields_refused`, `wrong_state` once it was cancelled.
    """
    row = seen(session, by, slug, form)
    if row.state == "cancelled":
        raise RuleError("wrong_state", state=row.state)
    values = checked(session, by, prepare_form(session), form, now)
    before, wanted = record_facts(row), _step_one(values)
    if row.state == PREPARING:
        name = _slug(values)
        if name != row.slug:
            _check_slug_free(session, name)
            row.slug = name
    else:
        for fixed in ("form_version_id", "opens_at", "closes_at", "slug"):
            wanted.pop(fixed, None)
    for name, value in wanted.items():
        setattr(row, name, value)
    note(session, by, row, "consultation_prepared", before, now)
    return row.slug


def act_upon(session: Session, by: SignedIn, slug: str, act: str, form: Form, now: datetime) -> None:
    """Do one of :data:`ACTS`: open, close, extend, reopen, cancel, collect, conclude, record_reply.

    Raises: RuleError `forbidden`, `unknown_consultation`, `stale_version`, `wrong_state`, `step_incomplete`,
        `fields_refused`, `free_text_needs_sealing` to open a form that asks for a child's own words.
    """
    row = seen(session, by, slug, form)
    values = checked(session, by, consultation_form(act), form, now)
    if act in ("open", "reopen"):
        check_may_ask(session, definition_of(session, row.form_version_id))
    before = record_facts(row)
    if act == "open":
        check_may_ask(session, definition_of(session, row.form_version_id))
    if act != "collect":
        row.state = move(TRANSITIONS, standing_of(row.state, row.closes_at, now), act)
    ACTS[act](row, values, now)
    note(session, by, row, f"consultation_{act}", before, now, values.get("reason", ""))


# -- what each act writes --------------------------------------------------------------------------------


def _open(row: Consultation, values: Values, now: datetime) -> None:
    if prepare_missing(row):
        raise RuleError("step_incomplete")
    if row.closes_at is not None and row.closes_at <= max(now, row.opens_at):
        raise RuleError("closes_before_now")
    row.facilitators_vi = values.get("facilitators_vi", "")


def _close(row: Consultation, values: Values, now: datetime) -> None:
    row.closes_at = now
    row.opens_at = min(row.opens_at, now)


def _reopen(row: Consultation, values: Values, now: datetime) -> None:
    until = read_moment(values, "closes", LAST_MINUTE)
    if until is None or until <= max(now, row.opens_at):
        raise RuleError("fields_refused", [Problem("closes_on", "closes_before_now")])
    row.closes_at = until


def _cancel(row: Consultation, values: Values, now: datetime) -> None:
    """Nothing but the state: what was prepared stays in the record."""


def _collect(row: Consultation, values: Values, now: datetime) -> None:
    if row.state in (PREPARING, "cancelled"):
        raise RuleError("wrong_state", state=row.state)
    row.facilitators_vi = values["facilitators_vi"]


def _conclude(row: Consultation, values: Values, now: datetime) -> None:
    if row.closes_at is None or row.closes_at > now:
        row.closes_at = now
    row.findings_vi, row.sent_no = values["findings_vi"], values["sent_no"]
    row.sent_on = date.fromisoformat(values["sent_on"])


def _record_reply(row: Consultation, values: Values, now: datetime) -> None:
    row.reply_no, row.reply_on = values["reply_no"], date.fromisoformat(values["reply_on"])
    if row.sent_on is not None and row.reply_on < row.sent_on:
        refuse_fields([Problem("reply_on", "end_before_start")])


# act -> what it writes beside the state.
ACTS: Final[Mapping[str, Callable[[Consultation, Values, datetime], None]]] = {
    "open": _open,
    "close": _close,
    "extend": _reopen,
    "reopen": _reopen,
    "cancel": _cancel,
    "collect": _collect,
    "conclude": _conclude,
    "record_reply": _record_reply,
}


# -- the form, the record, the traces ----------------------------------------------------------------------


def checked(session: Session, by: SignedIn, spec: FormSpec, form: Form, now: datetime) -> Values:
    """What a filled form of this desk says.  Raises: RuleError `forbidden`, `fields_refused`."""
    check_may(by.role, ACTION)
    return check_report(spec, form, today=day_of(now)).values


def _step_one(values: Values) -> dict[str, Any]:
    """The columns of step 1 and of its times."""
    opens = read_moment(values, "opens", time())
    closes = read_moment(values, "closes", LAST_MINUTE)
    if opens is not None and closes is not None and closes <= opens:
        raise RuleError("fields_refused", [Problem("closes_on", "end_before_start")])
    plan_on = values.get("plan_on")
    kept = {name: values.get(name, nothing) for name, nothing in PLAIN.items()}
    return {
        **{name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()},
        "plan_on": date.fromisoformat(plan_on) if plan_on else None,
        "form_version_id": int(values["form_version"]),
        "invited_only": values["entry"] == "invited",
        "opens_at": opens,
        "closes_at": closes,
    }


def _slug(values: Values) -> str:
    """The name in the address: what was typed, else the title without marks."""
    typed = values.get("slug")
    slug = typed or _plain(values["title_vi"])
    if not _SLUG.fullmatch(slug) or slug in RESERVED:
        raise RuleError(
            "fields_refused", [Problem("slug", "not_a_choice" if slug in RESERVED else "bad_text")]
        )
    return slug


def _plain(title: str) -> str:
    bare = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    return _NOT_SLUG.sub("-", "".join(one for one in bare if not unicodedata.combining(one))).strip("-")[:60]


def _check_slug_free(session: Session, slug: str) -> None:
    if session.scalar(select(Consultation.id).where(Consultation.slug == slug)) is not None:
        raise RuleError("consultation_exists")


def seen(session: Session, by: SignedIn, slug: str, form: Form) -> Consultation:
    """The consultation as its newest version, which the form was made from.

    Raises: RuleError `forbidden`, `unknown_consultation`, `stale_version`.
    """
    check_may(by.role, ACTION)
    row = consultation_named(session, slug)
    if list(form.get("version", ())) != [str(row.version)]:
        raise RuleError("stale_version")
    return row


def note(
    session: Session,
    by: SignedIn,
    row: Consultation,
    act: str,
    before: Mapping[str, str],
    now: datetime,
    reason: str = "",
) -> None:
    """Count the record's version up, keep what changed, and append the audit row."""
    row.version += 1
    session.flush()
    after = record_facts(row) if before else {}
    changed = {name: (was, after.get(name)) for name, was in before.items()}
    note_change(session, by.name, act, (NOUN, str(row.id)), changed, now, reason)
    record(session, Audit(by.name, act, NOUN, row.slug, now))
