"""Which approved yearly plan is in force on a day?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.rules.evaluation import Basis, Question
from db.rules.numbers import Number
from db.rules.parameters import bad, not_negative, read_named
from db.rules.periods import to_date


@dataclass(frozen=True, slots=True)
class Approval:
    """One approved figure; the day is None where a plan is stored as a bare number."""

    value: Number
    approved_on: date | None


def plan_basis(question: Question) -> Basis:
    """The target a yearly plan gives, or none: without a plan, and with a plan of 0.

    Raises: bad_parameter (facts: name "plan").
    Source: indicators.md §2.3.
    """
    freeze = date(question.year, *question.params.plan_freeze)
    approvals = in_force(read_plan(question.plan), freeze, question.as_of)
    if not approvals or not approvals[-1].value:
        return Basis()
    first = approvals[0].approved_on
    return Basis(
        target=approvals[-1].value,
        rule="plan",
        plan_late=first is not None and first > freeze,
        plans=tuple(approval.value for approval in approvals),
    )


def in_force(approvals: tuple[Approval, ...], freeze: date, as_of: date) -> tuple[Approval, ...]:
    """The approvals that count on a day, in order; the last one is in force.

    Revisions after the freeze are ignored; a first approval counts whenever it comes.
    """
    known = sorted(
        (approval for approval in approvals if (approval.approved_on or date.min) <= as_of),
        key=lambda approval: approval.approved_on or date.min,
    )
    return tuple(known[:1] + [later for later in known[1:] if (later.approved_on or date.min) <= freeze])


def read_plan(plan: object) -> tuple[Approval, ...]:
    """A stored plan: nothing, a number, or a list of figures with their approval days.

    A figure without an approval day is a draft and left out.
    Raises: bad_parameter (facts: name "plan").
    """
    if plan is None:
        return ()
    if not isinstance(plan, (list, tuple, Mapping)):
        return (Approval(read_named("plan", plan, not_negative), None),)
    items = [plan] if isinstance(plan, Mapping) else plan
    return tuple(approval for item in items if (approval := _approval(item)) is not None)


def _approval(item: object) -> Approval | None:
    if not isinstance(item, Mapping):
        raise bad("plan")
    value, day = item.get("value"), item.get("approved_on")
    if value is None or day is None:
        return None
    return Approval(read_named("plan", value, not_negative), read_named("plan", day, to_date))
