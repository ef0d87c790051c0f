"""Can a reader who knows the total and the rule work out how many children a hidden part holds?"""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from db.rules.small_counts import hide_small
from db.rules.suppression import Policy


def values(counts: dict[str, int]) -> dict[str, int | None]:
    return {name: cell.count for name, cell in hide_small(counts).items()}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 40, "b": 10, "c": 0}, {"a": 40, "b": 10, "c": 0}),
        ({"a": 40, "b": 12, "c": 9}, {"a": 40, "b": None, "c": None}),  # alone, c would be the difference
        ({"a": 40, "b": 8, "c": 9}, {"a": 40, "b": None, "c": None}),
        ({"a": 40, "b": 1, "c": 1}, {"a": None, "b": None, "c": None}),  # 2 in two parts: one each
        ({"a": 9}, {"a": None}),
        ({}, {}),
    ],
)
def test_examples(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert values(counts) == shown


def test_numbers_are_written_as_people_write_them() -> None:
    assert hide_small({"a": 1500})["a"].shown == "1.500"
    assert hide_small({"a": 3}, "below")["a"].shown == "dưới 10"


@pytest.mark.parametrize(("threshold", "parts"), [(3, 2), (4, 3), (5, 3), (5, 4)])
def test_no_hidden_part_is_certain(threshold: int, parts: int) -> None:
    """All tables: for each small part some other table prints the same and holds another number there."""
    policy = Policy(threshold=threshold)
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(2 * threshold + 2), repeat=parts):
        cells = hide_small({str(place): count for place, count in enumerate(counts)}, policy=policy)
        alike[sum(counts), *(cell.shown for cell in cells.values())].append(counts)
    certain = [
        tables[0]
        for tables in alike.values()
        for place in range(parts)
        if 0 < tables[0][place] < threshold and len({table[place] for table in tables}) == 1
    ]
    assert certain == []
