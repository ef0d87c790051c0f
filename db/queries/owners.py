"""Who answers for an objective or a measure, as known by a moment, and who did before?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from db.models import Account, Owner
from db.queries.desk_forms import desk_form
from db.queries.moments import end_of
from db.rules.report_forms import FormSpec
from db.rules.roles import LEADER, STAFF

OWNING_ROLES = (LEADER, STAFF)
NO_ACCOUNT = "none"
_PLACES = {"measure_code": Owner.measure_code, "objective_number": Owner.objective_number}


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """Who answers from a day on; `name_vi` "" nobody, `account_vi` "" no person was named beside."""

    name_vi: str
    account_vi: str
    from_on: date
    reason: str
    recorded_at: datetime
    by_vi: str
    sample: bool


def owner_of(known_at: datetime | None, **place: Any) -> ScalarSelect[str]:
    """Who answers for the place of the surrounding query, as known by a moment (None: now).

    None:   nobody was ever named; "" nobody any more.
    """
    ((column, value),) = place.items()
    query = select(Owner.name_vi).where(_PLACES[column] == value)
    if known_at is not None:
        query = query.where(Owner.recorded_at < known_at)
    # Nobody is named for a day to come, so what is known has begun.
    return query.order_by(Owner.from_on.desc(), Owner.id.desc()).limit(1).scalar_subquery()


def owners(session: Session, place: str, as_of: date) -> tuple[OwnerRow, ...]:
    """Everybody who was named for an objective ("4") or a measure ("4.1"), the one who answers first."""
    column = _PLACES["objective_number" if place.isdecimal() else "measure_code"]
    rows = session.execute(
        select(Owner, Account.display_name)
        .outerjoin(Account, Account.id == Owner.account_id)
        .where(column == (int(place) if place.isdecimal() else place), Owner.recorded_at < end_of(as_of))
        .order_by(Owner.from_on.desc(), Owner.id.desc())
    )
    return tuple(
        OwnerRow(
            row.name_vi,
            name or "",
            row.from_on,
            row.reason,
            row.recorded_at,
            row.recorded_by_vi,
            row.sample,
        )
        for row, name in rows
    )


def owner_form(session: Session, *, sample: bool) -> FormSpec:
    """The form that names who answers, with the accounts that may be named beside an office."""
    spec, people = desk_form("owner"), _people(session, sample)
    fields = tuple(
        replace(one, choices=(*one.choices, *people)) if one.name == "account" else one for one in spec.fields
    )
    return replace(spec, fields=fields)


def _people(session: Session, sample: bool) -> tuple[tuple[str, str], ...]:
    """Open accounts of leaders and staff; sample accounts for a `sample` only."""
    rows = session.execute(
        select(Account.id, Account.display_name)
        .where(
            Account.role.in_(OWNING_ROLES),
            Account.disabled_at.is_(None),
            Account.sample.in_({False, sample}),
        )
        .order_by(Account.role, Account.display_name, Account.id)
    )
    return tuple((str(number), name) for number, name in rows)
