"""Which units still owe a quarter's report, since when, and whom would one ring up?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account
from db.queries.reporting_status import UnitRow, reporting_status
from db.rules.periods import Period, parts_of_year
from db.rules.roles import MEMBER

# States of a quarter in which something is still to come, the most urgent first.
OWED = ("missing", "nil_waiting", "due", "running")


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A unit that has not reported a quarter yet.

    ``days_late``: 0 until the last day in time has passed.  ``people``: who has an open account there.
    None:  ``last_filed_on``, it reported nothing in the quarter's year.
    """

    organisation_id: int
    name_vi: str
    province_vi: str
    state: str
    days_late: int
    last_filed_on: date | None
    people: tuple[str, ...]
    sample: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """One quarter: how many units were expected, how many have reported, and who has not."""

    quarter: Period
    due_on: date
    expected: int
    reported: int
    rows: tuple[OwedRow, ...]


def owed(session: Session, quarter: Period, as_of: date) -> Owed:
    """Who has not reported a quarter, as known on a day; the longest overdue first, then from north to south.

    Source: indicators.md §3.3, page 6.
    """
    year = quarter.starts_on.year
    place = parts_of_year(year, 4).index(quarter)
    status = reporting_status(session, year, as_of)
    line, people = status.quarters[place], _people(session)
    rows = [_row(unit, place, line.due_on, as_of, people) for unit in status.units]
    still = sorted((row for row in rows if row.state in OWED), key=lambda row: OWED.index(row.state))
    return Owed(quarter, line.due_on, line.expected, line.reported, tuple(still))


def people_of(session: Session, organisation_id: int) -> tuple[str, ...]:
    """Who has an open member's account in a unit, by name."""
    return _people(session).get(organisation_id, ())


def _row(
    unit: UnitRow, place: int, due_on: date, as_of: date, people: Mapping[int, tuple[str, ...]]
) -> OwedRow:
    return OwedRow(
        organisation_id=unit.organisation_id,
        name_vi=unit.name_vi,
        province_vi=unit.province_vi,
        state=unit.states[place],
        days_late=max((as_of - due_on).days, 0),
        last_filed_on=max((day for day in unit.first_filed_on if day), default=None),
        people=people.get(unit.organisation_id, ()),
        sample=unit.sample,
    )


def _people(session: Session) -> dict[int, tuple[str, ...]]:
    rows = session.execute(
        select(Account.organisation_id, Account.display_name)
        .where(Account.role == MEMBER, Account.disabled_at.is_(None), Account.organisation_id.is_not(None))
        .order_by(Account.display_name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for unit, name in rows:
        found[unit].append(name)
    return {unit: tuple(names) for unit, names in found.items()}
