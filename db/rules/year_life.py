"""What stays when a year is closed, and what does later knowledge change?

A year runs (open), is over and waits for its close (provisional), is closed by an act (final), and stays
open to the truth: later facts show with a mark (revised), but next year's target is not re-based.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from db.rules.evaluation import Basis, Evaluation
from db.rules.numbers import Number, exact
from db.rules.periods import year_is_over

# Targets that stand on the closed year and are frozen with it; a plan is approved anew each year.
FROZEN_RULES = frozenset({"previous_actual", "ratchet", "path"})


@dataclass(frozen=True, slots=True)
class FrozenValue:
    """One measure of a closed year; ``whole``: the year was known in full, so it can be a base.

    Units:  as in `Evaluation`.
    """

    actual: Number | str | None
    target: Number | None
    progress: Fraction | None
    status: str
    whole: bool = True

    def same_result(self, evaluation: Evaluation) -> bool:
        """Whether the year still says what it said: passing days alone revise nothing."""
        return (self.actual, self.target) == (evaluation.actual, evaluation.target)


@dataclass(frozen=True, slots=True)
class NextTarget:
    """The target of the year after a closed one, frozen as a number, with what it stands on."""

    target: int
    base: int | None
    base_year: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Close:
    """One recorded version of a closed year, as far as the rules need it."""

    year: int
    version: int
    closed_on: date
    values: Mapping[str, FrozenValue]
    next_targets: Mapping[str, NextTarget]


def frozen_value(evaluation: Evaluation, *, whole: bool) -> FrozenValue:
    """What is kept of one measure."""
    return FrozenValue(evaluation.actual, evaluation.target, evaluation.progress, evaluation.status, whole)


def next_target(basis: Basis) -> NextTarget | None:
    """The next year's target as it is frozen.

    None:   it does not stand on the closed year: no base, an estimate, a plan, 100 %.
    """
    if basis.rule not in FROZEN_RULES or not isinstance(basis.target, int):
        return None
    base = basis.base if isinstance(basis.base, int) and basis.base >= 0 else None
    return NextTarget(basis.target, base, basis.base_year, basis.rule)


def entry_of_year(live: object, year: int, code: str, as_of: date, first: Close | None) -> object:
    """A year's history entry for `evaluate`: what is known now beside what was frozen.

    ``live``: a number, {"actual": …, "full_year": false}, or None.
    A year closed without a figure, or known only in part, froze no base: what is known later may be one.
    Source: indicators.md §2.9, §2.10.
    """
    if not year_is_over(year, as_of) or live is None:
        return live
    entry = dict(live) if isinstance(live, Mapping) else {"actual": live}
    if first is None or first.closed_on > as_of:
        return {**entry, "state": "provisional"}
    now, frozen, closed_on = entry.pop("actual"), first.values.get(code), first.closed_on.isoformat()
    if frozen is None or frozen.actual is None or (not frozen.whole and "full_year" not in entry):
        return {**entry, "revised": now, "revised_on": as_of.isoformat(), "final_on": closed_on}
    if frozen.whole:
        entry.pop("full_year", None)  # a base that was frozen stays one
    entry |= {"final": frozen.actual, "final_on": closed_on}
    return entry if now == frozen.actual else {**entry, "revised": now, "revised_on": as_of.isoformat()}


def params_with_frozen(params: Mapping[str, Any], frozen: NextTarget | None) -> Mapping[str, Any]:
    """The parameters of a measure with the target frozen at the close of the year before."""
    if frozen is None:
        return params
    held: dict[str, Any] = {"frozen_target": frozen.target}
    if frozen.base is not None:
        held["frozen_base"] = frozen.base
    return {**params, **held}


def with_base_year(evaluation: Evaluation, frozen: NextTarget | None) -> Evaluation:
    """The evaluation saying on which year its frozen target stands."""
    if frozen is None or evaluation.basis.rule != "frozen":
        return evaluation
    return replace(evaluation, basis=replace(evaluation.basis, base_year=frozen.base_year))


def in_year_state(
    evaluation: Evaluation, code: str, year: int, as_of: date, first: Close | None, last: Close | None
) -> Evaluation:
    """The evaluation of a measure with its year's state; the word of a closed year stays as it was frozen.

    A measure is final while it says what the first close says, else revised.
    """
    if not year_is_over(year, as_of):
        return evaluation
    if first is None or last is None:
        return replace(evaluation, year_state="provisional")
    kept = last.values.get(code)
    if kept is not None and kept.same_result(evaluation):
        evaluation = replace(evaluation, status=kept.status)
    original = first.values.get(code)
    unchanged = original is not None and original.same_result(evaluation)
    return replace(evaluation, year_state="final" if unchanged else "revised")


def says_otherwise(last: Close | None, results: Mapping[str, Evaluation]) -> tuple[str, ...]:
    """The measures that say something else than the newest recorded version of their year."""
    if last is None:
        return ()
    kept = ((code, last.values.get(code), found) for code, found in results.items())
    return tuple(code for code, value, found in kept if value is None or not value.same_result(found))


def state_of_year(year: int, as_of: date, last: Close | None, changed: Collection[str]) -> str:
    """open, provisional, final or revised, for the year as a whole."""
    if last is None:
        return "provisional" if year_is_over(year, as_of) else "open"
    return "revised" if changed or last.version > 1 else "final"


# -- as stored -----------------------------------------------------------------------------------------


def to_stored(value: FrozenValue) -> dict[str, Any]:
    """A frozen value as JSON: whole numbers as such, fractions as text."""
    return {
        "actual": value.actual if isinstance(value.actual, int | None) else str(value.actual),
        "target": value.target if isinstance(value.target, int | None) else str(value.target),
        "progress": None if value.progress is None else str(value.progress),
        "status": value.status,
        "whole": value.whole,
    }


def from_stored(stored: Mapping[str, Any]) -> FrozenValue:
    """The same read back."""
    target, progress = stored["target"], stored["progress"]
    return FrozenValue(
        actual=stored["actual"],
        target=None if target is None else exact(target),
        progress=None if progress is None else Fraction(progress),
        status=stored["status"],
        whole=stored["whole"],
    )


def fingerprint(content: Mapping[str, Any]) -> str:
    """The hash of a closed year: of its canonical JSON, so that a changed figure cannot hide."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
