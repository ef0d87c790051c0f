"""Which numbers of a breakdown about children may be shown, so that no small group can be read off it?

Same threshold and same words as the tables of children's answers (:mod:`db.rules.suppression`), the only
place where the threshold stands.  Here the cells are parts of a total that everybody sees.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.rules.answer_tables import Cell
from db.rules.suppression import POLICY, Policy

# Shown instead of a number that would give a small one away: there is nothing about an answer in it.
WITHHELD = "ẩn để không lộ nhóm nhỏ"


def hide_small(counts: Mapping[str, int], policy: Policy = POLICY) -> dict[str, Cell]:
    """Each part as it may stand beside the total of all parts.

    Parts below the threshold are hidden.  Where a reader who subtracts what is shown from the total would learn
    a hidden part, or a sum of hidden parts below the threshold, the smallest shown ones are hidden as well.
    Zero is shown: it tells of nobody.
    Units:  children.
    None:   a hidden part; its ``shown`` says why.
    Source: indicators.md §3.3, page 4 (threshold 10, complementary suppression); §4.2, 4.1 and 8.1a.
    """
    hidden = {name for name, count in counts.items() if 0 < count < policy.threshold}
    small = frozenset(hidden)
    shown = sorted((count, name) for name, count in counts.items() if count >= policy.threshold)
    while shown and _tells(hidden, counts, policy):
        hidden.add(shown.pop(0)[1])
    return {name: _cell(count, name, hidden, small, policy) for name, count in counts.items()}


def _tells(hidden: set[str], counts: Mapping[str, int], policy: Policy) -> bool:
    """Whether the difference to the total gives a hidden part away."""
    return bool(hidden) and (len(hidden) < 2 or sum(counts[name] for name in hidden) < policy.threshold)


def _cell(count: int, name: str, hidden: set[str], small: frozenset[str], policy: Policy) -> Cell:
    if name in small:
        return Cell(None, policy.word("hidden"))
    if name in hidden:
        return Cell(None, WITHHELD)
    return Cell(count, f"{count:,}".replace(",", "."))
