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

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import LedgerRequest, RequestEvent
from db.queries.ledger_folds import folded
from db.rules.ledger_forms import concerns_abuse
from db.rules.ledger_states import Request

Entry: TypeAlias = tuple[str, dict[str, Any], bool]  # measure, words of `evaluate`, from the sample

_DATES = {
    "received": LedgerRequest.received_on,
    "due": LedgerRequest.last_day,
    "answered": LedgerRequest.answered_on,
    "handled": LedgerRequest.handled_on,
    "resolved": LedgerRequest.resolved_on,
    "tracked": LedgerRequest.tracked_on,
    "withdrawn": LedgerRequest.withdrawn_on,
}


def ledger_entries(session: Session, year: int, known_at: datetime) -> Iterable[Entry]:
    """The requests that can matter to the year: received since the year before, or not settled before it."""
    return [*_unchanged(session, year, known_at), *_changed_since(session, known_at)]


def _unchanged(session: Session, year: int, known_at: datetime) -> Iterable[Entry]:
    rows = session.execute(
        select(
            LedgerRequest.measure_code,
            LedgerRequest.sample,
            LedgerRequest.reply_no,
            LedgerRequest.out_of_scope,
            LedgerRequest.out_of_scope_on,
            LedgerRequest.quality_ok,
            LedgerRequest.concerns_abuse,
            *(column.label(name) for name, column in _DATES.items()),
        ).where(
            LedgerRequest.recorded_at < known_at,
            LedgerRequest.changed_at < known_at,
            LedgerRequest.received_on <= date(year, 12, 31),
            or_(
                LedgerRequest.received_on >= date(year - 1, 1, 1),
                LedgerRequest.settled_on.is_(None),
                LedgerRequest.settled_on >= date(year, 1, 1),
            ),
        )
    )
    for row in rows:
        dates = {name: getattr(row, name) for name in _DATES}
        if not row.reply_no:  # "in writing": without a document number it is not answered
            del dates["answered"]
        if row.out_of_scope:
            dates["out_of_scope_on"] = row.out_of_scope_on
        entry = _entry(dates, row.quality_ok, out_of_scope=row.out_of_scope, abuse=row.concerns_abuse)
        yield row.measure_code, entry, row.sample


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
