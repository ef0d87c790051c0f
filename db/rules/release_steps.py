"""Which published tables may follow upon earlier ones, so that laying them upon each other tells nothing?

One release alone keeps every answer uncertain (:mod:`db.rules.suppression`).  Two of them are a difference:
who knows which children came in between reads their answers off it.  An attack on twelve releases with the
rule of 25 alone found 27 of 3,000 synthetic children, one newcomer of a small group at a time.  Therefore

1.  breakdowns are published once, in the final release; before it, the answers of everybody only;
2.  a question's table follows upon an earlier one only when nobody or at least 25 children answered it in
    between, and when no answer could be read off for nearly all of them; else the earlier table stands.

"Nearly all" is wider than needed (two children), so that a table that stands does not tell either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from db.rules.suppression import POLICY, Policy, fitting

Counted: TypeAlias = tuple[int, tuple[int, ...]]  # how many answered, and how many gave each answer
SLACK: Final = 2


def may_follow(earlier: Counted, now: Counted, *, exclusive: bool, policy: Policy = POLICY) -> bool:
    """Whether a question's new table may stand beside its earlier one.

    Units:  children, true counts.
    Source: consultations.md section 6; the second condition is ours.
    """
    newcomers = now[0] - earlier[0]
    if newcomers == 0:
        return earlier == now or not _tells(earlier, now, exclusive, policy)
    if abs(newcomers) < policy.release_least:
        return False
    return not _tells(earlier, now, exclusive, policy)


def _tells(earlier: Counted, now: Counted, exclusive: bool, policy: Policy) -> bool:
    """Whether both tables together put (nearly) all who came, or went, in between on one answer."""
    changed = abs(now[0] - earlier[0])
    first, second = (earlier, now) if now[0] >= earlier[0] else (now, earlier)
    if changed == 0:
        return True  # as many withdrew as came: nothing is known of either
    for before, after in zip(_views(first, exclusive), _views(second, exclusive), strict=True):
        spans = zip(fitting(sum(before), before, policy), fitting(sum(after), after, policy), strict=True)
        # More than came in between: others withdrew, and nobody can say who is behind the difference.
        if any(changed - SLACK <= least - most <= changed for (_, most), (least, _) in spans):
            return True
    return False


def _views(counted: Counted, exclusive: bool) -> Sequence[tuple[int, ...]]:
    """The row as rows that add up: itself, or yes/no for each answer of a multiple choice."""
    base, counts = counted
    return [counts] if exclusive else [(count, base - count) for count in counts]
