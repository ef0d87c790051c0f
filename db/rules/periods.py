"""Which stretch of time does a day belong to, how much of it has passed, and when is something due?

Years are calendar years.  As-of days are inclusive: what happens on a day counts on that day, and a due
date is kept until its day has passed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from db.rules.errors import RuleError
from db.rules.numbers import fold

# A year is closed by an act; until the Association says otherwise that act is expected on this day.
CLOSE_MONTH, CLOSE_DAY = 1, 31

# How a year is cut, and how one piece is called: 2026, 2026-H1, 2026-Q3.
_LETTERS = {1: "", 2: "-H", 4: "-Q"}
_LABEL = re.compile(r"([0-9]{4})(?:-([HQ])([1-4]))?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TYPED_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Period:
    """A year or an equal part of it, with its first and last day."""

    label: str
    starts_on: date
    ends_on: date

    def covers(self, day: date) -> bool:
        """Does the day lie inside? Both ends do."""
        return self.starts_on <= day <= self.ends_on

    def in_time_until(self, grace_days: int) -> date:
        """The last day on which a report about this period is in time."""
        return self.ends_on + timedelta(days=grace_days)


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the three stages of the strategy, by its first and last year; neighbours share a year."""

    number: int
    first: int
    last: int


# Decision 87/QĐ-HBVQTE, B.IV 4.1.  The phases overlap on 2028 and 2033.
PHASES = (Phase(1, 2023, 2028), Phase(2, 2028, 2033), Phase(3, 2033, 2035))
REVIEWS = {2028: "mid", 2033: "final"}


def phases_of(year: int) -> tuple[Phase, ...]:
    """The phases a year is shown under: both for 2028 and 2033, none outside the strategy."""
    return tuple(phase for phase in PHASES if phase.first <= year <= phase.last)


def reviewed_phase(year: int) -> Phase | None:
    """The phase a year is reviewed in: a boundary year belongs to the phase it closes.

    None:   the year lies outside the strategy.
    Source: indicators.md §1.
    """
    return next(iter(phases_of(year)), None)


def review_of(year: int) -> str | None:
    """The review held over this year: "mid" (sơ kết 2028), "final" (tổng kết 2033), None in other years."""
    return REVIEWS.get(year)


def to_date(value: object) -> date:
    """A day from a stored value: a date, a moment, or ISO text.

    Raises: not_a_date.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise RuleError("not_a_date")
    try:
        return date.fromisoformat(value)
    except ValueError as refused:
        raise RuleError("not_a_date") from refused


def read_date(text: str) -> date | None:
    """A day as typed, dd/MM/yyyy, or ISO as a browser's date field sends it.

    None:   nothing was typed.
    Raises: not_a_date (also for 31/02/2026 and for two-digit years).
    """
    plain = fold(text)
    if not plain:
        return None
    typed = _TYPED_DATE.fullmatch(plain)
    return to_date(f"{typed[3]}-{typed[2]:0>2}-{typed[1]:0>2}" if typed else plain)


def parts_of_year(year: int, parts: int = 1) -> tuple[Period, ...]:
    """The windows of a year in order: 1 the year itself, 2 calendar halves, 4 quarters.

    Raises: bad_parameter for any other number of parts.
    """
    if parts not in _LETTERS:
        raise RuleError("bad_parameter", name="periods_per_year")
    months = 12 // parts
    firsts = [date(year, 1 + months * part, 1) for part in range(parts)] + [date(year + 1, 1, 1)]
    return tuple(
        Period(
            f"{year}{_LETTERS[parts]}{part + 1 if parts > 1 else ''}",
            firsts[part],
            firsts[part + 1] - timedelta(days=1),
        )
        for part in range(parts)
    )


def periods_begun(year: int, as_of: date) -> tuple[str, ...]:
    """Labels of the year's halves, then the year, as far as they have begun."""
    parts = (*parts_of_year(year, 2), *parts_of_year(year))
    return tuple(part.label for part in parts if part.starts_on <= as_of)


def period_of(label: str) -> Period:
    """The period a label names: "2026", "2026-H1", "2026-Q3".

    Raises: not_a_choice for anything else.
    """
    found = _LABEL.fullmatch(label)
    cuts = {letter.strip("-"): parts for parts, letter in _LETTERS.items()}
    if found and int(found[1]):
        pieces = parts_of_year(int(found[1]), cuts[found[2] or ""])
        if int(found[3] or 1) <= len(pieces):
            return pieces[int(found[3] or 1) - 1]
    raise RuleError("not_a_choice")


def part_holding(day: date, parts: int) -> Period:
    """The year, half or quarter in which the day lies."""
    return next(period for period in parts_of_year(day.year, parts) if period.covers(day))


def days_in_year(year: int) -> int:
    """365, or 366 in a leap year."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def elapsed_days(year: int, as_of: date, lag_days: int = 0) -> int:
    """Days of the year that have passed by the end of as-of, less the days reports need to arrive.

    Units:  0 to 365 or 366; 1 January without a lag is day 1.
    Source: indicators.md §2.5.
    """
    passed = (as_of - date(year, 1, 1)).days + 1 - lag_days
    return min(max(passed, 0), days_in_year(year))


def elapsed_share(year: int, as_of: date, lag_days: int = 0) -> Fraction:
    """The share of the year that has passed, exactly: 60/366 on a leap day."""
    return Fraction(elapsed_days(year, as_of, lag_days), days_in_year(year))


def days_left(year: int, as_of: date) -> int:
    """Days of the year still to come after as-of: 92 on 30 September, 0 once the year is over."""
    return days_in_year(year) - elapsed_days(year, as_of)


def year_is_ahead(year: int, as_of: date) -> bool:
    """Has the year not begun on that day?"""
    return as_of < date(year, 1, 1)


def year_is_over(year: int, as_of: date) -> bool:
    """Has the whole year passed? On 31 December it has not."""
    return as_of > date(year, 12, 31)


def default_close(year: int) -> date:
    """The day a year is closed unless an act of closing says otherwise: 31 January of the next year."""
    return date(year + 1, CLOSE_MONTH, CLOSE_DAY)


def calendar_state(year: int, as_of: date, closed_on: date | None = None) -> str:
    """open while the year runs, provisional ("Sơ bộ") until it is closed, then final ("Chính thức").

    Source: indicators.md §2.9.
    """
    if not year_is_over(year, as_of):
        return "open"
    return "provisional" if as_of < (closed_on or default_close(year)) else "final"


def same_day(year: int, day: date) -> date:
    """The same day in another year, for comparisons with last year; 29 February falls back to the 28th."""
    return date(
        year, day.month, min(day.day, 28) if day.month == 2 and days_in_year(year) == 365 else day.day
    )


def add_working_days(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The last of so many working days after a day, which itself is not counted.

    Saturdays, Sundays and the given holidays are no working days.
    """
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day


def due_after(received: date, days: int, *, working: bool = False, holidays: Collection[date] = ()) -> date:
    """The last day for answering something received on a day, where its code gives a number of days."""
    return add_working_days(received, days, holidays) if working else received + timedelta(days=days)


def days_overdue(due: date, as_of: date) -> int:
    """Days since the due date has passed; 0 on the due day itself and before it."""
    return max((as_of - due).days, 0)
