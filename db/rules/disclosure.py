"""Could somebody work out one child's answer from the published ranges of a table?

The reader assumed here is stronger than any we expect: knows this code, the exact size of every group, and
that everybody answered.  Such a reader turns each published cell into a range ``(least, most)`` and asks
which tables of true counts fit.  A child's answer is certain when every fitting table puts the whole
group on one answer; that can only happen to a group that truly is of one mind, so only those are tried.

The tables that fit form a network of flows (children flow from groups to answers).  From the true table
any other fitting one is reached by moving children round closed paths, so one search for a path tells
whether a different table exists.  No solver is needed, and the answer is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
Counts = tuple[tuple[int, ...], ...]
Spans = tuple[tuple[Span, ...], ...]
_OUTSIDE = -1  # the node behind the total row: a total that moves inside its own range passes here


@dataclass(frozen=True, slots=True)
class Ranges:
    """True counts of a table with what its publication lets a reader conclude.

    Shape: ``counts`` one row per group, one column per answer, each row summing to the group's size;
           ``spans`` the same shape; ``total_spans`` one per answer.
    """

    counts: Counts
    spans: Spans
    total_spans: tuple[Span, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """Column sums of the true counts."""
        return tuple(sum(column) for column in zip(*self.counts, strict=True))


def narrowed(size: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The ranges of one row after using that its answers add up to ``size``."""
    least, most = sum(low for low, _ in spans), sum(high for _, high in spans)
    return tuple((max(low, size - (most - high)), min(high, size - (least - low))) for low, high in spans)


def is_certain(ranges: Ranges) -> bool:
    """Whether some child's answer follows from the published ranges.

    None:   never; a table without children says nothing about anybody (False).
    """
    return any(
        not _could_differ(ranges, group, answer)
        for group, row in enumerate(ranges.counts)
        for answer, count in enumerate(row)
        if count > 0 and count == sum(row)
    )


def _could_differ(ranges: Ranges, group: int, answer: int) -> bool:
    """Whether one child of ``group`` could have answered otherwise, all published ranges kept."""
    row, spans = ranges.counts[group], ranges.spans[group]
    if row[answer] <= spans[answer][0]:
        return False
    start = [k for k in range(len(row)) if k != answer and row[k] < spans[k][1]]
    return _reaches(ranges, start, answer)


def _reaches(ranges: Ranges, start: Sequence[int], goal: int) -> bool:
    """Whether one child too many at an answer in ``start`` can be passed on until it fills ``goal``."""
    seen, open_nodes = set(start), list(start)
    while open_nodes:
        node = open_nodes.pop()
        if node == goal:
            return True
        fresh = set(_next_nodes(ranges, node)) - seen
        seen |= fresh
        open_nodes.extend(fresh)
    return False


def _next_nodes(ranges: Ranges, node: int) -> Iterator[int]:
    """Answers that can take over the child too many at ``node``: through another group, or the total."""
    totals, spans = ranges.totals, ranges.total_spans
    if node == _OUTSIDE:
        yield from (k for k, total in enumerate(totals) if total > spans[k][0])
        return
    if totals[node] < spans[node][1]:
        yield _OUTSIDE
    for other, row in enumerate(ranges.counts):
        if row[node] > ranges.spans[other][node][0]:
            yield from (k for k, count in enumerate(row) if count < ranges.spans[other][k][1])
