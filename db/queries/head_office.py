"""What did head office enter, what waits, what was confirmed and closed?  Many small tables, one query.

Each part answers in the same columns, so that one UNION ALL brings them together; a page that needs all of
them pays for one round trip instead of eight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from db.base import Json
from db.models import (
    Contribution,
    LedgerConfirmation,
    MeasureComment,
    Milestone,
    NilReport,
    Plan,
    ProfileUpdate,
    YearClose,
)
from db.rules.year_life import Close, NextTarget, from_stored

PROFILE_MEASURE = "7.2"
YEARS_BACK = 4

# The columns of every part, with the type an empty one has.
_COLUMNS = {
    "kind": String(10),
    "code": String(8),
    "label": String(20),
    "day": Date(),
    "number": BigInteger(),
    "rank": BigInteger(),
    "yes": Boolean(),
    "sure": Boolean(),
    "content": Json,
    "sample": Boolean(),
}


@dataclass(frozen=True, slots=True)
class HeadOffice:
    """The small tables as known by a moment, in the words of `evaluate`.

    ``waiting``: what submitted, unverified reports of the year would add; ``nil_places``: measure and year
    for which a unit confirmed that nothing happened; ``closes``: stored closes of years, oldest first.
    """

    plans: Mapping[tuple[str, int], list[dict[str, Any]]]
    entries: Mapping[str, list[dict[str, Any]]]
    confirmed_to: Mapping[str, str]
    waiting: Mapping[str, int]
    waiting_n: int
    nil_places: frozenset[tuple[str, int]]
    closes: tuple[Close, ...]
    commented: frozenset[str]
    sample_codes: frozenset[str]


def head_office(session: Session, year: int, known_at: datetime) -> HeadOffice:
    """Plans, windows, profile updates, confirmations, nil reports, waiting sums, closes and comments."""
    parts = [part(year, known_at) for part in _PARTS]
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(union_all(*parts)):
        found[row.kind].append(row)
    plans, entries = _plans(found["plan"]), _entries(found["milestone"], found["profile"])
    marked = (*found["plan"], *found["milestone"], *found["profile"], *found["confirmed"])
    return HeadOffice(
        plans=plans,
        entries=entries,
        confirmed_to={row.code: row.day.isoformat() for row in found["confirmed"]},
        waiting={row.code: int(row.number) for row in found["waiting"]},
        waiting_n=sum(int(row.number) for row in found["queue"]),
        nil_places=frozenset((code, int(row.label[:4])) for row in found["nil"] for code in row.content),
        closes=_closes(found["close"]),
        commented=frozenset(row.code for row in found["comment"]),
        sample_codes=frozenset(row.code for row in marked if row.sample),
    )


def _plans(rows: Iterable[Any]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The approved figures in the order of approval, of one day in the order of entry."""
    plans: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.day, row.rank)):
        entry = {"value": row.number, "approved_on": row.day.isoformat()}
        plans[row.code, int(row.label)].append(entry)
    return plans


def _entries(milestones: Iterable[Any], updates: Iterable[Any]) -> dict[str, list[dict[str, Any]]]:
    entries: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in milestones:
        done = row.day.isoformat()
        entry = {"period": row.label, "done": done, "verified": row.yes, "quality_ok": row.sure}
        entries[row.code].append(entry)
    for row in updates:
        entries[row.code].append({"updated": row.day.isoformat()})
    return entries


def _closes(rows: Iterable[Any]) -> tuple[Close, ...]:
    """The closes in the order of years and versions."""
    ordered = sorted(rows, key=lambda row: (row.number, row.rank))
    return tuple(close_of(row.number, row.rank, row.day, row.content) for row in ordered)


def close_of(year: int, version: int, closed_on: date, content: Mapping[str, Any]) -> Close:
    """A stored close in the words of the rules."""
    return Close(
        year,
        version,
        closed_on,
        {code: from_stored(kept) for code, kept in content["values"].items()},
        {code: NextTarget(**kept) for code, kept in content["next_targets"].items()},
    )


# -- the parts -----------------------------------------------------------------------------------------


def _part(kind: str, sample: ColumnElement[Any] | None = None, **given: Any) -> Select[Any]:
    """One SELECT in the columns of all parts."""
    known = {"kind": literal(kind, String), **given}
    if sample is not None:
        known["sample"] = sample
    return select(
        *(
            (known[name] if name in known else cast(null(), kept)).label(name)
            for name, kept in _COLUMNS.items()
        )
    )


def _plan_part(year: int, known_at: datetime) -> Select[Any]:
    return _part(
        "plan",
        Plan.sample,
        code=Plan.measure_code,
        label=cast(Plan.year, String),
        day=Plan.approved_on,
        number=Plan.value,
        rank=Plan.id,
    ).where(Plan.year == year, Plan.recorded_at < known_at)


def _milestone_part(year: int, known_at: datetime) -> Select[Any]:
    return _part(
        "milestone",
        Milestone.sample,
        code=Milestone.measure_code,
        label=Milestone.period,
        day=Milestone.done_on,
        yes=Milestone.verified,
        sure=Milestone.quality_ok,
    ).where(Milestone.recorded_at < known_at, Milestone.period.startswith(str(year)))


def _profile_part(year: int, known_at: datetime) -> Select[Any]:
    return _part(
        "profile", ProfileUpdate.sample, code=literal(PROFILE_MEASURE, String), day=ProfileUpdate.updated_on
    ).where(ProfileUpdate.recorded_at < known_at)


def _confirmed_part(year: int, known_at: datetime) -> Select[Any]:
    """Up to which day each ledger was looked through; a sample as soon as one confirmation is."""
    samples = func.count().filter(LedgerConfirmation.sample.is_(True)) > 0
    return (
        _part(
            "confirmed",
            samples,
            code=LedgerConfirmation.measure_code,
            day=func.max(LedgerConfirmation.confirmed_to),
        )
        .where(LedgerConfirmation.recorded_at < known_at)
        .group_by(LedgerConfirmation.measure_code)
    )


def _nil_part(year: int, known_at: datetime) -> Select[Any]:
    return _part("nil", NilReport.sample, label=NilReport.quarter, content=NilReport.measure_codes).where(
        NilReport.confirmed_at < known_at,
        NilReport.quarter >= str(year - YEARS_BACK),
        NilReport.quarter < str(year + 1),
    )


def _waiting_part(year: int, known_at: datetime) -> Select[Any]:
    """What waits, by measure."""
    part = _part("waiting", code=Contribution.measure_code, number=func.sum(Contribution.value))
    return part.where(*_waits(year, known_at)).group_by(Contribution.measure_code)


def _queue_part(year: int, known_at: datetime) -> Select[Any]:
    """How many reports wait; one report may add to two measures."""
    part = _part("queue", number=func.count(Contribution.report_id.distinct()))
    return part.where(*_waits(year, known_at))


def _waits(year: int, known_at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Contribution.submitted_at < known_at,
        or_(Contribution.settled_at.is_(None), Contribution.settled_at >= known_at),
        Contribution.event_on.between(date(year, 1, 1), date(year, 12, 31)),
    )


def _close_part(year: int, known_at: datetime) -> Select[Any]:
    """Closes of the year and of those its base may stand on."""
    return _part(
        "close",
        YearClose.sample,
        day=YearClose.closed_on,
        number=YearClose.year,
        rank=YearClose.version,
        content=YearClose.content,
    ).where(YearClose.closed_at < known_at, YearClose.year.between(year - YEARS_BACK, year))


def _comment_part(year: int, known_at: datetime) -> Select[Any]:
    return (
        _part("comment", code=MeasureComment.measure_code)
        .where(MeasureComment.year == year, MeasureComment.at < known_at)
        .distinct()
    )


_PARTS = (
    _plan_part,
    _milestone_part,
    _profile_part,
    _confirmed_part,
    _nil_part,
    _waiting_part,
    _queue_part,
    _close_part,
    _comment_part,
)
