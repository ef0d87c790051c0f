"""What do the recorded events of a request make of it?  The truth beside which the ledger's row is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import LedgerRequest, RequestEvent
from db.rules.errors import RuleError
from db.rules.ledger import request_after
from db.rules.ledger_forms import POINTS
from db.rules.ledger_states import STAGE_ACTS, Event, Request

RECEIVE, CORRECT, RESOLVE = "receive", "correct", "resolve"
MOST_ID = 2**31 - 1  # what the column holds; a longer number was typed into the address


@dataclass(frozen=True, slots=True)
class Folded:
    """A request as its events leave it, and what its form says after them."""

    request: Request
    content: Mapping[str, Any]


def folded(code: str, events: Sequence[RequestEvent]) -> Folded:
    """The request of these events, in the order in which they were recorded; the first is its reception.

    Rows with the same columns do as well.
    """
    first, *rest = events
    start = Request(code, first.happened_on, first.due_on, first.data["owner"])
    request = request_after(start, (event_of(row.act, row) for row in rest))
    content: Mapping[str, Any] = {}
    for row in events:
        content = content_after(code, content, row.act, row.data)
    return Folded(request, content)


def content_after(
    code: str, content: Mapping[str, Any], act: str, data: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What the form says after one more event."""
    if act in (RECEIVE, CORRECT):
        return {name: value for name, value in data.items() if name != "reason"}
    if act == RESOLVE and code == "4.2":
        return {**content, "outcome": "resolved"}
    return content


def event_of(act: str, row: RequestEvent) -> Event:
    """A stored event in the words of the rules."""
    data = row.data
    return Event(
        act=act,
        on=row.happened_on,
        by=str(row.recorded_by),
        reason=data.get("reason", ""),
        number=data.get("number", ""),
        until=_day(data, "until"),
        passed=len(data.get("points", ())) == POINTS if act == "assess" else None,
        approver=data.get("approver", ""),
        received_on=_day(data, "received"),
        due_on=row.due_on,
        owner=data.get("owner", ""),
    )


def request_of_row(row: LedgerRequest) -> Request:
    """The same from the kept row."""
    stages = {stage: getattr(row, f"{stage}_on") for stage in STAGE_ACTS.values()}
    return Request(
        code=row.measure_code,
        received_on=row.received_on,
        due_on=row.due_on,
        owner=str(row.owner_id or ""),
        state=row.state,
        stages={stage: day for stage, day in stages.items() if day is not None},
        extended_to=row.extended_due_on,
        reply_no=row.reply_no,
        quality_ok=row.quality_ok,
        result_doc=row.result_doc,
        notified_on=row.notified_on,
        withdrawn_on=row.withdrawn_on,
        set_aside_by=str(row.set_aside_by or ""),
        set_aside_reason=row.out_of_scope_reason,
        out_of_scope_on=row.out_of_scope_on,
        closed_by=str(row.closed_by or ""),
    )


def kept_request(session: Session, request_id: int) -> LedgerRequest:
    """The kept row of a request.  Raises: RuleError `unknown_request`."""
    row = session.get(LedgerRequest, request_id) if 0 < request_id <= MOST_ID else None
    if row is None:
        raise RuleError("unknown_request")
    return row


def events_of(session: Session, request_id: int) -> Sequence[RequestEvent]:
    """The events of a request, the first recorded first."""
    query = select(RequestEvent).where(RequestEvent.request_id == request_id)
    return session.scalars(query.order_by(RequestEvent.number)).all()


def _day(data: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(data[name]) if name in data else None
