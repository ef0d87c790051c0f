"""Do two coders agree, who may code when, and what may stand beside a quote?"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.coding import (
    Agreement,
    agreement,
    beside_quote,
    check_may_code,
    final_theme,
    may_compare,
    standing_theme,
)
from db.rules.errors import RuleError

PAIRS = st.lists(st.tuples(st.sampled_from([None, 1, 2]), st.sampled_from([None, 1, 2])), min_size=1)


def table(**cells: int) -> list[tuple[int | None, int | None]]:
    """Pairs from a table of counts: ab=3 is three passages the first called a and the second b."""
    codes: dict[str, int | None] = {"y": 1, "n": 2, "o": None}
    return [(codes[a], codes[b]) for (a, b), count in cells.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("pairs", "share", "kappa"),
    [
        # The usual textbook table: 50 judged, 35 alike, half of it by chance.
        (table(yy=20, yn=5, ny=10, nn=15), Fraction(7, 10), Fraction(2, 5)),
        # Same share, other margins (Feinstein and Cicchetti 1990): kappa tells them apart.
        (table(yy=45, yn=15, ny=25, nn=15), Fraction(3, 5), Fraction(3, 23)),
        (table(yy=25, yn=35, ny=5, nn=35), Fraction(3, 5), Fraction(7, 27)),
        (table(yy=3, nn=3, oo=3), Fraction(1), Fraction(1)),
        (table(yn=5, ny=5), Fraction(0), Fraction(-1)),
        (table(yy=4), Fraction(1), None),
        (table(yn=4), Fraction(0), Fraction(0)),
    ],
)
def test_agreement_has_its_known_values(
    pairs: list[tuple[int | None, int | None]], share: Fraction, kappa: Fraction | None
) -> None:
    found = agreement(pairs)
    assert found == Agreement(len(pairs), int(share * len(pairs)), share, kappa)


def test_nothing_read_is_no_agreement() -> None:
    assert agreement([]) is None


@given(PAIRS)
def test_agreement_does_not_depend_on_who_comes_first_or_on_names(
    pairs: list[tuple[int | None, int | None]],
) -> None:
    found = agreement(pairs)
    renamed = {None: 7, 1: None, 2: 1}
    assert found == agreement([(two, one) for one, two in pairs])
    assert found == agreement([(renamed[one], renamed[two]) for one, two in pairs])
    assert found is not None and (found.kappa is None or found.kappa <= found.share)


@pytest.mark.parametrize(
    ("coded", "passages", "compared"),
    [
        ({}, 3, False),
        ({"a": 3}, 3, False),
        ({"a": 3, "b": 2}, 3, False),
        ({"a": 3, "b": 3}, 3, True),
        ({"a": 3, "b": 3}, 4, False),
        ({"a": 0, "b": 0}, 0, False),
    ],
)
def test_codes_are_compared_when_both_have_read_everything(
    coded: dict[str, int], passages: int, compared: bool
) -> None:
    assert may_compare(coded, passages) is compared


def test_a_third_coder_and_a_late_change_are_refused() -> None:
    check_may_code("b", {"a": 1}, 3)
    check_may_code("a", {"a": 1, "b": 3}, 3)
    with pytest.raises(RuleError) as third:
        check_may_code("c", {"a": 1, "b": 0}, 3)
    assert third.value.code == "coders_full"
    with pytest.raises(RuleError) as late:
        check_may_code("a", {"a": 3, "b": 3}, 3)
    assert late.value.code == "coding_compared"


@pytest.mark.parametrize(
    ("codes", "settled", "final"),
    [
        ((), None, None),
        ((1,), None, None),
        ((1, 1), None, (1,)),
        ((None, None), None, (None,)),
        ((1, 2), None, None),
        ((1, 2), (None,), (None,)),
        ((1, 1), (2,), (2,)),
    ],
)
def test_what_a_passage_speaks_of_in_the_end(
    codes: tuple[int | None, ...], settled: tuple[int | None] | None, final: tuple[int | None] | None
) -> None:
    assert final_theme(codes, settled) == final


def test_a_merged_theme_goes_on_as_another() -> None:
    assert standing_theme(1, {1: 2, 2: 5}) == 5
    assert standing_theme(3, {1: 2}) == 3 and standing_theme(None, {1: 2}) is None


@pytest.mark.parametrize(
    ("band", "region", "sizes", "beside"),
    [
        ("t11_13", "Đông Nam Bộ", (40, 10), ("t11_13", "Đông Nam Bộ")),
        ("t11_13", "Đông Nam Bộ", (40, 9), ("t11_13", "")),
        ("t11_13", "Đông Nam Bộ", (9, 9), ("", "")),
        ("t11_13", "", (10, 0), ("t11_13", "")),
        ("", "Đông Nam Bộ", (0, 0), ("", "")),
    ],
)
def test_only_what_ten_children_share_stands_beside_a_quote(
    band: str, region: str, sizes: tuple[int, int], beside: tuple[str, str]
) -> None:
    assert beside_quote(band, region, *sizes) == beside
