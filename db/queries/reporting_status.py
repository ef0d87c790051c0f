"""Which unit has reported for which quarter, which has not, and whom should we remind?  No ranking.

Who must report: a unit of the Association (not head office, not a foreign partner) that ever had a member's
account or filed a report, from the quarter of its first account or first reported event on, while it exists.
Reported: a report about something in the quarter was filed by that day, and not withdrawn by then.  In time:
filed within 15 days after the quarter.  A confirmed nil report counts as reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.queries import places
from db.queries.reporting_facts import Reported, Unit, filings
from db.rules.periods import Period, parts_of_year

GRACE_DAYS = 15
REPORTED = frozenset({"on_time", "late", "nil"})
DUE = REPORTED | {"nil_waiting", "missing"}


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One quarter: how many units were expected, and how they stand; `due_on` the last day in time."""

    label: str
    due_on: date
    expected: int
    reported: int
    on_time: int
    late: int
    nil: int
    missing: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit through the year.

    Shape:  one state and one day per quarter.  States: on_time, late, nil, nil_waiting (its second person has
            not confirmed), missing, due (the quarter is over, its last day is not), running, ahead,
            not_expected.
    """

    organisation_id: int
    name_vi: str
    province_code: str
    province_vi: str
    states: tuple[str, ...]
    first_filed_on: tuple[date | None, ...]
    sample: bool


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One of the 34 on the map.  States per quarter: all, some, none, no_unit, not_due."""

    code: str
    name_vi: str
    short_vi: str
    tile_row: int
    tile_col: int
    units: int
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemindRow:
    """A unit to be reminded of a quarter; `last_filed_on`: when it last reported about anything this year."""

    organisation_id: int
    name_vi: str
    province_vi: str
    quarter: str
    due_on: date
    days_late: int
    last_filed_on: date | None


@dataclass(frozen=True, slots=True)
class ReportingStatus:
    """Four quarters, the units and provinces from north to south, and whom to remind, longest first."""

    year: int
    as_of: date
    quarters: tuple[QuarterRow, ...]
    units: tuple[UnitRow, ...]
    provinces: tuple[ProvinceRow, ...]
    remind: tuple[RemindRow, ...]


def reporting_status(
    session: Session, year: int, as_of: date, tiles: Sequence[places.ProvinceRow] = ()
) -> ReportingStatus:
    """Who has reported in a year, as known on a day; `tiles` are the provinces where they are at hand.

    Shape:  units in geographic order, never by volume.
    Source: indicators.md §3.3, page 6.
    """
    quarters = parts_of_year(year, 4)
    found = filings(session, year, as_of)
    units = tuple(_unit_row(unit, quarters, found.reported, as_of) for unit in found.units)
    return ReportingStatus(
        year=year,
        as_of=as_of,
        quarters=tuple(_quarter_row(quarter, place, units) for place, quarter in enumerate(quarters)),
        units=units,
        provinces=_provinces(tiles or places.provinces(session), units, len(quarters)),
        remind=_remind(units, quarters, as_of),
    )


def _unit_row(
    unit: Unit, quarters: Iterable[Period], reported: Mapping[tuple[int, str], Reported], as_of: date
) -> UnitRow:
    found = [reported.get((unit.id, quarter.label), Reported()) for quarter in quarters]
    return UnitRow(
        organisation_id=unit.id,
        name_vi=unit.name_vi,
        province_code=unit.province_code,
        province_vi=unit.province_vi,
        states=tuple(_state(unit, quarter, one, as_of) for quarter, one in zip(quarters, found, strict=True)),
        first_filed_on=tuple(one.first_on for one in found),
        sample=unit.sample,
    )


def _state(unit: Unit, quarter: Period, found: Reported, as_of: date) -> str:
    """How a unit stands for a quarter: the first that holds.  What was reported counts even where it was not
    owed."""
    last_day = quarter.in_time_until(GRACE_DAYS)
    tests = (
        (found.filed_on is not None and found.filed_on <= last_day, "on_time"),
        (found.filed_on is not None, "late"),
        (found.nil_on is not None and found.nil_confirmed, "nil"),
        (not unit.must_report(quarter), "not_expected"),
        (found.nil_on is not None, "nil_waiting"),
        (as_of < quarter.starts_on, "ahead"),
        (as_of <= quarter.ends_on, "running"),
        (as_of <= last_day, "due"),
    )
    return next((state for holds, state in tests if holds), "missing")


def _quarter_row(quarter: Period, place: int, units: Iterable[UnitRow]) -> QuarterRow:
    states = [unit.states[place] for unit in units]
    return QuarterRow(
        label=quarter.label,
        due_on=quarter.in_time_until(GRACE_DAYS),
        expected=sum(state != "not_expected" for state in states),
        reported=sum(state in REPORTED for state in states),
        on_time=states.count("on_time"),
        late=states.count("late"),
        nil=states.count("nil"),
        missing=states.count("missing"),
    )


def _provinces(
    tiles: Sequence[places.ProvinceRow], units: Iterable[UnitRow], quarters: int
) -> tuple[ProvinceRow, ...]:
    by_place: dict[str, list[UnitRow]] = {}
    for unit in units:
        by_place.setdefault(unit.province_code, []).append(unit)
    return tuple(
        ProvinceRow(
            code=tile.code,
            name_vi=tile.name_vi,
            short_vi=tile.short_vi,
            tile_row=tile.tile_row,
            tile_col=tile.tile_col,
            units=len(by_place.get(tile.code, ())),
            states=tuple(_together(by_place.get(tile.code, ()), place) for place in range(quarters)),
        )
        for tile in tiles
    )


def _together(units: Iterable[UnitRow], place: int) -> str:
    states = {unit.states[place] for unit in units} - {"not_expected"}
    tests = (
        (not states, "no_unit"),
        (states <= REPORTED, "all"),
        (not states & DUE, "not_due"),
        (bool(states & REPORTED), "some"),
    )
    return next((state for holds, state in tests if holds), "none")


def _remind(units: Iterable[UnitRow], quarters: Iterable[Period], as_of: date) -> tuple[RemindRow, ...]:
    """One line per unit: the earliest quarter it still owes."""
    due = {quarter.label: quarter.in_time_until(GRACE_DAYS) for quarter in quarters}
    rows = []
    for unit in units:
        owed = [label for label, state in zip(due, unit.states, strict=True) if state == "missing"]
        if owed:
            rows.append(_remind_row(unit, owed[0], due[owed[0]], as_of))
    return tuple(sorted(rows, key=lambda row: -row.days_late))


def _remind_row(unit: UnitRow, quarter: str, due_on: date, as_of: date) -> RemindRow:
    return RemindRow(
        organisation_id=unit.organisation_id,
        name_vi=unit.name_vi,
        province_vi=unit.province_vi,
        quarter=quarter,
        due_on=due_on,
        days_late=(as_of - due_on).days,
        last_filed_on=max((day for day in unit.first_filed_on if day), default=None),
    )
