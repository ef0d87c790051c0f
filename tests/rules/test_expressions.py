"""Do expressions answer as ODK Collect answers them, and does hostile input come back at all?

``expression_vectors.json`` is shared with the browser's interpreter: text of the expression, answers so
far, expected value.  Here every expression goes through the compiler, as a published form's would.
"""

from __future__ import annotations

import json
import math
import re
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules import patterns
from db.rules.expressions import LAZY, arity, evaluate
from db.rules.xpath_functions import FUNCTIONS
from db.xlsform.regex import compile_pattern
from db.xlsform.resolve import Place, resolve

SHARED = json.loads(Path(__file__).with_name("expression_vectors.json").read_text(encoding="utf-8"))
TODAY = date.fromisoformat(SHARED["today"])
NOW = datetime.fromisoformat(SHARED["now"])


def compiled(expression, row=()):
    """The tree of an expression in which every ${name} is a question of the form."""
    names = set(re.findall(r"\$\{(\w+)\}", expression))
    columns = frozenset({"name", *row}) if row else None
    place = Place(
        "constraint", ("self",), {(name,): name for name in names}, frozenset(), columns, may_dot=True
    )
    return resolve(expression, place)


def value(told):
    """A value as the vectors write it."""
    if isinstance(told, list):
        return tuple(value(part) for part in told)
    if isinstance(told, dict):
        return read_told(told)
    return float(told) if isinstance(told, int) and not isinstance(told, bool) else told


def read_told(told):
    (kind, text), *_ = told.items()
    return {"date": date.fromisoformat, "moment": datetime.fromisoformat, "number": float}[kind](text)


def answer(vector):
    labels = vector.get("labels", {})
    return evaluate(
        compiled(vector["expr"], vector.get("row", ())),
        {name: value(told) for name, told in vector.get("values", {}).items()},
        today=TODAY,
        now=NOW,
        dot=value(vector.get("dot", "")),
        row=vector.get("row", {}),
        label=lambda name, code: labels.get(name, {}).get(code, code),
    )


def agree(found, wanted):
    if isinstance(wanted, float) and isinstance(found, float) and not isinstance(found, bool):
        return (math.isnan(found) and math.isnan(wanted)) or found == pytest.approx(wanted, abs=1e-9)
    return type(found) is type(wanted) and found == wanted


@pytest.mark.parametrize("vector", SHARED["vectors"], ids=lambda vector: vector["expr"][:60])
def test_vector(vector):
    found, wanted = answer(vector), value(vector["expected"])
    assert agree(found, wanted), f"{vector['expr']} is {found!r}, not {wanted!r}"


def test_there_are_vectors_for_every_function():
    text = " ".join(vector["expr"] for vector in SHARED["vectors"])
    called = set(re.findall(r"([a-z][\w:-]*)\(", text))
    assert set(FUNCTIONS) | {"if", "coalesce", "once", "depend", "regex", "jr:choice-name"} <= called
    assert len(SHARED["vectors"]) >= 200


# Least and most arguments, from the ODK list; None: any number.
ARITIES = {
    (0, 0): "false now pi today true",
    (1, 1): (
        "abs acos asin atan base64-decode boolean boolean-from-string cos count count-non-empty"
        " count-selected date date-time decimal-date-time decimal-time exp exp10 int log log10"
        " normalize-space not number once sin sqrt string string-length sum tan"
    ),
    (2, 2): (
        "atan2 coalesce contains ends-with format-date format-date-time is-selected pow selected"
        " selected-at starts-with substring-after substring-before"
    ),
    (3, 3): "if translate",
    (1, 2): "round",
    (2, 3): "substr",
    (0, None): "concat",
    (1, None): "depend join max min",
    (3, None): "checklist",
    (4, None): "weighted-checklist",
}


def test_every_function_takes_as_many_arguments_as_the_list_says():
    wanted = {name: bounds for bounds, names in ARITIES.items() for name in names.split()}
    assert {name: arity(name) for name in {*FUNCTIONS, *LAZY}} == wanted
    assert arity("khong_co") is None


def test_agreement_can_fail():
    vector = {"expr": "1 + 1", "expected": 3}
    assert not agree(answer(vector), value(vector["expected"]))
    assert not agree(True, 1.0), "truth is not a number"
    assert not agree(datetime(2026, 1, 1), date(2026, 1, 1)), "a moment is not a day"


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)+b", "(.*a){20}b", "(a?){200}b", "([a-z]+)*[0-9]"])
def test_no_pattern_runs_away(pattern):
    program = compile_pattern(pattern)
    start = time.process_time()
    assert not patterns.matches(program, "a" * 2_000)
    assert time.process_time() - start < 2  # a backtracking engine would need longer than the universe has


def test_a_text_longer_than_any_answer_matches_nothing():
    program = compile_pattern("a*")
    assert patterns.matches(program, "a" * patterns.MOST_TEXT)
    assert not patterns.matches(program, "a" * (patterns.MOST_TEXT + 1))


PLAIN = [
    "a",
    "b*",
    "(a|b)+c",
    "[ab]{1,3}",
    "a?b?c?",
    "[^a]+",
    "(ab|a)(bc|c)?",
    ".*b",
    "a|",
    "(?:ab)*?c",
    r"\w\d\s?",
]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PLAIN), st.text(alphabet="abc01 \n", max_size=8))
def test_patterns_agree_with_the_library(pattern, text):
    """On patterns without flags ``re.fullmatch`` is an independent oracle."""
    assert patterns.matches(compile_pattern(pattern), text) == bool(re.fullmatch(pattern, text, re.ASCII))


NAMES = ("a", "b", "m")
leaves = st.one_of(
    st.sampled_from([["ref", name] for name in NAMES]),
    st.just(["dot"]),
    st.integers(-99, 99).map(lambda number: ["num", number]),
    st.text(alphabet="01.-,aT: \u1ec5\x00", max_size=6).map(lambda text: ["str", text]),
)


def deeper(parts):
    def call(name):
        function = FUNCTIONS[name]
        most = function.least + 2 if function.most is None else function.most
        return st.lists(parts, min_size=function.least, max_size=most).map(lambda args: ["call", name, args])

    binary = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or"])
    return st.one_of(
        st.tuples(binary, parts, parts).map(list),
        parts.map(lambda part: ["neg", part]),
        st.sampled_from(sorted(FUNCTIONS)).flatmap(call),
    )


answers = st.one_of(
    st.text(max_size=8),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.lists(st.text(max_size=3), max_size=3).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(st.recursive(leaves, deeper, max_leaves=12), st.dictionaries(st.sampled_from(NAMES), answers), answers)
def test_whatever_is_answered_an_expression_answers(tree, values, dot):
    """No answer of a child makes an expression raise: there is always one value."""
    found = evaluate(tree, values, today=TODAY, now=NOW, dot=dot)
    assert isinstance(found, str | float | bool | date)
