"""Is a filled form read as it was meant, checked as its author wrote, and kept in one canonical form?"""

from __future__ import annotations

import time
from datetime import date, datetime
from datetime import time as clock
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules.answer_kinds import stored_values
from db.rules.answers import About, about, canonical_bytes, check_answers, offered_choices
from db.rules.errors import RuleError
from tests.rules.forms import LISTS, TODAY, checked, choices, form, question, refusals


def one_question(kind, **more):
    return form(question("q", kind, **more), lists=LISTS)


READ = [
    ("select_one", {"choices": "mau"}, ["do"], "do"),
    ("select_one", {"choices": "mau"}, [" do "], "do"),
    ("select_one", {"choices": "mau"}, ["do", "do"], "do"),
    ("select_one", {"choices": "mau"}, ["", "do"], "do"),
    ("select_multiple", {"choices": "mau"}, ["vang", "do", "vang"], ("do", "vang")),
    ("integer", {}, ["1.500"], 1500),
    ("integer", {}, ["-3"], -3),
    ("integer", {}, ["9" * 15], 10**15 - 1),
    ("integer", {}, ["0"], 0),
    ("decimal", {}, ["1,5"], Fraction(3, 2)),
    ("decimal", {}, ["2"], 2),
    ("date", {}, ["2026-09-02"], date(2026, 9, 2)),
    ("date", {}, ["2/9/2026"], date(2026, 9, 2)),
    ("time", {}, ["14:30"], clock(14, 30)),
    ("time", {}, ["7h"], clock(7)),
    ("time", {}, [" 7g05 "], clock(7, 5)),
    ("time", {}, ["23:59:59.999"], clock(23, 59, 59)),
    ("datetime", {}, ["2026-11-22T14:30"], datetime(2026, 11, 22, 14, 30)),
    ("datetime", {}, ["22/11/2026  7h05"], datetime(2026, 11, 22, 7, 5)),
    ("acknowledge", {"choices": "hieu"}, ["OK"], "OK"),
    ("range", {"choices": "diem"}, ["1.5"], "1.5"),
    ("text", {}, ["  e\u0302m  "], "êm"),
    ("text", {}, ["a" * 2_000], "a" * 2_000),
]
REFUSED = [
    ("select_one", {"choices": "mau"}, ["tim"], "not_a_choice"),
    ("select_one", {"choices": "mau"}, ["do", "xanh"], "not_a_choice"),
    ("select_one", {"choices": "mau"}, ["DO"], "not_a_choice"),
    ("select_one", {"choices": "mau"}, ["do\x00"], "not_a_choice"),
    ("select_one", {"choices": "mau"}, ["\ud800"], "not_a_choice"),
    ("select_multiple", {"choices": "mau"}, ["do", "tim"], "not_a_choice"),
    ("select_multiple", {"choices": "mau"}, ["do xanh"], "not_a_choice"),
    ("integer", {}, ["1,5"], "not_a_whole_number"),
    ("integer", {}, ["mười"], "not_a_whole_number"),
    ("integer", {}, ["1", "2"], "not_a_whole_number"),
    ("integer", {}, ["1" + "0" * 15], "too_large"),
    ("integer", {}, ["-1" + "0" * 15], "too_small"),
    ("decimal", {}, ["1e5"], "not_a_number"),
    ("date", {}, ["30/02/2026"], "not_a_date"),
    ("date", {}, ["02-2026"], "not_a_date"),
    ("date", {}, ["2026-09-02", "2026-09-03"], "not_a_date"),
    ("time", {}, ["24:00"], "not_a_time"),
    ("time", {}, ["14"], "not_a_time"),
    ("time", {}, ["14:30", "15:30"], "not_a_time"),
    ("datetime", {}, ["2026-11-22"], "not_a_moment"),
    ("datetime", {}, ["31/02/2026 14:30"], "not_a_moment"),
    ("datetime", {}, ["14:30 22/11/2026"], "not_a_moment"),
    ("acknowledge", {"choices": "hieu"}, ["on"], "not_a_choice"),
    ("range", {"choices": "diem"}, ["1.7"], "not_a_choice"),
    ("range", {"choices": "diem"}, ["1", "2"], "not_a_choice"),
    ("text", {}, ["a\x00b"], "bad_text"),
    ("text", {}, ["a\ud800"], "bad_text"),
    ("text", {}, ["a" * 2_001], "too_long"),
]


@pytest.mark.parametrize(("kind", "more", "raw", "wanted"), READ)
def test_an_answer_is_read(kind, more, raw, wanted):
    assert checked(one_question(kind, **more), q=raw).values == {"q": wanted}


@pytest.mark.parametrize(("kind", "more", "raw", "code"), REFUSED)
def test_an_answer_is_refused(kind, more, raw, code):
    assert refusals(one_question(kind, **more), q=raw) == {"q": code}


@pytest.mark.parametrize("kind", ["select_one", "select_multiple", "integer", "decimal", "date", "text"])
@pytest.mark.parametrize("raw", [[], [""], ["  "], ["\n", ""]])
def test_skipped_is_absent_not_zero(kind, raw):
    found = checked(one_question(kind, choices="mau"), q=raw)
    assert found.values == {}
    assert found.asked == ("q",)


def test_unknown_fields_are_ignored_and_notes_take_no_answer():
    definition = form(question("n", "note"), question("q", "integer"))
    found = checked(definition, q="1", n="9", token="x", other=["y", "z"])
    assert found.values == {"q": 1}
    assert found.asked == ("q",)


# -- rules of the author -------------------------------------------------------------------------------
def test_a_constraint_is_told_in_the_author_s_words_and_not_asked_of_a_skipped_answer():
    definition = one_question(
        "integer", constraint=["<", ["dot"], ["num", 5]], constraint_messages={"vi": "Nhỏ hơn 5"}
    )
    assert refusals(definition, q="5") == {"q": "constraint_unmet"}
    with pytest.raises(RuleError) as caught:
        checked(definition, q="5")
    assert caught.value.problems[0].facts == {"messages": {"vi": "Nhỏ hơn 5"}}
    assert checked(definition, q="4").values == {"q": 4}
    assert checked(definition, q="").values == {}


def test_required_may_depend_on_another_answer():
    definition = form(
        question("a", "integer"), question("b", "integer", required=[">", ["ref", "a"], ["num", 0]])
    )
    assert refusals(definition, a="1") == {"b": "required"}
    assert checked(definition, a="0").values == {"a": 0}


def test_a_choice_filter_decides_what_was_offered():
    definition = form(
        question("tinh", "select_one", choices="t"),
        question("xa", "select_multiple", choices="x", choice_filter=["=", ["col", "cua"], ["ref", "tinh"]]),
        lists={"t": choices("p01", "p79"), "x": choices("a", "b", "c", cua=["p01", "p01", "p79"])},
    )
    assert checked(definition, tinh="p01", xa=["b", "a"]).values == {"tinh": "p01", "xa": ("a", "b")}
    assert refusals(definition, tinh="p79", xa=["a"]) == {"xa": "not_a_choice"}
    assert refusals(definition, xa=["a"]) == {"xa": "not_a_choice"}
    left = offered_choices(definition, "xa", {"tinh": ["p01"]}, today=TODAY)
    assert [choice.name for choice in left] == ["a", "b"]


def test_every_refused_question_is_named_at_once():
    definition = form(question("a", "integer"), question("b", "date"), question("c", "integer"))
    assert refusals(definition, a="x", b="y", c="1") == {"a": "not_a_whole_number", "b": "not_a_date"}


# -- canonical -----------------------------------------------------------------------------------------
def test_the_same_answers_have_the_same_bytes():
    definition = form(
        question("m", "select_multiple", choices="mau"),
        question("n", "decimal"),
        question("t", "text"),
        lists=LISTS,
    )
    one = checked(definition, m=["do", "vang"], n="1,50", t="ê")
    other = check_answers(
        definition, {"rac": ["1"], "t": [" e\u0302 "], "n": ["1.5"], "m": ["vang", "do", "do"]}, today=TODAY
    )
    assert canonical_bytes(one, 7) == canonical_bytes(other, 7)
    assert (
        canonical_bytes(one, 7)
        == b'{"answers":{"m":["do","vang"],"n":["3/2"],"t":["\xc3\xaa"]},"version":"7"}'
    )


@pytest.mark.parametrize("other", [{"m": ["do"]}, {"m": ["do", "vang"], "n": "0"}, {}])
def test_other_answers_or_another_version_have_other_bytes(other):
    definition = form(question("m", "select_multiple", choices="mau"), question("n", "integer"), lists=LISTS)
    one = checked(definition, m=["do", "vang"])
    assert canonical_bytes(one, 7) != canonical_bytes(checked(definition, **other), 7)
    assert canonical_bytes(one, 7) != canonical_bytes(one, 8)


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("do", ["do"]),
        (("do", "vang"), ["do", "vang"]),
        (12, ["12"]),
        (Fraction(3, 2), ["3/2"]),
        (TODAY, ["2026-11-22"]),
    ],
)
def test_what_is_kept_of_an_answer(answer, kept):
    assert stored_values(answer) == kept


def test_about_the_child():
    definition = form(
        *(question(name, "select_one", choices=name) for name in ("nhom_tuoi", "gioi_tinh", "tinh")),
        lists={"nhom_tuoi": choices("t11_13"), "gioi_tinh": choices("nu"), "tinh": choices("p01", "p79")},
    )
    assert about(checked(definition, nhom_tuoi="t11_13", gioi_tinh="nu", tinh="p01")) == About(
        "t11_13", "nu", "01"
    )
    assert about(checked(definition, tinh="p79")) == About(None, None, "79")


# -- anything at all -----------------------------------------------------------------------------------
ALL_KINDS = form(
    *(question(kind, kind, choices="mau") for kind in ("select_one", "select_multiple")),
    *(question(kind, kind) for kind in ("integer", "decimal", "date", "text", "note")),
    question("sau", "text", relevant=["=", ["ref", "integer"], ["num", 1]]),
    lists=LISTS,
)
hostile = st.one_of(
    st.text(max_size=30), st.sampled_from(["do", "xanh", "1", "2026-01-01", "1,5", "\ud800", "\x00"])
)
fields = st.sampled_from([q.name for q in ALL_KINDS.questions] + ["khac"])


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(fields, st.lists(hostile, max_size=4)))
def test_any_form_is_read_or_refused_by_field(raw):
    """Whatever is posted, the verdict is answers that can be stored, or problems of known questions."""
    try:
        found = check_answers(ALL_KINDS, raw, today=TODAY)
    except RuleError as refused:
        assert refused.code == "fields_refused"
        assert {problem.field for problem in refused.problems} <= {q.name for q in ALL_KINDS.questions}
    else:
        canonical_bytes(found, 1).decode()
        assert set(found.values) <= set(found.asked)


def test_fifty_questions_are_checked_in_a_millisecond():
    """consultations.md §4, issue 5: evaluating a whole form of 50 questions takes at most 1 ms."""
    previous = ["ref", "q0"]
    parts = [question("q0", "select_one", choices="mau")]
    for number in range(1, 50):
        rule = ["or", ["=", previous, ["str", "do"]], ["call", "selected", [previous, ["str", "xanh"]]]]
        parts.append(
            question(
                f"q{number}",
                "select_one",
                choices="mau",
                relevant=rule,
                constraint=["!=", ["dot"], ["num", 9]],
            )
        )
        previous = ["ref", f"q{number}"]
    definition = form(*parts, lists=LISTS)
    raw = {f"q{number}": ["do"] for number in range(50)}
    assert len(check_answers(definition, raw, today=TODAY).values) == 50
    times = []
    for _ in range(60):
        start = time.process_time()
        check_answers(definition, raw, today=TODAY)
        times.append(time.process_time() - start)
    assert min(times) < 0.001, f"{min(times) * 1000:.2f} ms"
