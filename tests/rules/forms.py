"""Small questionnaires for tests, written as the compiler would store them, and their verdicts."""

from __future__ import annotations

from datetime import date

import pytest

from db.rules.answers import check_answers
from db.rules.definition import read_definition
from db.rules.errors import RuleError

TODAY = date(2026, 11, 22)
ALWAYS = ["call", "true", []]


def question(name, kind, **more):
    """One stored question; whatever is not told is empty."""
    plain = {
        **{column: {} for column in ("hints", "required_messages", "constraint_messages")},
        **dict.fromkeys(("choices", "required", "relevant", "constraint", "choice_filter")),
        "labels": {"vi": f"Câu {name}"},
        "parents": [],
        "appearance": "",
        "row": 2,
    }
    return {"name": name, "kind": kind, **plain, **more}


def group(name, **more):
    """One stored group."""
    return {"name": name, "parents": [], "labels": {}, "relevant": None, "appearance": "", "row": 2, **more}


def choices(*codes, **columns):
    """A stored list; ``columns`` by name: one value for each code."""
    return [
        {
            "name": code,
            "labels": {"vi": code.upper(), "en": code},
            "columns": {column: values[place] for column, values in columns.items()},
        }
        for place, code in enumerate(codes)
    ]


def form(*parts, lists=None, order=None):
    """A whole definition; parts are groups and questions in the order they stand."""
    groups = [part for part in parts if "kind" not in part]
    questions = [part for part in parts if "kind" in part]
    return read_definition(
        {
            "format": 1,
            "form_id": "thu",
            "title": "Thử",
            "version": "1",
            "languages": [{"code": "vi", "name": "Tiếng Việt (vi)"}, {"code": "en", "name": "English (en)"}],
            "groups": groups,
            "questions": questions,
            "choices": lists or {},
            "order": order or [part["name"] for part in parts],
        }
    )


LISTS = {
    "mau": choices("do", "xanh", "vang"),
    "hieu": choices("OK"),
    "diem": choices("0", "0.5", "1", "1.5", "2"),
}


def checked(definition, **raw):
    """The answers kept of a form; a single value stands for a list of one."""
    given = {name: values if isinstance(values, list) else [values] for name, values in raw.items()}
    return check_answers(definition, given, today=TODAY)


def refusals(definition, **raw):
    """Question → code of each problem of a form that must be refused."""
    with pytest.raises(RuleError) as caught:
        checked(definition, **raw)
    assert caught.value.code == "fields_refused"
    return {problem.field: problem.code for problem in caught.value.problems}
