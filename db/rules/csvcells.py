"""What may stand in a cell of a CSV file, so that no spreadsheet runs it and nothing is lost?

Excel, LibreOffice and Google Sheets take a text cell that starts with = + - @ (some also | and %) for a
formula, after stripping what cannot be seen, and full-width twins of these signs too.  Such a text gets a
leading ``'``.  So does a text that already looks as if it had got one, which makes the rule reversible:
:func:`plain_text` gives every text back.  Numbers are never touched.

Known limit: a file whose separator the reader's spreadsheet does not know is cut up at other places.  The
export therefore offers comma and semicolon.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias

Cell: TypeAlias = str | int | Fraction | date | datetime | bool | None

_MARK = "'"
_LIVE = "=+-@|%"
# Minus has no compatibility form, but spreadsheets in some languages read it as one.
_TWINS = {"\u2212": "-"}
# Letters and symbols that draw nothing: Hangul fillers, Braille blank, combining grapheme joiner.
_BLANK = frozenset("\u3164\uffa0\u115f\u1160\u2800\u034f")
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


def text_cell(text: str) -> str:
    """The text as it may stand in a cell: as it is, or with a leading ``'``."""
    return _MARK + text if _looks_live(text.lstrip(_MARK)) else text


def plain_text(cell: str) -> str:
    """The text that :func:`text_cell` was given."""
    return cell.removeprefix(_MARK) if _looks_live(cell.lstrip(_MARK)) else cell


def cell(value: Cell) -> str:
    """Any value as a cell: plain digits with a point, ISO days, texts made harmless.

    None:   an empty cell; zero is "0".
    Units:  a moment is written in UTC with its zone; a share that has no finite decimals gets twelve.
    Source: trust.md §3.
    """
    if value is None:
        return ""
    return _WRITERS[type(value)](value)


def _looks_live(text: str) -> bool:
    """Whether the first thing a spreadsheet sees in this text starts a formula."""
    for letter in text:
        if unicodedata.category(letter) in _UNSEEN or letter in _BLANK or _is_variation(letter):
            continue
        return _TWINS.get(letter, unicodedata.normalize("NFKC", letter))[:1] in _LIVE
    return False


def _is_variation(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f"


def _decimal(value: Fraction) -> str:
    """Plain decimal digits of a number, exact where they end within twelve places."""
    size = round(abs(value) * 10**12)
    whole, rest = divmod(size, 10**12)
    digits = f"{rest:012d}".rstrip("0")
    return ("-" if value < 0 and size else "") + str(whole) + (f".{digits}" if digits else "")


_WRITERS: Mapping[type, Callable[..., str]] = {
    str: text_cell,
    int: str,
    bool: lambda value: "1" if value else "0",
    Fraction: _decimal,
    date: date.isoformat,
    datetime: datetime.isoformat,
}
