"""Which units must report, and when did each first report about a quarter?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    ScalarSelect,
    Select,
    String,
    cast,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from db.base import UtcDateTime
from db.models import Account, FirstFiling, NilReport, Organisation, Province, ReportVersion
from db.queries.moments import day_of, end_of
from db.queries.unions import part_of
from db.rules.periods import Period, part_holding
from db.rules.roles import MEMBER

# Head office reports nothing to itself; foreign partners report to nobody here.
NOT_REPORTING = ("tw", "ingo")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that must report, from the quarter holding `since` on, while it exists."""

    id: int
    name_vi: str
    province_code: str
    province_vi: str
    since: date
    valid_from: date | None
    valid_to: date | None
    sample: bool

    def must_report(self, quarter: Period) -> bool:
        """Whether the unit owes a report or a nil report for the quarter."""
        exists_then = (self.valid_from is None or self.valid_from <= quarter.ends_on) and (
            self.valid_to is None or self.valid_to >= quarter.starts_on
        )
        return exists_then and part_holding(self.since, 4).starts_on <= quarter.starts_on


@dataclass(frozen=True, slots=True)
class Reported:
    """When a unit first filed a report about a quarter, and when a nil report; None: not by then."""

    filed_on: date | None = None
    nil_on: date | None = None
    nil_confirmed: bool = False

    @property
    def first_on(self) -> date | None:
        """The first day on which anything was filed."""
        return min((day for day in (self.filed_on, self.nil_on) if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Filings:
    """The units that must report in some quarter of a year, from north to south, and what each filed."""

    units: tuple[Unit, ...]
    reported: Mapping[tuple[int, str], Reported]  # by unit and quarter


def filings(session: Session, year: int, as_of: date) -> Filings:
    """Who must report, and what was filed about each quarter by the end of the day; one query.

    It costs what there are of units: the day of a unit's first filing is kept by the database.
    """
    known_at = end_of(as_of)
    rows = session.execute(union_all(_units(year, known_at), _filed(year, as_of), _nil(year, known_at))).all()
    units = sorted((row for row in rows if row.kind == "unit"), key=_from_north)
    found = tuple(unit for unit in map(_unit, units) if unit.since <= date(year, 12, 31))
    return Filings(found, _reported(rows, year, known_at))


def _from_north(row: Any) -> tuple[int, int, str]:
    return (row.tile_row or 0, row.tile_col or 0, row.name_vi)


# The columns of every part, with the type an empty one has.
_COLUMNS: Mapping[str, Any] = {
    "kind": String(5),
    "unit": Integer(),
    "quarter": String(7),
    "name_vi": String(200),
    "province_code": String(2),
    "province_vi": String(120),
    "tile_row": Integer(),
    "tile_col": Integer(),
    "first_on": Date(),
    "last_on": Date(),
    "day": Date(),
    "at": UtcDateTime(),
    "confirmed_at": UtcDateTime(),
    "sample": Boolean(),
}


def _units(year: int, known_at: datetime) -> Select[Any]:
    """The units with a member's account or a report; `day` is that of their first reported event."""
    accounts = (
        select(Account.organisation_id.label("unit"), func.min(Account.created_at).label("since"))
        .where(Account.role == MEMBER, Account.created_at < known_at)
        .group_by(Account.organisation_id)
        .subquery()
    )
    first_event = _first_event(known_at)
    return (
        part_of(
            _COLUMNS,
            "unit",
            unit=Organisation.id,
            name_vi=Organisation.name_vi,
            province_code=Organisation.province_code,
            province_vi=Province.name_vi,
            tile_row=Province.tile_row,
            tile_col=Province.tile_col,
            first_on=Organisation.valid_from,
            last_on=Organisation.valid_to,
            day=first_event,
            at=accounts.c.since,
            sample=Organisation.sample,
        )
        .select_from(Organisation)
        .outerjoin(accounts, accounts.c.unit == Organisation.id)
        .outerjoin(Province, Province.code == Organisation.province_code)
        .where(
            Organisation.kind.not_in(NOT_REPORTING),
            or_(accounts.c.unit.is_not(None), first_event.is_not(None)),
            or_(Organisation.valid_to.is_(None), Organisation.valid_to >= date(year, 1, 1)),
            or_(Organisation.valid_from.is_(None), Organisation.valid_from <= date(year, 12, 31)),
        )
    )


def _first_event(known_at: datetime) -> ScalarSelect[date]:
    """One look into the index per unit, however many reports it filed."""
    return (
        select(ReportVersion.event_on)
        .where(ReportVersion.organisation_id == Organisation.id, ReportVersion.recorded_at < known_at)
        .order_by(ReportVersion.event_on)
        .limit(1)
        .correlate(Organisation)
        .scalar_subquery()
    )


def _unit(row: Any) -> Unit:
    days = [row.day] if row.day is not None else []
    days += [day_of(row.at)] if row.at is not None else []
    return Unit(
        id=row.unit,
        name_vi=row.name_vi,
        province_code=row.province_code or "",
        province_vi=row.province_vi or "",
        since=min(days),
        valid_from=row.first_on,
        valid_to=row.last_on,
        sample=row.sample,
    )


def _filed(year: int, as_of: date) -> Select[Any]:
    """When each unit first filed about each quarter, as known from day to day until this one."""
    return part_of(
        _COLUMNS,
        "filed",
        unit=FirstFiling.organisation_id,
        quarter=cast(FirstFiling.quarter, String),
        first_on=FirstFiling.known_on,
        day=FirstFiling.filed_on,
    ).where(FirstFiling.year == year, FirstFiling.known_on <= as_of)


def _nil(year: int, known_at: datetime) -> Select[Any]:
    """The nil reports about the year that stood then."""
    return part_of(
        _COLUMNS,
        "nil",
        unit=NilReport.organisation_id,
        quarter=NilReport.quarter,
        at=NilReport.recorded_at,
        confirmed_at=NilReport.confirmed_at,
    ).where(
        NilReport.quarter.startswith(f"{year}-Q"),
        NilReport.recorded_at < known_at,
        or_(NilReport.withdrawn_at.is_(None), NilReport.withdrawn_at >= known_at),
    )


def _reported(rows: Iterable[Any], year: int, known_at: datetime) -> dict[tuple[int, str], Reported]:
    """The newest knowledge of each first filing, and beside it the nil report that was filed first."""
    found: dict[tuple[int, str], Reported] = {}
    told = [row for row in rows if row.kind == "filed"]
    for row in sorted(told, key=lambda row: row.first_on):
        found[row.unit, f"{year}-Q{row.quarter}"] = Reported(filed_on=row.day)
    nils = [row for row in rows if row.kind == "nil"]
    for nil in sorted(nils, key=lambda row: row.at):
        before = found.get((nil.unit, nil.quarter), Reported())
        confirmed = nil.confirmed_at is not None and nil.confirmed_at < known_at
        found[nil.unit, nil.quarter] = replace(
            before,
            nil_on=before.nil_on or day_of(nil.at),
            nil_confirmed=before.nil_confirmed or confirmed,
        )
    return found
