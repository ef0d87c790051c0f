"""What was known of requests about which something was recorded later?  Beside the rows as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Select, String, Uuid, cast, literal, null, select

from db.base import Json
from db.models import LedgerRequest, RequestEvent
from db.queries.ledger_well import STAGES

_DATES_BESIDE = ("withdrawn", "received", "due", *STAGES)  # in the order in which they are selected
# What an event says of a request about which something was recorded later.
OF_EVENTS: Mapping[str, Any] = {
    "request_id": Integer(),
    "number_of": String(40),
    "ordinal": Integer(),
    "act": String(20),
    "happened_on": Date(),
    "due_on": Date(),
    "data": Json,
    "recorded_by": Uuid(),
}


def events_known(known_at: datetime) -> Select[Any]:
    """In the columns of the others: what was known of requests about which something was recorded later."""
    row, event = LedgerRequest, RequestEvent
    nothing = {"measure_code": row.measure_code, "sample": row.sample, "n": literal(1)}
    kinds = dict.fromkeys(("quality_ok", "out_of_scope", "in_writing", "n", "abuse"), Boolean())
    kinds |= dict.fromkeys(("out_of_scope_on", *_DATES_BESIDE), Date())
    names = ("measure_code", "sample", *kinds)
    own = {"number_of": row.number, "request_id": event.request_id, "ordinal": event.number}
    told = {name: getattr(event, name) for name in OF_EVENTS if name not in own}
    return (
        select(
            *(
                (nothing[name] if name in nothing else cast(null(), kinds[name])).label(name)
                for name in names
            ),
            literal(0).label("of_year"),
            *({**own, **told}[name].label(name) for name in OF_EVENTS),
        )
        .join_from(event, row, row.id == event.request_id)
        .where(row.changed_at >= known_at, event.recorded_at < known_at)
    )
