"""Is the published table as the rule says, and can nobody's answer be worked out from it?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from db.rules.errors import RuleError
from db.rules.suppression import (
    POLICY,
    Cell,
    Policy,
    Row,
    Table,
    raw_row,
    releasable,
    rounded,
    rounded_live_count,
    share_pct,
    suppress,
)

HIDDEN, WITHHELD = "ẩn vì dưới 10 trẻ em", "ẩn để giữ kín câu trả lời"
BELOW, NEARLY = "dưới 10", "gần như tất cả"


def single(counts: Sequence[int], exclusive: bool = True, base: int | None = None) -> Table:
    size = sum(counts) if base is None else base
    options = tuple(f"o{k}" for k in range(len(counts)))
    return Table("q", options, (raw_row("all", size, counts),), exclusive=exclusive)


def published(row: Row) -> list[str]:
    return [row.base.shown, *(cell.shown for cell in row.cells)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0), [HIDDEN, HIDDEN, HIDDEN]),
        ((9, 0), [HIDDEN, HIDDEN, HIDDEN]),
        ((10, 0), ["10", WITHHELD, WITHHELD]),
        ((12, 7), ["20", WITHHELD, WITHHELD]),
        ((10, 10), ["20", "10", "10"]),
        ((9, 11), ["20", BELOW, NEARLY]),
        ((20, 0), ["20", NEARLY, BELOW]),
        ((12, 13), ["25", "10", "15"]),
        ((30, 9), ["40", NEARLY, BELOW]),
        ((29, 10), ["40", "30", "10"]),
        ((22, 23), ["45", "20", "25"]),
        ((10, 10, 0), ["20", WITHHELD, WITHHELD, WITHHELD]),
        ((10, 16, 0), ["25", "10", "15", BELOW]),
        ((1248, 600), ["1.850", "1.250", "600"]),
    ],
)
def test_a_row_is_published_by_the_rule(counts: tuple[int, ...], expected: list[str]) -> None:
    assert published(suppress(single(counts)).rows[0]) == expected


@pytest.mark.parametrize(
    ("base", "counts", "expected"),
    [
        (40, (40, 31, 30, 10, 9, 0), ["40", NEARLY, NEARLY, "30", "10", BELOW, BELOW]),
        (19, (19, 0), ["20", WITHHELD, WITHHELD]),
        (20, (10, 10), ["20", "10", "10"]),
    ],
)
def test_answers_of_a_multiple_choice_stand_alone(
    base: int, counts: tuple[int, ...], expected: list[str]
) -> None:
    assert published(suppress(single(counts, exclusive=False, base=base)).rows[0]) == expected


def test_a_suppressed_cell_has_no_number_and_a_shown_one_only_its_rounding() -> None:
    for counts in itertools.product(range(41), repeat=2):
        row = suppress(single(counts)).rows[0]
        for raw, cell in zip(counts, row.cells, strict=True):
            if raw < 10 or raw > sum(counts) - 10:
                assert cell.count is None, counts
            if cell.count is not None:
                assert cell == Cell(rounded(raw, 5), str(rounded(raw, 5)))


@pytest.mark.parametrize(
    ("count", "step", "value"),
    [(0, 5, 0), (2, 5, 0), (3, 5, 5), (12, 5, 10), (13, 5, 15), (15, 10, 20), (14, 10, 10)],
)
def test_rounding_is_to_the_nearest_and_ties_go_up(count: int, step: int, value: int) -> None:
    assert rounded(count, step) == value


@pytest.mark.parametrize(
    "table",
    [
        Table("q", ("a", "b"), (raw_row("g", 10, (4, 5)),)),
        Table("q", ("a",), (raw_row("g", 10, (11,)),), exclusive=False),
        Table("q", ("a",), (raw_row("g", 10, (-1,)),), exclusive=False),
        Table("q", ("a", "b"), (raw_row("g", 10, (10,)),)),
        Table("q", ("a", "b"), (raw_row("g", 30, (30, 0)),), raw_row("total", 30, (29, 1))),
        suppress(single((20, 0))),
        Table("q", ("a",), (Row("g", Cell(None), (Cell(3),)),)),
    ],
    ids=["sum", "above base", "negative", "width", "parts", "withheld twice", "no base"],
)
def test_a_table_that_cannot_be_is_refused(table: Table) -> None:
    with pytest.raises(ValueError, match=r"row|groups"):
        suppress(table)


def test_shares_come_from_the_published_numbers() -> None:
    row = suppress(single((29, 10))).rows[0]
    assert [share_pct(cell, row.base) for cell in row.cells] == [75, 25]
    assert share_pct(Cell(10), Cell(15)) == Fraction(200, 3)
    assert share_pct(Cell(None), Cell(15)) is None
    assert share_pct(Cell(10), Cell(None)) is None


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "dưới 10"), (9, "dưới 10"), (10, "10"), (13, "15"), (2774, "2.775")]
)
def test_the_live_count_is_rounded(count: int, shown: str) -> None:
    assert rounded_live_count(count).shown == shown


TODAY, YESTERDAY = date(2026, 11, 20), date(2026, 11, 19)


@pytest.mark.parametrize(
    ("new", "last", "closing", "verdict"),
    [
        (25, None, False, "fresh"),
        (24, None, False, "release_too_small"),
        (0, YESTERDAY, False, "release_too_small"),
        (25, YESTERDAY, False, "fresh"),
        (900, TODAY, False, "release_too_soon"),
        (900, TODAY, True, "fresh"),
        (3, None, True, "fresh"),
        (24, YESTERDAY, True, "repeat"),
        (0, TODAY, True, "repeat"),
        (25, YESTERDAY, True, "fresh"),
    ],
)
def test_when_a_release_may_be_made(new: int, last: date | None, closing: bool, verdict: str) -> None:
    try:
        assert releasable(new, last, TODAY, closing) == verdict
    except RuleError as refusal:
        assert refusal.code == verdict


def test_words_and_threshold_follow_the_policy() -> None:
    strict = Policy(threshold=20)
    assert published(suppress(single((25, 25)), strict).rows[0]) == ["50", "25", "25"]
    assert suppress(single((19, 31)), strict).rows[0].cells[0].shown == "dưới 20"
    assert (POLICY.threshold, POLICY.rounding, POLICY.release_least) == (10, 5, 25)
