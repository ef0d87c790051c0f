"""Why is another target asked for than before?  Plans, parameters and closes recorded between two days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Plan, YearClose
from db.queries.moments import day_of, end_of
from db.queries.progress import MeasureProgress
from db.queries.target_rules import rules
from db.rules.numbers import Number


@dataclass(frozen=True, slots=True)
class TargetChange:
    """Something that can have moved a target.

    `kind` is plan (a figure was approved), params (a rule was changed), close (the year before was closed),
    or computed: nothing was decided, the base moved.  `before`, `after`: the targets of the two days.
    """

    kind: str
    before: Number | None
    after: Number | None
    on: date
    by_vi: str
    reason: str


def target_changes(
    session: Session, before: MeasureProgress, after: MeasureProgress
) -> tuple[TargetChange, ...]:
    """What was decided about the target between the days of the two rows; empty where it stands."""
    old, new = before.evaluation.target, after.evaluation.target
    decided = tuple(_decided(session, before, after))
    if decided or old == new:
        return decided
    return (TargetChange("computed", old, new, after.as_of, "", ""),)


def _decided(session: Session, before: MeasureProgress, after: MeasureProgress) -> Iterator[TargetChange]:
    code, year = before.measure.code, before.year
    first, last = end_of(before.as_of), end_of(after.as_of)
    old, new = before.evaluation.target, after.evaluation.target
    plans = select(Plan).where(
        Plan.measure_code == code, Plan.year == year, Plan.recorded_at >= first, Plan.recorded_at < last
    )
    for plan in session.scalars(plans.order_by(Plan.recorded_at, Plan.id)):
        yield TargetChange("plan", old, new, plan.approved_on, plan.approved_by, plan.reason)
    for row in rules(session, after.as_of, code):
        if first <= row.recorded_at and (row.from_year or year) <= year:
            reason = ": ".join(part for part in (row.decision_no, row.reason) if part)
            yield TargetChange("params", old, new, day_of(row.recorded_at), row.by_vi, reason)
    closes = select(YearClose).where(
        YearClose.year == year - 1, YearClose.closed_at >= first, YearClose.closed_at < last
    )
    for close in session.scalars(closes.where(YearClose.version == 1)):
        if code in close.content["next_targets"]:
            yield TargetChange("close", old, new, close.closed_on, close.closed_by_vi, close.note)
