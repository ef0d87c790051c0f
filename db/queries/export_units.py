"""What were the units called, and which were there, by a moment?  The kept row, wound back by its changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Organisation, Province, RecordChange
from db.queries.moments import end_of
from db.queries.reporting_status import reporting_status
from db.rules.exports import SAMPLE, Wanted
from db.rules.periods import parts_of_year

Row = tuple[Any, ...]
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class UnitThen:
    """One unit as it stood at a moment."""

    id: int
    name_vi: str
    kind: str
    province_code: str | None
    old_province_vi: str
    valid_from: date | None
    valid_to: date | None
    successor_id: int | None
    attested: str
    source: str
    sample: bool


def units_then(session: Session, known_at: datetime) -> dict[int, UnitThen]:
    """Unit number -> the unit as known by then; units added later are not there."""
    found = {row.id: _unit(row) for row in session.scalars(select(Organisation).order_by(Organisation.id))}
    later = session.scalars(
        select(RecordChange)
        .where(RecordChange.noun == "organisation", RecordChange.at >= known_at)
        .order_by(RecordChange.id.desc())
    )
    for change in later:
        number = int(change.noun_id)
        if number not in found:
            continue
        if change.act == "organisation_added":
            del found[number]
        else:
            found[number] = _undone(found[number], change.changes)
    return found


def organisation_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """Every unit of the Association, ended ones too.  Shape: columns of the set `organisations`."""
    provinces = province_names(session)
    units = units_then(session, end_of(wanted.as_of)).values()
    yield [
        (
            SAMPLE if unit.sample else None,
            unit.id,
            unit.name_vi,
            unit.kind,
            unit.province_code,
            provinces.get(unit.province_code or ""),
            unit.old_province_vi,
            unit.valid_from,
            unit.valid_to,
            unit.successor_id,
            unit.attested,
            unit.source,
        )
        for unit in units
        if wanted.unit_id in (None, unit.id)
    ]


def reporting_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """Who reported, quarter by quarter.  Shape: columns of the set `reporting`; by year, unit, quarter."""
    names = {number: unit.name_vi for number, unit in units_then(session, end_of(wanted.as_of)).items()}
    for year in wanted.years:
        quarters = parts_of_year(year, QUARTERS)
        status = reporting_status(session, year, wanted.as_of)
        due = [row.due_on for row in status.quarters]
        yield [
            (
                SAMPLE if unit.sample else None,
                year,
                quarters[place].label,
                due[place],
                unit.organisation_id,
                names.get(unit.organisation_id, unit.name_vi),
                unit.province_code or None,
                unit.province_vi or None,
                unit.states[place],
                unit.first_filed_on[place],
            )
            for unit in sorted(status.units, key=lambda one: one.organisation_id)
            if wanted.unit_id in (None, unit.organisation_id)
            for place in range(QUARTERS)
        ]


def province_names(session: Session) -> dict[str, str]:
    """Code -> name of the 34 provinces."""
    return {code: name for code, name in session.execute(select(Province.code, Province.name_vi))}


def _unit(row: Organisation) -> UnitThen:
    return UnitThen(**{name: getattr(row, name) for name in UnitThen.__slots__})


def _undone(unit: UnitThen, changes: Mapping[str, Any]) -> UnitThen:
    """The unit before this change."""
    before = {name: change[0] for name, change in changes.items()}
    known = {name: read(before[name]) for name, read in _BEFORE.items() if name in before}
    # A merger notes the other unit by its name; before it there was none.
    return replace(unit, **known, **({"successor_id": None} if "successor" in before else {}))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_BEFORE: Mapping[str, Callable[[Any], Any]] = {"name_vi": str, "valid_to": _day}
