"""What do tests of the request ledger begin with?  Filled forms, and people to send them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from db.commands.ledger import RequestReceipt, record_act, record_request
from db.engine import Database
from db.models import LedgerRequest
from db.queries.accounts import SignedIn
from db.queries.ledger_detail import request_detail
from db.queries.ledger_folds import events_of, folded, request_of_row
from db.queries.progress import measure_progress
from db.rules.errors import RuleError
from tests.factories import NOW, TODAY, make_person

# What each ledger's form needs beside channel, sender, day and owner.
ABOUT: Mapping[str, Mapping[str, str]] = {
    "2.2": {"doc_kind": "law", "agency": "Bộ Y tế"},
    "2.3": {"agency": "Bộ Y tế", "method": "survey"},
    "2.4": {"agency": "Bộ Y tế", "level": "national"},
    "3.1": {"inviter": "Quốc hội"},
    "4.1": {"kind": "custody", "province_code": "01"},
    "4.2": {"authority": "Tòa án", "sent_no": "7/KN"},
    "7.3": {"event": "Hội nghị khu vực về quyền trẻ em"},
}
ACT: Mapping[str, Mapping[str, str | list[str]]] = {
    "answer": {"number": "12/HBVQTE"},
    "notify": {"told": ["line111", "police"]},
    "assess": {"number": "Báo cáo 5/BC", "points": ["purpose", "method", "voices", "conclusion", "sent"]},
}


def ledger_form(code: str, owner: SignedIn, /, **changed: str) -> dict[str, list[str]]:
    """A filled form for a request that came in on 2 November 2026."""
    filled = {
        "token": str(uuid4()),
        "channel": "document",
        "from_kind": "state",
        "received": "02/11/2026",
        "owner": str(owner.account_id),
        **ABOUT[code],
        **changed,
    }
    return {name: [value] for name, value in filled.items() if value}


def make_ledger_request(
    session: Session, by: SignedIn, code: str = "2.2", /, now: datetime = NOW, **changed: str
) -> RequestReceipt:
    """A request entered by this person, who also owns it."""
    return record_request(session, by, code, ledger_form(code, by, **changed), now)


def act_form(session: Session, request_id: int, act: str, **typed: str | list[str]) -> dict[str, list[str]]:
    """A filled form of one act upon the request as it stands now."""
    filled = {
        "token": str(uuid4()),
        "version": str(request_detail(session, request_id).version),
        "on": "10/11/2026",
        **ACT.get(act, {}),
        **typed,
    }
    return {name: value if isinstance(value, list) else [value] for name, value in filled.items() if value}


def do(
    session: Session, by: SignedIn, request_id: int, act: str, now: datetime = NOW, **typed: str | list[str]
) -> RequestReceipt:
    """Record one act upon the request as it stands now."""
    return record_act(session, by, request_id, act, act_form(session, request_id, act, **typed), now)


def content(code: str, owner: SignedIn, /, **changed: str) -> dict[str, str]:
    """The same form to correct a request with."""
    filled = ledger_form(code, owner, **changed)
    return {"on": "", **{name: values[0] for name, values in filled.items() if name != "token"}}


# -- what tests ask ------------------------------------------------------------------------------------


def write(database: Database, act: Callable[[Session], Any]) -> Any:
    """Do it in one transaction."""
    with database.write_session() as session:
        return act(session)


def at(month: int, day: int, year: int = 2026) -> datetime:
    """Noon of a day in Viet Nam."""
    return datetime(year, month, day, 5, tzinfo=UTC)


def people(database: Database, *names: str) -> list[SignedIn]:
    """Staff of these names."""
    return write(database, lambda s: [make_person(s, "staff", name=name) for name in names])


def refusal_of(database: Database, act: Callable[[Session], Any]) -> tuple[str, set[tuple[str, str]]]:
    """The code of the refusal, and its problems by field."""
    with pytest.raises(RuleError) as refused:
        write(database, act)
    return refused.value.code, {(one.field, one.code) for one in refused.value.problems}


def kept(session: Session, request_id: int) -> LedgerRequest:
    """The row of a request, after making sure that it is the fold of its events."""
    row = session.get_one(LedgerRequest, request_id)
    found = folded(row.measure_code, events_of(session, row.id))
    assert request_of_row(row) == found.request
    assert dict(row.data) == dict(found.content)
    shadow = (row.standing, row.settled_on, row.last_day)
    assert shadow == (found.request.standing, found.request.settled_on, found.request.last_day)
    return row


def actual(database: Database, code: str, as_of: date = TODAY) -> object:
    """ "done/decided" of a measure as known on a day."""
    with database.read_session() as session:
        return measure_progress(session, code, as_of.year, as_of).evaluation.actual
