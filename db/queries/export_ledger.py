"""Which requests stood in the ledger by a day, and how?  Without names, in pieces.

A request about which nothing was recorded since is read from its kept row; the others are folded anew from
the events known by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, case, cast, func, or_, select
from sqlalchemy.orm import Session

from db.models import LedgerRequest, RequestEvent
from db.queries.export_pieces import Looked, Piece, blocks, day, piece_of
from db.queries.export_units import province_names
from db.queries.ledger_folds import Folded, folded
from db.queries.moments import end_of
from db.queries.report_forms import report_forms
from db.rules.exports import SAMPLE, Wanted
from db.rules.ledger_forms import PREFIX
from db.rules.ledger_states import STAGE_ACTS

LOT = 1_000  # requests folded at a time
LABELLED = ("channel", "from_kind")  # choices of the form, written in its words
TEXTS = frozenset(("request", "measure_code", "state", "standing", *LABELLED))
_STAGE_DAYS = (
    *(f"{stage}_on" for stage in STAGE_ACTS.values()),
    "settled_on",
    "withdrawn_on",
    "out_of_scope_on",
)
COLUMNS = (
    *("sample", "request", "measure_code", "received_on", "due_on", "extended_due_on", "state", "standing"),
    *_STAGE_DAYS,
    *("reply_no", *LABELLED, "province_code", "province_vi", "quality_ok", "overdue"),
)

_READ = tuple(name for name in COLUMNS if name != "province_vi")


def ledger_rows(session: Session, wanted: Wanted) -> Iterator[Piece]:
    """The requests received in the years, in the order of their numbers, as known by the day.

    Shape: columns of the set `ledger`; no names, no subjects, no word of who fears what for whom.  Memory
           does not grow with them.
    """
    known_at, provinces = end_of(wanted.as_of), province_names(session)
    query = _requests(session, wanted)
    for block in blocks(session, query, LedgerRequest.id, TEXTS, "changed"):
        if isinstance(block, Mapping):
            yield _piece(block, provinces)
            continue
        then = dict(_as_known(session, [row.number for row in block if row.changed], known_at))
        rows = list(_then(block, then, wanted))
        if rows:
            yield _piece({name: [row[name] for row in rows] for name in _READ}, provinces)


def ledger_count(session: Session, wanted: Wanted) -> int:
    """How many there are: unchanged ones are counted where they stand, the others as they were known."""
    row, known_at = LedgerRequest, end_of(wanted.as_of)
    first, last = _days(wanted)
    unchanged = (row.recorded_at < known_at, row.changed_at < known_at, row.received_on.between(first, last))
    count = session.scalar(select(func.count()).select_from(row).where(*unchanged)) or 0
    later = select(row.id, row.received_on).where(row.recorded_at < known_at, row.changed_at >= known_at)
    for rows in blocks(session, later, row.id):
        received = {number: received_on for number, received_on in rows}
        folds = _as_known(session, list(received), known_at)
        received |= {number: found.request.received_on for number, found in folds}
        count += sum(first <= one <= last for one in received.values())
    return count


def _days(wanted: Wanted) -> tuple[date, date]:
    return date(wanted.first_year, 1, 1), date(wanted.last_year, 12, 31)


def _requests(session: Session, wanted: Wanted) -> Select[Any]:
    """What is known of a request without its events: three things about it, then what its row says."""
    row, known_at = LedgerRequest, end_of(wanted.as_of)
    changed, in_years = row.changed_at >= known_at, row.received_on.between(*_days(wanted))
    days = ("received_on", "due_on", "extended_due_on", *_STAGE_DAYS)
    late = (row.standing == "open") & (row.last_day < wanted.as_of)
    return select(
        row.id.label("number"),
        case((changed, 1), else_=0).label("changed"),
        case((in_years, 1), else_=0).label("in_years"),
        case((row.sample, SAMPLE)).label("sample"),
        row.number.label("request"),
        row.measure_code,
        *(day(session, getattr(row, name)).label(name) for name in days),
        *(cast(getattr(row, name), String).label(name) for name in ("state", "standing")),
        func.nullif(row.reply_no, "").label("reply_no"),
        *(_coded(row.measure_code, row.data[name].as_string()).label(name) for name in LABELLED),
        row.province_code,
        cast(row.quality_ok, Integer).label("quality_ok"),
        case((late, 1), else_=0).label("overdue"),
    ).where(row.recorded_at < known_at, or_(changed, in_years))


def _coded(measure: Any, code: Any) -> ColumnElement[str]:
    """A choice with the measure whose form offers it."""
    return cast(measure, String) + " " + func.coalesce(code, "")


def _then(rows: Sequence[Any], then: Mapping[int, Folded], wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The requests of these years, each as it was known by the day."""
    for row in rows:
        found = then.get(row.number)
        if found is None and row.in_years:
            yield dict(row._mapping)
        elif found is not None and found.request.received_on.year in wanted.years:
            yield {"sample": row.sample, "request": row.request, **_known_then(found, wanted.as_of)}


def _known_then(found: Folded, as_of: date) -> dict[str, Any]:
    """What the row said then, from the events."""
    request, content = found.request, found.content
    last, quality = request.last_day, request.quality_ok
    return {
        "measure_code": request.code,
        "received_on": request.received_on,
        "due_on": request.due_on,
        "extended_due_on": request.extended_to,
        "state": request.state,
        "standing": request.standing,
        **{f"{stage}_on": request.stages.get(stage) for stage in STAGE_ACTS.values()},
        "settled_on": request.settled_on,
        "withdrawn_on": request.withdrawn_on,
        "out_of_scope_on": request.out_of_scope_on,
        "reply_no": request.reply_no or None,
        **{name: f"{request.code} {content.get(name) or ''}" for name in LABELLED},
        "province_code": content.get("province_code"),
        "quality_ok": None if quality is None else int(quality),
        "overdue": int(request.standing == "open" and last is not None and last < as_of),
    }


def _as_known(session: Session, numbers: Sequence[int], known_at: datetime) -> Iterator[tuple[int, Folded]]:
    """Requests as they were known by then, a lot at a time."""
    query = (
        select(RequestEvent, LedgerRequest.measure_code)
        .join(LedgerRequest, LedgerRequest.id == RequestEvent.request_id)
        .where(RequestEvent.recorded_at < known_at)
        .order_by(RequestEvent.request_id, RequestEvent.number)
    )
    for first in range(0, len(numbers), LOT):
        lot = query.where(RequestEvent.request_id.in_(numbers[first : first + LOT]))
        for number, rows in groupby(session.execute(lot).all(), key=lambda row: row[0].request_id):
            events, codes = zip(*rows, strict=True)
            yield number, folded(codes[0], events)


def _piece(found: Mapping[str, Any], provinces: Mapping[str, str]) -> Piece:
    labels = {name: Looked(found[name], partial(_label, name)) for name in LABELLED}
    province = Looked(found["province_code"], provinces.get)
    return piece_of({**found, **labels, "province_vi": province}, COLUMNS)


def _label(name: str, coded: str) -> str | None:
    code, _, value = coded.partition(" ")
    field = report_forms()[f"{PREFIX}{code}"].field(name)
    return field.label_of(value) if field and value else None
