"""How did one ledger go through a year?  Its stock, its months, and every request by its number only.

The counts follow the same rules as the measure's own figure: a request belongs to the year in which it was
done or fell due, whichever came first.  The stock follows the book: what was there, came in, and left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Any

from sqlalchemy.orm import Session

from db.queries.ledger import Stock
from db.queries.ledger_inputs import entries_one_by_one
from db.queries.moments import end_of
from db.queries.strategy import MeasureCard, measures
from db.rules.errors import RuleError
from db.rules.parameters import Parameters, read_parameters
from db.rules.request_entries import Entry, day_of, entry_of

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """One request as known on a day: by its number, never by a name.

    `state` is done, overdue, open, withdrawn or out_of_scope; `awaits` the stage that is missing ("" when
    none is); `days` from its last day to the day looked at, negative while there is time left.
    None:   `due_on` not stated; `done_on` not done; `days` not waiting, or without a last day.
    """

    id: int
    number: str
    received_on: date
    due_on: date | None
    done_on: date | None
    state: str
    late: bool
    awaits: str
    days: int | None
    own: bool


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """The requests whose year-giving day lies in one month: done in time, done late, overdue."""

    month: int
    in_time: int
    late: int
    overdue: int

    @property
    def decided(self) -> int:
        """All of them."""
        return self.in_time + self.late + self.overdue


@dataclass(frozen=True, slots=True)
class LedgerYear:
    """A ledger in one year as known on a day.

    Shape:  `items` the newest first, those that belong to the year (`own`) or still wait in it; `waiting` of
            these what is open or overdue, the most urgent first; twelve `months`.
    Units:  requests; `median_days` days from reception to the last stage, of those done.
    None:   `median_days` nothing was done.
    """

    code: str
    year: int
    as_of: date
    stock: Stock
    months: tuple[LedgerMonth, ...]
    items: tuple[LedgerItem, ...]
    median_days: Fraction | None

    @property
    def waiting(self) -> tuple[LedgerItem, ...]:
        """What is not done, the longest overdue first; those without a last day at the end."""
        found = (item for item in self.items if item.state in ("open", "overdue"))
        return tuple(sorted(found, key=lambda item: (item.due_on or date.max, item.id)))


@dataclass(frozen=True, slots=True)
class _Known:
    """One request, as it was written and as it is judged on the day looked at."""

    id: int
    number: str
    written: dict[str, object]
    entry: Entry


def ledger_year(
    session: Session, code: str, year: int, as_of: date, given: Mapping[str, Any] | None = None
) -> LedgerYear:
    """One ledger in a year; two queries, and one for the measure's parameters where they are not `given`.

    Raises: RuleError `unknown_measure`.
    Source: indicators.md §2.3 (Requests), §3.3 page 5.
    """
    known_at = end_of(as_of)
    found = _card(measures(session, known_at), code).params_in(year) if given is None else given
    params = read_parameters(found)
    written = list(entries_one_by_one(session, code, year, known_at))
    known = [
        _Known(key, number, one, entry)
        for key, number, one in written
        if (entry := entry_of(one, params, as_of)) is not None
    ]
    own = [one for one in known if _is_own(one.entry, year)]
    shown = [one for one in known if _is_own(one.entry, year) or _waits(one.entry, year)]
    items = sorted((_item(one, params, year, as_of) for one in shown), key=lambda item: item.id)
    items.sort(key=lambda item: item.received_on, reverse=True)
    return LedgerYear(
        code=code,
        year=year,
        as_of=as_of,
        stock=_stock([one for _, _, one in written], params, year, min(as_of, date(year, 12, 31))),
        months=tuple(_month([one.entry for one in own], month) for month in MONTHS),
        items=tuple(items),
        median_days=_median_days(one.entry for one in own),
    )


def _card(cards: Iterable[MeasureCard], code: str) -> MeasureCard:
    found = next((card for card in cards if card.code == code and card.kind == "all_requests"), None)
    if found is None:
        raise RuleError("unknown_measure")
    return found


def _is_own(entry: Entry, year: int) -> bool:
    """Does it belong to the year: decided in it, or left out of it?"""
    day = entry.decided_on or (None if entry.state in ("open", "overdue") else entry.due or entry.received)
    return day is not None and day.year == year


def _waits(entry: Entry, year: int) -> bool:
    """Not done, and nothing of a later year."""
    first = entry.due if entry.state == "overdue" else entry.received
    return entry.state in ("open", "overdue") and (first or date.min).year <= year


def _item(one: _Known, params: Parameters, year: int, as_of: date) -> LedgerItem:
    entry = one.entry
    waits = entry.state in ("open", "overdue")
    return LedgerItem(
        id=one.id,
        number=one.number,
        received_on=entry.received or date(year, 1, 1),
        due_on=entry.due,
        done_on=entry.done_on,
        state=entry.state,
        late=entry.late,
        awaits=_awaited(one.written, params, as_of) if waits else "",
        days=(as_of - entry.due).days if waits and entry.due is not None else None,
        own=_is_own(entry, year),
    )


def _awaited(written: dict[str, object], params: Parameters, as_of: date) -> str:
    """The first stage that was not reached by the day; with all of them, the check of the result."""
    for stage in params.stages:
        day = day_of(written, stage)
        if day is None or day > as_of:
            return stage
    return "quality_ok"


def _month(own: Sequence[Entry], month: int) -> LedgerMonth:
    of_month = [entry for entry in own if entry.decided_on is not None and entry.decided_on.month == month]
    done = [entry for entry in of_month if entry.state == "done"]
    late = sum(entry.late for entry in done)
    overdue = sum(entry.state == "overdue" for entry in of_month)
    return LedgerMonth(month, len(done) - late, late, overdue)


def _median_days(own: Iterable[Entry]) -> Fraction | None:
    days = [
        (entry.done_on - entry.received).days
        for entry in own
        if entry.done_on is not None and entry.received is not None
    ]
    return Fraction(median(days)) if days else None


def _stock(written: Sequence[dict[str, object]], params: Parameters, year: int, last: date) -> Stock:
    """What the book says on the last day looked at: carried + received − excluded = done + left."""
    first = date(year, 1, 1)
    entries = [(one, entry) for one in written if (entry := entry_of(one, params, last)) is not None]
    here = [(one, entry) for one, entry in entries if not _left_before(one, entry, first)]
    states = [entry.state for _, entry in here]
    came = sum(entry.received is not None and entry.received >= first for _, entry in here)
    excluded, done = states.count("withdrawn") + states.count("out_of_scope"), states.count("done")
    return Stock(
        carried=len(here) - came,
        received=came,
        excluded=excluded,
        done=done,
        left=len(here) - excluded - done,
        overdue=states.count("overdue"),
    )


def _left_before(written: dict[str, object], entry: Entry, first: date) -> bool:
    """Was it done, or left out, before the year began?"""
    if entry.state in ("withdrawn", "out_of_scope"):
        day = day_of(written, "withdrawn" if entry.state == "withdrawn" else "out_of_scope_on")
        return (day or entry.received or first) < first
    return entry.done_on is not None and entry.done_on < first
