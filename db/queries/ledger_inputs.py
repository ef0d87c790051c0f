"""Which requests does the target engine see, as known by a moment?

A stage counts from the moment it was recorded: what happened on a day and was written down later was not
known on that day.  Rows that have not changed since are read as they stand; the few others are folded
from the events recorded by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from db.models import LedgerRequest
from db.queries.ledger_folds import folded
from db.queries.ledger_later import OF_EVENTS, events_known
from db.queries.ledger_well import STAGES, across_years, not_in_order, went_well
from db.queries.moments import end_of
from db.rules.ledger_forms import concerns_abuse
from db.rules.ledger_states import Request

Entry: TypeAlias = tuple[str, dict[str, Any], bool]  # measure, words of `evaluate`, from the sample

_DATES = ("received", "due", *STAGES, "withdrawn")


def ledger_entries(session: Session, year: int, as_of: date) -> Iterable[Entry]:
    """The requests that can matter to the year: received since the year before, or not settled before it.

    Requests answered in time and alike in everything that is judged stand in one entry with their number `n`:
    the page costs what is late or open, not what went well.
    """
    return entries_on_days(session, (year,), (as_of,))[as_of][year]


def entries_on_days(
    session: Session, years: Sequence[int], days: Sequence[date], codes: Collection[str] | None = None
) -> dict[date, dict[int, list[Entry]]]:
    """The same for each of several years, as known on each of several days; one query.

    Of all ledgers, or of these measures' only; where they have none, nothing is asked.
    """
    found: dict[date, dict[int, list[Entry]]] = {day: {year: [] for year in years} for day in days}
    events: dict[date, list[Any]] = {day: [] for day in days}
    if codes is not None and not codes:
        return found
    wanted = () if codes is None else (LedgerRequest.measure_code.in_(codes),)
    selects = [
        one.where(*wanted).add_columns(literal(place).label("of_day"))
        for place, day in enumerate(days)
        for one in (*_as_it_stands(years, day), events_known(end_of(day)))
    ]
    for row in session.execute(union_all(*selects)):
        day = days[row.of_day]
        if row.of_year:
            found[day][row.of_year].append(_entry_of_rows(row))
        else:
            events[day].append(row)
    for day, rows in events.items():
        changed = [(code, entry, sample) for _, _, code, entry, sample in _folded(rows)]
        for entries in found[day].values():
            entries.extend(changed)
    return found


def entries_one_by_one(
    session: Session, code: str, year: int, known_at: datetime
) -> Iterable[tuple[int, str, dict[str, Any]]]:
    """The requests of one ledger that can matter to the year: id, number, and the words of `evaluate`."""
    row = LedgerRequest
    query = _singly().add_columns(row.id, row.number).where(row.measure_code == code)
    for found in session.execute(query.where(*_concerned(year, known_at))):
        yield found.id, found.number, _entry_of_row(found)
    events = events_known(known_at).where(row.measure_code == code)
    yield from ((key, number, entry) for key, number, _, entry, _ in _folded(session.execute(events)))


def _entry_of_rows(row: Row[Any]) -> Entry:
    """One kept row, or many alike, with its measure and whether it is of the sample."""
    entry = _entry_of_row(row)
    return row.measure_code, entry if row.n == 1 else {**entry, "n": row.n}, row.sample


def _entry_of_row(row: Row[Any]) -> dict[str, Any]:
    """A kept row, or many alike, in the words of `evaluate`."""
    dates = {name: getattr(row, name) for name in _DATES}
    if not row.in_writing:  # without a document number it is not answered
        del dates["answered"]
    if row.out_of_scope:
        dates["out_of_scope_on"] = row.out_of_scope_on
    return _entry(dates, row.quality_ok, out_of_scope=row.out_of_scope, abuse=row.abuse)


def _as_it_stands(years: Sequence[int], as_of: date) -> Iterator[Select[Any]]:
    """The rows as they are kept: one by one, and those that went well in the year put together.

    Of those that went well in another year nothing is judged in this one: they are left out.
    """
    nothing = [cast(null(), kind).label(name) for name, kind in OF_EVENTS.items()]
    for year in years:
        parts = (
            _singly().where(*not_in_order()),
            _singly().where(*across_years(year, as_of)),
            _together().where(*went_well(year, as_of)),
        )
        known = _concerned(year, end_of(as_of))
        for one in parts:
            yield one.where(*known).add_columns(literal(year).label("of_year"), *nothing)


def _concerned(year: int, known_at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Unchanged since, received by the end of the year, and not settled before it began."""
    row = LedgerRequest
    return (
        row.recorded_at < known_at,
        row.changed_at < known_at,
        row.received_on <= date(year, 12, 31),
        or_(
            row.received_on >= date(year - 1, 1, 1),
            row.settled_on.is_(None),
            row.settled_on >= date(year, 1, 1),
        ),
    )


def _singly() -> Select[Any]:
    row = LedgerRequest
    return select(
        row.measure_code,
        row.sample,
        row.quality_ok,
        row.out_of_scope,
        (row.reply_no != "").label("in_writing"),
        literal(1).label("n"),
        row.concerns_abuse.label("abuse"),
        row.out_of_scope_on.label("out_of_scope_on"),
        row.withdrawn_on.label("withdrawn"),
        row.received_on.label("received"),
        row.last_day.label("due"),
        *(column.label(name) for name, column in STAGES.items()),
    )


def _together() -> Select[Any]:
    """Alike: the same measure, the same stages reached, each after the reception and within the term.

    The first reception, the last term and, for each stage, the last day on which one was settled then say the
    same of all of them.  Whether abuse was feared is not asked of what is done.
    """
    row, settled = LedgerRequest, func.max(LedgerRequest.settled_on)
    reached = [column.is_not(None) for column in STAGES.values()]
    return select(
        row.measure_code,
        row.sample,
        row.quality_ok,
        false(),
        true(),
        func.count(),
        false(),
        null(),
        null(),
        func.min(row.received_on),
        func.max(row.last_day),
        *(case((holds, settled), else_=null()) for holds in reached),
    ).group_by(row.measure_code, row.sample, row.quality_ok, *reached)


def _folded(rows: Iterable[Any]) -> Iterator[tuple[int, str, str, dict[str, Any], bool]]:
    """Requests as those events leave them: id, number, measure, entry, from the sample."""
    known: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        known[row.request_id].append(row)
    for request_id, events in sorted(known.items()):
        events.sort(key=lambda event: event.ordinal)
        first = events[0]
        found = folded(first.measure_code, events)
        entry = request_entry(found.request, concerns_abuse(found.content))
        yield request_id, first.number_of, first.measure_code, entry, first.sample


def request_entry(request: Request, abuse: bool) -> dict[str, Any]:
    """One request in the words of `evaluate`."""
    dates = {
        "received": request.received_on,
        "due": request.last_day,
        **request.stages,
        "withdrawn": request.withdrawn_on,
        "out_of_scope_on": request.out_of_scope_on,
    }
    excluded = request.state == "out_of_scope"
    return _entry(dates, request.quality_ok, out_of_scope=excluded, abuse=abuse)


def _entry(
    dates: dict[str, date | None], quality_ok: bool | None, *, out_of_scope: bool, abuse: bool
) -> dict[str, Any]:
    entry: dict[str, Any] = {name: day for name, day in dates.items() if day is not None}
    if quality_ok is not None:
        entry["quality_ok"] = quality_ok
    for name, holds in (("out_of_scope", out_of_scope), ("abuse", abuse)):
        if holds:
            entry[name] = True
    return entry
