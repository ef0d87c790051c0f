"""What did the agency answer point by point, and how were the children told?  Steps 3 and 4."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.changes import Changed, note_change
from db.commands.consulting_desk import Form, checked, seen
from db.models import Consultation, ReplyPoint, Telling
from db.queries.accounts import SignedIn
from db.queries.consultation_forms import consultation_form
from db.queries.consulting_desk import NOUN
from db.queries.moments import day_of
from db.rules.consultation import TRANSITIONS, standing_of
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.statemachine import move


def save_point(session: Session, by: SignedIn, slug: str, number: int, form: Form, now: datetime) -> None:
    """Add a point of the agency's answer (number 0), correct one, or take one out of the record.

    Raises: RuleError `forbidden`, `stale_version`, `wrong_state` before the children's opinions were sent,
        `unknown_point`, `fields_refused`.
    """
    row = seen(session, by, slug, form)
    move(TRANSITIONS, standing_of(row.state, row.closes_at, now), "record_reply")
    values = checked(session, by, consultation_form("point"), form, now)
    point = _part(session, ReplyPoint, row, number)
    before = {"asked_vi": point.asked_vi, "verdict": point.verdict, "why_vi": point.why_vi}
    if values.get("remove"):
        session.delete(point)
        changed = {name: (was, None) for name, was in before.items()}
        _note(session, by, row, "point_removed", changed, now)
        return
    for name in before:
        setattr(point, name, values.get(name, ""))
    session.add(point)
    changed = {name: (was, getattr(point, name)) for name, was in before.items()}
    _note(session, by, row, "point_recorded", changed, now)


def save_telling(session: Session, by: SignedIn, slug: str, number: int, form: Form, now: datetime) -> None:
    """Record that the children were told (number 0), or correct such a record.

    Raises: RuleError `forbidden`, `stale_version`, `wrong_state` before step 3, `unknown_point`,
        `fields_refused`.
    """
    row, spec = seen(session, by, slug, form), consultation_form("tell_children")
    state = move(TRANSITIONS, standing_of(row.state, row.closes_at, now), "tell_children")
    values = checked(session, by, spec, form, now)
    telling = _part(session, Telling, row, number)
    told_on = date.fromisoformat(values["told_on"])
    if row.closes_at is not None and told_on < day_of(row.closes_at):
        refuse_fields([Problem("told_on", "end_before_start")])
    names = ("told_vi", "told_on", "channels", "places_vi")
    wanted = {**values, "told_on": told_on}
    changed = {name: (getattr(telling, name), wanted[name]) for name in names}
    for name in names:
        setattr(telling, name, wanted[name])
    session.add(telling)
    row.state = state
    _note(session, by, row, "consultation_tell_children", changed, now)


def _part(session: Session, kind: type[Any], row: Consultation, number: int) -> Any:
    """The point or telling of this number; a fresh one under number 0."""
    if number == 0:
        return kind(consultation_id=row.id)
    found = session.get(kind, number)
    if found is None or found.consultation_id != row.id:
        raise RuleError("unknown_point")
    return found


def _note(
    session: Session, by: SignedIn, row: Consultation, act: str, changed: Changed, now: datetime
) -> None:
    row.version += 1
    session.flush()
    kept = {name: (_written(was), _written(became)) for name, (was, became) in changed.items()}
    note_change(session, by.name, act, (NOUN, str(row.id)), kept, now)
    record(session, Audit(by.name, act, NOUN, row.slug, now))


def _written(value: Any) -> Any:
    """A list of channels as one text; everything else as it is."""
    return ", ".join(value) if isinstance(value, list) else value
