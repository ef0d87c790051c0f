"""What stands in the sample's request ledger?  Each sample row, told as the events that led to it.

Run after the sample accounts were added: events are recorded by people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.ledger_steps import Step, event_row, fill_row
from db.commands.sample import ACTOR, WRITTEN_FOR, Shift
from db.models import Account, LedgerRequest, RequestEvent
from db.queries.ledger_folds import RECEIVE, folded
from db.queries.ledger_forms import ledger_acts
from db.queries.report_forms import report_form
from db.rules.ledger_forms import PREFIX
from db.rules.report_forms import FieldSpec, FormSpec
from db.seed import rows

OWNER, OTHER = "canbo.mau.1", "canbo.mau.2"
ABUSE = frozenset({"xâm hại", "bạo lực"})
SET_ASIDE_AFTER = timedelta(days=5)
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Told:
    """One event of a sample request: which act, on which day, by whom, with which values."""

    act: str
    on: date | None
    by: str
    values: Mapping[str, Any]


def load_sample_ledger(session: Session, now: datetime) -> None:
    """Add the sample's requests with their events."""
    shift = Shift(now.year - WRITTEN_FOR, now)
    people = {name: number for name, number in session.execute(select(Account.name, Account.id))}
    for row in rows("sample/sample_requests"):
        if shift.day(row["received"]) is not None:
            _add(session, row, shift, people)
    record(session, Audit(ACTOR, "loaded", "table", "sample_requests", now))


def _add(session: Session, row: Row, shift: Shift, people: Mapping[str, UUID]) -> None:
    code, year, ordinal = row["entry_no"].split("-")
    told = sorted(
        (one for one in _told(row, shift, people) if one.on is not None), key=lambda one: one.on or date.max
    )
    events = [_event(one, row, shift, people) for one in told]
    kept = LedgerRequest(
        measure_code=code,
        number=f"{code}-{shift.year(year)}-{ordinal}",
        year=shift.year(year),
        ordinal=int(ordinal),
        version=len(events),
        recorded_at=events[0].recorded_at,
        changed_at=events[-1].recorded_at,
        sample=True,
    )
    fill_row(session, kept, folded(code, events))
    session.add(kept)
    session.flush()
    for number, event in enumerate(events, start=1):
        event.request_id, event.number = kept.id, number
        session.add(event)


def _told(row: Row, shift: Shift, people: Mapping[str, UUID]) -> Iterator[_Told]:
    """The row's dates as events; its reception comes first."""
    received = shift.day(row["received"])
    yield _Told(RECEIVE, received, OWNER, _content(row, shift, people))
    for act, column in (("handle", "handled"), ("resolve", "resolved"), ("track", "tracked")):
        yield _Told(act, shift.day(row[column]), OWNER, {})
    answered = shift.day(row["answered"]) if row["reply_no"] else None
    yield _Told("answer", answered, OWNER, {"number": row["reply_no"]})
    if row["quality_ok"]:
        points = list(_field(ledger_acts()["assess"], "points").codes)
        passed = points if row["quality_ok"] == "yes" else points[:3]
        yield _Told("assess", answered, OTHER, {"number": row["reply_no"], "points": passed})
    told = shift.day(row["notified"]) or (
        received if row["case_kind_vi"] in ABUSE and row["tracked"] else None
    )
    yield _Told("notify", told if row["measure"] == "4.1" else None, OWNER, {"told": ["line111"]})
    yield _Told("withdraw", shift.day(row["withdrawn_on"]), OWNER, {"reason": "Bên gửi rút yêu cầu"})
    if row["out_of_scope"] == "yes" and received is not None:
        later = received + SET_ASIDE_AFTER
        yield _Told("set_aside", later, OWNER, {"reason": row["scope_reason_vi"]})
        yield _Told("approve", later, OTHER, {})


def _event(one: _Told, row: Row, shift: Shift, people: Mapping[str, UUID]) -> RequestEvent:
    day = one.on or date.max
    due = shift.due(row["due"]) if one.act == RECEIVE else None
    step = Step(one.act, day, due, one.values, uuid4(), "")
    return event_row(step, people[one.by], shift.noon(day))


def _content(row: Row, shift: Shift, people: Mapping[str, UUID]) -> dict[str, Any]:
    """What the filled form would say: labels of the table turned into the codes of the form."""
    spec = report_form(f"{PREFIX}{row['measure']}")
    ordinal = row["entry_no"].rpartition("-")[2]
    texts = {
        "agency": "Cơ quan Mẫu",
        "inviter": "Cơ quan Mẫu",
        "authority": "Cơ quan Mẫu",
        "event": row["subject_vi"],
        "sent_no": f"{ordinal}/MẪU-KN",
        "level": "national",
        "province_code": row["province_code"],
        "channel": _code(spec, "channel", row["channel_vi"]),
        "from_kind": _code(spec, "from_kind", row["sender_kind_vi"]),
        "kind": _code(spec, "kind", row["case_kind_vi"]),
        "doc_kind": _code(spec, "doc_kind", row["subject_vi"].rpartition("dự thảo ")[2]),
        "received": _iso(shift.day(row["received"])),
        "due": _iso(shift.due(row["due"])),
    }
    content: dict[str, Any] = {name: text for name, text in texts.items() if text and spec.field(name)}
    return {**content, "owner": str(people[OWNER])}


def _code(spec: FormSpec, name: str, label: str) -> str:
    """The code of a choice by its label; the last one ("other") for a label the form does not have."""
    field = spec.field(name)
    if field is None or not label:
        return ""
    codes = {words.casefold(): code for code, words in field.choices}
    return codes.get(label.casefold(), field.codes[-1])


def _field(spec: FormSpec, name: str) -> FieldSpec:
    return next(field for field in spec.fields if field.name == name)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
