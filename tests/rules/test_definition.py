"""Does a stored definition come back as it was, frozen, and only in the format we know?"""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from db.rules.definition import (
    changed_kinds,
    choice_label,
    choices_of,
    free_text_questions,
    in_language,
    question_named,
    read_definition,
    stored_definition,
)
from tests.rules.forms import choices, form, group, question

FORM = form(
    group("g", relevant=["=", ["ref", "q"], ["str", "do"]], labels={"vi": "Nhóm", "en": "Group"}),
    question("q", "select_one", choices="mau", hints={"vi": "gợi ý"}),
    question("t", "text", parents=["g"]),
    question("n", "note"),
    lists={"mau": choices("do", "xanh", cua=["a", ""])},
)


def test_it_comes_back_as_it_was():
    stored = stored_definition(FORM)
    assert stored["groups"][0]["relevant"] == ["=", ["ref", "q"], ["str", "do"]]
    assert stored["questions"][1]["parents"] == ["g"]
    assert stored["choices"]["mau"][0] == {
        "name": "do",
        "labels": {"vi": "DO", "en": "do"},
        "columns": {"cua": "a"},
    }
    assert read_definition(json.loads(json.dumps(stored))) == FORM


def test_it_is_frozen():
    with pytest.raises(FrozenInstanceError):
        FORM.questions[0].kind = "text"
    assert isinstance(FORM.groups[0].relevant, tuple)
    assert isinstance(FORM.groups[0].relevant[1], tuple)


@pytest.mark.parametrize("wrong", [None, 0, 2, "1"])
def test_another_format_is_not_guessed_at(wrong):
    with pytest.raises(ValueError, match="format"):
        read_definition({**stored_definition(FORM), "format": wrong})


def test_words_and_choices_are_found():
    assert question_named(FORM, "t") is FORM.questions[1]
    assert question_named(FORM, "g") is None
    assert [choice.name for choice in choices_of(FORM, FORM.questions[0])] == ["do", "xanh"]
    assert choices_of(FORM, FORM.questions[1]) == ()
    assert choice_label(FORM, "vi", "q", "do") == "DO"
    assert choice_label(FORM, "fr", "q", "do") == "DO", "the first language where there is none"
    assert choice_label(FORM, "vi", "q", "tim") == "tim"
    assert choice_label(FORM, "vi", "t", "do") == "do"
    assert in_language({}, "vi") == ""


def test_own_words_are_told():
    assert free_text_questions(FORM) == ("t",)


def test_a_question_that_is_answered_in_another_way_is_named():
    other = form(
        question("q", "select_multiple", choices="mau"), question("t", "text"), question("moi", "date")
    )
    assert changed_kinds(FORM, other) == ("q",)
    assert changed_kinds(FORM, FORM) == ()
