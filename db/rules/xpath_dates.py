"""What do the date functions of a form's expression answer?

ODK Collect stops the form with an error where a text is no date; a child's form must not stop, so such a
text counts as empty here (and in the browser's interpreter).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from db.rules.xpath_values import EPOCH_DAY, Node, Value, days_and_time, local, one, to_text

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII)
_LAST_DAY = date.max.toordinal() - EPOCH_DAY
_ZONE_SHARE = 7 / 24  # decimal-date-time counts from midnight UTC, our days start seven hours earlier


def read_moment(text: str) -> date | datetime | None:
    """The day or moment an ISO 8601 text names (local time when it has an offset), else None."""
    day_text, _, time_text = text.strip().partition("T")
    day = _DAY.fullmatch(day_text)
    if not day:
        return None
    try:
        found = date(int(day[1]), int(day[2]), int(day[3]))
        return _at_time(found, time_text) if time_text else found
    except (ValueError, OverflowError):  # 31 February, 25 o'clock, a moment outside the calendar
        return None


def _at_time(day: date, text: str) -> datetime | None:
    parts = _TIME.fullmatch(text)
    if not parts:
        return None
    micro = int((parts[4] or "0").ljust(6, "0"))
    moment = datetime(day.year, day.month, day.day, int(parts[1]), int(parts[2]), int(parts[3] or 0), micro)
    return moment - _offset(parts[5]) + timedelta(hours=7) if parts[5] else moment


def _offset(text: str) -> timedelta:
    if text == "Z":
        return timedelta()
    size = timedelta(hours=int(text[1:3]), minutes=int(text[3:].lstrip(":") or 0))
    return -size if text[0] == "-" else size


def _read_clock(value: Value) -> Value:
    """A text that is only a time of day (the answer to a time question) as a moment of the first day."""
    if isinstance(value, str) and _TIME.fullmatch(value.strip()):
        return read_moment(f"1970-01-01T{value.strip()}") or ""
    return value


def from_days(number: float, keep_time: bool) -> Value:
    """The day (or moment) so many days after 1970-01-01; NaN stays NaN, outside the calendar is empty."""
    if math.isnan(number):
        return number
    if not 1 - EPOCH_DAY <= number <= _LAST_DAY:
        return ""
    if not keep_time:
        return date.fromordinal(EPOCH_DAY + math.trunc(number))
    return datetime(1970, 1, 1) + timedelta(days=number, hours=7)


def as_date(value: Node, keep_time: bool) -> Value:
    """``date(x)`` and ``date-time(x)``: from text, from a day number, or what is a date already."""
    single = one(value)
    if isinstance(single, datetime):
        return local(single) if keep_time else single.date()
    if isinstance(single, date):
        return single
    if isinstance(single, str):
        return read_moment(single) or ""
    return from_days(float(single), keep_time)


def decimal_date_time(value: Node) -> Value:
    """Days since 1970-01-01T00:00Z with fraction; a number is taken as it is."""
    single = one(value)
    if isinstance(single, int | float):
        return float(single)
    moment = as_date(single, keep_time=True)
    return days_and_time(moment) - _ZONE_SHARE if isinstance(moment, date) else moment


def decimal_time(value: Node) -> Value:
    """The share of the local day that has passed, 0–1; of a number its fraction."""
    single = one(value)
    if isinstance(single, int | float):
        return float(single) - math.floor(single) if math.isfinite(single) else math.nan
    moment = as_date(_read_clock(single), keep_time=True)
    if not isinstance(moment, date):
        return moment
    real = days_and_time(moment)
    return real - math.floor(real)


_MONTHS: Final = tuple(f"thg {month}" for month in range(1, 13))
_WEEKDAYS: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")

# directive -> what it shows; the short names are Vietnamese, the language of every form.
DIRECTIVES: Final[dict[str, Callable[[datetime], str]]] = {
    "%": lambda at: "%",
    "Y": lambda at: f"{at.year:04}",
    "y": lambda at: f"{at.year % 100:02}",
    "m": lambda at: f"{at.month:02}",
    "n": lambda at: str(at.month),
    "b": lambda at: _MONTHS[at.month - 1],
    "d": lambda at: f"{at.day:02}",
    "e": lambda at: str(at.day),
    "H": lambda at: f"{at.hour:02}",
    "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02}",
    "S": lambda at: f"{at.second:02}",
    "3": lambda at: f"{at.microsecond // 1000:03}",
    "a": lambda at: _WEEKDAYS[at.weekday()],
}
_DIRECTIVE = re.compile(r"%(.)", re.DOTALL)


def format_date(value: Node, pattern: Node) -> str:
    """``format-date(x, '%d/%m/%Y')``; empty for an empty date, an unknown directive stays as written."""
    moment = as_date(_read_clock(one(value)), keep_time=True)
    if not isinstance(moment, date):
        return ""
    at = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)

    def shown(found: re.Match[str]) -> str:
        show = DIRECTIVES.get(found[1])
        return show(at) if show else found[0]

    return _DIRECTIVE.sub(shown, to_text(pattern))
