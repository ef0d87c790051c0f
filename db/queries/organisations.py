"""Which units of the Association are there to choose from?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from db.models import Account, Organisation, OrganisationName, Province
from db.rules.errors import RuleError


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One unit by its name today."""

    id: int
    name_vi: str
    sample: bool


def organisations(session: Session, as_of: date) -> tuple[OrganisationRow, ...]:
    """The units that exist on this day, by name."""
    rows = session.scalars(
        select(Organisation)
        .where(or_(Organisation.valid_to.is_(None), Organisation.valid_to >= as_of))
        .order_by(Organisation.name_vi)
    )
    return tuple(OrganisationRow(row.id, row.name_vi, row.sample) for row in rows)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit over time, as a list shows it."""

    id: int
    name_vi: str
    kind: str
    province_vi: str
    valid_from: date | None
    valid_to: date | None
    sample: bool


@dataclass(frozen=True, slots=True)
class UnitDetail:
    """A unit with what it came from and went into, and how many accounts it has."""

    row: UnitRow
    predecessors: tuple[OrganisationRow, ...]
    successor: OrganisationRow | None
    source: str
    attested: str
    accounts: int


def units(session: Session, search: str = "", *, ended: bool = False) -> tuple[UnitRow, ...]:
    """Units by name, those that ended only when asked for; `search` finds parts of names, old ones too.

    Letters and their marks must be as they are written, capitals need not.
    """
    wanted = search.casefold()
    old: dict[int, str] = defaultdict(str)
    for unit_id, name in session.execute(select(OrganisationName.organisation_id, OrganisationName.name_vi)):
        old[unit_id] += f"\n{name}"
    rows = (_unit_row(unit, place) for unit, place in session.execute(_units()))
    return tuple(
        row
        for row in rows
        if (ended or row.valid_to is None)
        and wanted in f"{row.name_vi}\n{row.province_vi}{old[row.id]}".casefold()
    )


def unit_detail(session: Session, unit_id: int) -> UnitDetail:
    """One unit.  Raises: RuleError `unknown_organisation`."""
    found = session.execute(_units().where(Organisation.id == unit_id)).first()
    if found is None:
        raise RuleError("unknown_organisation")
    unit = found[0]
    came = session.scalars(
        select(Organisation)
        .where(or_(Organisation.successor_id == unit_id, Organisation.id == unit.predecessor_id))
        .order_by(Organisation.name_vi)
    )
    went = session.get(Organisation, unit.successor_id) if unit.successor_id else None
    people = select(func.count()).select_from(Account).where(Account.organisation_id == unit_id)
    return UnitDetail(
        _unit_row(*found),
        tuple(OrganisationRow(row.id, row.name_vi, row.sample) for row in came),
        OrganisationRow(went.id, went.name_vi, went.sample) if went else None,
        unit.source,
        unit.attested,
        session.scalar(people.where(Account.disabled_at.is_(None))) or 0,
    )


def _units() -> Select[Any]:
    return (
        select(Organisation, Province.name_vi)
        .outerjoin(Province, Province.code == Organisation.province_code)
        .order_by(Organisation.name_vi)
    )


def _unit_row(unit: Organisation, province_vi: str | None) -> UnitRow:
    return UnitRow(
        unit.id, unit.name_vi, unit.kind, province_vi or "", unit.valid_from, unit.valid_to, unit.sample
    )
