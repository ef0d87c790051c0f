"""Has a measure reached its target, as known on one day? The one door to the target engine.

Each kind of target has a module of its own: ``cumulative_target`` (with ``growth_target`` and
``plan_target``), ``requests_target``, ``windows_target``, ``coverage_target``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from db.rules.coverage_target import evaluate_coverage
from db.rules.cumulative_target import evaluate_cumulative
from db.rules.errors import RuleError
from db.rules.evaluation import Evaluation, Question
from db.rules.parameters import FIRST_YEAR, LAST_YEAR, bad, read_named, read_parameters, whole
from db.rules.periods import to_date
from db.rules.requests_target import evaluate_requests
from db.rules.windows_target import evaluate_windows

__all__ = ["ENGINE_VERSION", "KINDS", "Evaluation", "evaluate"]

# Frozen beside every figure of a closed year; raise it with every change of a rule.
ENGINE_VERSION = "1"

KINDS: Mapping[str, Callable[[Question], Evaluation]] = {
    "growth_pct": evaluate_cumulative,
    "increase": evaluate_cumulative,
    "annual_plan": evaluate_cumulative,
    "all_requests": evaluate_requests,
    "periodic": evaluate_windows,
    "continuous": evaluate_coverage,
}

_year = whole(FIRST_YEAR, LAST_YEAR)


def evaluate(
    kind: str,
    params: Mapping[str, object],
    history: Mapping[str, object],
    year: int,
    as_of: date,
    plan: object = None,
    requests: Sequence[Mapping[str, object]] = (),
) -> Evaluation:
    """Target, actual, progress and status of one measure in one year, as known at the end of as-of.

    ``history`` maps each year to its entry, the evaluated year among them; ``plan`` is the approved yearly
    figure; ``requests`` holds ledger entries, periodic reports or profile updates, by kind.
    Units:  the measure's own; money in đồng; progress a share, 1 = reached.
    None:   no target, nothing known, nothing decided (never 0).
    Raises: unknown_kind; bad_parameter (facts: name).
    Source: Decision 87, B.III; indicators.md §2.
    """
    if not isinstance(kind, str) or kind not in KINDS:
        raise RuleError("unknown_kind")
    question = Question(
        kind=kind,
        params=read_parameters(params),
        history=_history(history),
        year=read_named("year", year, _year),
        as_of=read_named("as_of", as_of, _as_of),
        plan=plan,
        requests=_requests(requests),
    )
    return KINDS[kind](question)


def _as_of(value: object) -> date:
    day = to_date(value)
    # Far from both ends of the calendar, so that due dates can be reckoned from any known day.
    _year(day.year)
    return day


def _history(history: object) -> Mapping[int, object]:
    if not isinstance(history, Mapping):
        raise bad("history")
    return {read_named("history", year, _year): entry for year, entry in history.items()}


def _requests(requests: object) -> Sequence[Mapping[str, object]]:
    if not isinstance(requests, Sequence) or isinstance(requests, str):
        raise bad("requests")
    return requests
