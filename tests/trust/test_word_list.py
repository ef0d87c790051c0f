"""Does the word list put disclosures first, in the words of children, with and without marks?

The sentences were written for this measurement, after the list and without it: it then found 269 of 305
(88 %).  What it had missed was added to the list afterwards, so today's figure flatters it.  The list only
orders: whatever it misses is read all the same.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from db.queries.safeguarding import disclosure_words
from db.rules.disclosure_words import FIRST, IN_TURN, SOON, Phrase, compile_words, order_class, shape

SENTENCES = Path(__file__).with_name("disclosure_sentences.csv")
LEAST_RECALL, MOST_FALSE = 90, 25  # percent


def sentences(kind: str) -> list[tuple[str, str]]:
    """(how it is written, text) of the disclosing or the ordinary sentences."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [(row["written"], row["text"]) for row in csv.DictReader(file) if row["kind"] == kind]


def share_pct(classes: list[int]) -> int:
    """Percent that the list puts before its turn."""
    return 100 * sum(order < IN_TURN for order in classes) // len(classes)


def test_of_three_hundred_disclosures_nine_in_ten_come_first() -> None:
    """`python -m tests.bench words` prints the shares and the misses."""
    found = [(text, order_class(text, disclosure_words())) for _, text in sentences("disclosure")]
    missed = [text for text, order in found if order == IN_TURN]
    assert len(found) >= 300 and share_pct([order for _, order in found]) >= LEAST_RECALL, missed


def test_ordinary_sentences_mostly_wait_their_turn() -> None:
    found = [order_class(text, disclosure_words()) for _, text in sentences("ordinary")]
    assert len(found) >= 100 and share_pct(found) <= MOST_FALSE, share_pct(found)


def test_control_an_empty_list_finds_nothing() -> None:
    nothing = compile_words([])
    assert {order_class(text, nothing) for _, text in sentences("disclosure")} == {IN_TURN}


@pytest.mark.parametrize(
    "typed",
    [
        *("bị đánh", "BỊ ĐÁNH", "bi danh", "bj dah", "bj đánh"),
        *("b.ị đ.á.n.h", "bịiii đánhhh", "bị, đánh!", "bi\u0323 đánh"),
    ],
)
def test_one_phrase_is_found_however_it_is_typed(typed: str) -> None:
    words = compile_words([Phrase("bị đánh", 2)])
    assert order_class(f"em {typed} hoài", words) == FIRST, shape(typed)


@pytest.mark.parametrize("typed", ["bị đành", "bí đánh", "bị lạnh", "bịđánh thức sớm", "được đánh giá", ""])
def test_other_words_are_other_words(typed: str) -> None:
    assert order_class(typed, compile_words([Phrase("bị đánh", 2)])) == IN_TURN, shape(typed)


def test_two_weak_words_weigh_as_much_as_a_strong_one() -> None:
    words = compile_words([Phrase("rượu", 1), Phrase("sợ", 1)])
    classes = [order_class(text, words) for text in ("vui", "sợ", "sợ, sợ nữa", "sợ mùi rượu")]
    assert classes == [IN_TURN, SOON, SOON, FIRST]


def test_up_to_three_words_may_stand_between() -> None:
    words = compile_words([Phrase("không … kể", 2)])
    between = ("", "dám ", "cho em ", "dám cho em ", "bao giờ dám cho em ")
    assert [order_class(f"không {text}kể", words) for text in between] == [FIRST] * 4 + [IN_TURN]


HOSTILE = ["\u0301", "đ" * 100_000, "a.b." * 20_000, "\u200b" * 10, "😢" * 1_000, "*" * 10_000]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_or_stalls_the_order(text: str) -> None:
    assert order_class(text, disclosure_words()) in (FIRST, SOON, IN_TURN)
