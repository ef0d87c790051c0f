"""Which kinds and parts does a fact carry, and how do many facts add up by one of them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from db.queries.report_forms import report_forms
from db.rules.errors import RuleError
from db.rules.measures import TAG_FIELDS

# Kinds a fact belongs to, as `rules.measures` keeps them, in the order of use; provinces have a part of their
# own, and the place of an event says least.
TAGS = (*(name for name in TAG_FIELDS if name not in ("province_code", "place_type")), "place_type")


@dataclass(frozen=True, slots=True)
class Part:
    """One fact as far as a breakdown needs it; "" where its record does not say."""

    value: int
    organisation: str
    province: str
    parts: Mapping[str, Any]
    tags: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartRule:
    """Numbers within a value: `fields` by key; `rest` is the key of what is left of the whole, "" for none.

    `whole` is the field the parts are parts of; "" or a field the fact lacks: the fact's own value.
    """

    fields: Mapping[str, str]
    rest: str = ""
    whole: str = ""


# A split such as level_n.central is found by its prefix.
_SPLITS = {"level": "level_n", "profession": "prof_n", "age": "age_bands"}
_PARTS: Mapping[str, tuple[PartRule, ...]] = {
    "sex": (
        PartRule({"female": "girls_n"}, "male", "children_n"),
        PartRule({"male": "fathers_n"}, "female"),
        PartRule({"female": "female_n"}, "male"),
    ),
    "people": (PartRule({"experts": "experts_n", "volunteers": "volunteers_n"}),),
    "money": (PartRule({"cash": "cash_vnd", "inkind": "inkind_vnd"}),),
    "first_time": (PartRule({"first": "first_time_n"}, "again"),),
}
_CHILDREN_WHOLE = "children_n"


def parts_in(facts: Sequence[Part]) -> tuple[str, ...]:
    """Which parts these facts can be broken down by."""
    names = [*_SPLITS, *_PARTS]
    return tuple(name for name in names if any(_parts_of(name, fact) for fact in facts))


def split_tag(facts: Sequence[Part], name: str) -> tuple[dict[str, int], int, bool]:
    """Values by kind, how much of them says its kind, and whether each has one kind only."""
    counts: dict[str, int] = defaultdict(int)
    stated, exclusive = 0, True
    for fact in facts:
        kinds = fact.tags.get(name) or ()
        for kind in kinds or ("",):
            counts[kind] += fact.value
        stated += fact.value if kinds else 0
        exclusive &= len(kinds) < 2
    return dict(counts), stated, exclusive


def split_parts(facts: Sequence[Part], name: str) -> tuple[int, dict[str, int], int]:
    """The whole, its parts, and how much of it is broken down.

    Raises: RuleError `not_a_choice`.
    """
    if name not in _SPLITS and name not in _PARTS:
        raise RuleError("not_a_choice")
    counts: dict[str, int] = defaultdict(int)
    base = stated = 0
    for fact in facts:
        found = _parts_of(name, fact)
        whole = sum(found.values()) if found else _whole(name, fact)
        base += whole
        stated += whole if found else 0
        for key, value in (found or {"": whole}).items():
            counts[key] += value
    if not counts.get("", 1):
        del counts[""]
    return base, dict(counts), stated


def _whole(name: str, fact: Part) -> int:
    """What a fact without these parts adds to the whole: children where the parts are children."""
    children = fact.parts.get(_CHILDREN_WHOLE) if name in ("sex", "age") else None
    return fact.value if children is None or "audience_n" in fact.parts else int(children)


def _parts_of(name: str, fact: Part) -> dict[str, int]:
    if name in _SPLITS:
        prefix = f"{_SPLITS[name]}."
        return {
            key.removeprefix(prefix): value for key, value in fact.parts.items() if key.startswith(prefix)
        }
    rule = next((one for one in _PARTS[name] if set(one.fields.values()) & fact.parts.keys()), None)
    if rule is None:
        return {}
    found = {key: int(fact.parts.get(field, 0)) for key, field in rule.fields.items()}
    if rule.rest:
        found[rule.rest] = int(fact.parts.get(rule.whole, fact.value)) - sum(found.values())
    return found


def label_of(by: str, key: str) -> str:
    """The words of a kind as the form offers it; "" where the page has a word of its own."""
    return _labels().get((_SPLITS.get(by, by), key), "")


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for spec in report_forms().values():
        for field in spec.fields:
            for code, label in field.choices:
                found.setdefault((field.name, code), label)
    return found
