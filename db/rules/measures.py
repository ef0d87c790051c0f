"""What does each form add to which measure, how are additions put together, and who reports them?

Every activity counts once: a training feeds 1.3 or 6.2 by its main audience, a model 6.1 or 6.3 by its kind,
a joint activity counts for the leading unit.  One receipt may carry two tags (8.1b and 8.2); measures that
overlap so are shown side by side and never added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from db.rules.numbers import exact
from db.rules.periods import part_holding
from db.rules.report_checks import ReportData
from db.rules.report_values import Value

MEMBER, LEDGER, STAFF = "member", "ledger", "staff"

# measure -> (who reports it, how the periods of one unit and year are put together); units are always summed.
# max: people already counted once since 1 January (1.2).  none: no numbers, but requests, windows or updates.
MEASURES: Mapping[str, tuple[str, str]] = {
    "1.1": (STAFF, "sum"),
    "1.2": (MEMBER, "max"),
    "1.3": (MEMBER, "sum"),
    "2.1": (STAFF, "sum"),
    "2.2": (LEDGER, "none"),
    "2.3": (LEDGER, "none"),
    "2.4": (LEDGER, "none"),
    "3.1": (LEDGER, "none"),
    "3.2": (STAFF, "none"),
    "3.3": (STAFF, "none"),
    "3.4": (STAFF, "none"),
    "4.1": (LEDGER, "none"),
    "4.2": (LEDGER, "none"),
    "5.1": (MEMBER, "sum"),
    "5.2": (MEMBER, "sum"),
    "5.3": (MEMBER, "sum"),
    "5.4": (MEMBER, "sum"),
    "5.5": (MEMBER, "sum"),
    "6.1": (MEMBER, "sum"),
    "6.2": (MEMBER, "sum"),
    "6.3": (MEMBER, "sum"),
    "7.1": (STAFF, "sum"),
    "7.2": (STAFF, "none"),
    "7.3": (LEDGER, "none"),
    "8.1a": (MEMBER, "sum"),
    "8.1b": (MEMBER, "sum"),
    "8.2": (MEMBER, "sum"),
    "8.3": (STAFF, "sum"),
}
AGGREGATION: Mapping[str, str] = {code: how for code, (_, how) in MEASURES.items()}
SOURCE: Mapping[str, str] = {code: source for code, (source, _) in MEASURES.items()}

# Days that what members report needs to arrive (indicators.md §2.5).
_MEMBER_LAG = 15
LAG_DAYS: Mapping[str, int] = {
    code: _MEMBER_LAG if source == MEMBER else 0 for code, (source, _) in MEASURES.items()
}

# Pairs that overlap by design and must never be summed (indicators.md §4.4).
NEVER_ADDED: tuple[frozenset[str], ...] = (frozenset({"8.1b", "8.2", "8.3"}),)

_TRAINING_LEAST_HOURS = 2
_AUDIENCE_MEASURE = {"officers": "1.3", "professionals": "6.2"}
_MODEL_MEASURE = {"model": "6.1", "lawyers": "6.1", "club": "6.1", "facility": "6.3"}
_NEW_BODIES, _NEW_WAYS = frozenset({"provincial", "commune", "chapter"}), frozenset({"new", "added_task"})
_SENT_STAGES = frozenset({"sent", "agreed", "refused"})


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one report adds to one measure.

    Units:  the measure's own (people, items, đồng).
    ``key`` names the quarter of a value that stands for a whole quarter (1.2, nil reports), else "".
    ``parts`` are numbers within the value (female, lawyers); ``tags`` are kinds it belongs to.
    """

    measure: str
    value: int
    event_on: date
    key: str = ""
    parts: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitValue:
    """One verified value on its way into a yearly number: whose, for which measure and quarter."""

    measure: str
    unit: str
    value: int
    event_on: date
    key: str = ""


def contributions(data: ReportData) -> tuple[Contribution, ...]:
    """What a checked report adds to the measures; nothing for what does not count.

    Source: indicators.md §4.2, §4.4; report_fields.csv.
    """
    rule = _RULES.get(data.form)
    if rule is None or data.event_on is None or data.values.get("counted_by") == "theirs":
        return ()
    added = rule(data.values)
    key = part_holding(data.event_on, 4).label if data.form in _QUARTERLY else ""
    parts, tags = _parts(data), _tags(data)
    return tuple(Contribution(code, value, data.event_on, key, parts, tags) for code, value in added.items())


def yearly_value(measure: str, year: int, values: Iterable[UnitValue]) -> int | None:
    """The measure's value in a year: periods of each unit put together, then all units summed.

    None:   nobody reported anything for this measure in the year (a nil report is a 0).
    Source: indicators.md §2.1.
    """
    by_unit: dict[str, list[UnitValue]] = defaultdict(list)
    for value in values:
        if value.measure == measure and value.event_on.year == year:
            by_unit[value.unit].append(value)
    if not by_unit:
        return None
    together = _ACROSS_PERIODS[AGGREGATION[measure]]
    return sum(together(unit_values) for unit_values in by_unit.values())


def _latest(values: list[UnitValue]) -> int:
    return max(values, key=lambda value: (value.event_on, value.key)).value


_ACROSS_PERIODS: Mapping[str, Callable[[list[UnitValue]], int]] = {
    "sum": lambda values: sum(value.value for value in values),
    "max": lambda values: max(value.value for value in values),
    "latest": _latest,
}


# -- what each form adds: measure -> value -------------------------------------------------------------

Values: TypeAlias = Mapping[str, Value]


def _new_body(values: Values) -> dict[str, int]:
    counts = values["org_kind"] in _NEW_BODIES and values["how"] in _NEW_WAYS
    return {"1.1": 1} if counts else {}


def _training(values: Values) -> dict[str, int]:
    measure = _AUDIENCE_MEASURE.get(values["audience"])
    if measure is None or Fraction(exact(values["hours"])) < _TRAINING_LEAST_HOURS:
        return {}
    return {measure: values["participants_n"]}


def _parents(values: Values) -> dict[str, int]:
    return {"5.2": values["parents_n"]} if values["programme"] == "positive_discipline" else {}


def _receipt(values: Values) -> dict[str, int]:
    """Everything raised is raised from somebody, so 8.2 always; 8.1b only what goes straight to children."""
    total = values["cash_vnd"] + values["inkind_vnd"] + values.get("refund", 0)
    return {"8.1b": total, "8.2": total} if values["purpose"] == "direct" else {"8.2": total}


def _proposal(values: Values) -> dict[str, int]:
    return {"7.1": 1} if values["stage"] in _SENT_STAGES else {}


_RULES: Mapping[str, Callable[[Values], dict[str, int]]] = {
    "F1": _new_body,
    "F2": lambda values: {"1.2": values["experts_n"] + values["volunteers_n"]},
    "F3": _training,
    "F4": lambda values: {"2.1": 1},
    "F8": lambda values: {"5.1": values["items_n"]},
    "F8b": lambda values: {"5.3": 1},
    "F8c": lambda values: {"5.4": values["interviews_n"]},
    "F9": _parents,
    "F10": lambda values: {"5.5": 1},
    "F11": lambda values: {_MODEL_MEASURE[values["model_kind"]]: 1},
    "F12": _proposal,
    "F14": lambda values: {"8.1a": values["first_time_n"]},
    "F14b": _receipt,
    "F15": lambda values: {"8.3": values["allocated_vnd"]},
    "F16": lambda values: dict.fromkeys(values["nil_codes"], 0),
}
_QUARTERLY = frozenset({"F2", "F16"})

# Fields kept beside a value as numbers within it or beside it, and as kinds to break it down by.
_PART_FIELDS = (
    "female_n",
    "girls_n",
    "fathers_n",
    "children_n",
    "first_time_n",
    "experts_n",
    "volunteers_n",
    "cash_vnd",
    "inkind_vnd",
    "completed_n",
    "audience_n",
    "spent_vnd",
)
_SPLIT_FIELDS = ("level_n", "prof_n", "age_bands")
TAG_FIELDS = (
    "province_code",
    "place_type",
    "topic",
    "medium",
    "product_kind",
    "outlet_kind",
    "speaker_level",
    "setting",
    "model_kind",
    "target_group",
    "circumstance",
    "support_kind",
    "source_kind",
    "purpose",
    "org_kind",
    "how",
    "partner_kind",
    "scope",
    "stage",
)


def _parts(data: ReportData) -> dict[str, int]:
    parts = {name: data.values[name] for name in _PART_FIELDS if name in data.values}
    for name in _SPLIT_FIELDS:
        split = data.values.get(name) or {}
        parts |= {f"{name}.{code}": count for code, count in split.items() if count is not None}
    return parts


def _tags(data: ReportData) -> dict[str, tuple[str, ...]]:
    found = {name: data.values[name] for name in TAG_FIELDS if name in data.values}
    return {name: tuple(value) if isinstance(value, list) else (value,) for name, value in found.items()}
