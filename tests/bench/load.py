"""A large association: bulk rows of verified reports and of the request ledger, as the fold leaves them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, text

from db.base import Base
from db.engine import Database
from db.models import (
    Account,
    ActivityReport,
    Contribution,
    Fact,
    LedgerRequest,
    Organisation,
    Province,
    ReportEvent,
    ReportVersion,
)
from db.rules.measures import MEASURES
from db.rules.roles import MEMBER

UNITS, YEARS, AT_ONCE = 60, 4, 5_000
LATE, OPEN = 0.06, 0.01
CODES = tuple(code for code, (source, how) in MEASURES.items() if source != "ledger" and how != "none")


def load_units(database: Database) -> tuple[UUID, list[int]]:
    """Sixty units all over the country, and an account that files for them."""
    with database.write_session() as session:
        places = list(session.scalars(select(Province.code).order_by(Province.code)))
        units = [
            Organisation(
                name_vi=f"Hội thử tải {number}", kind="hoi_cap_tinh", province_code=places[number % 34]
            )
            for number in range(UNITS)
        ]
        session.add_all(units)
        session.flush()
        account = session.scalars(select(Account).where(Account.role == MEMBER)).first()
        assert account is not None
        return account.id, [unit.id for unit in units]


def load_reports(
    database: Database, count: int, filed_by: UUID, units: list[int], chance: random.Random
) -> None:
    """So many verified reports of four years, each with its version, events, contribution and fact."""
    today = date.today()
    # In the order of their days, as reports come: what the triggers keep is counted from a day on.
    days = sorted(today - timedelta(days=chance.randrange(365 * YEARS)) for _ in range(count))
    for first in range(0, count, AT_ONCE):
        rows: dict[type[Base], list[dict[str, Any]]] = {}
        for event_on in days[first : first + AT_ONCE]:
            for table, row in _report(chance, filed_by, chance.choice(units), event_on, today):
                rows.setdefault(table, []).append(row)
        with database.write_session() as session:
            for table, made in rows.items():
                session.execute(insert(table), made)


def _report(
    chance: random.Random, filed_by: UUID, unit: int, event_on: date, today: date
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    report_id, code, value = uuid4(), chance.choice(CODES), chance.randrange(1, 80)
    filed = _noon(min(event_on + timedelta(days=chance.randrange(20)), today))
    verified = _noon(min(filed.date() + timedelta(days=chance.randrange(10)), today))
    title = f"Hoạt động thử tải {report_id.hex[:8]}"
    about = {"organisation_id": unit, "event_on": event_on}
    yield (
        ActivityReport,
        {
            **about,
            "id": report_id,
            "form": "F3",
            "title": title,
            "state": "verified",
            "version": 1,
            "filed_by": filed_by,
            "submitted_at": filed,
            "sample": False,
        },
    )
    yield (
        ReportVersion,
        {
            **about,
            "report_id": report_id,
            "number": 1,
            "token": uuid4(),
            "content_hash": report_id.hex,
            "data": {"title": title, "participants_n": value, "evidence": ["https://example.org/a"]},
            "recorded_at": filed,
            "recorded_by": filed_by,
        },
    )
    for act, moment in (("submit", filed), ("verify", verified)):
        event = {"report_id": report_id, "version": 1, "act": act, "at": moment, "by": filed_by, "reason": ""}
        yield ReportEvent, event
    number = {"measure_code": code, "value": value, "event_on": event_on, "report_id": report_id}
    kept = {"parts": {"female_n": value // 2}, "tags": {"topic": ["child_rights"]}}
    yield (
        Contribution,
        {**number, **kept, "version": 1, "submitted_at": filed, "settled_at": verified},
    )
    yield (
        Fact,
        {
            **number,
            **kept,
            "organisation_id": unit,
            "origin": "report",
            "title": title,
            "recorded_at": filed,
            "verified_at": verified,
            "verified_by": "thử tải",
        },
    )


def load_ledger(database: Database, count: int, chance: random.Random) -> None:
    """So many requests of the last two years: most answered in time, some late, a few open."""
    today = date.today()
    codes = [code for code, (source, _) in MEASURES.items() if source == "ledger"]
    with database.read_session() as session:
        already = session.scalar(select(func.count()).select_from(LedgerRequest)) or 0
    for first in range(0, count, AT_ONCE):
        rows = [
            _request(chance, today, codes[number % len(codes)], already + first + number)
            for number in range(min(AT_ONCE, count - first))
        ]
        with database.write_session() as session:
            session.execute(insert(LedgerRequest), rows)


def _request(chance: random.Random, today: date, code: str, ordinal: int) -> dict[str, Any]:
    received = today - timedelta(days=chance.randrange(40, 690))
    roll = chance.random()
    done = None if roll < OPEN else received + timedelta(days=chance.randrange(15 if roll > LATE else 40))
    noon = _noon(received)
    return {
        "measure_code": code,
        "number": f"thu-{ordinal}",
        "year": received.year,
        "ordinal": 100_000 + ordinal,
        "received_on": received,
        "due_on": received + timedelta(days=15),
        "last_day": received + timedelta(days=15),
        "state": "received" if done is None else "answered",
        "standing": "open" if done is None else "done",
        "settled_on": done,
        **{f"{stage}_on": done for stage in ("answered", "handled", "resolved", "tracked")},
        "reply_no": "" if done is None else f"{ordinal}/HBVQTE",
        "quality_ok": None if done is None else True,
        "recorded_at": noon,
        "changed_at": noon,
    }


def analyze(database: Database) -> None:
    """Let the engine learn how large its tables have become."""
    with database.write_session() as session:
        session.execute(text("ANALYZE"))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
