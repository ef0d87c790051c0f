"""How do the units of the Association change over time?  Founded, renamed, merged, ended; nothing is lost.

A unit's reports and facts stay its own whatever becomes of it; only what happens from now on changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.changes import Changed, note_change
from db.models import Organisation, OrganisationName
from db.queries.accounts import SignedIn
from db.queries.desk_forms import desk_form
from db.queries.moments import day_of
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.report_checks import check_report
from db.rules.roles import check_may

Form = Mapping[str, Sequence[str]]
ACTION, NOUN = "keep_organisations", "organisation"


def add_organisation(session: Session, by: SignedIn, form: Form, now: datetime) -> int:
    """A new unit; its number.

    Raises: RuleError `forbidden`, `organisation_exists`, `fields_refused`.
    """
    values = _read(session, by, "unit_add", form, now)
    _check_name_free(session, values["name_vi"])
    unit = Organisation(
        name_vi=values["name_vi"],
        kind=values["kind"],
        province_code=values.get("province_code"),
        valid_from=_day(values.get("valid_from")),
        sample=by.sample,
    )
    session.add(unit)
    session.flush()
    _add_name(session, by, unit, unit.valid_from, now)
    shown: Changed = {name: (None, values.get(name)) for name in ("name_vi", "kind", "province_code")}
    _note(session, by, unit, "organisation_added", shown, now)
    return unit.id


def rename_organisation(session: Session, by: SignedIn, unit_id: int, form: Form, now: datetime) -> None:
    """The unit bears another name from a day on; the old ones stay in its history.

    Raises: RuleError `forbidden`, `unknown_organisation`, `organisation_exists`, `fields_refused`.
    """
    values, unit = _read(session, by, "unit_rename", form, now), _unit(session, unit_id)
    if values["name_vi"] == unit.name_vi:
        return
    _check_name_free(session, values["name_vi"])
    if session.scalar(select(OrganisationName.id).where(OrganisationName.organisation_id == unit.id)) is None:
        _add_name(session, by, unit, unit.valid_from, now)
    before, unit.name_vi = unit.name_vi, values["name_vi"]
    _add_name(session, by, unit, _day(values["valid_from"]), now)
    _note(
        session, by, unit, "organisation_renamed", {"name_vi": (before, unit.name_vi)}, now, values["reason"]
    )


def merge_organisation(session: Session, by: SignedIn, unit_id: int, form: Form, now: datetime) -> None:
    """The unit ends and goes into another.

    Raises: RuleError `forbidden`, `unknown_organisation`, `organisation_ended`, `organisation_loop`,
        `fields_refused`.
    """
    values = _read(session, by, "unit_merge", form, now)
    unit, into = _living(session, unit_id), _living(session, int(values["into"]))
    if unit.id == into.id or _came_from(session, into, unit.id):
        raise RuleError("organisation_loop")
    unit.successor_id = into.id
    if into.predecessor_id is None:
        into.predecessor_id = unit.id
    changed = {"valid_to": (unit.valid_to, values["on"]), "successor": (None, into.name_vi)}
    unit.valid_to = _last_day(unit, values["on"])
    _note(session, by, unit, "organisation_merged", changed, now, values["reason"])
    received = {"predecessor": (None, unit.name_vi)}
    _note(session, by, into, "organisation_took_in", received, now, values["reason"])


def end_organisation(session: Session, by: SignedIn, unit_id: int, form: Form, now: datetime) -> None:
    """The unit ends and nothing follows it.

    Raises: RuleError `forbidden`, `unknown_organisation`, `organisation_ended`, `fields_refused`.
    """
    values, unit = _read(session, by, "unit_end", form, now), _living(session, unit_id)
    changed = {"valid_to": (unit.valid_to, values["on"])}
    unit.valid_to = _last_day(unit, values["on"])
    _note(session, by, unit, "organisation_ended", changed, now, values["reason"])


# -- the form, the unit, the traces --------------------------------------------------------------------


def _read(session: Session, by: SignedIn, form_name: str, form: Form, now: datetime) -> Mapping[str, Any]:
    check_may(by.role, ACTION)
    units = frozenset(str(number) for number in session.scalars(select(Organisation.id)))
    return check_report(desk_form(form_name), form, today=day_of(now), organisations=units).values


def _unit(session: Session, unit_id: int) -> Organisation:
    unit = session.get(Organisation, unit_id)
    if unit is None:
        raise RuleError("unknown_organisation")
    return unit


def _living(session: Session, unit_id: int) -> Organisation:
    unit = _unit(session, unit_id)
    if unit.valid_to is not None:
        raise RuleError("organisation_ended")
    return unit


def _last_day(unit: Organisation, text: str) -> date:
    day = date.fromisoformat(text)
    if unit.valid_from is not None and day < unit.valid_from:
        refuse_fields([Problem("on", "end_before_start")])
    return day


def _came_from(session: Session, unit: Organisation, ancestor_id: int) -> bool:
    """Whether the unit went into the other, directly or by way of others."""
    seen: set[int] = set()
    following = unit.successor_id
    while following is not None and following not in seen:
        seen.add(following)
        following = session.get_one(Organisation, following).successor_id
    return ancestor_id in seen


def _check_name_free(session: Session, name: str) -> None:
    if session.scalar(select(Organisation.id).where(Organisation.name_vi == name)) is not None:
        raise RuleError("organisation_exists")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _add_name(
    session: Session, by: SignedIn, unit: Organisation, valid_from: date | None, now: datetime
) -> None:
    session.add(
        OrganisationName(
            organisation_id=unit.id,
            name_vi=unit.name_vi,
            valid_from=valid_from,
            recorded_at=now,
            recorded_by=by.name,
        )
    )


def _note(
    session: Session,
    by: SignedIn,
    unit: Organisation,
    act: str,
    changed: Changed,
    now: datetime,
    reason: str = "",
) -> None:
    note_change(session, by.name, act, (NOUN, str(unit.id)), changed, now, reason)
    record(session, Audit(by.name, act, NOUN, str(unit.id), now))
