"""Do the words, the objective's sentence and the attention list follow the specification?"""

from __future__ import annotations

from fractions import Fraction

import pytest

from db.rules.status import (
    WORST_FIRST,
    Attention,
    Matter,
    RollUp,
    Standing,
    Thresholds,
    at_best,
    attention,
    final_word,
    in_year_word,
    ranked,
    roll_up,
    word_for,
)

USUAL = Thresholds()


def standing(**known: object) -> Standing:
    usual = {
        "not_due": False,
        "has_actual": True,
        "has_target": True,
        "reached": False,
        "year_over": False,
        "final_word": "missed",
        "in_year_word": "behind",
    }
    return Standing(**{**usual, **known})


@pytest.mark.parametrize(
    ("known", "word"),
    [
        # Each test outranks all that follow it (indicators.md §2.4).
        (
            {"not_due": True, "has_actual": False, "has_target": False, "reached": True, "year_over": True},
            "not_due",
        ),
        ({"has_actual": False, "has_target": False, "reached": True, "year_over": True}, "no_data"),
        ({"has_target": False, "reached": True, "year_over": True}, "no_target"),
        ({"reached": True, "year_over": True}, "achieved"),
        ({"year_over": True}, "missed"),
        ({}, "behind"),
    ],
)
def test_the_order_of_tests(known, word):
    assert word_for(standing(**known)) == word


def test_thresholds_are_inclusive():
    assert [in_year_word(actual, 100, USUAL) for actual in (90, 89, 60, 59)] == [
        "on_track",
        "at_risk",
        "at_risk",
        "behind",
    ]
    assert final_word(Fraction(9, 10), USUAL) == "nearly"
    assert final_word(Fraction(899, 1000), USUAL) == final_word(None, USUAL) == "missed"


def test_nothing_expected_nothing_late():
    assert in_year_word(0, 0, USUAL) == "on_track"


def test_at_best_only_lowers():
    assert [
        at_best(word, "at_risk") for word in ("achieved", "on_track", "not_due", "no_requests", "no_data")
    ] == ["at_risk"] * 5
    assert [at_best(word, "at_risk") for word in ("behind", "at_risk")] == ["behind", "at_risk"]


def test_the_list_order_of_the_specification():
    listed = ["behind", "at_risk", "no_data", "no_target", "on_track", "achieved"]
    assert [word for word in WORST_FIRST if word in listed] == listed
    assert len(set(WORST_FIRST)) == 10


def test_an_objective_counts_only_what_can_be_rated():
    # The specification's example: objective 7.
    assert roll_up(["on_track", "on_track", "no_requests"]) == RollUp(
        2, 2, ("on_track", "on_track", "no_requests")
    )
    assert roll_up(["achieved", "behind", "on_track", "at_risk"]) == RollUp(
        2, 4, ("behind", "at_risk", "on_track", "achieved")
    )
    # Not reporting never improves the sentence; a baseline year and a year not begun do not count.
    assert roll_up(["on_track", "no_data"]) == RollUp(1, 2, ("no_data", "on_track"))
    assert (roll_up(["no_target", "not_due"]).met, roll_up(["no_target", "not_due"]).rated) == (0, 0)
    assert roll_up(["nearly", "missed", "achieved"]) == RollUp(1, 3, ("missed", "nearly", "achieved"))


MATTERS = [
    Matter("8.1a", "on_track", due_in_days=7),
    Matter("7.2", "at_risk", due_in_days=0),
    Matter("6.1", "no_target"),
    Matter("1.2", "no_data"),
    Matter("5.5", "at_risk", gap_share=Fraction(2, 10), reach_share=0.19),
    Matter("1.1", "behind", gap_share=Fraction(5, 10)),
    Matter("5.2", "behind", gap_share=Fraction(7, 10)),
    Matter("4.2", "behind", overdue=7, overdue_days=90),
    Matter("2.2", "at_risk", overdue=1, overdue_days=200),
    Matter("4.1", "at_risk", overdue=5, overdue_abuse=2, overdue_days=46),
    Matter("5.1", "at_risk", reach_share=0.2),
    Matter("dot-1", "behind", untold_days=3),
    Matter("dot-2", "behind", untold_days=40),
    Matter("", "behind", unread_days=1),
    Matter("5.3", "on_track", reach_share=0.1, due_in_days=8),
    Matter("5.4", "achieved"),
]


def test_the_attention_list_is_in_order():
    assert [(line.reason, line.matter.code) for line in ranked(MATTERS)] == [
        ("overdue_abuse", "4.1"),
        ("words_unread", ""),
        ("overdue", "2.2"),
        ("overdue", "4.2"),
        ("feedback_late", "dot-2"),
        ("feedback_late", "dot-1"),
        ("behind", "5.2"),
        ("behind", "1.1"),
        ("unlikely", "5.5"),
        ("no_data", "1.2"),
        ("decision", "6.1"),
        ("due_soon", "7.2"),
        ("due_soon", "8.1a"),
    ]


def test_at_most_seven_lines_and_the_rest_on_request():
    assert len(attention(MATTERS)) == 7 and attention(MATTERS) == ranked(MATTERS)[:7]
    assert attention(MATTERS, 3)[2].matter.code == "2.2"
    assert attention([Matter("5.4", "achieved")]) == ()


def test_a_missed_year_asks_like_one_that_is_behind():
    assert attention([Matter("5.4", "missed")]) == (Attention("behind", Matter("5.4", "missed")),)


def test_ties_are_broken_by_code():
    assert [line.matter.code for line in ranked([Matter("2.1", "no_data"), Matter("1.2", "no_data")])] == [
        "1.2",
        "2.1",
    ]
