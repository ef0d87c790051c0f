"""Do two people who read the same words find the same themes in them, and what is published of that?

Each gives one theme to each passage, or none, without seeing what the other gave; only when both have read
everything are the two compared.  Where they differ they talk, and a third act settles it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from db.rules.errors import RuleError

Theme: TypeAlias = int | None  # None: the passage speaks of no theme of the book
CODERS: Final = 2
QUOTES_LEAST, QUOTES_MOST = 3, 6
# So many children must share what stands beside a quote (consultations.md §6).
QUOTE_GROUP: Final = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike two codings are.

    Units:  ``share`` 0–1, exact; ``kappa`` at most 1: 1 is alike throughout, 0 is what chance alone gives.
    None:   ``kappa`` when both gave one and the same theme to everything: chance would be alike as well.
    """

    passages: int
    alike: int
    share: Fraction
    kappa: Fraction | None


def agreement(pairs: Sequence[tuple[Theme, Theme]]) -> Agreement | None:
    """Agreement of two coders over the passages both have read.

    None:   nothing was read by both.
    Source: Cohen, J. (1960), A coefficient of agreement for nominal scales.
    """
    if not pairs:
        return None
    alike = sum(first == second for first, second in pairs)
    share = Fraction(alike, len(pairs))
    firsts, seconds = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = Fraction(sum(firsts[theme] * seconds[theme] for theme in firsts), len(pairs) ** 2)
    kappa = None if chance == 1 else (share - chance) / (1 - chance)
    return Agreement(len(pairs), alike, share, kappa)


def may_compare(coded: Mapping[str, int], passages: int) -> bool:
    """Whether the codes may be laid side by side: two coders, and both have read every passage."""
    return passages > 0 and len(coded) == CODERS and all(count == passages for count in coded.values())


def check_may_code(coder: str, coded: Mapping[str, int], passages: int) -> None:
    """Refuse a third coder, and a change once the codes were compared.

    Raises: coders_full, coding_compared.
    """
    if coder not in coded and len(coded) >= CODERS:
        raise RuleError("coders_full")
    if may_compare(coded, passages):
        raise RuleError("coding_compared")


def final_theme(codes: Sequence[Theme], settled: tuple[Theme] | None) -> tuple[Theme] | None:
    """What a passage speaks of in the end: what was settled, else what both coders found alike.

    None:   not decided yet; ``(None,)`` is a decision: none of the themes.
    """
    if settled is not None:
        return settled
    if len(codes) == CODERS and codes[0] == codes[1]:
        return (codes[0],)
    return None


def standing_theme(theme: Theme, merged: Mapping[int, int]) -> Theme:
    """The theme a merged one has become; itself when it was never merged."""
    while theme is not None and theme in merged:
        theme = merged[theme]
    return theme


def beside_quote(age_band: str, region: str, band_n: int, both_n: int) -> tuple[str, str]:
    """What of age band and region may stand beside a quote: both, the age band alone, or neither.

    Units:  children who answered: of the age band; of the age band in the region.
    """
    if region and age_band and both_n >= QUOTE_GROUP:
        return age_band, region
    return (age_band, "") if age_band and band_n >= QUOTE_GROUP else ("", "")
