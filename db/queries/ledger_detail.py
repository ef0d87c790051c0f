"""What is known about one request: where it stands, what its form says, what happened, what may follow?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import LedgerRequest, RequestEvent
from db.queries.ledger import RequestRow, row_of
from db.queries.ledger_folds import content_after, events_of, kept_request
from db.queries.ledger_forms import entry_form, names_of_people
from db.rules.ledger import offered_acts
from db.rules.ledger_forms import CORRECT, changed_fields
from db.rules.report_forms import FormSpec


@dataclass(frozen=True, slots=True)
class Change:
    """One field a correction changed: what it said, what it says; None: nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RequestEventRow:
    """One thing recorded about a request: by whom and when, and what it changed in the form."""

    number: int
    act: str
    happened_on: date
    recorded_at: datetime
    by_vi: str
    data: Mapping[str, Any]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """A request with its content, its history and what may be recorded now."""

    row: RequestRow
    version: int
    measure_code: str
    spec: FormSpec
    content: Mapping[str, Any]
    events: tuple[RequestEventRow, ...]
    offered: tuple[str, ...]
    people: Mapping[str, str]
    linked: Mapping[str, int]


def request_detail(session: Session, request_id: int) -> RequestDetail:
    """One request.  Raises: RuleError `unknown_request`."""
    row = kept_request(session, request_id)
    people, shown = names_of_people(session), row_of(row)
    return RequestDetail(
        row=shown,
        version=row.version,
        measure_code=row.measure_code,
        spec=entry_form(session, row.measure_code, sample=True),  # read only: everybody has a name
        content=row.data,
        events=_history(row.measure_code, events_of(session, row.id), people),
        offered=offered_acts(shown.request, row.concerns_abuse),
        people=people,
        linked=_linked(session, row.data),
    )


def _history(
    code: str, events: Sequence[RequestEvent], people: Mapping[str, str]
) -> tuple[RequestEventRow, ...]:
    rows, content = [], {}
    for event in events:
        after = content_after(code, content, event.act, event.data)
        names = changed_fields(content, after) if event.act == CORRECT else ()
        rows.append(
            RequestEventRow(
                number=event.number,
                act=event.act,
                happened_on=event.happened_on,
                recorded_at=event.recorded_at,
                by_vi=people.get(str(event.recorded_by), ""),
                data=event.data,
                changes=tuple(Change(name, content.get(name), after.get(name)) for name in names),
            )
        )
        content = dict(after)
    return tuple(rows)


def _linked(session: Session, content: Mapping[str, Any]) -> Mapping[str, int]:
    """Ids of other requests this one names by their number."""
    number = content.get("from_req")
    if number is None:
        return {}
    found = session.scalar(select(LedgerRequest.id).where(LedgerRequest.number == number))
    return {} if found is None else {number: found}
