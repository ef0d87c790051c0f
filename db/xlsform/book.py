"""What did the author write, sheet by sheet and row by row, once it has one spelling?

``read_sheets`` opens the file (pyxform's own reader, behind a check of what a .xlsx unpacks to);
``db.xlsform.repair`` turns the raw sheets into a :class:`Book`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform

from db.rules.errors import RuleError
from db.rules.text_in import clean_text
from db.xlsform.columns import AUDIENCE, language_code, spell_type
from db.xlsform.faults import Fault, FormFault, Note

MOST_MEMBERS: Final = 300
MOST_UNPACKED: Final = 20_000_000
MOST_ROWS: Final = {"survey": 1_000, "choices": 5_000, "settings": 10}
MOST_COLUMNS: Final = 100
MOST_HEADER: Final = 200
SHEETS: Final = ("survey", "choices", "settings")
_REFUSED_SHEETS: Final = ("external_choices", "osm", "entities")
_WORKBOOK: Final = "xl/workbook.xml"
_MACROS: Final = "vbaproject.bin"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it was read: its headers in order, and each row's filled cells by header."""

    headers: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by column; words stand under ``label::<language>``."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def words(self, column: str) -> dict[str, str]:
        """The words of a column by language code."""
        return {language_code(language): text for language, text in self.worded(column)}

    def worded(self, column: str) -> Iterator[tuple[str, str]]:
        """The words of a column by the language's name."""
        for name, text in self.cells.items():
            head, mark, language = name.partition("::")
            if mark and head == column and text:
                yield language, text


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a form after repair; ``languages`` by name, Vietnamese first."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Mapping[str, str]
    languages: tuple[str, ...]
    blanked: frozenset[str]


def read_sheets(source: bytes, kind: str) -> tuple[dict[str, RawSheet], list[Note]]:
    """The raw sheets by name (header → cell), and what the author should know about the file.

    Raises: FormFault with unreadable, too_big, no_survey or sheet_unsupported.
    """
    notes = _inspect_package(source) if kind == ".xlsx" else []
    try:
        read = get_xlsform(source, file_type=kind)
    except (PyXFormError, IndexError, ValueError, KeyError) as unread:
        raise FormFault(Fault("unreadable", facts={"detail": str(unread)[:200]})) from unread
    for name in _REFUSED_SHEETS:
        if getattr(read, name):
            raise FormFault(Fault("sheet_unsupported", sheet=name, facts={"value": name}))
    sheets = {name: _raw(getattr(read, name), getattr(read, f"{name}_header")) for name in SHEETS}
    _check_size(sheets)
    _check_headers(sheets)
    if not any(sheets["survey"].rows):
        raise FormFault(Fault("no_survey", sheet="survey"))
    return sheets, notes


def _raw(rows: Any, header: Any) -> RawSheet:
    return RawSheet(tuple(header[0]) if header else (), tuple(rows or ()))


def _check_size(sheets: Mapping[str, RawSheet]) -> None:
    for name, raw in sheets.items():
        for what, size, most in (
            ("rows", len(raw.rows), MOST_ROWS[name]),
            ("columns", len(raw.headers), MOST_COLUMNS),
        ):
            if size > most:
                raise FormFault(Fault("too_big", sheet=name, facts={"what": what, "most": most}))


def _check_headers(sheets: Mapping[str, RawSheet]) -> None:
    """Headers are kept as names of columns and languages: what could not be stored is refused here."""
    for name, raw in sheets.items():
        for header in raw.headers:
            try:
                clean_text(header, MOST_HEADER)
            except RuleError as refused:
                shown = "".join(char if char.isprintable() else "?" for char in header[:40])
                raise FormFault(Fault("bad_text", name, 1, {"column": shown})) from refused


def _inspect_package(source: bytes) -> list[Note]:
    """Refuse a package that unpacks to too much or declares entities, before anything reads its XML."""
    try:
        with zipfile.ZipFile(BytesIO(source)) as package:
            members = package.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise FormFault(Fault("too_big", facts={"what": "unpacked", "most": MOST_UNPACKED}))
            parts = {member.filename: package.read(member) for member in members}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as damaged:
        raise FormFault(Fault("unreadable", facts={"detail": str(damaged)[:200]})) from damaged
    if any(name.rpartition("/")[2].lower() == _MACROS for name in parts):
        raise FormFault(Fault("macros"))
    if any(_DECLARATION.search(part) for part in parts.values()):
        raise FormFault(Fault("unreadable", facts={"detail": "DOCTYPE"}))
    if _WORKBOOK not in parts:
        raise FormFault(Fault("unreadable", facts={"detail": "no workbook"}))
    return _notes_of(parts)


def _notes_of(parts: dict[str, bytes]) -> list[Note]:
    pages = [part for name, part in parts.items() if name.startswith("xl/worksheets/")]
    found = (("merged_cells", rb"<mergeCell "), ("formulas", rb"<f[ >]"))
    return [Note(code) for code, mark in found if any(re.search(mark, page) for page in pages)]


def plain_sheets(book: Book) -> dict[str, Any]:
    """The book as pyxform takes it: rows of cells, one header row for each sheet."""
    settings = {column: text for column, text in book.settings.items() if column != AUDIENCE}
    sheets: dict[str, Any] = {
        "survey": [{**row.cells, "type": spell_type(row["type"])} for row in book.survey],
        "choices": [dict(row.cells) for row in book.choices],
        "settings": [settings] if settings else [],
    }
    headers = {
        f"{name}_header": [dict.fromkeys(column for row in rows for column in row)]
        for name, rows in sheets.items()
    }
    return {**sheets, **headers, "sheet_names": list(sheets)}
