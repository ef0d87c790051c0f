"""Which requests does the target engine see, as known by a moment?

A stage counts from the moment it was recorded: what happened on a day and was written down later was not
known on that day.  Rows that have not changed since are read as they stand; the few others are folded
from the events recorded by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
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
from sqlalchemy.orm import Session

from db.models import LedgerRequest, RequestEvent
from db.queries.ledger_folds import folded
from db.queries.ledger_well import STAGES, across_years, not_in_order, went_well
from db.rules.ledger_forms import concerns_abuse
from db.rules.ledger_states import Request

Entry: TypeAlias = tuple[str, dict[str, Any], bool]  # measure, words of `evaluate`, from the sample

_DATES = ("received", "due", *STAGES, "withdrawn")


def ledger_entries(session: Session, year: int, as_of: date, known_at: datetime) -> Iterable[Entry]:
    """The requests that can matter to the year: received since the year before, or not settled before it.

    Requests answered in time and alike in everything that is judged stand in one entry with their number `n`:
    the page costs what is late or open, not what went well.
    """
    return entries_of_years(session, (year,), as_of, known_at)[year]


def entries_of_years(
    session: Session, years: Sequence[int], as_of: date, known_at: datetime
) -> dict[int, list[Entry]]:
    """The same for each of several years; one query, and a second where something was recorded later."""
    found: dict[int, list[Entry]] = {year: [] for year in years}
    selects = [one for year in years for one in _as_it_stands(year, as_of, known_at)]
    rows = session.execute(union_all(*selects, _later(known_at))).all()
    if any(row.of_year == 0 and row.n for row in rows):
        changed = list(_changed_since(session, known_at))
        found = {year: list(changed) for year in years}
    for row in (row for row in rows if row.of_year):
        entry = _entry_of_row(row)
        found[row.of_year].append(
            (row.measure_code, entry if row.n == 1 else {**entry, "n": row.n}, row.sample)
        )
    return found


def entries_one_by_one(
    session: Session, code: str, year: int, known_at: datetime
) -> Iterable[tuple[int, str, dict[str, Any]]]:
    """The requests of one ledger that can matter to the year: id, number, and the words of `evaluate`."""
    row = LedgerRequest
    query = _singly().add_columns(row.id, row.number).where(row.measure_code == code)
    for found in session.execute(query.where(*_concerned(year, known_at))):
        yield found.id, found.number, _entry_of_row(found)
    yield from ((key, number, entry) for key, number, _, entry, _ in _folded_since(session, known_at, code))


def _entry_of_row(row: Row[Any]) -> dict[str, Any]:
    """A kept row, or many alike, in the words of `evaluate`."""
    dates = {name: getattr(row, name) for name in _DATES}
    if not row.in_writing:  # without a document number it is not answered
        del dates["answered"]
    if row.out_of_scope:
        dates["out_of_scope_on"] = row.out_of_scope_on
    return _entry(dates, row.quality_ok, out_of_scope=row.out_of_scope, abuse=row.abuse)


def _as_it_stands(year: int, as_of: date, known_at: datetime) -> Iterable[Select[Any]]:
    """The rows as they are kept: one by one, and those that went well in the year put together.

    Of those that went well in another year nothing is judged in this one: they are left out.
    """
    parts = (
        _singly().where(*not_in_order()),
        _singly().where(*across_years(year, as_of)),
        _together().where(*went_well(year, as_of)),
    )
    known = _concerned(year, known_at)
    return (part.where(*known).add_columns(literal(year).label("of_year")) for part in parts)


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


def _later(known_at: datetime) -> Select[Any]:
    """One row in the columns of the others: about how many requests something was recorded later."""
    nothing = [literal("", String), false(), null(), false(), true(), func.count(), false(), null(), null()]
    nothing += [null()] * (2 + len(STAGES)) + [literal(0)]
    names = ("measure_code", "sample", "quality_ok", "out_of_scope", "in_writing", "n", "abuse")
    names += ("out_of_scope_on", "withdrawn", "received", "due", *STAGES, "of_year")
    columns = (cell.label(name) for cell, name in zip(nothing, names, strict=True))
    return select(*columns).where(LedgerRequest.changed_at >= known_at)


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


def _changed_since(session: Session, known_at: datetime) -> Iterable[Entry]:
    """Requests about which something was recorded later, as they were known by then."""
    for _, _, code, entry, sample in _folded_since(session, known_at):
        yield code, entry, sample


def _folded_since(
    session: Session, known_at: datetime, only: str = ""
) -> Iterable[tuple[int, str, str, dict[str, Any], bool]]:
    """The same, of one ledger where it is named: id, number, measure, entry, from the sample."""
    query = (
        select(RequestEvent, LedgerRequest.number, LedgerRequest.measure_code, LedgerRequest.sample)
        .join(LedgerRequest, LedgerRequest.id == RequestEvent.request_id)
        .where(LedgerRequest.changed_at >= known_at, RequestEvent.recorded_at < known_at)
        .order_by(RequestEvent.request_id, RequestEvent.number)
    )
    known: dict[int, list[RequestEvent]] = defaultdict(list)
    origin: dict[int, tuple[str, str, bool]] = {}
    for event, number, code, sample in session.execute(
        query.where(LedgerRequest.measure_code == only) if only else query
    ):
        known[event.request_id].append(event)
        origin[event.request_id] = (number, code, sample)
    for request_id, events in known.items():
        number, code, sample = origin[request_id]
        found = folded(code, events)
        entry = request_entry(found.request, concerns_abuse(found.content))
        yield request_id, number, code, entry, sample


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
