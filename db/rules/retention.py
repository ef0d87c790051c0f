"""Which scheduled snapshots keep their files, and for which day is the next one due?

Only files go: the record with its hash stays for ever, and the files can be made again from the number.
What somebody asked for is never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from db.rules.periods import part_holding

# occasion -> how many of the newest keep their files: a quarter of weeks, three years of quarters.
KEEP_NEWEST = {"weekly": 13, "quarterly": 12}
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One scheduled snapshot."""

    number: int
    occasion: str
    as_of: date


def droppable(snapshots: Iterable[Scheduled]) -> tuple[int, ...]:
    """The numbers whose files may go, lowest first."""
    ordered = sorted(snapshots, key=lambda one: (one.as_of, one.number), reverse=True)
    seen = dict.fromkeys(KEEP_NEWEST, 0)
    found = []
    for one in ordered:
        if one.occasion not in KEEP_NEWEST:
            continue
        seen[one.occasion] += 1
        if seen[one.occasion] > KEEP_NEWEST[one.occasion]:
            found.append(one.number)
    return tuple(sorted(found))


def due_day(occasion: str, last_day: date) -> date:
    """The newest day a scheduled snapshot is taken as of: a Sunday, or the last day of a quarter.

    ``last_day`` is the newest day that is over.
    """
    if occasion == "weekly":
        return last_day - timedelta(days=(last_day.weekday() - SUNDAY) % 7)
    quarter = part_holding(last_day, 4)
    return last_day if quarter.ends_on == last_day else quarter.starts_on - timedelta(days=1)
