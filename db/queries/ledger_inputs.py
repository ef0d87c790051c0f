"""Which requests does the target engine see, as known by a moment?

A stage counts from the moment it was recorded: what happened on a day and was written down later was not
known on that day.  Rows that have not changed since are read as they stand; the few others are folded
from the events recorded by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.models import LedgerRequest, RequestEvent
from db.queries.ledger_folds import folded
from db.rules.ledger_forms import concerns_abuse
from db.rules.ledger_states import Request

Entry: TypeAlias = tuple[str, dict[str, Any], bool]  # measure, words of `evaluate`, from the sample

_STAGES = {
    "answered": LedgerRequest.answered_on,
    "handled": LedgerRequest.handled_on,
    "resolved": LedgerRequest.resolved_on,
    "tracked": LedgerRequest.tracked_on,
}
BEFORE, IN_YEAR, AFTER = range(3)
_DATES = ("received", "due", *_STAGES, "withdrawn")


def ledger_entries(session: Session, year: int, as_of: date, known_at: datetime) -> Iterable[Entry]:
    """The requests that can matter to the year: received since the year before, or not settled before it.

    Requests answered in time and alike in everything that is judged stand in one entry with their number `n`:
    the page costs what is late or open, not what went well.
    """
    return [*_unchanged(session, year, as_of, known_at), *_changed_since(session, known_at)]


def _unchanged(session: Session, year: int, as_of: date, known_at: datetime) -> Iterable[Entry]:
    for row in session.execute(_as_it_stands(year, as_of, known_at)):
        dates = {name: getattr(row, name) for name in _DATES}
        if not row.in_writing:  # without a document number it is not answered
            del dates["answered"]
        if row.out_of_scope:
            dates["out_of_scope_on"] = row.out_of_scope_on
        entry = _entry(dates, row.quality_ok, out_of_scope=row.out_of_scope, abuse=row.abuse)
        yield row.measure_code, entry if row.n == 1 else {**entry, "n": row.n}, row.sample


def _as_it_stands(year: int, as_of: date, known_at: datetime) -> CompoundSelect[Any]:
    """The rows as they are kept: one by one, and those that went well in the year put together.

    Of those that went well in another year nothing is judged in this one: they are left out.
    """
    row = LedgerRequest
    well = _well(year, as_of)
    known = (
        row.recorded_at < known_at,
        row.changed_at < known_at,
        row.received_on <= date(year, 12, 31),
        or_(
            row.received_on >= date(year - 1, 1, 1),
            row.settled_on.is_(None),
            row.settled_on >= date(year, 1, 1),
        ),
    )
    return union_all(
        _singly().where(*known, func.coalesce(well, false()).is_(False)),
        _together().where(*known, well, _when(row.settled_on, year) == IN_YEAR),
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
        *(column.label(name) for name, column in _STAGES.items()),
    )


def _together() -> Select[Any]:
    """Alike: the same measure, the same stages reached, each after the reception and within the term.

    The first reception, the last term and, for each stage, the last day on which one was settled then say the
    same of all of them.  Whether abuse was feared is not asked of what is done.
    """
    row, settled = LedgerRequest, func.max(LedgerRequest.settled_on)
    reached = [column.is_not(None) for column in _STAGES.values()]
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


def _well(year: int, as_of: date) -> ColumnElement[bool]:
    """Answered in writing, every stage in order and in time."""
    row = LedgerRequest
    answered = and_(row.answered_on.is_not(None), row.reply_no != "", row.withdrawn_on.is_(None))
    in_time = (_within(column, year, as_of) for column in _STAGES.values())
    return and_(row.standing == "done", row.settled_on <= as_of, answered, *in_time)


def _within(column: InstrumentedAttribute[Any], year: int, as_of: date) -> ColumnElement[bool]:
    """Not reached at all, or after the reception, within the term, by now, and not on the other side of New
    Year than the last stage."""
    row = LedgerRequest
    same = _when(column, year) == _when(row.settled_on, year)
    reached = and_(column >= row.received_on, column <= row.last_day, column <= as_of, same)
    return or_(column.is_(None), reached)


def _when(column: InstrumentedAttribute[Any], year: int) -> ColumnElement[int]:
    """Before, in or after the year; a comparison of days is cheaper than reckoning the year of each."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return case((column < first, BEFORE), (column <= last, IN_YEAR), (column.is_not(None), AFTER))


def _changed_since(session: Session, known_at: datetime) -> Iterable[Entry]:
    """Requests about which something was recorded later, as they were known by then."""
    rows = session.execute(
        select(RequestEvent, LedgerRequest.measure_code, LedgerRequest.sample)
        .join(LedgerRequest, LedgerRequest.id == RequestEvent.request_id)
        .where(LedgerRequest.changed_at >= known_at, RequestEvent.recorded_at < known_at)
        .order_by(RequestEvent.request_id, RequestEvent.number)
    )
    known: dict[int, list[RequestEvent]] = defaultdict(list)
    origin: dict[int, tuple[str, bool]] = {}
    for event, code, sample in rows:
        known[event.request_id].append(event)
        origin[event.request_id] = (code, sample)
    for request_id, events in known.items():
        code, sample = origin[request_id]
        found = folded(code, events)
        yield code, request_entry(found.request, concerns_abuse(found.content)), sample


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
    entry: dict[str, Any] = {name: day.isoformat() for name, day in dates.items() if day is not None}
    if quality_ok is not None:
        entry["quality_ok"] = quality_ok
    for name, holds in (("out_of_scope", out_of_scope), ("abuse", abuse)):
        if holds:
            entry[name] = True
    return entry
