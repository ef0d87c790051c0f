"""What does the target engine say about one measure in one year?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from db.rules.numbers import Number
from db.rules.parameters import Parameters
from db.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Question:
    """Everything an answer depends on, read and checked: the same question has the same answer for ever.

    ``history`` is keyed by year; ``plan`` and ``requests`` are as stored.
    """

    kind: str
    params: Parameters
    history: Mapping[int, object]
    year: int
    as_of: date
    plan: object
    requests: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a target comes from, for "Cách tính": the rule, the base and what is special about them.

    ``rule`` is one of previous_actual, estimated, last_known, ratchet, path, plan, frozen, whole (100 % or
    all windows), or None where there is no target.  ``base_provisional``: the base year is not closed;
    ``base_broken``: a comparable base stands in for the reported one (mark B); ``plan_late``: the first
    approval came after the day plans freeze; ``plans`` are the values that were in force, in order.
    """

    target: Number | None = None
    rule: str | None = None
    base: Number | None = None
    base_year: int | None = None
    base_provisional: bool = False
    base_broken: bool = False
    plan_late: bool = False
    plans: tuple[Number, ...] = ()

    @property
    def estimated(self) -> bool:
        """Was the base itself estimated, because last year is missing (mark E, "ước tính")?"""
        return self.rule == "estimated"


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """How the requests of one measure stand at as-of, seen from one year.

    ``done``, ``decided``, ``late`` and ``overdue`` belong to this year; ``carried`` are unanswered ones
    overdue since earlier years; ``open`` are neither done nor due; ``withdrawn`` and ``out_of_scope`` are
    excluded and listed; ``impossible`` have a date before their reception, ``without_due`` no due date.
    ``overdue_abuse`` and ``overdue_days`` (of the oldest) cover overdue and carried ones.
    """

    done: int = 0
    decided: int = 0
    late: int = 0
    overdue: int = 0
    carried: int = 0
    open: int = 0
    withdrawn: int = 0
    out_of_scope: int = 0
    impossible: int = 0
    without_due: int = 0
    overdue_abuse: int = 0
    overdue_days: int = 0
    next_due: date | None = None

    @property
    def unanswered(self) -> int:
        """Overdue requests of this and of earlier years."""
        return self.overdue + self.carried


@dataclass(frozen=True, slots=True)
class Window:
    """One reporting window: done (and when), or waiting, due_soon, in_grace, lost.

    ``state`` is one of done, done_late, ahead, waiting, due_soon, in_grace, lost.
    """

    period: Period
    state: str
    done_on: date | None
    in_time_until: date


@dataclass(frozen=True, slots=True)
class Coverage:
    """On how many days of the year so far the profile was fresh, and how old it is at as-of (days)."""

    covered: int
    elapsed: int
    age_days: int

    @property
    def share(self) -> Fraction:
        """The share of the days so far on which the profile was fresh."""
        return Fraction(self.covered, self.elapsed)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Target, actual, progress and status of one measure in one year as known on one day.

    Units:  the measure's own, exact; ``progress`` a share that may be above 1; ``actual`` of request and
            coverage kinds is the text "done/decided"; ``expected`` what should be reached by as-of;
            ``gap_share`` what is missing of that, 0–1; ``pending`` submitted and not yet verified.
    None:   not known, or nothing to say (never 0).
    Source: indicators.md §2.
    """

    target: Number | None
    actual: Number | str | None
    progress: Fraction | None
    status: str
    expected: Number | None = None
    gap_share: Number = 0
    pending: Number | None = None
    year_state: str = "open"
    basis: Basis = field(default_factory=Basis)
    ledger: LedgerCount | None = None
    windows: tuple[Window, ...] = ()
    coverage: Coverage | None = None

    @property
    def estimated(self) -> bool:
        """Does the target stand on an estimated base ("ước tính")?"""
        return self.basis.estimated

    @property
    def provisional(self) -> bool:
        """Is the year over and not yet closed ("Sơ bộ")?"""
        return self.year_state == "provisional"
