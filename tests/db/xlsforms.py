"""XLSForms for tests: written in a few lines, worked on without a process of their own."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from db.xlsform.faults import FormFault
from db.xlsform.worker import process

SEED = Path(__file__).resolve().parents[2] / "db" / "seed"
INSTRUMENT = (SEED / "instruments" / "an_toan_tren_mang.md").read_text(encoding="utf-8")
CHOICES = """
| choices | list_name | name | label |
|         | co_khong  | co   | Có    |
|         | co_khong  | khong | Không |
"""


def sheet(survey, columns="type | name | label", rest=CHOICES):
    """A form in Markdown: one line for each row of the survey sheet."""
    rows = "\n".join(f"| | {line} |" for line in survey)
    return f"| survey | {columns} |\n{rows}\n{rest}"


def worked(source, kind=".md", name="thu"):
    """What the worker answers, without the cost of its process."""
    return process(source.encode() if isinstance(source, str) else source, kind, name)


def faults(source, kind=".md"):
    with pytest.raises(FormFault) as caught:
        worked(source, kind)
    return [(fault.sheet, fault.row, fault.reason) for fault in caught.value.faults]


def notes(source, kind=".md"):
    answer = worked(source, kind)
    return {note["code"]: note for note in answer["repairs"] + answer["warnings"]}


def questions(source, kind=".md"):
    return {question["name"]: question for question in worked(source, kind)["definition"]["questions"]}


def workbook(**sheets):
    """The bytes of a .xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
