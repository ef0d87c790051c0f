"""Is what a form works out by itself seen by its conditions, and never taken from the page or kept?"""

from __future__ import annotations

from datetime import date

from db.rules.answers import canonical_bytes, check_answers, shown_questions
from db.rules.xpath_chance import share
from tests.rules.forms import ALWAYS, LISTS, TODAY, checked, form, question, refusals

SUM = question("tong", "calculate", calculation=["+", ["ref", "a"], ["ref", "b"]])
COMPUTED = form(
    question("a", "integer"),
    question("b", "integer"),
    SUM,
    question("dot", "hidden", calculation=["str", "2026"]),
    question("gap", "calculate", calculation=["*", ["ref", "tong"], ["ref", "dot"]]),
    question("nhieu", "integer", relevant=[">", ["ref", "gap"], ["num", 10_000]], required=ALWAYS),
    question("chua", "note", relevant=["=", ["ref", "tong"], ["str", ""]]),
)


def shown(definition, **raw):
    return shown_questions(definition, {name: [value] for name, value in raw.items()}, today=TODAY)


def test_a_calculation_shows_and_hides_through_another():
    assert shown(COMPUTED) == ("a", "b", "chua")
    assert shown(COMPUTED, a="1", b="2") == ("a", "b")
    assert shown(COMPUTED, a="1", b="4") == ("a", "b", "nhieu")
    assert refusals(COMPUTED, a="1", b="4") == {"nhieu": "required"}


def test_it_is_neither_asked_nor_kept_nor_taken_from_the_page():
    found = checked(COMPUTED, a="1", b="2", tong="9999", gap="9999", dot="1")
    assert (found.values, found.asked) == ({"a": 1, "b": 2}, ("a", "b"))
    assert canonical_bytes(found, 1) == canonical_bytes(checked(COMPUTED, a="1", b="2"), 1)


def test_the_same_answers_on_another_day_are_the_same():
    definition = form(
        question("a", "integer"), question("nay", "calculate", calculation=["call", "today", []])
    )
    days = [check_answers(definition, {"a": ["1"]}, today=date(2026, 11, day)) for day in (22, 23)]
    assert canonical_bytes(days[0], 1) == canonical_bytes(days[1], 1)


def test_chance_follows_from_the_page_and_the_place():
    """Evenly spread; the same for the same page; two throws of one page know nothing of each other."""
    tokens = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(4_000)]
    first, second = ([share(token, place) for token in tokens] for place in ("a.1", "a.2"))
    for tenth in range(10):
        assert 320 < sum(tenth <= value * 10 < tenth + 1 for value in first) < 480
    together = sum(a < 0.5 and b < 0.5 for a, b in zip(first, second, strict=True))
    assert 900 < together < 1_100
    assert share(tokens[0], "a.1") == first[0]
    arms = form(question("a", "note", relevant=["<", ["random", "a.1"], ["num", 0.5]]))
    shares = [bool(shown(arms, token=token)) for token in tokens[:50]]
    assert shares == [value < 0.5 for value in first[:50]]


def test_a_hidden_calculation_is_empty():
    definition = form(
        question("a", "integer"),
        question("c", "calculate", calculation=["num", 1], relevant=["=", ["ref", "a"], ["num", 1]]),
        question("n", "note", relevant=["=", ["ref", "c"], ["num", 1]]),
    )
    assert shown(definition, a="1") == ("a", "n")
    assert shown(definition, a="2") == ("a",)


def test_a_calculation_keeps_the_type_of_what_it_answers():
    day = ["call", "date", [["str", "2026-11-20"]]]
    definition = form(
        question("ngay", "calculate", calculation=day),
        question("co", "calculate", calculation=["=", ["num", 1], ["num", 2]]),
        question(
            "hai_ngay", "note", relevant=["=", ["-", ["call", "today", []], ["ref", "ngay"]], ["num", 2]]
        ),
        question("khong", "note", relevant=["ref", "co"]),
    )
    assert shown(definition) == ("hai_ngay",)


def test_a_range_counts_and_a_time_of_day_is_a_share_of_the_day():
    definition = form(
        question("diem", "range", choices="diem"),
        question("gio", "time"),
        question("cao", "note", relevant=[">", ["*", ["ref", "diem"], ["num", 2]], ["num", 2]]),
        question("trua", "note", relevant=["=", ["call", "decimal-time", [["ref", "gio"]]], ["num", 0.5]]),
        lists=LISTS,
    )
    assert shown(definition, diem="1.5", gio="12:00") == ("diem", "gio", "cao", "trua")
    assert shown(definition, diem="1", gio="12:01") == ("diem", "gio")
