"""Which units must report, and when did each first report about a quarter?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, exists, extract, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from db.models import Account, NilReport, Organisation, Province, ReportEvent, ReportVersion
from db.queries.moments import day_of, end_of
from db.rules.periods import Period, part_holding
from db.rules.roles import MEMBER

# Head office reports nothing to itself; foreign partners report to nobody here.
NOT_REPORTING = ("tw", "ingo")
_TAKEN_BACK = ("withdraw", "discard")


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


def units_of(session: Session, year: int, as_of: date) -> tuple[Unit, ...]:
    """The units that must report in some quarter of the year, from north to south."""
    known_at = end_of(as_of)
    accounts = (
        select(Account.organisation_id.label("unit"), func.min(Account.created_at).label("since"))
        .where(Account.role == MEMBER, Account.created_at < known_at)
        .group_by(Account.organisation_id)
        .subquery()
    )
    # One look into the index per unit, however many reports it filed.
    first_event = (
        select(ReportVersion.event_on)
        .where(ReportVersion.organisation_id == Organisation.id, ReportVersion.recorded_at < known_at)
        .order_by(ReportVersion.event_on)
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Organisation, Province.name_vi, accounts.c.since, first_event)
        .outerjoin(accounts, accounts.c.unit == Organisation.id)
        .outerjoin(Province, Province.code == Organisation.province_code)
        .where(
            Organisation.kind.not_in(NOT_REPORTING),
            or_(accounts.c.unit.is_not(None), first_event.is_not(None)),
            or_(Organisation.valid_to.is_(None), Organisation.valid_to >= date(year, 1, 1)),
            or_(Organisation.valid_from.is_(None), Organisation.valid_from <= date(year, 12, 31)),
        )
        .order_by(Province.tile_row, Province.tile_col, Organisation.name_vi)
    )
    units = (_unit(kept, place or "", account, event) for kept, place, account, event in rows)
    return tuple(unit for unit in units if unit.since <= date(year, 12, 31))


def _unit(kept: Organisation, province_vi: str, account: datetime | None, event: date | None) -> Unit:
    days = [event] if event is not None else []
    days += [day_of(account)] if account is not None else []
    return Unit(
        id=kept.id,
        name_vi=kept.name_vi,
        province_code=kept.province_code or "",
        province_vi=province_vi,
        since=min(days),
        valid_from=kept.valid_from,
        valid_to=kept.valid_to,
        sample=kept.sample,
    )


def reported_in(session: Session, year: int, as_of: date) -> dict[tuple[int, str], Reported]:
    """Unit and quarter -> what was filed about it by the end of the day."""
    known_at = end_of(as_of)
    found = {
        (unit, f"{year}-Q{quarter}"): Reported(filed_on=day_of(moment))
        for unit, quarter, moment in _filed(session, year, known_at)
    }
    for nil in _nil(session, year, known_at):
        place = (nil.organisation_id, nil.quarter)
        confirmed = nil.confirmed_at is not None and nil.confirmed_at < known_at
        before = found.get(place, Reported())
        found[place] = replace(
            before,
            nil_on=before.nil_on or day_of(nil.recorded_at),
            nil_confirmed=before.nil_confirmed or confirmed,
        )
    return found


def _filed(session: Session, year: int, known_at: datetime) -> Iterable[tuple[int, int, datetime]]:
    """The first filing about each quarter, of reports as they stood then: not replaced, not taken back.

    Almost all reports have one version: those are read from the index alone, the few others one by one.
    """
    first, later = aliased(ReportVersion), aliased(ReportVersion)
    revised = select(later.report_id).where(later.number > 1)
    replaced = exists().where(
        later.report_id == ReportVersion.report_id,
        later.number > ReportVersion.number,
        later.recorded_at < known_at,
    )
    once = _by_quarter(ReportVersion.recorded_at, year, known_at).where(
        ReportVersion.number == 1, ReportVersion.report_id.not_in(revised)
    )
    often = (
        _by_quarter(first.recorded_at, year, known_at)
        .join(first, and_(first.report_id == ReportVersion.report_id, first.number == 1))
        .where(ReportVersion.report_id.in_(revised), ~replaced)
    )
    rows = session.execute(union_all(once, often))
    # The earliest comes last and stays.
    return sorted(((unit, int(number), moment) for unit, number, moment in rows), key=_latest_first)


def _latest_first(row: tuple[int, int, datetime]) -> float:
    return -row[2].timestamp()


def _by_quarter(moment: InstrumentedAttribute[datetime], year: int, known_at: datetime) -> Select[Any]:
    taken_back = select(ReportEvent.report_id).where(
        ReportEvent.act.in_(_TAKEN_BACK), ReportEvent.at < known_at
    )
    quarter = (cast(extract("month", ReportVersion.event_on), Integer) + 2) // 3
    return (
        select(ReportVersion.organisation_id, quarter, func.min(moment))
        .where(
            ReportVersion.event_on.between(date(year, 1, 1), date(year, 12, 31)),
            ReportVersion.recorded_at < known_at,
            ReportVersion.report_id.not_in(taken_back),
        )
        .group_by(ReportVersion.organisation_id, quarter)
    )


def _nil(session: Session, year: int, known_at: datetime) -> Iterable[NilReport]:
    """The nil reports about the year that stood then, the first filed first."""
    query = select(NilReport).where(
        NilReport.quarter.startswith(f"{year}-Q"),
        NilReport.recorded_at < known_at,
        or_(NilReport.withdrawn_at.is_(None), NilReport.withdrawn_at >= known_at),
    )
    return session.scalars(query.order_by(NilReport.recorded_at, NilReport.id))
