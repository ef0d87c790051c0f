"""How is a number read from what a person typed, kept exact, and written for a Vietnamese reader?

Points group thousands and a comma starts the decimals: "1.500" is one thousand five hundred.  A count or
an amount of money has no decimals at all, so "1,5" is refused there, and so is "1,500", which one reader
takes for 1500 and another for 1.5.  Nothing is ever guessed: what cannot be read is refused with a code.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from db.rules.errors import RuleError

Number = int | Fraction
_Read = TypeVar("_Read", int, Fraction)

# The largest whole number both databases keep in one column (a signed 64-bit integer).
MOST = 2**63 - 1

# Between a number and its unit: a space at which no line breaks.
NBSP = "\u00a0"

_BILLION, _MILLION = 10**9, 10**6

# Full-width forms come from phones with an Asian keyboard, the odd spaces from pasted documents.  A general
# compatibility fold is not used: it would turn "5²" into 52.
_FOLD = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    ord(odd): plain
    for odd, plain in zip(
        "．，－／　\u00a0\u2007\u2009\u202f\u2212", (".", ",", "-", "/", *"     ", "-"), strict=True
    )
}
_WHOLE = re.compile(r"-?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)")
_CURRENCY = re.compile(r" ?(?:đồng|đ|₫|vnđ|vnd)$", re.IGNORECASE)
_GROUPED = re.compile(
    r"-?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:,[0-9]+)?"
)
_POINTED = re.compile(r"-?[0-9]+\.[0-9]+")
_PLAIN = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40}|/0*[1-9][0-9]{0,39})?")
_LONGEST = 40


def exact(value: object) -> Number:
    """A stored or configured number, exactly; a decimal keeps the digits it is written with.

    Units:  whatever the value has; 0.9 becomes 9/10, never the nearest binary fraction.
    Raises: not_a_number (also for true and false, infinities and "NaN").
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, Fraction, str)):
        raise RuleError("not_a_number")
    if isinstance(value, (int, Fraction)):
        return whole_if_whole(Fraction(value))
    text = value if isinstance(value, str) else format(Decimal(str(value)), "f")
    if not _PLAIN.fullmatch(text):
        raise RuleError("not_a_number")
    return whole_if_whole(Fraction(text))


def whole_if_whole(value: Number) -> Number:
    """The same number, as an integer when it is one: 120/1 becomes 120."""
    return value.numerator if value.denominator == 1 else value


def rounded_up(value: Number) -> int:
    """The smallest whole number that is not below the value: targets of counts."""
    return -((-Fraction(value).numerator) // Fraction(value).denominator)


def rounded_down(value: Number) -> int:
    """The largest whole number that is not above the value: what may be expected of a count."""
    return Fraction(value).numerator // Fraction(value).denominator


def round_half_up(value: Number, decimals: int = 0) -> Fraction:
    """The value with so many decimals, halves away from zero: 0,25 becomes 0,3."""
    scale = 10**decimals
    size = rounded_down(abs(Fraction(value)) * scale + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size, scale)


def fold(text: str) -> str:
    """What was typed, with full-width digits and unusual spaces made plain and the ends trimmed."""
    return unicodedata.normalize("NFC", text.translate(_FOLD)).strip()


def read_count(text: str, *, least: int = 0, most: int = MOST) -> int | None:
    """A count as typed: "1.500", "1 500" and "1500" are all 1500.

    None:   nothing was typed (never 0).
    Raises: not_a_whole_number ("1,5", "1,500", "1.5", "1e3", "0x1F"), too_small, too_large.
    Source: indicators.md §4.5.
    """
    plain = fold(text)
    if not plain:
        return None
    if len(plain) > _LONGEST or not _WHOLE.fullmatch(plain):
        raise RuleError("not_a_whole_number")
    return _within(int(plain.replace(".", "").replace(" ", "")), least, most)


def read_money(text: str, *, least: int = 0, most: int = MOST) -> int | None:
    """An amount in đồng as typed: "1.500.000", with or without "đồng" behind it.

    Units:  whole đồng; the đồng has no decimals, so "1,5" is refused, and so is "1,5 tỷ": write it out.
    None:   nothing was typed (never 0).
    Raises: not_a_whole_number, too_small (a refund is read with a negative ``least``), too_large.
    """
    plain = fold(text)
    amount = _CURRENCY.sub("", plain)
    if plain and not amount:
        raise RuleError("not_a_whole_number")
    return read_count(amount, least=least, most=most)


def read_decimal(text: str, *, least: Number = 0, most: Number = MOST) -> Number | None:
    """A number that may have decimals, such as hours: "1,5", "1.234,5".

    A point followed by exactly three digits groups thousands ("1.500" is 1500); any other single point
    can only be a decimal point ("1.5" is 3/2).
    None:   nothing was typed (never 0).
    Raises: not_a_number, too_small, too_large.
    """
    plain = fold(text)
    if not plain:
        return None
    if len(plain) > _LONGEST:
        raise RuleError("not_a_number")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(".", "").replace(" ", "").replace(",", ".")
    elif not _POINTED.fullmatch(plain):
        raise RuleError("not_a_number")
    return whole_if_whole(_within(Fraction(plain), least, most))


def _within(value: _Read, least: Number, most: Number) -> _Read:
    if value < least:
        raise RuleError("too_small", least=least)
    if value > most:
        raise RuleError("too_large", most=most)
    return value


def write_number(value: Number, decimals: int = 1) -> str:
    """The number as Vietnamese readers write it: 1.234,5; decimals only where there are any."""
    rounded = round_half_up(value, decimals)
    size = abs(rounded)
    whole = f"{rounded_down(size):,}".replace(",", ".")
    rest = rounded_down((size - rounded_down(size)) * 10**decimals)
    tail = f"{rest:0{decimals}d}".rstrip("0") if rest else ""
    return ("-" if rounded < 0 else "") + whole + ("," + tail if tail else "")


def write_percent(share: Number, *, met: bool | None = None, decimals: int = 1) -> str:
    """A share as percent; one that is not met never prints as 100 %, however close it is.

    Units:  share 0–1, may be above 1.
    ``met`` defaults to "the share is at least 1"; pass it where the status says otherwise.
    Source: indicators.md §2.4, §2.8 (5,000,000,000 of 5,000,000,001 đồng prints "99,9 %").
    """
    percent = round_half_up(Fraction(share) * 100, decimals)
    if not (share >= 1 if met is None else met):
        percent = min(percent, 100 - Fraction(1, 10 ** max(decimals, 1)))
    return write_number(percent, max(decimals, 1)) + NBSP + "%"


def write_money(dong: Number) -> str:
    """An amount in the words people use: "1,5 tỷ đồng", "350 triệu đồng", "950.000 đồng"."""
    # Judged by the smaller unit after rounding: 999.960.000 đồng is "1 tỷ đồng", not "1.000 triệu đồng".
    if abs(round_half_up(Fraction(dong) / _MILLION, 1)) >= _BILLION // _MILLION:
        return write_number(Fraction(dong) / _BILLION) + NBSP + "tỷ đồng"
    if abs(round_half_up(dong)) >= _MILLION:
        return write_number(Fraction(dong) / _MILLION) + NBSP + "triệu đồng"
    return write_number(dong, 0) + NBSP + "đồng"


def write_date(day: date) -> str:
    """The day as dd/MM/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
