"""What are children asked in tests?  A small form: who answers, one of each closed kind, a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ALWAYS = ["call", "true", []]

# The questions of `make_definition`, with an answer to each.
ANSWERS: Mapping[str, Sequence[str]] = {
    "nhom_tuoi": ("t11_13",),
    "gioi_tinh": ("nu",),
    "tinh": ("p01",),
    "an_toan": ("co",),
    "kenh": ("thay_co", "ban_be"),
    "so_gio": ("3",),
}
CHOICES: Mapping[str, Sequence[str]] = {
    "nhom_tuoi": ("t11_13", "t14_15", "t16_17"),
    "gioi_tinh": ("nu", "nam", "khac"),
    "tinh": ("p01", "p48", "p79"),
    "an_toan": ("co", "khong", "khong_ro"),
    "kenh": ("cha_me", "thay_co", "ban_be"),
}


def _question(name: str, kind: str, row: int, **given: Any) -> dict[str, Any]:
    question = {
        "name": name,
        "kind": kind,
        "parents": [],
        "labels": {"vi": f"Câu {name}"},
        "hints": {},
        "choices": name if name in CHOICES else None,
        "required": None,
        "relevant": None,
        "constraint": None,
        "choice_filter": None,
        "required_messages": {},
        "constraint_messages": {},
        "appearance": "",
        "row": row,
    }
    return {**question, **given}


def make_definition(*, free_text: bool = False) -> dict[str, Any]:
    """A small questionnaire as a form version keeps it: who answers, one of each closed kind, a number."""
    questions = [
        _question("nhom_tuoi", "select_one", 2, required=ALWAYS),
        _question("gioi_tinh", "select_one", 3),
        _question("tinh", "select_one", 4),
        _question("an_toan", "select_one", 5, required=ALWAYS),
        _question("kenh", "select_multiple", 6),
        _question("so_gio", "integer", 7, constraint=["<=", ["dot"], ["num", 24]]),
    ]
    if free_text:
        questions.append(_question("y_kien", "text", 8))
    choices = {
        name: [{"name": code, "labels": {"vi": f"Chọn {code}"}, "columns": {}} for code in codes]
        for name, codes in CHOICES.items()
    }
    return {
        "format": 1,
        "form_id": "phieu_thu",
        "title": "Phiếu thử nghiệm",
        "version": "1",
        "languages": [{"code": "vi", "name": "Tiếng Việt (vi)"}],
        "groups": [],
        "questions": questions,
        "choices": choices,
        "order": [question["name"] for question in questions],
    }
