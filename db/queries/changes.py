"""Why does a measure say something else than before?  What moved it between two days, to the last unit.

Facts are sorted into voided, replaced, late (they had happened before the first day) and new; each step is
the difference the set makes, in this order, so that the steps add up to the change however it is reckoned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from db.queries.changed_facts import ChangedFact, moved_facts
from db.queries.moments import day_of
from db.queries.progress import MeasureProgress, measure_on_days
from db.queries.target_changes import TargetChange, target_changes
from db.rules.errors import RuleError
from db.rules.measures import UnitValue, yearly_value
from db.rules.numbers import Number

MOST_ITEMS = 50


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One fact that moved the measure; `change` is its value, negative where it was taken away."""

    fact_id: int
    report_id: UUID | None
    title: str
    organisation_vi: str
    event_on: date
    known_on: date
    change: int


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """One step of the waterfall.

    `kind` is voided, revised, late, new, nil (a confirmed zero), done or decided (requests), other (windows).
    Units:  `change` the measure's own; `n` facts or requests; `items` the largest, at most 50.
    """

    kind: str
    change: int
    n: int
    items: tuple[ChangeItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The measure on two days, what moved its value, and what moved its target.

    Shape:  `start` + the changes of `steps` = `end`.  For requests the value is what is done; a step of kind
            decided says how many more were decided and moves only the second half of "done/decided".
    None:   `start`, `end`: a measure that is no number (the profile's days).
    """

    code: str
    year: int
    day_a: date
    day_b: date
    before: MeasureProgress
    after: MeasureProgress
    start: int | None
    end: int | None
    steps: tuple[ChangeStep, ...]
    targets: tuple[TargetChange, ...]


def changes(session: Session, code: str, year: int, day_a: date, day_b: date) -> Changes:
    """What moved a measure of a year between two days.

    Raises: RuleError `unknown_measure`, `end_before_start`.
    Source: issue 4, "vì sao thay đổi"; indicators.md §2.9.
    """
    if day_b < day_a:
        raise RuleError("end_before_start")
    days = measure_on_days(session, code, year, (day_a, day_b))
    return changes_of(session, days[day_a], days[day_b])


def changes_of(session: Session, before: MeasureProgress, after: MeasureProgress) -> Changes:
    """The same from the two days' figures of one measure, which other pages have read before; two queries."""
    code, year, day_a, day_b = before.measure.code, before.year, before.as_of, after.as_of
    start, end = _number(before), _number(after)
    steps = _STEPS.get(before.measure.kind, _fact_steps)(session, before, after)
    targets = target_changes(session, before, after)
    return Changes(code, year, day_a, day_b, before, after, start, end, steps, targets)


def _number(row: MeasureProgress) -> int | None:
    """The value as one number: nothing known counts as 0, of requests what is done."""
    actual, ledger = row.evaluation.actual, row.evaluation.ledger
    if ledger is not None and row.measure.kind == "all_requests":
        return ledger.done
    return None if isinstance(actual, str) else _whole(actual)


def _whole(value: Number | None) -> int:
    return 0 if value is None else int(value)


# -- requests, windows, the profile --------------------------------------------------------------------


def _request_steps(
    _session: Session, before: MeasureProgress, after: MeasureProgress
) -> tuple[ChangeStep, ...]:
    old, new = before.evaluation.ledger, after.evaluation.ledger
    done = (new.done if new else 0) - (old.done if old else 0)
    decided = (new.decided if new else 0) - (old.decided if old else 0)
    found = (ChangeStep("done", done, abs(done)), ChangeStep("decided", 0, decided))
    return tuple(step for step in found if step.change or step.n)


def _window_steps(
    _session: Session, before: MeasureProgress, after: MeasureProgress
) -> tuple[ChangeStep, ...]:
    change = _whole(_number(after)) - _whole(_number(before))
    return (ChangeStep("other", change, abs(change)),) if change else ()


def _no_steps(_session: Session, _before: MeasureProgress, _after: MeasureProgress) -> tuple[ChangeStep, ...]:
    return ()


# -- facts ---------------------------------------------------------------------------------------------


def _fact_steps(session: Session, before: MeasureProgress, after: MeasureProgress) -> tuple[ChangeStep, ...]:
    code, year, moved = before.measure.code, before.year, moved_facts(session, before, after)
    # What is there after each step; the last holds exactly the facts of the second day.
    held = (
        ("voided", (*moved.both, *moved.replaced), moved.voided, ()),
        ("revised", (*moved.both, *moved.replacing), moved.replaced, moved.replacing),
        ("late", (*moved.both, *moved.replacing, *moved.late), (), moved.late),
        ("new", (*moved.both, *moved.replacing, *moved.late, *moved.new), (), moved.new),
    )
    value = _value(code, year, (*moved.both, *moved.replaced, *moved.voided))
    steps = []
    for kind, facts, gone, come in held:
        now = _value(code, year, facts)
        if gone or come:
            steps.append(ChangeStep(kind, now - value, len(gone) + len(come), _items(gone, come)))
        value = now
    told = before.evaluation.actual is None and after.evaluation.actual is not None
    return tuple(steps) or ((ChangeStep("nil", 0, 1),) if told else ())


def _value(code: str, year: int, facts: Iterable[ChangedFact]) -> int:
    values = (
        UnitValue(code, str(fact.organisation_id or 0), fact.value, fact.event_on, fact.key) for fact in facts
    )
    return yearly_value(code, year, values) or 0


def _items(gone: Sequence[ChangedFact], come: Sequence[ChangedFact]) -> tuple[ChangeItem, ...]:
    """The largest facts of a step, with their units."""
    found = [(fact, True) for fact in gone] + [(fact, False) for fact in come]
    found.sort(key=lambda pair: (-abs(pair[0].value), pair[0].id))
    return tuple(_item(fact, left) for fact, left in found[:MOST_ITEMS])


def _item(fact: ChangedFact, left: bool) -> ChangeItem:
    """A fact that left is known to have left on the day it was voided."""
    moment = fact.voided_at if left and fact.voided_at is not None else fact.verified_at
    return ChangeItem(
        fact_id=fact.id,
        report_id=fact.report_id,
        title=fact.title,
        organisation_vi=fact.organisation_vi or "",
        event_on=fact.event_on,
        known_on=max(day_of(moment), fact.event_on),
        change=-fact.value if left else fact.value,
    )


_STEPS: dict[str, Callable[[Session, MeasureProgress, MeasureProgress], tuple[ChangeStep, ...]]] = {
    "all_requests": _request_steps,
    "periodic": _window_steps,
    "continuous": _no_steps,
}
