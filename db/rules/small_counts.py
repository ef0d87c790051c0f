"""Which numbers of a breakdown about children may be shown, so that no small group can be read off it?

Same threshold and same words as the tables of children's answers (:mod:`db.rules.suppression`), the only
place where the threshold stands.  Here the cells are parts of a total that everybody sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.rules.answer_tables import Cell
from db.rules.suppression import POLICY, Policy


def hide_small(counts: Mapping[str, int], word: str = "hidden", policy: Policy = POLICY) -> dict[str, Cell]:
    """Each part as it may stand beside the total of all parts.

    Parts below the threshold are hidden.  Where a reader who knows the total and this rule could work a
    hidden part out, the smallest shown parts are hidden as well.  Zero is shown: it tells of nobody.
    ``word``: which of the words of `suppression` stands for a small part.
    Units:  children, or letters about them.
    None:   a hidden part; its ``shown`` says why.
    Source: indicators.md §3.3, page 4 (threshold 10, complementary suppression); §4.2, 4.1 and 8.1a.
    """
    small = {name: count for name, count in counts.items() if 0 < count < policy.threshold}
    large = sorted((count, name) for name, count in counts.items() if count >= policy.threshold)
    withheld: list[tuple[int, str]] = []
    while large and small and _tells(small, withheld, large, policy):
        withheld.append(large.pop(0))
    if small and _tells(small, withheld, large, policy):
        return dict.fromkeys(counts, Cell(None, policy.word(word)))
    hidden = {*small, *(name for _, name in withheld)}
    return {
        name: Cell(None, policy.word(word)) if name in hidden else Cell(count, f"{count:,}".replace(",", "."))
        for name, count in counts.items()
    }


_Named = tuple[int, str]


def _tells(
    small: Mapping[str, int], withheld: Sequence[_Named], large: Sequence[_Named], policy: Policy
) -> bool:
    """Whether the difference between the total and what is shown leaves a small part one possible value only.

    A withheld part lies between the threshold and the smallest part that is shown.
    """
    hidden_sum = sum(small.values()) + sum(count for count, _ in withheld)
    others, most_small = len(small) - 1, policy.threshold - 1
    most = min(most_small, hidden_sum - others - policy.threshold * len(withheld))
    least = max(1, hidden_sum - others * most_small - (large[0][0] if large else 0) * len(withheld))
    return most - least < 1
