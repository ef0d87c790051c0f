"""How is a target reckoned, in words?  Made from the parameters in force, so that no text contradicts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from dashboard.figures import write_number, write_percent
from dashboard.language import worded
from dashboard.text import text
from dashboard.wording import amount
from db.queries.progress import MeasureProgress
from db.queries.strategy import MeasureCard
from db.queries.target_rules import RuleField
from db.rules.parameters import Parameters, read_parameters

# "Newly founded", "coordination programmes": these could be read either way (indicators.md §0, question 3).
EITHER_WAY = frozenset({"1.1", "2.1", "6.1", "6.3"})

Sentences = Iterator[str]


def how_counted(row: MeasureProgress) -> str:
    """What is counted, and by which rule of the looked-at year its target is made."""
    rule = _RULES[row.measure.kind](row.measure, read_parameters(row.measure.params))
    return " ".join([worded(row.measure, "how"), *rule])


def _growth(measure: MeasureCard, params: Parameters) -> Sentences:
    growth = write_percent(params.growth_share or Fraction(0))
    yield text(f"how.says.growth.{params.base}", growth=growth, start=_start(measure, params))
    yield from _series(measure, params)


def _start(measure: MeasureCard, params: Parameters) -> str:
    """Where a path begins: a year that was named, with its figure where one was; else the first full one."""
    if params.baseline_year is None:
        return text("how.says.start")
    if params.baseline is None:
        return text("how.says.start_year", year=params.baseline_year)
    base = amount(params.baseline, worded(measure, "unit"))
    return text("how.says.start_figure", year=params.baseline_year, base=base)


def _increase(measure: MeasureCard, params: Parameters) -> Sentences:
    yield text(f"how.says.{'money' if params.amount else 'increase'}.{params.base}")
    yield from _series(measure, params)


def _series(measure: MeasureCard, params: Parameters) -> Sentences:
    if params.series == "stock":
        yield text("how.says.stock")
    elif measure.code in EITHER_WAY:
        yield text("how.says.flow")
    if params.rebase_on_revision:
        yield text("how.says.rebase")


def _plan(_measure: MeasureCard, params: Parameters) -> Sentences:
    month, day = params.plan_freeze
    yield text("how.says.plan", day=f"{day:02d}/{month:02d}")


def _requests(_measure: MeasureCard, params: Parameters) -> Sentences:
    yield text("how.says.late_lost" if params.strict_on_time else "how.says.late_counts")


def _windows(_measure: MeasureCard, _params: Parameters) -> Sentences:
    yield from ()  # how many periods, and what each needs, is the Decision's own word


def _coverage(_measure: MeasureCard, params: Parameters) -> Sentences:
    yield text("how.says.fresh", n=write_number(params.max_age_days))


_RULES: Mapping[str, Callable[[MeasureCard, Parameters], Sentences]] = {
    "growth_pct": _growth,
    "increase": _increase,
    "annual_plan": _plan,
    "all_requests": _requests,
    "periodic": _windows,
    "continuous": _coverage,
}


# -- what a decision changed ---------------------------------------------------------------------------


def rule_sides(fields: tuple[RuleField, ...], unit: str) -> tuple[str, str]:
    """A rule before and after a decision, each on one line: "Tăng mỗi năm: 20 %"."""
    return _line(fields, "before", unit), _line(fields, "after", unit)


def _line(fields: tuple[RuleField, ...], side: str, unit: str) -> str:
    said = (
        text("rule.line", name=text(f"rule.{one.name}"), value=_value(one.name, getattr(one, side), unit))
        for one in fields
    )
    return "; ".join(said)


def _value(name: str, value: Any, unit: str) -> str:
    if value is None:
        return text("rule.none")
    return _VALUES[name](name, value, unit)


def _choice(name: str, value: Any, _unit: str) -> str:
    return text(f"rule.{name}.{value}")


def _share(_name: str, value: Any, _unit: str) -> str:
    return write_percent(Fraction(str(value)) / 100)


def _days(_name: str, value: Any, _unit: str) -> str:
    return text("how.days", n=write_number(int(value)))


def _year(name: str, value: Any, unit: str) -> str:
    return str(value) if str(value).isdecimal() else _choice(name, value, unit)


def _plain(_name: str, value: Any, _unit: str) -> str:
    return str(value)


_VALUES: Mapping[str, Callable[[str, Any, str], str]] = {
    **dict.fromkeys(("base", "series", "calendar", "rebase_on_revision", "strict_on_time"), _choice),
    **dict.fromkeys(("growth_pct", "on_track_share", "at_risk_share"), _share),
    **dict.fromkeys(("lag_days", "due_days", "grace_days", "warn_days", "max_age_days"), _days),
    "baseline_year": _year,
    "baseline": lambda _name, value, unit: amount(Fraction(str(value)), unit),
    "max_gap": _plain,
    "plan_freeze": _plain,
}
