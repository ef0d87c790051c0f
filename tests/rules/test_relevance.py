"""Is exactly what should be shown asked, and is nothing kept of what was hidden?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules.answers import shown_questions
from db.rules.expressions import evaluate
from db.rules.xpath_values import to_truth
from tests.rules.forms import ALWAYS, LISTS, TODAY, checked, form, group, question, refusals

FOLLOW_UP = form(
    question("q", "select_one", choices="mau"),
    question("sau", "integer", relevant=["=", ["ref", "q"], ["str", "do"]], required=ALWAYS),
    lists=LISTS,
)


def test_an_answer_to_a_hidden_question_is_dropped_whatever_it_says():
    found = checked(FOLLOW_UP, q="xanh", sau="không phải số")
    assert found.values == {"q": "xanh"}
    assert found.asked == ("q",)


def test_a_shown_question_is_checked():
    assert refusals(FOLLOW_UP, q="do") == {"sau": "required"}
    assert refusals(FOLLOW_UP, q="do", sau="x") == {"sau": "not_a_whole_number"}
    assert checked(FOLLOW_UP, q="do", sau="4").values == {"q": "do", "sau": 4}


def test_a_hidden_group_hides_all_it_holds_and_what_looks_at_it():
    definition = form(
        question("q", "select_one", choices="mau"),
        group("nhom", relevant=["=", ["ref", "q"], ["str", "do"]]),
        group("trong", parents=["nhom"]),
        question("a", "integer", parents=["nhom", "trong"]),
        question("b", "integer", relevant=["=", ["ref", "a"], ["num", 1]]),
        lists=LISTS,
    )
    assert checked(definition, q="do", a="1", b="2").values == {"q": "do", "a": 1, "b": 2}
    assert checked(definition, q="vang", a="1", b="2").values == {"q": "vang"}
    assert shown_questions(definition, {"q": ["do"], "a": ["1"]}, today=TODAY) == ("q", "a", "b")
    assert shown_questions(definition, {"q": ["do"], "a": ["một"]}, today=TODAY) == ("q", "a")


def test_a_question_may_look_at_a_later_one():
    definition = form(
        question("truoc", "integer", relevant=["=", ["ref", "sau"], ["str", "do"]]),
        question("sau", "select_one", choices="mau"),
        lists=LISTS,
        order=["sau", "truoc"],
    )
    assert checked(definition, truoc="1", sau="do").values == {"truoc": 1, "sau": "do"}
    assert list(checked(definition, sau="do", truoc="1").values) == ["truoc", "sau"], "in the form's order"
    assert checked(definition, truoc="1", sau="xanh").values == {"sau": "xanh"}


def test_a_label_is_looked_up_in_the_first_language():
    definition = form(
        question("q", "select_one", choices="mau"),
        question("sau", "integer", relevant=["=", ["choice-name", ["ref", "q"], "q"], ["str", "XANH"]]),
        lists=LISTS,
    )
    assert shown_questions(definition, {"q": ["xanh"]}, today=TODAY) == ("q", "sau")
    assert shown_questions(definition, {"q": ["do"]}, today=TODAY) == ("q",)


@st.composite
def branching_forms(draw):
    """A form of groups and questions that look at each other without a circle, and answers to it."""
    names = draw(st.permutations([f"q{number}" for number in range(8)]))
    order, parts = ["g0", "g1"], []
    for place, name in enumerate(names):
        looked_at = draw(st.sampled_from([None, *names[:place]]))
        rule = looked_at and ["=", ["ref", looked_at], ["num", draw(st.integers(0, 1))]]
        parents = draw(st.sampled_from([[], ["g0"], ["g0", "g1"]]))
        parts.append(question(name, "integer", relevant=rule, parents=parents))
        order.append(name)
    top = draw(st.sampled_from([None, ["call", "true", []], ["call", "false", []]]))
    groups = [group("g0"), group("g1", parents=["g0"], relevant=top)]
    raw = {name: [str(draw(st.integers(0, 1)))] for name in names}
    return form(*groups, *sorted(parts, key=lambda part: part["name"]), order=order), raw


def settled(definition, raw):
    """What is shown, found the slow way: evaluate everything again and again until nothing changes."""
    parts = [*definition.groups, *definition.questions]
    shown = {part.name for part in parts}
    while True:
        values = {name: float(raw[name][0]) for name in shown if name in raw}
        now_shown = {
            part.name
            for part in parts
            if set(part.parents) <= shown
            and (part.relevant is None or to_truth(evaluate(part.relevant, values, today=TODAY)))
        }
        if now_shown == shown:
            return shown
        shown = now_shown


@settings(max_examples=60, deadline=None)
@given(branching_forms())
def test_one_pass_settles_what_is_shown(drawn):
    definition, raw = drawn
    names = {question.name for question in definition.questions}
    assert set(shown_questions(definition, raw, today=TODAY)) == settled(definition, raw) & names
