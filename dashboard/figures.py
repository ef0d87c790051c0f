"""How do numbers and days stand on the page?  "1.234,5" in Vietnamese, "1,234.5" in English.

Days are dd/MM/yyyy for both: the Association's papers write them so, and 05/11 must not mean two days.
"""

from __future__ import annotations

from dashboard.language import EN, VI, language
from dashboard.text import text, written
from db.rules import numbers
from db.rules.numbers import Number, write_date

__all__ = ["write_date", "write_money", "write_number", "write_percent"]

_SWAPPED = str.maketrans(".,", ",.")
_MONEY = ("unit.billion", "unit.million", "unit.dong")  # the longer word first: it holds the shorter


def write_number(value: Number, decimals: int = 1) -> str:
    """The number with its decimals, if it has any."""
    return _marked(numbers.write_number(value, decimals))


def write_percent(share: Number, *, met: bool | None = None, decimals: int = 1) -> str:
    """A share 0–1 as percent; one that is not met never prints as 100 %."""
    shown = _marked(numbers.write_percent(share, met=met, decimals=decimals))
    return shown.replace(numbers.NBSP, "") if language() == EN else shown


def write_money(dong: Number) -> str:
    """An amount of đồng in the words people use."""
    shown = numbers.write_money(dong)
    if language() != EN:
        return shown
    amount, unit = shown.split(numbers.NBSP, 1)
    key = next(key for key in _MONEY if written(key, VI) == unit)
    return f"{_marked(amount)}{numbers.NBSP}{text(key)}"


def _marked(shown: str) -> str:
    return shown.translate(_SWAPPED) if language() == EN else shown
