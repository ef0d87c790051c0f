"""Does the difference of two versions say everything that changed, and nothing that did not?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules.definition import read_definition, stored_definition
from db.rules.errors import RuleError
from db.rules.form_changes import CHANGES, Change, forbidden_changes, form_changes
from db.rules.form_states import version_state
from tests.rules.forms import ALWAYS, LISTS, choices, form, group, question

BASE = form(
    group("nhom", labels={"vi": "Nhóm"}),
    question("loi", "note"),
    question("a", "integer", parents=["nhom"]),
    question("b", "select_one", choices="mau"),
    question("c", "text"),
    lists=LISTS,
)


def base(**changed):
    """The same form with some of its questions changed, by name."""
    questions = tuple(replace(one, **changed.get(one.name, {})) for one in BASE.questions)
    return replace(BASE, questions=questions)


def codes(after, before=BASE):
    return [(change.code, change.number, change.name) for change in form_changes(before, after)]


def test_nothing_is_different_from_itself():
    assert form_changes(BASE, BASE) == ()
    assert form_changes(BASE, read_definition(stored_definition(BASE))) == ()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"a": {"labels": {"vi": "Khác"}}}, ("label", 1, "a")),
        ({"a": {"hints": {"vi": "Gợi ý"}}}, ("hint", 1, "a")),
        ({"b": {"required": ("call", "true", ())}}, ("required", 2, "b")),
        ({"b": {"required_messages": {"vi": "Cần"}}}, ("required_message", 2, "b")),
        ({"c": {"constraint": ("dot",)}}, ("constraint", 3, "c")),
        ({"c": {"constraint_messages": {"vi": "Sai"}}}, ("constraint_message", 3, "c")),
        ({"c": {"relevant": ("ref", "a")}}, ("relevant", 3, "c")),
        ({"b": {"choice_filter": ("col", "x")}}, ("choice_filter", 2, "b")),
        ({"b": {"appearance": "likert"}}, ("appearance", 2, "b")),
        ({"a": {"calculation": ("num", 1)}}, ("calculation", 1, "a")),
        ({"a": {"kind": "text"}}, ("kind", 1, "a")),
        ({"loi": {"labels": {"vi": "Lời khác"}}}, ("label", 0, "loi")),
    ],
)
def test_one_change_is_one_line(changed, found):
    assert codes(base(**changed)) == [found]


def test_words_of_another_language_name_it():
    before = base(a={"labels": {"vi": "Câu", "en": "One"}})
    after = base(a={"labels": {"vi": "Câu", "en": "Two"}})
    (change,) = form_changes(before, after)
    assert (change.what, change.before, change.after) == ("en", "One", "Two")


def test_choices_come_go_and_are_reworded():
    lists = {**LISTS, "mau": choices("xanh", "do", "tim")}
    lists["mau"][0]["labels"] = {"vi": "Xanh lá", "en": "xanh"}
    after = form(question("b", "select_one", choices="mau"), lists=lists)
    before = form(question("b", "select_one", choices="mau"), lists=LISTS)
    told = [(change.code, change.before, change.after) for change in form_changes(before, after)]
    assert told == [
        ("choice_removed", "VANG", ""),
        ("choice_label", "XANH", "Xanh lá"),
        ("choice_added", "", "TIM"),
        ("choices_moved", "", ""),
    ]


def test_the_whole_form_and_its_sections():
    section = replace(BASE.groups[0], labels={"vi": "Mục"}, relevant=("ref", "c"))
    after = replace(BASE, title="Tên mới", languages=BASE.languages[:1], groups=(section,))
    assert codes(after) == [
        ("title", 0, ""),
        ("language_removed", 0, ""),
        ("section", 0, "nhom"),
        ("relevant", 0, "nhom"),
    ]
    assert [change.section for change in form_changes(BASE, after)] == [False, False, True, True]


def test_a_changed_kind_is_forbidden_and_says_both():
    changes = form_changes(BASE, base(a={"kind": "decimal", "labels": {"vi": "Khác"}}))
    (change,) = forbidden_changes(changes)
    assert (change.before, change.after, change.row) == ("integer", "decimal", 2)
    assert not forbidden_changes(form_changes(BASE, base(a={"required": ALWAYS})))


ORDERS = st.permutations(list("abcdefg")).flatmap(
    lambda names: st.tuples(st.just(names), st.lists(st.sampled_from("abcdefgxyz"), unique=True))
)


@settings(max_examples=200, deadline=None)
@given(ORDERS)
def test_moving_what_is_told_gives_the_newer_order(orders):
    """Who takes away, moves and adds as the lines say ends with the newer form; unmoved ones keep order."""
    old, new = orders
    changes = form_changes(
        form(*(question(name, "integer") for name in old)), form(*(question(name, "integer") for name in new))
    )
    told = {code: {one.name for one in changes if one.code == code} for code in CHANGES}
    assert told["question_removed"] == set(old) - set(new)
    assert told["question_added"] == set(new) - set(old)
    still = [name for name in old if name in new and name not in told["question_moved"]]
    assert still == [name for name in new if name in old and name not in told["question_moved"]]
    if [name for name in old if name in new] == [name for name in new if name in old]:
        assert not told["question_moved"]
    assert all(one.number == new.index(one.name) + 1 for one in changes if one.code != "question_removed")


def test_the_row_is_no_difference():
    assert Change("label", row=2) == Change("label", row=3)


def test_a_version_is_offered_until_it_is_retired():
    assert [version_state(acts) for acts in ([], ["retire"], ["retire", "restore"])] == [
        "published",
        "retired",
        "published",
    ]
    with pytest.raises(RuleError):
        version_state(["restore"])
