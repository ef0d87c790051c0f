"""Which questionnaires come with the program, and how does staff get one to start from?"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from db.rules.errors import RuleError
from db.seed import HERE, instrument

AUDIENCES: Final = ("7_10", "11_15", "11_17", "16_17", "phu_huynh")
FOLDER: Final = HERE / "instruments"
_HEAD: Final = PatternFill("solid", fgColor="E8F1FA")
_WIDEST: Final = 60
_SETTINGS = re.compile(r"^\|\s*settings\s*\|([^\n]*)\n\|[\s|:-]*\n\|([^\n]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Starter:
    """One of the questionnaires: its name, its title, whom it asks (one of AUDIENCES)."""

    slug: str
    title_vi: str
    audience: str


@cache
def starters() -> tuple[Starter, ...]:
    """All of them, the youngest first, by topic within an age."""
    found = [Starter(path.stem, _title(path), _audience(path.stem)) for path in FOLDER.glob("*.md")]
    return tuple(sorted(found, key=lambda one: (AUDIENCES.index(one.audience), one.slug)))


def _audience(slug: str) -> str:
    """The end of its name; one without is for children of 11 to 17."""
    return next((audience for audience in AUDIENCES if slug.endswith(f"_{audience}")), "11_17")


def _title(path: Path) -> str:
    """The title in the settings sheet, which stands first there; the file's name without one."""
    found = _SETTINGS.search(path.read_text(encoding="utf-8"))
    if not found:
        return path.stem
    names, values = ([cell.strip() for cell in row.strip(" |").split("|")] for row in found.groups())
    return dict(zip(names, values, strict=False)).get("form_title") or path.stem


@cache
def starter_file(name: str) -> bytes:
    """The file under this name: ``<slug>.md`` as it stands here, ``<slug>.xlsx`` to go on in Excel.

    Raises: RuleError `unknown_instrument`.
    """
    slug, _dot, ending = name.rpartition(".")
    if ending not in ("md", "xlsx") or slug not in {one.slug for one in starters()}:
        raise RuleError("unknown_instrument")
    source = instrument(slug)
    return source.encode() if ending == "md" else _workbook(source)


def _workbook(source: str) -> bytes:
    """The same tables as a workbook, its heads marked, its columns wide enough to read."""
    # Here, because it takes a third of a second, and every start of the survey would wait for it.
    from pyxform.xls2json_backends import md_table_to_workbook

    plain = io.BytesIO()
    md_table_to_workbook(source).save(plain)  # can only be written
    book = load_workbook(plain)
    for sheet in book.worksheets:
        _dress(sheet)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _dress(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for number, column in enumerate(sheet.iter_cols(), 1):
        longest = max((len(str(cell.value)) for cell in column if cell.value), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(_WIDEST, longest + 2)
        for cell in column:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if cell.value is not None:
                cell.data_type = "s"  # words, never a formula
