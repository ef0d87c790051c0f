"""How long does staff wait for a page?  A ledger of 100,000 requests, 20,000 reports that wait.

Whole requests through the running survey: session, queries, template, compression.
"""

from __future__ import annotations

import http.client
import random
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from db.base import Base
from db.commands.sign_in import open_session
from db.cookies import session_cookie
from db.engine import Database, open_database
from db.models import Account, ActivityReport, Contribution, ReportEvent, ReportVersion
from db.rules.roles import STAFF
from db.settings import read_settings
from tests.bench import ledger, load
from tests.bench.installation import Surroundings, served

WAITING, VERIFIED, RUNS = 20_000, 10_000, 7
QUEUE, BOOK = "/ban-lam-viec/xac-minh", "/ban-lam-viec/so"
PAGES = {
    "desk": "/ban-lam-viec",
    "ledger, open": BOOK,
    "ledger, overdue of 4.1": f"{BOOK}?loc=qua-han&chi-so=4.1",
    "ledger, everything": f"{BOOK}?loc=toan-bo",
    "ledger, last page": f"{BOOK}?loc=toan-bo&trang={ledger.LAST_PAGE}",
    "ledger, search": f"{BOOK}?tim=2026-0123",
    "queue": QUEUE,
    "queue, of a province": f"{QUEUE}?tinh=48",
    "queue, of 1.3": f"{QUEUE}?chi-so=1.3",
    "queue, with a warning": f"{QUEUE}?canh-bao=1",
    "queue, incomplete": f"{QUEUE}?thieu=1",
}


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print the median time of each page on each engine."""
    for name, surroundings in engines.items():
        with closing(open_database(read_settings(surroundings))) as database:
            cookie, middle = _fill(database)  # first: what is learned of a small table misleads its triggers
            ledger.fill(database)
        with served("survey.app:create", surroundings, "--factory") as (address, _):
            asked = _Asked(urlsplit(address).netloc, cookie)
            after = {"queue, far back": f"{QUEUE}?sau={middle}", "one report": f"{QUEUE}/{middle}"}
            for what, path in {**PAGES, **after}.items():
                print(f"{name:11} {what:32} median {asked.median(path):6.0f} ms")


class _Asked:
    """Somebody of staff who asks for pages."""

    def __init__(self, host: str, cookie: str) -> None:
        self.connection = http.client.HTTPConnection(host)
        self.headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}

    def median(self, path: str) -> float:
        return statistics.median(self._once(path) for _ in range(RUNS)) * 1000

    def _once(self, path: str) -> float:
        start = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        reply = self.connection.getresponse()
        reply.read()
        if reply.status != 200:
            raise RuntimeError(f"{path}: {reply.status}")
        return time.perf_counter() - start


def _fill(database: Database) -> tuple[str, UUID]:
    """Reports that wait among verified ones; the cookie of somebody of staff, and one report far back."""
    chance, today = random.Random(87), date.today()
    filed_by, units = load.load_units(database)
    load.load_reports(database, VERIFIED, filed_by, units, chance)
    load.analyze(database)
    ids = [uuid4() for _ in range(WAITING)]
    for first in range(0, WAITING, load.AT_ONCE):
        rows: dict[type[Base], list[dict[str, Any]]] = {}
        for ordinal in range(first, first + load.AT_ONCE):
            for table, row in _waiting(ids[ordinal], ordinal, filed_by, chance, units, today):
                rows.setdefault(table, []).append(row)
        with database.write_session() as session:
            for table, made in rows.items():
                session.execute(insert(table), made)
    load.analyze(database)
    with database.write_session() as session:
        staff = session.scalars(select(Account).where(Account.role == STAFF)).first()
        assert staff is not None
        secret = open_session(session, staff.id, datetime.now(UTC))
    return f"{session_cookie(False)}={secret}", ids[WAITING // 2]


def _waiting(
    report_id: UUID, ordinal: int, filed_by: UUID, chance: random.Random, units: list[int], today: date
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """One report in the queue: one in ten without proof."""
    filed = datetime.now(UTC) - timedelta(days=60) + timedelta(seconds=ordinal)
    event_on, value = today - timedelta(days=61 + chance.randrange(60)), chance.randrange(1, 80)
    title = f"Tập huấn thử tải {ordinal}"
    about = {"organisation_id": chance.choice(units), "event_on": event_on}
    links = [f"https://example.org/{ordinal}"] if ordinal % 10 else []
    data = {"title": title, "audience": "officers", "participants_n": value, "evidence": links, "hours": 6}
    yield (
        ActivityReport,
        {
            **about,
            "id": report_id,
            "form": "F3",
            "title": title,
            "province_code": chance.choice(("01", "48", "79")),
            "state": "submitted",
            "version": 1,
            "filed_by": filed_by,
            "submitted_at": filed,
            "sample": False,
        },
    )
    kept = {"token": uuid4(), "content_hash": "", "recorded_at": filed, "recorded_by": filed_by}
    yield ReportVersion, {**about, **kept, "report_id": report_id, "number": 1, "data": data}
    yield (
        ReportEvent,
        {"report_id": report_id, "version": 1, "act": "submit", "at": filed, "by": filed_by, "reason": ""},
    )
    number = {"measure_code": "1.3", "value": value, "event_on": event_on, "parts": {}, "tags": {}}
    yield Contribution, {**number, "report_id": report_id, "version": 1, "submitted_at": filed}
