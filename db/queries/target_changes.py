"""Why is another target asked for than before?  Plans, parameters and closes recorded between two days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, String, Text, func, or_, union_all
from sqlalchemy.orm import Session

from db.base import Json, UtcDateTime
from db.models import Account, MeasureParams, Plan, RuleProposal, YearClose
from db.queries.moments import day_of, end_of
from db.queries.progress import MeasureProgress
from db.queries.unions import Columns, part_of
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


_COLUMNS: Columns = {
    "kind": String(6),
    "at": UtcDateTime(),
    "rank": Integer(),
    "day": Date(),
    "by_vi": String(200),
    "confirmed_vi": String(200),
    "number": String(80),
    "reason": Text(),
    "content": Json,
}


def _decided(session: Session, before: MeasureProgress, after: MeasureProgress) -> Iterator[TargetChange]:
    """Plans, then rules, then the close of the year before, each in the order of decision."""
    code, year = before.measure.code, before.year
    between = (end_of(before.as_of), end_of(after.as_of))
    found = session.execute(union_all(_plans(code, year), _rules(code, year), _closes(year))).all()
    old, new = before.evaluation.target, after.evaluation.target
    rows = [row for row in found if between[0] <= row.at < between[1]]
    for row in sorted(rows, key=lambda row: (_ORDER.index(row.kind), row.at, row.rank)):
        if row.kind == "plan":
            yield TargetChange("plan", old, new, row.day, row.by_vi, row.reason)
        elif row.kind == "params":
            names = ", ".join(name for name in (row.by_vi, row.confirmed_vi) if name)
            reason = ": ".join(part for part in (row.number, row.reason) if part)
            yield TargetChange("params", old, new, day_of(row.at), names, reason)
        elif code in row.content["next_targets"]:
            yield TargetChange("close", old, new, row.day, row.by_vi, row.reason)


_ORDER = ("plan", "params", "close")


def _plans(code: str, year: int) -> Select[Any]:
    given = {"at": Plan.recorded_at, "rank": Plan.id, "day": Plan.approved_on}
    part = part_of(_COLUMNS, "plan", **given, by_vi=Plan.approved_by, reason=Plan.reason)
    return part.where(Plan.measure_code == code, Plan.year == year)


def _rules(code: str, year: int) -> Select[Any]:
    """Rules that reach the year, with who asked for each and who confirmed it."""
    row = MeasureParams
    return (
        part_of(
            _COLUMNS,
            "params",
            at=row.recorded_at,
            rank=row.id,
            by_vi=RuleProposal.by_vi,
            confirmed_vi=func.coalesce(Account.display_name, row.recorded_by),
            number=row.decision_no,
            reason=row.reason,
        )
        .select_from(row)
        .outerjoin(RuleProposal, RuleProposal.id == row.proposal_id)
        .outerjoin(Account, Account.name == row.recorded_by)
        .where(row.measure_code == code, or_(row.from_year.is_(None), row.from_year <= year))
    )


def _closes(year: int) -> Select[Any]:
    """The act that closed the year before, which froze this one's targets."""
    row = YearClose
    given = {"at": row.closed_at, "rank": row.id, "day": row.closed_on, "content": row.content}
    part = part_of(_COLUMNS, "close", **given, by_vi=row.closed_by_vi, reason=row.note)
    return part.where(row.year == year - 1, row.version == 1)
