"""The limited process in which an uploaded form is read: ``python -m db.xlsform.worker <kind> <name> …``.

Source on standard input, JSON on standard output.  The limits hold for whatever the readers of
spreadsheets, XML and expressions may do with a hostile file; the parent (``convert``) adds a wall clock.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from dataclasses import asdict
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from db.limited_process import bind_itself
from db.xlsform.book import Book, plain_sheets, read_sheets
from db.xlsform.compile import compile_form
from db.xlsform.faults import Fault, FormFault, Note
from db.xlsform.lint import lint
from db.xlsform.repair import mend

_SHEET = re.compile(r"On the '(\w+)' sheet")
_ROW = re.compile(r"\[row : (\d+)\]")
MOST_FILE: Final = 20_000_000  # the converter writes its XForm to a temporary file on the way


def process(source: bytes, kind: str, form_name: str) -> dict[str, Any]:
    """Everything the parent needs: xml, definition, repairs, warnings; or the faults.

    Raises: FormFault.
    """
    sheets, noticed = read_sheets(source, kind)
    book, repairs, faults = mend(sheets)
    found, remarks = lint(book)
    if faults or found:
        raise FormFault(*faults, *found)
    definition, faults, more = compile_form(book, form_name)
    if faults:
        raise FormFault(*faults)
    xml, said = _xform(book, form_name)
    warnings = [*noticed, *remarks, *more, *(Note("pyxform", *_said_of(text)) for text in said)]
    return {
        "xml": xml,
        "definition": definition,
        "repairs": [asdict(note) for note in repairs],
        "warnings": [asdict(note) for note in warnings],
    }


def _xform(book: Book, form_name: str) -> tuple[str, list[str]]:
    """The XForm; its root gets another name where a question already has the form's."""
    names = {row["name"] for row in book.survey}
    root = next(
        name
        for name in (form_name, *(f"{form_name}_{n}" for n in range(len(names) + 1)))
        if name not in names
    )
    said: list[str] = []
    try:
        made = convert(plain_sheets(book), warnings=said, validate=False, form_name=root)
    except PyXFormError as refused:
        raise FormFault(Fault("pyxform", *_said_of(str(refused)))) from refused
    return made.xform, said


def _said_of(text: str) -> tuple[str, int, dict[str, object]]:
    """The sheet and row the converter speaks of, where it says so, and what it says."""
    sheet, row = _SHEET.search(text), _ROW.search(text)
    return sheet[1] if sheet else "", int(row[1]) if row else 0, {"detail": text[:500]}


def main(arguments: list[str]) -> None:
    """Read, work, answer."""
    kind, form_name, seconds, memory = arguments
    bind_itself(int(seconds), int(memory), MOST_FILE)
    logging.disable()
    try:
        answer = process(sys.stdin.buffer.read(), kind, form_name)
    except FormFault as refused:
        answer = {"faults": [asdict(fault) for fault in refused.faults]}
    json.dump(answer, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main(sys.argv[1:])
