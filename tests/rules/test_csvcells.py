"""Does every hostile text become harmless, every text come back, and every number stay as it is?"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.csvcells import cell, plain_text, text_cell

SIGNS = [*"=+-@|%", *"＝＋－＠｜％", *"﹢﹣﹦﹫﹪", "\u2212"]
UNSEEN = [
    "\t",
    "\r",
    "\n",
    "\ufeff",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\x00",
    "\x0b",
    "\u202e",
    "\u2028",
    "\u3164",
]
BEFORE = ["", " ", *UNSEEN, " \ufeff\t", "\ufe0f"]
FORMULAS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', "SUM(A1:A9)", "2", ""]
HOSTILE = [before + sign + rest for before, sign, rest in itertools.product(BEFORE, SIGNS, FORMULAS)]

HARMLESS = [
    "",
    " ",
    "Hội Bảo vệ quyền trẻ em",
    "a=b",
    "1.500",
    "13–16/6/2023",
    "– gạch đầu dòng",
    "'trích dẫn'",
    "''",
    "\ufeff",
    "Số 12/QĐ-HBVQTE",
    "đ",
    "🙂 -1",
]


def test_a_text_that_could_run_gets_a_mark() -> None:
    assert len(set(HOSTILE)) >= 1000
    assert [text for text in HOSTILE if text_cell(text) != "'" + text] == []
    assert [text for text in HOSTILE if plain_text(text_cell(text)) != text] == []


def test_any_other_text_stays_as_it_is() -> None:
    assert [text for text in HARMLESS if text_cell(text) != text or plain_text(text) != text] == []


@pytest.mark.parametrize("text", ["'=1", "''=1", "' =1", "'''@x"])
def test_a_text_that_looks_marked_is_marked_again(text: str) -> None:
    assert text_cell(text) == "'" + text
    assert plain_text(text_cell(text)) == text


@given(st.text(st.sampled_from("'=+-@ \ufeff\u200b\tab1＝"), max_size=8) | st.text(max_size=12))
def test_every_text_comes_back_and_no_cell_starts_live(text: str) -> None:
    written = text_cell(text)
    assert plain_text(written) == text
    seen = written.lstrip(" \t\ufeff\u200b")
    assert not seen.startswith(tuple(SIGNS))


@given(st.text(max_size=8), st.text(max_size=8))
def test_two_texts_never_share_a_cell(first: str, second: str) -> None:
    assert (text_cell(first) == text_cell(second)) == (first == second)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (0, "0"),
        (-5, "-5"),
        (1_500_000_000, "1500000000"),
        (Fraction(-7, 2), "-3.5"),
        (Fraction(12), "12"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(-1, 10**15), "0"),
        (True, "1"),
        (False, "0"),
        (date(2026, 6, 30), "2026-06-30"),
        (datetime(2026, 6, 30, 7, 5, tzinfo=UTC), "2026-06-30T07:05:00+00:00"),
        ("-5", "'-5"),
        ("1.500", "1.500"),
    ],
)
def test_values_are_written_plainly_and_numbers_are_never_touched(value: object, written: str) -> None:
    assert cell(value) == written  # type: ignore[arg-type]
