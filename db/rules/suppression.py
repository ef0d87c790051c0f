"""What may be published about children's answers, so that no child's answer can be worked out?

Every table, CSV file and page about children passes :func:`suppress`; :class:`Policy` is the only place
where the threshold stands.  The rule of consultations.md §6, cell by cell:

    base < threshold                      the row is not shown at all, not even its base
    count < threshold                     "dưới 10", no number
    count > base - threshold              "gần như tất cả", no number
    otherwise                             rounded to the nearest five; the base too

That rule alone leaks, which trying every small table shows: with a base of exactly 10, "gần như tất cả"
can only mean that all ten gave this answer.  It is therefore made stronger in three places, each as
little as possible.

1.  ``threshold <= base < 2 * threshold``: the base is shown, no answer is.  The rule prints no number there
    anyway (every count is near one end), and its two words overlap: 10 of 19 would be "nearly all".
2.  A row of exclusive answers whose sum gives one of the words away (10, 10, 0: the third can only be 0)
    shows its base only.
3.  Groups beside their total: when differences would make one child's answer certain (:mod:`disclosure`),
    the table shows bases only, its total too.  Rare: at most 5 in 1,000 simulated tables.

What is promised, and proved over all small tables by ``tests/rules/test_suppression_attacks.py``: a reader
who knows this code and the exact size of every group is never certain of a child's answer, and in a table
of one row not even when one of the answers is their own.  Tables laid upon each other (by age, by sex, one
release after another) are the business of :mod:`db.rules.release_steps`, and attacked by
``tests/trust/test_publication.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from db.rules.answer_tables import Cell, Row, Table, check_table, raw_row, true_counts
from db.rules.disclosure import Ranges, Span, is_certain, narrowed
from db.rules.errors import RuleError

WORDS: dict[str, str] = {
    "hidden": "ẩn vì dưới {threshold} trẻ em",
    "below": "dưới {threshold}",
    "nearly_all": "gần như tất cả",
    "withheld": "ẩn để giữ kín câu trả lời",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of publication: threshold and rounding of cells, size and rhythm of releases."""

    threshold: int = 10
    rounding: int = 5
    release_least: int = 25
    release_gap: timedelta = timedelta(days=1)

    def word(self, key: str) -> str:
        """The Vietnamese word shown instead of a number."""
        return WORDS[key].format(threshold=self.threshold)


POLICY = Policy()

__all__ = [
    "POLICY",
    "WORDS",
    "Cell",
    "Policy",
    "Row",
    "Table",
    "fitting",
    "raw_row",
    "releasable",
    "rounded",
    "rounded_live_count",
    "share_pct",
    "suppress",
]


def suppress(table: Table, policy: Policy = POLICY) -> Table:
    """The table as it may be published.

    Units:  children; numbers are multiples of ``policy.rounding``.
    None:   a suppressed cell's count; its ``shown`` says why in words.
    Raises: ValueError for a table that cannot be: counts above their base, parts above their total.
    Source: consultations.md §6; indicators.md §3.3 page 4 (complementary suppression).
    """
    check_table(table)
    publish = _base_only if _differences_tell(table, policy) else _published
    rows = tuple(publish(row, table.exclusive, policy) for row in table.rows)
    total = None if table.total is None else publish(table.total, table.exclusive, policy)
    return replace(table, rows=rows, total=total)


def rounded(count: int, step: int) -> int:
    """Nearest multiple of ``step``; a tie goes away from zero."""
    return (2 * count + step) // (2 * step) * step


def rounded_live_count(count: int, policy: Policy = POLICY) -> Cell:
    """The number of responses as the live page may show it while a consultation is open."""
    if count < policy.threshold:
        return Cell(None, policy.word("below"))
    return _number(count, policy)


def share_pct(cell: Cell, base: Cell) -> Fraction | None:
    """Share of a published cell in its published base.

    Units:  percent 0–100, exact.
    None:   one of the two is suppressed.
    """
    if cell.count is None or base.count is None:
        return None
    return Fraction(100 * cell.count, base.count)


def releasable(
    new_answers: int, last_release_on: date | None, today: date, closing: bool, policy: Policy = POLICY
) -> str:
    """Which release may be made now: ``"fresh"`` tables, or ``"repeat"``: the last ones, declared final.

    At closing there is always a final release.  When fewer than the needed answers came since the last one,
    new tables would differ from it by a handful of known late-comers and give their answers away, so the
    last tables are declared final.

    Units:  ``new_answers`` counts answers accepted since the last release.
    Raises: release_too_small (facts: needed, found), release_too_soon.
    Source: consultations.md §6; the repeat is ours.
    """
    enough = new_answers >= policy.release_least
    if closing:
        return "fresh" if enough or last_release_on is None else "repeat"
    if not enough:
        raise RuleError("release_too_small", needed=policy.release_least, found=new_answers)
    if last_release_on is not None and today < last_release_on + policy.release_gap:
        raise RuleError("release_too_soon")
    return "fresh"


# -- one cell, one row ---------------------------------------------------------------------------------


def _number(count: int, policy: Policy) -> Cell:
    value = rounded(count, policy.rounding)
    return Cell(value, f"{value:,}".replace(",", "."))


def _cell(count: int, base: int, policy: Policy) -> Cell:
    """One cell by the rule, its base being at least two thresholds."""
    if count < policy.threshold:
        return Cell(None, policy.word("below"))
    if count > base - policy.threshold:
        return Cell(None, policy.word("nearly_all"))
    return _number(count, policy)


def _published(row: Row, exclusive: bool, policy: Policy) -> Row:
    base, counts = true_counts(row)
    if base < 2 * policy.threshold or (exclusive and _sum_tells(base, counts, policy)):
        return _base_only(row, exclusive, policy)
    return Row(row.group, _number(base, policy), tuple(_cell(count, base, policy) for count in counts))


def _base_only(row: Row, exclusive: bool, policy: Policy) -> Row:
    base, counts = true_counts(row)
    if base < policy.threshold:
        hidden = Cell(None, policy.word("hidden"))
        return Row(row.group, hidden, (hidden,) * len(counts))
    withheld = Cell(None, policy.word("withheld"))
    return Row(row.group, _number(base, policy), (withheld,) * len(counts))


# -- what a reader concludes ---------------------------------------------------------------------------


def _span(count: int, base: int, policy: Policy) -> Span:
    """Range of true counts that would be published as this one is."""
    least, most = policy.threshold, base - policy.threshold
    if base < 2 * least:
        return (0, base)
    if count < least:
        return (0, least - 1)
    if count > most:
        return (most + 1, base)
    value, half = rounded(count, policy.rounding), policy.rounding // 2
    # An even step rounds its tie up, so the range reaches `half` below the value and one less above.
    return (max(least, value - half), min(most, value + policy.rounding - 1 - half))


def fitting(base: int, counts: Sequence[int], policy: Policy = POLICY) -> tuple[Span, ...]:
    """The true counts that fit what is published of a row of exclusive answers, one range for each.

    Units:  children; the reader knows the base.
    """
    published = _published(raw_row("", base, counts), True, policy)
    if all(cell.count is None for cell in published.cells) and _withheld(published, policy):
        return ((0, base),) * len(counts)
    return narrowed(base, [_span(count, base, policy) for count in counts])


def _withheld(row: Row, policy: Policy) -> bool:
    return any(cell.shown in (policy.word("withheld"), policy.word("hidden")) for cell in row.cells)


def _sum_tells(base: int, counts: Sequence[int], policy: Policy) -> bool:
    """Whether the sum of exclusive answers leaves a cell shown as a word only one possible count."""
    spans = [_span(count, base, policy) for count in counts]
    return any(
        low == high and _cell(count, base, policy).count is None
        for count, (low, high) in zip(counts, narrowed(base, spans), strict=True)
    )


def _differences_tell(table: Table, policy: Policy) -> bool:
    """Whether groups and total together make some child's answer certain."""
    if table.total is None:
        return False
    rows = [true_counts(row) for row in (*table.rows, table.total)]
    return any(is_certain(_ranges(view, policy)) for view in _exclusive_views(rows, table.exclusive))


def _exclusive_views(
    rows: Sequence[tuple[int, tuple[int, ...]]], exclusive: bool
) -> list[list[tuple[int, ...]]]:
    """The table as tables whose rows add up: itself, or yes/no for each answer of a multiple choice."""
    if exclusive:
        return [[counts for _, counts in rows]]
    width = len(rows[-1][1])
    return [[(counts[k], base - counts[k]) for base, counts in rows] for k in range(width)]


def _ranges(rows: Sequence[tuple[int, ...]], policy: Policy) -> Ranges:
    """Ranges of groups and total (the last row); whoever is in no group forms a last, unseen one."""
    *groups, total = rows
    rest = tuple(whole - sum(group[k] for group in groups) for k, whole in enumerate(total))
    spans = [tuple(_span(count, sum(group), policy) for count in group) for group in groups]
    unseen = tuple((0, sum(rest)) for _ in rest)
    total_spans = tuple(_span(count, sum(total), policy) for count in total)
    return Ranges((*groups, rest), (*spans, unseen), total_spans)
