"""Which quarters did a unit report as empty, who stands behind it, and what did it report all the same?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, ActivityReport, Contribution, Fact, NilReport
from db.queries.report_context import LIVING
from db.rules.errors import RuleError
from db.rules.periods import Period


@dataclass(frozen=True, slots=True)
class NilRow:
    """One nil report: filed, confirmed or withdrawn, by whom."""

    id: int
    organisation_id: int
    quarter: str
    codes: tuple[str, ...]
    difficulties: str
    state: str
    filed_at: datetime
    filed_by: str
    filed_by_vi: str
    confirmed_at: datetime | None
    confirmed_by_vi: str
    withdrawn_at: datetime | None
    withdraw_reason: str
    sample: bool


def nil_state_of(row: NilReport) -> str:
    """Where it stands, in the words of `rules.reporting.NIL_TRANSITIONS`."""
    if row.withdrawn_at is not None:
        return "withdrawn"
    return "filed" if row.confirmed_at is None else "confirmed"


def unit_nils(session: Session, organisation_id: int) -> tuple[NilRow, ...]:
    """A unit's nil reports, the newest quarter first, withdrawn ones with them."""
    query = _nils().where(NilReport.organisation_id == organisation_id)
    rows = session.execute(query.order_by(NilReport.quarter.desc(), NilReport.recorded_at.desc()))
    return tuple(_row(*row) for row in rows)


def own_nil(session: Session, organisation_id: int, nil_id: int) -> NilRow:
    """One nil report of the unit.  Raises: RuleError `unknown_nil`, the same for another unit's."""
    found = session.execute(
        _nils().where(NilReport.id == nil_id, NilReport.organisation_id == organisation_id)
    ).first()
    if found is None:
        raise RuleError("unknown_nil")
    return _row(*found)


def living_nil(session: Session, organisation_id: int, quarter: str) -> int | None:
    """The unit's nil report of this quarter that was not withdrawn; None when there is none."""
    return session.scalar(
        select(NilReport.id).where(
            NilReport.organisation_id == organisation_id,
            NilReport.quarter == quarter,
            NilReport.withdrawn_at.is_(None),
        )
    )


def reported_codes(session: Session, organisation_id: int, quarter: Period) -> frozenset[str]:
    """Measures to which the unit's living reports, or verified facts, of the quarter add something."""
    return frozenset(code for code, _ in reported_states(session, organisation_id, quarter))


def reported_states(
    session: Session, organisation_id: int, quarter: Period
) -> Mapping[tuple[str, str], tuple[int, int]]:
    """(measure, state of the report) -> (how many reports, what they add together), in one quarter."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for code, state, value in (
        *session.execute(_from_reports(organisation_id, quarter)),
        *(
            (code, "verified", value)
            for code, value in session.execute(_from_facts(organisation_id, quarter))
        ),
    ):
        count, total = found.get((code, state), (0, 0))
        found[code, state] = (count + 1, total + value)
    return found


def _from_reports(organisation_id: int, quarter: Period) -> Select[tuple[str, str, int]]:
    current = and_(
        Contribution.report_id == ActivityReport.id, Contribution.version == ActivityReport.version
    )
    return (
        select(Contribution.measure_code, ActivityReport.state, Contribution.value)
        .join(ActivityReport, current)
        .where(
            ActivityReport.organisation_id == organisation_id,
            ActivityReport.state.in_(LIVING),
            Contribution.event_on.between(quarter.starts_on, quarter.ends_on),
            Contribution.value != 0,
        )
    )


def _from_facts(organisation_id: int, quarter: Period) -> Select[tuple[str, int]]:
    """Numbers of the unit that came without a report (figures staff recorded)."""
    return select(Fact.measure_code, Fact.value).where(
        Fact.organisation_id == organisation_id,
        Fact.report_id.is_(None),
        Fact.voided_at.is_(None),
        Fact.event_on.between(quarter.starts_on, quarter.ends_on),
        Fact.value != 0,
    )


def _nils() -> Select[tuple[NilReport, str | None, str | None]]:
    filer, second = aliased(Account), aliased(Account)
    return (
        select(NilReport, filer.display_name, second.display_name)
        .outerjoin(filer, filer.name == NilReport.recorded_by)
        .outerjoin(second, second.name == NilReport.confirmed_by)
    )


def _row(nil: NilReport, filer: str | None, second: str | None) -> NilRow:
    return NilRow(
        id=nil.id,
        organisation_id=nil.organisation_id,
        quarter=nil.quarter,
        codes=tuple(nil.measure_codes),
        difficulties=nil.difficulties,
        state=nil_state_of(nil),
        filed_at=nil.recorded_at,
        filed_by=nil.recorded_by,
        filed_by_vi=filer or nil.recorded_by,
        confirmed_at=nil.confirmed_at,
        confirmed_by_vi=second or nil.confirmed_by,
        withdrawn_at=nil.withdrawn_at,
        withdraw_reason=nil.withdraw_reason,
        sample=nil.sample,
    )
