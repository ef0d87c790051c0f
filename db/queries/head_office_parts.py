"""How is one of the small tables asked, so that all of them can answer in one UNION ALL?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Select,
    String,
    cast,
    func,
    literal,
    or_,
)

from db.base import Json, UtcDateTime
from db.models import (
    Contribution,
    LedgerConfirmation,
    MeasureComment,
    MeasureParams,
    Milestone,
    NilReport,
    Owner,
    Plan,
    ProfileUpdate,
    StrategicEvidence,
    YearClose,
)
from db.queries.unions import part_of

PROFILE_MEASURE = "7.2"
YEARS_BACK = 4

# The columns of every part, with the type an empty one has.
_COLUMNS = {
    "kind": String(10),
    "code": String(8),
    "label": String(20),
    "day": Date(),
    "at": UtcDateTime(),
    "number": BigInteger(),
    "rank": BigInteger(),
    "yes": Boolean(),
    "sure": Boolean(),
    "early": BigInteger(),
    "content": Json,
    "sample": Boolean(),
}


Years = Sequence[int]  # one after the other


def part(kind: str, sample: ColumnElement[Any] | None = None, **given: Any) -> Select[Any]:
    """One SELECT in the columns of all parts."""
    return part_of(_COLUMNS, kind, **(given if sample is None else {**given, "sample": sample}))


def _stands(
    table: type[Plan] | type[Milestone] | type[ProfileUpdate], known_at: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Entered by then, and not taken back by then."""
    return (
        table.recorded_at < known_at,
        or_(table.voided_at.is_(None), table.voided_at >= known_at),
    )


def _plan_part(years: Years, known_at: datetime) -> Select[Any]:
    return part(
        "plan",
        Plan.sample,
        code=Plan.measure_code,
        label=cast(Plan.year, String),
        day=Plan.approved_on,
        number=Plan.value,
        rank=Plan.id,
    ).where(Plan.year.between(years[0], years[-1]), *_stands(Plan, known_at))


def _milestone_part(years: Years, known_at: datetime) -> Select[Any]:
    return part(
        "milestone",
        Milestone.sample,
        code=Milestone.measure_code,
        label=Milestone.period,
        day=Milestone.done_on,
        yes=Milestone.verified,
        sure=Milestone.quality_ok,
    ).where(
        Milestone.period >= str(years[0]),
        Milestone.period < str(years[-1] + 1),
        *_stands(Milestone, known_at),
    )


def _profile_part(years: Years, known_at: datetime) -> Select[Any]:
    return part(
        "profile", ProfileUpdate.sample, code=literal(PROFILE_MEASURE, String), day=ProfileUpdate.updated_on
    ).where(*_stands(ProfileUpdate, known_at))


def _confirmed_part(years: Years, known_at: datetime) -> Select[Any]:
    """Up to which day each ledger was looked through; a sample as soon as one confirmation is."""
    samples = func.count().filter(LedgerConfirmation.sample.is_(True)) > 0
    return (
        part(
            "confirmed",
            samples,
            code=LedgerConfirmation.measure_code,
            day=func.max(LedgerConfirmation.confirmed_to),
        )
        .where(LedgerConfirmation.recorded_at < known_at)
        .group_by(LedgerConfirmation.measure_code)
    )


def _nil_part(years: Years, known_at: datetime) -> Select[Any]:
    return part("nil", NilReport.sample, label=NilReport.quarter, content=NilReport.measure_codes).where(
        NilReport.confirmed_at < known_at,
        or_(NilReport.withdrawn_at.is_(None), NilReport.withdrawn_at >= known_at),
        or_(NilReport.withdrawn_at.is_(None), NilReport.withdrawn_at >= known_at),
        NilReport.quarter >= str(years[0] - YEARS_BACK),
        NilReport.quarter < str(years[-1] + 1),
    )


def _waiting_part(year: int, known_at: datetime) -> Select[Any]:
    """What waits, by measure."""
    found = part(
        "waiting", code=Contribution.measure_code, label=_own(year), number=func.sum(Contribution.value)
    )
    return found.where(*_waits(year, known_at)).group_by(Contribution.measure_code)


def _queue_part(year: int, known_at: datetime) -> Select[Any]:
    """How many reports wait, and since when the oldest; one report may add to two measures."""
    waiting = func.count(Contribution.report_id.distinct())
    found = part("queue", label=_own(year), number=waiting, at=func.min(Contribution.submitted_at))
    return found.where(*_waits(year, known_at))


def _own(year: int) -> ColumnElement[str]:
    return literal(str(year), String)


def _waits(year: int, known_at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Contribution.submitted_at < known_at,
        or_(Contribution.settled_at.is_(None), Contribution.settled_at >= known_at),
        Contribution.event_on.between(date(year, 1, 1), date(year, 12, 31)),
    )


def _close_part(years: Years, known_at: datetime) -> Select[Any]:
    """Closes of the year and of those its base may stand on."""
    return part(
        "close",
        YearClose.sample,
        day=YearClose.closed_on,
        number=YearClose.year,
        rank=YearClose.version,
        content=YearClose.content,
    ).where(YearClose.closed_at < known_at, YearClose.year.between(years[0] - YEARS_BACK, years[-1]))


def _comment_part(years: Years, known_at: datetime) -> Select[Any]:
    return (
        part("comment", code=MeasureComment.measure_code, label=cast(MeasureComment.year, String))
        .where(MeasureComment.year.between(years[0], years[-1]), MeasureComment.at < known_at)
        .distinct()
    )


def _newest_params_part(years: Years, known_at: datetime) -> Select[Any]:
    """Which parameters were the last to be recorded: by it one knows whether what was read before holds."""
    found = part("params", number=func.max(MeasureParams.id))
    return found.where(MeasureParams.recorded_at < known_at)


def _newest_owner_part(years: Years, known_at: datetime) -> Select[Any]:
    """Who was the last to be named as answering for something; the same use."""
    found = part("owners", number=func.max(Owner.id))
    return found.where(Owner.recorded_at < known_at)


def _newest_evidence_part(years: Years, known_at: datetime) -> Select[Any]:
    """Which evidence was the last to be written down; the same use."""
    found = part("evidence", number=func.max(StrategicEvidence.id))
    return found.where(StrategicEvidence.at < known_at)


OF_ALL = (
    _newest_params_part,
    _newest_owner_part,
    _newest_evidence_part,
    _plan_part,
    _milestone_part,
    _profile_part,
    _confirmed_part,
    _nil_part,
    _close_part,
    _comment_part,
)
OF_EACH = (_waiting_part, _queue_part)


def parts(years: Years, known_at: datetime) -> Iterator[Select[Any]]:
    """What is asked about these years, as known by a moment."""
    yield from (asked(years, known_at) for asked in OF_ALL)
    yield from (asked(year, known_at) for asked in OF_EACH for year in years)
