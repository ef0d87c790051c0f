"""Which facts of a measure stood on one of two days and not on the other, and why?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Fact, Organisation
from db.queries.moments import end_of
from db.queries.progress import MeasureProgress


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A fact as far as its moving is told; most of what it holds is never read for it."""

    id: int
    value: int
    event_on: date
    key: str
    organisation_id: int | None
    report_id: UUID | None
    title: str
    verified_at: datetime
    voided_at: datetime | None
    organisation_vi: str | None


@dataclass(frozen=True, slots=True)
class MovedFacts:
    """The facts of the two days, sorted: `both` stand on either day; what left, what came."""

    both: tuple[ChangedFact, ...]
    voided: tuple[ChangedFact, ...]
    replaced: tuple[ChangedFact, ...]
    replacing: tuple[ChangedFact, ...]
    late: tuple[ChangedFact, ...]
    new: tuple[ChangedFact, ...]


def moved_facts(session: Session, before: MeasureProgress, after: MeasureProgress) -> MovedFacts:
    """The facts of a measure that stand on either of the two rows' days, sorted by what became of them."""
    facts = _facts(session, before, after)
    old = {fact.id: fact for fact in facts if _counts(fact, before.as_of)}
    new = {fact.id: fact for fact in facts if _counts(fact, after.as_of)}
    gone = [fact for number, fact in old.items() if number not in new]
    come = [fact for number, fact in new.items() if number not in old]
    reports = {fact.report_id for fact in gone if fact.report_id} & {fact.report_id for fact in come}
    fresh = [fact for fact in come if fact.report_id not in reports]
    return MovedFacts(
        both=tuple(fact for number, fact in old.items() if number in new),
        voided=tuple(fact for fact in gone if fact.report_id not in reports),
        replaced=tuple(fact for fact in gone if fact.report_id in reports),
        replacing=tuple(fact for fact in come if fact.report_id in reports),
        late=tuple(fact for fact in fresh if fact.event_on <= before.as_of),
        new=tuple(fact for fact in fresh if fact.event_on > before.as_of),
    )


def _facts(session: Session, before: MeasureProgress, after: MeasureProgress) -> Sequence[ChangedFact]:
    """The facts that can have moved; all of the year where people are counted once, since there one fact
    hides behind another."""
    year, first, last = before.year, end_of(before.as_of), end_of(after.as_of)
    columns = [getattr(Fact, name) for name in ChangedFact.__dataclass_fields__ if name != "organisation_vi"]
    query = select(*columns, Organisation.name_vi).outerjoin(
        Organisation, Organisation.id == Fact.organisation_id
    )
    query = query.where(
        Fact.measure_code == before.measure.code,
        Fact.event_on.between(date(year, 1, 1), date(year, 12, 31)),
        Fact.verified_at < last,
    )
    if before.measure.across_periods != "max":
        query = query.where(
            or_(
                Fact.verified_at >= first,
                Fact.event_on > before.as_of,
                Fact.voided_at.between(first, last),
            )
        )
    return [ChangedFact(*row) for row in session.execute(query.order_by(Fact.id))]


def _counts(fact: ChangedFact, day: date) -> bool:
    known = fact.verified_at < end_of(day) and fact.event_on <= day
    return known and (fact.voided_at is None or fact.voided_at >= end_of(day))
