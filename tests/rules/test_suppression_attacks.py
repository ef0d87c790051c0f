"""Can anybody work out a child's answer from what is published?  Every fitting table is tried."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from db.rules.suppression import Policy, Table, raw_row, rounded, suppress
from tests.rules.test_suppression import BELOW, HIDDEN, NEARLY, WITHHELD, published, single


def grouped(groups: Sequence[Sequence[int]], with_total: bool = True) -> Table:
    rows = tuple(raw_row(f"g{n}", sum(counts), counts) for n, counts in enumerate(groups))
    sums = [sum(column) for column in zip(*groups, strict=True)]
    total = raw_row("total", sum(sums), sums) if with_total else None
    return Table("q", tuple(f"o{k}" for k in range(len(groups[0]))), rows, total)


World = tuple[tuple[int, ...], ...]  # groups of counts
Publish = Callable[[World], object]


def compositions(size: int, cells: int) -> Iterator[tuple[int, ...]]:
    """All ways in which ``size`` children spread over ``cells`` exclusive answers."""
    if cells == 1:
        yield (size,)
        return
    for first in range(size + 1):
        yield from ((first, *rest) for rest in compositions(size - first, cells - 1))


def certain_children(sizes: Sequence[int], cells: int, publish: Publish) -> list[tuple[object, int, int]]:
    """Publications from which a reader who knows every group's size learns a whole group's answer."""
    fitting: dict[object, list[World]] = defaultdict(list)
    for world in itertools.product(*(list(compositions(size, cells)) for size in sizes)):
        fitting[publish(world)].append(world)
    return [
        (output, group, answer)
        for output, worlds in fitting.items()
        for group, size in enumerate(sizes)
        for answer in range(cells)
        if size and all(world[group][answer] == size for world in worlds)
    ]


def known_by_a_classmate(size: int, cells: int, publish: Publish) -> list[tuple[object, int]]:
    """Publications from which a child, knowing its own answer, learns the answer of all the others."""
    fitting: dict[tuple[object, int], list[tuple[int, ...]]] = defaultdict(list)
    for counts in compositions(size, cells):
        for own in (k for k, count in enumerate(counts) if count):
            others = tuple(count - (k == own) for k, count in enumerate(counts))
            fitting[publish((counts,)), own].append(others)
    return [
        (key[0], answer)
        for key, worlds in fitting.items()
        for answer in range(cells)
        if size > 1 and all(others[answer] == size - 1 for others in worlds)
    ]


def hides_but_tells(size: int, cells: int, publish: Callable[[World], tuple[str, ...]]) -> list[object]:
    """Words that hide nothing: the count behind them is known, or nobody can have given this answer."""
    fitting: dict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in compositions(size, cells):
        fitting[publish((counts,))].append(counts)
    return [
        (output, known)
        for output, worlds in fitting.items()
        for cell, known in enumerate({world[k] for world in worlds} for k in range(cells))
        if known == {0} or (len(known) == 1 and output[cell] in (BELOW, NEARLY))
    ]


@cache
def by_rule(world: World) -> tuple[str, ...]:
    return tuple(cell.shown for cell in suppress(single(world[0])).rows[0].cells)


def by_the_words_of_the_rule_alone(world: World) -> tuple[str, ...]:
    """The control: consultations.md §6 read literally, nothing added."""
    base = sum(world[0])

    def cell(count: int) -> str:
        if base < 10:
            return HIDDEN
        return BELOW if count < 10 else NEARLY if count > base - 10 else str(rounded(count, 5))

    return tuple(cell(count) for count in world[0])


SMALL = [(cells, size) for cells, most in ((2, 44), (3, 32), (4, 22)) for size in range(1, most + 1)]


def test_nobody_is_certain_in_any_small_table() -> None:
    """All tables of 2, 3 and 4 answers with bases to 44, 32 and 22.

    Counts to 12 in four answers reach a base of 48, but above 22 no answer of theirs is everybody's, and
    only an answer that is truly everybody's can be certain.
    """
    for cells, size in SMALL:
        assert not certain_children((size,), cells, by_rule), (cells, size)
        assert not known_by_a_classmate(size, cells, by_rule), (cells, size)
        if size > 1:
            assert not hides_but_tells(size, cells, by_rule), (cells, size)


def test_the_attack_sees_what_the_bare_rule_gives_away() -> None:
    assert certain_children((10,), 2, by_the_words_of_the_rule_alone)
    assert known_by_a_classmate(11, 3, by_the_words_of_the_rule_alone)
    assert hides_but_tells(20, 3, by_the_words_of_the_rule_alone)


# The attack tries all worlds of several groups, so it runs on a small policy of the same shape.
SCALED = Policy(threshold=4, rounding=3)


def by_groups_and_total(world: World) -> object:
    return suppress(grouped(world), SCALED)


def by_groups_without_the_search(world: World) -> object:
    """The control: the rows one by one, the total beside them, differences not looked at."""
    everybody = grouped(world)
    assert everybody.total is not None
    alone = Table("q", everybody.options, (*everybody.rows, everybody.total))
    return suppress(alone, SCALED)


TWO_GROUPS = [(first, second) for first in (1, 2, 3, 5, 8, 11) for second in (7, 9, 10, 12, 14)]


def test_a_total_beside_its_groups_tells_nobody_s_answer() -> None:
    for sizes in TWO_GROUPS:
        assert not certain_children(sizes, 2, by_groups_and_total), sizes
    for sizes in ((2, 5), (3, 9), (1, 12), (2, 1, 9)):
        assert not certain_children(sizes, 3 if len(sizes) == 2 else 2, by_groups_and_total), sizes


def test_the_attack_sees_differences_when_nothing_looks_at_them() -> None:
    assert any(certain_children(sizes, 2, by_groups_without_the_search) for sizes in TWO_GROUPS)


def test_differences_of_a_multiple_choice_are_looked_at_too() -> None:
    def publish(world: World) -> object:
        rows = tuple(raw_row(f"g{n}", sum(g), g[:1]) for n, g in enumerate(world))
        base, count = sum(map(sum, world)), sum(g[0] for g in world)
        return suppress(Table("q", ("a",), rows, raw_row("total", base, (count,)), exclusive=False), SCALED)

    for sizes in TWO_GROUPS:
        assert not certain_children(sizes, 2, publish), sizes


def test_the_two_groups_that_the_bare_rule_gives_away_are_withheld() -> None:
    """33 of 61 and 22 of 50 said yes: rounded to 35 and 20, they differ by at least 11, a whole group."""
    table = suppress(grouped([(11, 0), (22, 28)]))
    assert table.total is not None
    assert [published(row) for row in (*table.rows, table.total)] == [
        ["10", WITHHELD, WITHHELD],
        ["50", WITHHELD, WITHHELD],
        ["60", WITHHELD, WITHHELD],
    ]
    assert published(suppress(grouped([(10, 1), (22, 28)])).rows[1]) == ["50", "20", "30"]


def test_children_in_no_group_are_reckoned_with() -> None:
    """The 11 of the test above in no group at all: total and one group differ by them all the same."""
    table = Table("q", ("yes", "no"), (raw_row("g", 50, (22, 28)),), raw_row("total", 61, (33, 28)))
    assert published(suppress(table).rows[0]) == ["50", WITHHELD, WITHHELD]


def test_children_in_no_group_withhold_nothing_while_their_answers_stay_open() -> None:
    table = Table("q", ("yes", "no"), (raw_row("g", 50, (22, 28)),), raw_row("total", 60, (32, 28)))
    assert published(suppress(table).rows[0]) == ["50", "20", "30"]
