"""What is a table of children's answers, and does it add up?

A table is built from true counts by a query, passes :mod:`db.rules.suppression` and only then leaves ``db``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of children: ``count`` raw before :func:`suppress`, rounded or ``None`` after it."""

    count: int | None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One group's answers: ``base`` children answered the question, ``cells`` one per answer."""

    group: str
    base: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One question by one grouping (which may be a crossing of two).

    Shape: ``rows`` one per group, disjoint; ``total`` everybody, the groups among them (``None``: not shown).
           ``exclusive``: one answer per child, so that cells add up to the base; else each counts alone.
    """

    question: str
    options: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    exclusive: bool = True


def raw_row(group: str, base: int, counts: Sequence[int]) -> Row:
    """A row of true counts, as queries hand it to :func:`suppress`; it must never leave ``db``."""
    return Row(group, Cell(base), tuple(Cell(count) for count in counts))


def true_counts(row: Row) -> tuple[int, tuple[int, ...]]:
    """Base and counts of a row before suppression.

    Raises: ValueError for a row that was suppressed already.
    """
    counts = tuple(cell.count for cell in row.cells if cell.count is not None)
    if row.base.count is None or len(counts) != len(row.cells):
        raise ValueError(f"row {row.group!r} has no true counts")
    return row.base.count, counts


def check_table(table: Table) -> None:
    """Refuse a table that cannot be.

    Raises: ValueError: counts above their base, exclusive answers not adding up, parts above their total.
    """
    rows = (*table.rows, *(() if table.total is None else (table.total,)))
    for row in rows:
        base, counts = true_counts(row)
        if len(counts) != len(table.options) or any(not 0 <= count <= base for count in counts):
            raise ValueError(f"row {row.group!r} does not fit its base or the answers")
        if table.exclusive and sum(counts) != base:
            raise ValueError(f"row {row.group!r}: exclusive answers do not add up to the base")
    if table.total is not None:
        _check_parts([true_counts(row) for row in table.rows], true_counts(table.total))


def _check_parts(parts: Sequence[tuple[int, tuple[int, ...]]], whole: tuple[int, tuple[int, ...]]) -> None:
    """Refuse groups that hold more children than everybody: their differences would be nonsense."""
    sums = [sum(base for base, _ in parts)]
    sums += [sum(counts[k] for _, counts in parts) for k in range(len(whole[1]))]
    if any(part > total for part, total in zip(sums, (whole[0], *whole[1]), strict=True)):
        raise ValueError("the groups of the table hold more children than its total")
