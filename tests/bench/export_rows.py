"""A database worth a long export: verified records and requests by the million, in three sizes by year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from db.backup.loading import triggers_resting
from db.base import Base
from db.engine import Database
from db.models import Fact, LedgerRequest, Organisation

TITLES = ("Tập huấn kỹ năng tư vấn, đợt", "Nói chuyện chuyên đề “Em được lắng nghe”, lần", "=Phim ngắn số")
# A year holds so many rows as a share of the greatest: one filling, three sizes to choose by year.
SHARES = {2024: 100, 2025: 10, 2026: 1}
PATTERNS = 1_000  # rows made here; the database makes the others of them
MANY = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
INSERT INTO {table} ({names}) SELECT {values} FROM n JOIN {table} t ON t.id = :first + n.i % :patterns
"""


def fill(database: Database, rows: int) -> None:
    """So many facts and requests of the newest year, and fewer of those before."""
    tables = (Fact.__table__, LedgerRequest.__table__)
    # A million sums of days, kept by triggers in one transaction, would take an hour; no export reads them.
    with database.write_session() as session, triggers_resting(session, tables):
        units = _units(session)
        for year, share in SHARES.items():
            patterns = range(PATTERNS)
            facts = [_fact(year, number, units) for number in patterns]
            _multiply(session, Fact, facts, rows // share, title="t.title || ' ' || n.i")
            requests = [_request(year, number) for number in patterns]
            own = {"number": f"'{year}-' || n.i", "ordinal": f"{PATTERNS * 200} + n.i"}
            _multiply(session, LedgerRequest, requests, rows // share, **own)
    with database.write_session() as session:
        session.execute(text("ANALYZE"))


def _multiply(
    session: Session, model: type[Base], patterns: list[dict[str, Any]], rows: int, **own: str
) -> None:
    """Insert the patterns, and let the database make the other rows of them."""
    first = (session.scalar(select(func.max(model.id))) or 0) + 1
    session.execute(insert(model), patterns)
    table = model.__table__
    names = [column.name for column in table.columns if column.name != "id"]
    values = ", ".join(own.get(name, f"t.{name}") for name in names)
    statement = MANY.format(table=table.name, names=", ".join(names), values=values)
    given = {"rows": rows - len(patterns), "first": first, "patterns": len(patterns)}
    session.execute(text(statement), given)


def _fact(year: int, number: int, units: list[int]) -> dict[str, Any]:
    on = date(year, 1, 1) + timedelta(days=number % 300)
    moment = datetime(on.year, on.month, on.day, 5, tzinfo=UTC) + timedelta(days=5)
    return {
        "measure_code": ("5.3", "1.2", "8.1b", "1.1")[number % 4],
        "value": number * 7919 % 100_000,
        "event_on": on,
        "organisation_id": units[number % len(units)],
        "province_code": "01",
        "origin": "staff",
        "title": TITLES[number % 50 % 3 if number % 50 < 2 else 0],
        "recorded_at": moment,
        "verified_at": moment,
        "verified_by": "bench",
    }


def _request(year: int, number: int) -> dict[str, Any]:
    on = date(year, 1, 1) + timedelta(days=number % 300)
    moment, due = datetime(on.year, on.month, on.day, 5, tzinfo=UTC), on + timedelta(days=15)
    done = on + timedelta(days=number % 20) if number % 50 else None
    return {
        "measure_code": "4.1",
        "number": f"{year}-x{number}",
        "year": year,
        "ordinal": PATTERNS + number,
        "data": {"channel": "document", "from_kind": "citizen", "province_code": "01"},
        "province_code": "01",
        "received_on": on,
        "due_on": due,
        "last_day": due,
        "state": "answered" if done else "received",
        "standing": "done" if done else "open",
        **dict.fromkeys(("settled_on", "answered_on", "handled_on", "tracked_on"), done),
        "reply_no": f"{number}/HBVQTE" if done else "",
        "recorded_at": moment,
        "changed_at": moment,
    }


def _units(session: Session) -> list[int]:
    units = [
        Organisation(name_vi=f"Hội thử tải {n}", kind="hoi_cap_tinh", province_code="01") for n in range(300)
    ]
    session.add_all(units)
    session.flush()
    return [unit.id for unit in units]
