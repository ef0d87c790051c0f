"""How coarse must a row about a child be, so that it stands among at least ten alike?

Every row names where a child lives, its age band and sex.  The place is made coarser for all rows at once,
province → region → country, until every group of (place, age band, sex) has at least ten; rows of different
coarseness beside each other would give the small groups away by what is left over.
Source: trust.md §3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db.rules.errors import RuleError
from db.rules.suppression import POLICY

LEVELS = ("province", "region", "country")
COUNTRY = "VN"


@dataclass(frozen=True, slots=True)
class Child:
    """Who answered, as coarse as it is known; "" where it was not told."""

    place: str
    age_band: str
    sex: str


def generalised(
    children: Sequence[Child], region_of: Mapping[str, str], least: int = POLICY.threshold
) -> tuple[str, tuple[Child, ...]]:
    """The level of place, and the children in the order given, none in a group smaller than ``least``.

    Raises: answers_too_few when even the country as a whole is not coarse enough.
    """
    for level in LEVELS:
        rows = tuple(replace(child, place=_place(child.place, level, region_of)) for child in children)
        if rows and min(Counter(rows).values()) >= least:
            return level, rows
    raise RuleError("answers_too_few", least=least)


def _place(province: str, level: str, region_of: Mapping[str, str]) -> str:
    if level == "country":
        return COUNTRY
    return province if level == "province" else region_of.get(province, "")
