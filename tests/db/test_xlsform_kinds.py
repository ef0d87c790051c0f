"""Are the kinds of level 2 converted as their author meant: computed, timed, slid, agreed to, "or other"?"""

from __future__ import annotations

import pytest

from tests.db.xlsforms import CHOICES, faults, notes, questions, sheet, worked

COLUMNS = "type | name | label | label::English (en) | calculation | parameters | default | relevant"


def form(*lines):
    return sheet(lines, COLUMNS)


@pytest.mark.parametrize(
    ("line", "kind", "bound"),
    [
        ("time | q | Mấy giờ? | When? | | | |", "time", 'type="time"'),
        ("dateTime | q | Lúc nào? | When? | | | |", "datetime", 'type="dateTime"'),
        ("datetime | q | Lúc nào? | When? | | | |", "datetime", 'type="dateTime"'),
        ("acknowledge | q | Em đã hiểu | I see | | | |", "acknowledge", "<trigger"),
        ("trigger | q | Em đã hiểu | I see | | | |", "acknowledge", "<trigger"),
        ("range | q | Mấy điểm? | How many? | | | |", "range", '<range ref="/thu/q"'),
        ("calculate | q | | | 1 + 1 | | |", "calculate", 'calculate="1 + 1"'),
        ("hidden | q | | | | | x |", "hidden", "<q>x</q>"),
    ],
)
def test_a_kind_is_known_to_both(line, kind, bound):
    made = worked(form(line, "integer | so | Mấy? | How many? | | | |"))
    found = {question["name"]: question for question in made["definition"]["questions"]}
    assert found["q"]["kind"] == kind
    assert bound in made["xml"]


def test_the_values_of_a_range_are_choices_in_each_language():
    made = worked(form("range | q | Mấy? | How many? | | start=0 end=1.5 step=0.5 | |"))
    (asked,) = made["definition"]["questions"]
    values = made["definition"]["choices"][asked["choices"]]
    assert [value["name"] for value in values] == ["0", "0.5", "1", "1.5"]
    assert values[1]["labels"] == {"vi": "0,5", "en": "0.5"}
    assert asked["parameters"] == {"start": "0", "end": "1.5", "step": "0.5"}


@pytest.mark.parametrize(
    "given",
    ["step=0", "start=5 end=1", "end=x", "start=0 end=1 step=0.3", "end=9999999", "end=nan", "step=-1"],
)
def test_a_range_that_cannot_be_is_refused(given):
    assert faults(form(f"range | q | Mấy? | How many? | | {given} | |")) == [("survey", 2, "bad_range")]


def test_or_other_is_written_out():
    made = worked(
        form(
            "select_one co_khong or_other | a | Chọn | Choose | | | |",
            "select_one co_khong | b | Chọn | Choose | | | |",
        )
    )
    a, said, b = made["definition"]["questions"]
    lists = made["definition"]["choices"]
    assert [choice["name"] for choice in lists[a["choices"]]] == ["co", "khong", "other"]
    assert [choice["name"] for choice in lists[b["choices"]]] == ["co", "khong"], (
        "another question's list stays"
    )
    assert (said["name"], said["kind"], said["row"]) == ("a_other", "text", 2)
    assert said["relevant"] == ["call", "selected", [["ref", "a"], ["str", "other"]]]
    assert set(said["labels"]) == {"vi", "en"}
    assert [note["code"] for note in made["repairs"]] == ["named_language", "named_language", "or_other"]
    assert "free_text" in [note["code"] for note in made["warnings"]]


def test_an_author_s_own_other_is_not_doubled():
    rest = CHOICES + "|  | co_khong | other | Khác nữa |\n"
    made = worked(sheet(["select_multiple co_khong or specify other | a | Chọn"], rest=rest))
    choices = made["definition"]["choices"]["co_khong_or_other"]
    assert [choice["name"] for choice in choices] == ["co", "khong", "other"]
    assert choices[-1]["labels"] == {"vi": "Khác nữa"}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["calculate | q | | | | | |"], [(2, "missing_calculation")]),
        (["integer | q | Mấy? | How? | 1 | | |"], [(2, "calculation_not_here")]),
        (["calculate | q | | | ${q} + 1 | | |"], [(2, "circular")]),
        (
            ["calculate | q | | | ${r} | | |", "calculate | r | | | ${q} | | |"],
            [(2, "circular"), (3, "circular")],
        ),
        (["calculate | q | | | . + 1 | | |"], [(2, "dot_not_here")]),
        (["calculate | q | | | ${khac} | | |"], [(2, "unknown_question")]),
        (["hidden | q | | | | | ${khac} |"], [(2, "unknown_question")]),
        (["range | token | Mấy? | How? | | | |"], [(2, "reserved_name")]),
    ],
)
def test_what_is_computed_is_checked(lines, found):
    lines = ["integer | so | Mấy? | How many? | | | |", *lines]
    assert faults(form(*lines)) == [("survey", row + 1, reason) for row, reason in found]


def test_or_other_does_not_go_with_a_filter():
    source = sheet(
        ["select_one co_khong or_other | a | Chọn | name = 'co'"], "type | name | label | choice_filter"
    )
    assert faults(source) == [("survey", 2, "or_other_filter")]


def test_once_and_the_day_may_be_calculated():
    found = questions(form("calculate | q | | | once(today()) | | |", "integer | so | Mấy? | How? | | | |"))
    assert found["q"]["calculation"] == ["call", "once", [["call", "today", []]]]


def test_the_question_s_own_place_and_the_form_s_version():
    settings = "\n| settings | form_id | version |\n| | thu | 2026-11 |\n"
    columns = "type | name | label | calculation | choice_filter"
    rows = [
        "begin_group | nhom | | | |",
        "select_one co_khong | a | Chọn | | |",
        "select_one co_khong | b | Chọn | | name != current()/../a |",
        "end_group | | | | |",
        "calculate | ban | | version() | |",
    ]
    found = questions(sheet(rows, columns, CHOICES + settings))
    assert found["b"]["choice_filter"] == ["!=", ["col", "name"], ["ref", "a"]]
    assert found["ban"]["calculation"] == ["str", "2026-11"]


def test_every_throw_of_the_dice_has_its_place():
    lines = [
        "calculate | q | | | random() + random() | | |",
        "integer | so | Mấy? | How? | | | | position(..) = 1",
    ]
    found = questions(form(*lines))
    assert found["q"]["calculation"] == ["+", ["random", "q.calculation.1"], ["random", "q.calculation.2"]]
    assert found["so"]["relevant"] == ["=", ["num", 1], ["num", 1]]


def test_a_calculation_comes_before_what_looks_at_it():
    made = worked(
        form(
            "note | truoc | Trước | Before | | | | ${c} = 1",
            "calculate | c | | | ${so} | | |",
            "integer | so | Mấy? | How many? | | | |",
        )
    )
    assert made["definition"]["order"] == ["so", "c", "truoc"]


def test_what_is_computed_needs_no_words_and_is_no_private_item():
    assert "private_item" not in notes(
        form("hidden | truong | | | | | x |", "integer | so | Mấy? | How? | | | |")
    )
