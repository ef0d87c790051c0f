"""Which single records stood by a day?  Verified facts in pieces, and the ledger without names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from db.models import Fact, LedgerRequest, RequestEvent
from db.queries.export_units import province_names, units_then
from db.queries.history import known_facts
from db.queries.ledger_folds import Folded, folded, request_of_row
from db.queries.moments import VIETNAM, end_of
from db.queries.report_forms import report_forms
from db.rules.exports import SAMPLE, Wanted
from db.rules.ledger_forms import PREFIX

Row = tuple[Any, ...]
PIECE = 20_000  # rows in memory at a time


def record_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """The verified facts of the years, in the order of their numbers.

    Shape: columns of the set `records`, in pieces of at most `PIECE` rows: memory does not grow with them.
    """
    names = {number: unit.name_vi for number, unit in units_then(session, end_of(wanted.as_of)).items()}
    provinces = province_names(session)
    query = _facts(wanted).execution_options(yield_per=PIECE, stream_results=True)
    for piece in session.execute(query).partitions(PIECE):
        yield [_record(row, names, provinces) for row in piece]


def record_count(session: Session, wanted: Wanted) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(Fact).where(*_known(wanted))) or 0


def _facts(wanted: Wanted) -> Select[Any]:
    fact = Fact
    return (
        select(
            fact.sample,
            fact.id,
            fact.measure_code,
            fact.value,
            fact.event_on,
            fact.event_precision,
            fact.key,
            fact.organisation_id,
            fact.province_code,
            fact.origin,
            fact.title,
            fact.verified_at,
            fact.partial,
            fact.supersedes_id,
        )
        .where(*_known(wanted))
        .order_by(fact.id)
    )


def _known(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    first, last = date(wanted.first_year, 1, 1), date(wanted.last_year, 12, 31)
    conditions = (Fact.event_on.between(first, min(last, wanted.as_of)), *known_facts(end_of(wanted.as_of)))
    if wanted.unit_id is None:
        return conditions
    return (*conditions, Fact.organisation_id == wanted.unit_id)


def _record(row: Any, names: Mapping[int, str], provinces: Mapping[str, str]) -> Row:
    sample, number, code, value, on, precision, key, unit, province, origin, title, at, partial, before = row
    return (
        SAMPLE if sample else None,
        number,
        code,
        value,
        on,
        precision,
        key,
        unit,
        names.get(unit),
        province,
        provinces.get(province),
        origin,
        title,
        at.astimezone(VIETNAM).date(),
        int(partial),
        before,
        "A",
    )


# -- the ledger ----------------------------------------------------------------------------------------


def ledger_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """The requests received in the years, in the order of their numbers, as known by the day.

    Shape: columns of the set `ledger`; no names, no subjects, no word of who fears what for whom.
    """
    known_at, provinces = end_of(wanted.as_of), province_names(session)
    changed = _changed_since(session, known_at)
    query = select(LedgerRequest).where(LedgerRequest.recorded_at < known_at).order_by(LedgerRequest.id)
    for piece in session.scalars(query.execution_options(yield_per=PIECE)).partitions(PIECE):
        rows = ((row, changed.get(row.id) or Folded(request_of_row(row), row.data)) for row in piece)
        yield [
            _ledger_row(row, found, wanted.as_of, provinces)
            for row, found in rows
            if found.request.received_on.year in wanted.years
        ]


def ledger_count(session: Session, wanted: Wanted) -> int:
    """How many there are: unchanged ones are counted where they stand, the others as they were known."""
    row, known_at = LedgerRequest, end_of(wanted.as_of)
    first, last = date(wanted.first_year, 1, 1), date(wanted.last_year, 12, 31)
    unchanged = (row.recorded_at < known_at, row.changed_at < known_at, row.received_on.between(first, last))
    count = session.scalar(select(func.count()).select_from(row).where(*unchanged)) or 0
    later = select(row.id, row.received_on).where(row.recorded_at < known_at, row.changed_at >= known_at)
    received = {number: day for number, day in session.execute(later)}
    if received:
        changed = _changed_since(session, known_at)
        received |= {number: found.request.received_on for number, found in changed.items()}
    return count + sum(first <= day <= last for day in received.values())


def _changed_since(session: Session, known_at: datetime) -> dict[int, Folded]:
    """Requests about which something was recorded later, as they were known by then."""
    rows = session.execute(
        select(RequestEvent, LedgerRequest.measure_code)
        .join(LedgerRequest, LedgerRequest.id == RequestEvent.request_id)
        .where(LedgerRequest.changed_at >= known_at, RequestEvent.recorded_at < known_at)
        .order_by(RequestEvent.request_id, RequestEvent.number)
    )
    events: dict[int, list[RequestEvent]] = defaultdict(list)
    codes: dict[int, str] = {}
    for event, code in rows:
        events[event.request_id].append(event)
        codes[event.request_id] = code
    return {number: folded(codes[number], found) for number, found in events.items()}


def _ledger_row(row: LedgerRequest, found: Folded, as_of: date, provinces: Mapping[str, str]) -> Row:
    request, content = found.request, found.content
    last, province = request.last_day, content.get("province_code")
    return (
        SAMPLE if row.sample else None,
        row.number,
        row.measure_code,
        request.received_on,
        request.due_on,
        request.extended_to,
        request.state,
        request.standing,
        *(request.stages.get(stage) for stage in ("answered", "handled", "resolved", "tracked")),
        request.settled_on,
        request.withdrawn_on,
        request.out_of_scope_on,
        request.reply_no or None,
        _label(request.code, content, "channel"),
        _label(request.code, content, "from_kind"),
        province,
        provinces.get(province or ""),
        None if request.quality_ok is None else int(request.quality_ok),
        int(request.standing == "open" and last is not None and last < as_of),
    )


def _label(code: str, content: Mapping[str, Any], name: str) -> str | None:
    field = report_forms()[f"{PREFIX}{code}"].field(name)
    value = content.get(name)
    return None if field is None or value is None else field.label_of(value)
