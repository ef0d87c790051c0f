"""Who changed this record, when, from what to what, and why?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, OrganisationName, RecordChange

MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: field, before, after for each field that changed; None where there was nothing."""

    act: str
    at: datetime
    by_vi: str
    reason: str
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name and the day since when it was borne; None: since the beginning, as far as is known."""

    name_vi: str
    valid_from: date | None


def changes_of(session: Session, noun: str, noun_id: str) -> tuple[ChangeRow, ...]:
    """What happened to a record, the newest first."""
    rows = session.scalars(
        select(RecordChange)
        .where(RecordChange.noun == noun, RecordChange.noun_id == noun_id)
        .order_by(RecordChange.id.desc())
        .limit(MOST_CHANGES)
    ).all()
    names = account_names(session, {row.by for row in rows})
    return tuple(
        ChangeRow(
            row.act,
            row.at,
            names.get(row.by, row.by),
            row.reason,
            tuple((name, before, after) for name, (before, after) in row.changes.items()),
        )
        for row in rows
    )


def names_of(session: Session, unit_id: int) -> tuple[NameRow, ...]:
    """The names a unit has borne, the first one first; empty while it has had one only."""
    rows = session.scalars(
        select(OrganisationName)
        .where(OrganisationName.organisation_id == unit_id)
        .order_by(OrganisationName.valid_from.is_not(None), OrganisationName.valid_from, OrganisationName.id)
    )
    return tuple(NameRow(row.name_vi, row.valid_from) for row in rows)


def account_names(session: Session, accounts: Iterable[str]) -> dict[str, str]:
    """The names people read, by the account's own."""
    rows = session.execute(select(Account.name, Account.display_name).where(Account.name.in_(list(accounts))))
    return {name: shown for name, shown in rows}
