"""What is a value in a form's expression, and how does it turn into text, number or truth?

XPath numbers are IEEE doubles by definition and the phone's interpreter has nothing else, so floats are
right in the ``xpath_*`` and ``expressions`` modules, and only there; nothing that is counted or published
passes through them.  Where engines differ we do as ODK Collect does: an answer keeps the type of its
question (integer and decimal are numbers, a date is a date, everything else is text).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | float | bool | date | datetime
# What a reference yields: one value, or several nodes (repeats); () is a node that is not relevant.
Node: TypeAlias = Value | tuple[Value, ...]

# The Association's zone; Vietnam has had no summer time since 1975.
ZONE = timezone(timedelta(hours=7))
EPOCH_DAY = date(1970, 1, 1).toordinal()
# Two numbers closer than this are equal, and a number closer to 0 is 0 (ODK Collect).
CLOSE = 1e-12

_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment an expression is evaluated at; the rules own no clock."""

    today: date
    now: datetime


def clock(today: date, now: datetime | None) -> Clock:
    """The clock for one evaluation; without a moment, ``now()`` is midnight of ``today``."""
    return Clock(today, local(now) if now else datetime(today.year, today.month, today.day))


def local(moment: datetime) -> datetime:
    """The moment as wall time of the Association's zone, without a zone attached."""
    return moment.astimezone(ZONE).replace(tzinfo=None) if moment.tzinfo else moment


def nodes(value: Node) -> tuple[Value, ...]:
    """The values to compare: at least one, an absent node being the empty text."""
    if isinstance(value, tuple):
        return value or ("",)
    return (value,)


def one(value: Node) -> Value:
    """The one value meant: of several nodes the first (XPath), of none the empty text."""
    if not isinstance(value, tuple):
        return value
    return value[0] if value else ""


def read_number(text: str) -> float:
    """The number a text spells, else NaN; a decimal comma is read, exponents are not (ODK Collect)."""
    spelt = text.replace(",", ".").strip()
    return float(spelt) if _NUMBER.fullmatch(spelt) else math.nan


def to_number(value: Node) -> float:
    """The value as a number; dates become whole days since 1970-01-01, empty text NaN."""
    single = one(value)
    if isinstance(single, str):
        return read_number(single)
    if isinstance(single, date):
        return float(single.toordinal() - EPOCH_DAY)
    return float(single)


def to_real(value: Node) -> float:
    """As :func:`to_number`, with the time of day as a fraction (arguments of abs, pow, sin …)."""
    single = one(value)
    return days_and_time(single) if isinstance(single, date) else to_number(single)


def days_and_time(value: date) -> float:
    """Days since local midnight of 1970-01-01, the time of day as a fraction."""
    whole = float(value.toordinal() - EPOCH_DAY)
    if not isinstance(value, datetime):
        return whole
    start = datetime(value.year, value.month, value.day)
    return whole + (value - start) / timedelta(days=1)


def to_text(value: Node) -> str:
    """The value as text: numbers without exponent, dates as yyyy-mm-dd, truth as ``true``/``false``."""
    single = one(value)
    if isinstance(single, str):
        return single
    if isinstance(single, bool):
        return "true" if single else "false"
    if isinstance(single, date):
        return single.isoformat()[:10]
    return number_text(float(single))


def number_text(number: float) -> str:
    """A number as XPath writes it: ``3``, ``0.5``, ``NaN``, ``Infinity``; never ``1e21``."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if abs(number) < CLOSE:
        return "0"
    whole = math.trunc(number)
    if abs(number - whole) < CLOSE:
        return str(whole)
    return format(Decimal(repr(number)), "f")


def to_truth(value: Node) -> bool:
    """The value as truth: a text that is not empty, a number that is neither 0 nor NaN, any date."""
    if isinstance(value, bool):  # the usual case
        return value
    single = one(value)
    if isinstance(single, str):
        return single != ""
    if isinstance(single, bool):
        return single
    if isinstance(single, date):
        return True
    return abs(single) > CLOSE  # false for NaN


def same(left: Value, right: Value) -> bool:
    """Are two values equal?  As truth if one is truth, as numbers if one is a number, else as text."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right  # by far the usual case
    if isinstance(left, bool) or isinstance(right, bool):
        return to_truth(left) == to_truth(right)
    if isinstance(left, int | float) or isinstance(right, int | float):
        gap = to_number(left) - to_number(right)
        return abs(gap) < CLOSE
    return to_text(left) == to_text(right)


def is_blank(value: Node) -> bool:
    """Would this result be stored as an empty answer?  Empty text and NaN are."""
    single = one(value)
    if isinstance(single, str):
        return single == ""
    return isinstance(single, float) and math.isnan(single)
