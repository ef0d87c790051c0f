"""Which parameters has a target of each kind, how are new ones read from a form, and which hold in a year?

A decision names the year from which it holds; earlier years keep what they were reckoned by.  What a form
does not ask is taken over as it stands, so that nothing is lost by a change of something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.numbers import exact
from db.rules.parameters import PARAMETERS, Parameters, read_parameters
from db.rules.targets import evaluate

PREFIX = "rule_"
# Asked on every form, and no parameters.
FROM_YEAR, DECISION, REASON = "from_year", "decision_no", "reason"
_SHARES = frozenset({"on_track_share", "at_risk_share"})
_CODED = frozenset({"baseline_year"})  # a whole number chosen from a list
_SWITCHES = frozenset({"rebase_on_revision", "strict_on_time"})
_YES, _NO, NONE = "yes", "no", "none"
_GROWING = (
    "growth_pct",
    "base",
    "baseline_year",
    "baseline",
    "max_gap",
    "series",
    "rebase_on_revision",
    "lag_days",
    "on_track_share",
    "at_risk_share",
)

# kind of target -> its parameters in the order of its form.  Not asked is what the Decision itself says and
# the books are kept by: the stages of a request, its check of quality, how many windows a year has.
ASKED: Mapping[str, tuple[str, ...]] = {
    "growth_pct": _GROWING,
    "increase": tuple(name for name in _GROWING if name != "growth_pct"),
    "annual_plan": ("plan_freeze", "lag_days", "on_track_share", "at_risk_share"),
    "all_requests": ("due_days", "calendar", "strict_on_time", "on_track_share"),
    "periodic": ("grace_days", "warn_days"),
    "continuous": ("max_age_days", "on_track_share"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """Parameters as they were decided for the years from `from_year` on (None: for every year)."""

    from_year: int | None
    params: Mapping[str, Any]


def in_year(versions: Iterable[Version], year: int, otherwise: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters that hold for a year: of those that reach it, the ones decided last.

    ``versions`` in the order in which they were decided; ``otherwise`` where none reaches the year.
    """
    found = otherwise
    for version in versions:
        if version.from_year is None or version.from_year <= year:
            found = version.params
    return found


def check_asked(kind: str, posted: Iterable[str]) -> None:
    """Refuse a parameter that a target of this kind does not have.

    Raises: bad_parameter (facts: name).
    """
    foreign = sorted((PARAMETERS - set(ASKED[kind])) & set(posted))
    if foreign:
        raise RuleError("bad_parameter", name=foreign[0])


def params_from(kind: str, current: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The new parameters: what was answered otherwise, the default where the answer was left empty.

    ``answers`` are the canonical values of the form of this kind.
    Raises: fields_refused (at the field of the malformed parameter).
    Source: indicators.md §2.3, §2.10.
    """
    params, stands = dict(current), answers_of(kind, current)
    for name in ASKED[kind]:
        if answers.get(name, NONE) == NONE:
            params.pop(name, None)
        elif answers[name] != stands.get(name):
            params[name] = _stored(name, answers[name])
    refuse_fields(_problems(kind, params))
    return params


def answers_of(kind: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as canonical values of the form, defaults written out."""
    read = read_parameters(params)
    found = {name: _said(name, params, read) for name in ASKED[kind]}
    return {name: value for name, value in found.items() if value is not None}


def changed(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The parameters of this kind that mean something else after than before."""
    old, new = answers_of(kind, before), answers_of(kind, after)
    return tuple(name for name in ASKED[kind] if old.get(name) != new.get(name))


def first_open_year(closed: Iterable[int], first: int) -> int:
    """The first year a new rule may reach: none that was closed, none before one that was."""
    return max((year + 1 for year in closed), default=first)


def _stored(name: str, answer: Any) -> Any:
    if name in _SHARES:
        return str(Fraction(str(answer)) / 100)
    if name in _SWITCHES:
        return answer == _YES
    if name == "growth_pct":
        return _plain(answer)
    if name == "plan_freeze":
        return _freeze(str(answer))
    return int(answer) if name in _CODED else answer


def _plain(answer: Any) -> int | str:
    """A percentage as it is stored: whole as a number, else its exact text."""
    number = exact(answer)
    return number if isinstance(number, int) else str(number)


def _freeze(typed: str) -> str:
    """ "30/09" as it is stored: "09-30"; anything else as it was typed, to be refused by name."""
    day, slash, month = typed.partition("/")
    return f"{month.strip():0>2}-{day.strip():0>2}" if slash else typed


def _problems(kind: str, params: Mapping[str, Any]) -> list[Problem]:
    """What the target engine would refuse, at the field that says it."""
    if params.get("base") == "path" and kind == "increase":
        return [Problem("base", "not_a_choice")]
    # A base year alone is a choice among the known years; a figure alone belongs to no year.
    if params.get("baseline") is not None and params.get("baseline_year") is None:
        return [Problem("baseline_year", "required")]
    try:
        evaluate(kind, params, {}, 2026, date(2026, 1, 1))
    except RuleError as refused:
        return [Problem(str(refused.facts.get("name", "")), "value_unusable")]
    return []


def _said(name: str, params: Mapping[str, Any], read: Parameters) -> Any:
    """One parameter as its field says it; None where nothing is set and nothing is the default."""
    if name in _SHARES:
        return _percent(getattr(read.thresholds, name))
    if name in _SWITCHES:
        return _YES if getattr(read, name) else _NO
    if name == "growth_pct":
        return None if read.growth_share is None else _percent(read.growth_share)
    if name == "plan_freeze":
        return f"{read.plan_freeze[1]:02d}/{read.plan_freeze[0]:02d}"
    if name == "calendar":
        return "working" if read.working_days else "calendar"
    value = getattr(read, name, params.get(name))
    return (NONE if value is None else str(value)) if name in _CODED else value


def _percent(share: Fraction) -> str:
    """A share as the exact text of its per cent: 9/10 is "90"."""
    return str(share * 100)
