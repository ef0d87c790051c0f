"""What can somebody work out who knows every child but not the answers?  Linear programming on every table.

The insider knows this program, who answered in which release, and everybody's age band, sex and region:
a teacher with the class list.  Each published cell is a range of true counts; the insider asks which true
tables fit all of them at once, one release upon the other.  An answer is certain when no fitting table has
it otherwise.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

Who: TypeAlias = tuple[str, str, str]  # age band, sex, region
Span: TypeAlias = tuple[int, int]
AGES, SEXES, REGIONS = ("t11_13", "t14_15", "t16_17"), ("nu", "nam", "khac"), ("p01", "p48", "p79")
EVERYBODY = ""
MOVED = 1e-6


@dataclass(frozen=True, slots=True)
class Child:
    """Who answered what, in which batch (between two releases)."""

    who: Who
    answer: int
    batch: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """One published number: batches up to this one, children of this group, this answer, between these."""

    batch: int
    group: str  # a value of one of the three attributes, or everybody
    answer: int
    span: Span


def certain(children: Sequence[Child], answers: int, published: Iterable[Known]) -> int:
    """How many children's answers follow from what is published."""
    cells = sorted({(child.batch, child.who) for child in children})
    place = {cell: number for number, cell in enumerate(cells)}
    truth = Counter((place[child.batch, child.who], child.answer) for child in children)
    size = Counter(place[child.batch, child.who] for child in children)
    # Only whoever is in a group of one mind can be found out.
    suspects = {cell: answer for (cell, answer), count in truth.items() if count == size[cell]}
    upper, bounds = _rows(cells, answers, list(published))
    left = suspects
    while left:
        moved = _could_differ(size, answers, upper, bounds, left)
        if not moved:
            break
        left = {cell: answer for cell, answer in left.items() if cell not in moved}
    return sum(size[cell] for cell in left)


def _rows(
    cells: Sequence[tuple[int, Who]], answers: int, published: Sequence[Known]
) -> tuple[coo_array, np.ndarray]:
    """Each published range as two inequalities over the counts of all cells."""
    members: dict[tuple[int, str], list[int]] = {}
    for number, (batch, who) in enumerate(cells):
        for group in (EVERYBODY, *who):
            members.setdefault((batch, group), []).append(number)
    row_of, column_of, values, bounds = [], [], [], []
    for known in published:
        columns = [
            number * answers + known.answer
            for (batch, group), numbers in members.items()
            if group == known.group and batch <= known.batch
            for number in numbers
        ]
        for sign, bound in ((1, known.span[1]), (-1, -known.span[0])):
            row_of += [len(bounds)] * len(columns)
            column_of += columns
            values += [sign] * len(columns)
            bounds.append(bound)
    shape = (len(bounds), len(cells) * answers)
    return coo_array((values, (row_of, column_of)), shape=shape), np.array(bounds, dtype=float)


def _could_differ(
    size: Mapping[int, int], answers: int, upper: coo_array, bounds: np.ndarray, suspects: Mapping[int, int]
) -> set[int]:
    """Cells of which a fitting table exists with somebody's answer otherwise.

    All at once: fitting tables may be mixed, so one that moves every movable cell a little exists.
    """
    width = len(size) * answers
    objective = np.zeros(width)
    for cell, answer in suspects.items():
        objective[cell * answers + answer] = 1  # as few as possible kept as they are
    sums = coo_array(
        (np.ones(width), (np.repeat(np.arange(len(size)), answers), np.arange(width))),
        shape=(len(size), width),
    )
    sizes = np.array([size[cell] for cell in range(len(size))], dtype=float)
    found = linprog(objective, A_ub=upper.tocsr(), b_ub=bounds, A_eq=sums.tocsr(), b_eq=sizes, method="highs")
    if found.x is None:
        raise ValueError(f"no table fits what is published: {found.message}")
    return {
        cell for cell, answer in suspects.items() if found.x[cell * answers + answer] < size[cell] - MOVED
    }


# -- children --------------------------------------------------------------------------------------------

Habit: TypeAlias = Callable[[Who, random.Random], int]

# How answers hang on who somebody is: the more they do, the more a table tells.
HABITS: dict[str, Habit] = {
    "by chance": lambda who, chance: chance.randrange(3),
    "of one mind by age": lambda who, chance: AGES.index(who[0]),
    "of one mind by age and sex": lambda who, chance: (AGES.index(who[0]) + SEXES.index(who[1])) % 3,
    "nearly all the same": lambda who, chance: 0 if chance.random() < 0.97 else 1 + chance.randrange(2),
    "one small region apart": lambda who, chance: 2 if who[2] == "p79" else chance.randrange(2),
}
SHARES = {"p01": 20, "p48": 9, "p79": 1, "nu": 10, "nam": 9, "khac": 1}


def children(habit: str, count: int, batches: int = 1) -> list[Child]:
    """Children of uneven groups, in order of arrival."""
    chance, answer = random.Random(habit), HABITS[habit]
    found = []
    for number in range(count):
        who = (
            chance.choice(AGES),
            chance.choices(SEXES, [SHARES[one] for one in SEXES])[0],
            chance.choices(REGIONS, [SHARES[one] for one in REGIONS])[0],
        )
        found.append(Child(who, answer(who, chance), number * batches // count))
    return found


def counts(found: Iterable[Child], group: str, answers: int = 3) -> list[int]:
    """True counts of a group."""
    told = Counter(child.answer for child in found if group in (EVERYBODY, *child.who))
    return [told[answer] for answer in range(answers)]
