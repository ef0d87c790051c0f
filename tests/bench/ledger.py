"""How fast is a ledger of 100,000 requests?  Each list, the counts, the stock line, a search, the overview.

Rows are made as the fold leaves them (ten years, seven ledgers); events are not needed for a list.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from db.engine import Database, open_database
from db.models import LedgerRequest
from db.queries.ledger import (
    VIEWS,
    ledger_page,
    notice_count,
    notices_due,
    open_counts,
    stock,
)
from db.queries.progress import progress
from db.rules.ledger_forms import ledger_measures
from db.rules.ledger_states import STAGE_ACTS
from db.settings import read_settings
from tests.bench.installation import Surroundings

ROWS, AT_ONCE, RUNS, YEARS = 100_000, 5_000, 7, 10
SHARE_OPEN, SHARE_EXCLUDED = 0.02, 0.05
LAST_PAGE = ROWS // 50


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print the median time of each query on each engine."""
    for name, surroundings in engines.items():
        with closing(open_database(read_settings(surroundings))) as database:
            fill(database)
            for what, query in _queries(date.today()):
                print(f"{name:11} {what:32} median {_median(database, query) * 1000:6.1f} ms")


def _queries(today: date) -> Iterator[tuple[str, Callable[[Session], Any]]]:
    for view in VIEWS:
        for code in ("", "4.1"):
            yield f"list {view} {code or 'all'}", partial(ledger_page, code=code, view=view, today=today)
    yield "list all, last page", partial(ledger_page, code="", view="all", today=today, page=LAST_PAGE)
    yield "search a number", partial(ledger_page, code="", view="open", today=today, search="2026-0123")
    yield "whole page of a ledger", partial(_whole_page, today=today)
    yield "overview, 28 measures", partial(progress, year=today.year, as_of=today)


def _whole_page(session: Session, today: date) -> None:
    """Every query of the list's page together."""
    open_counts(session, today)
    ledger_page(session, "4.1", "open", today)
    notices_due(session)
    notice_count(session)
    stock(session, "4.1", today.year, today)


def _median(database: Database, query: Callable[[Session], Any]) -> float:
    times = []
    for _ in range(RUNS):
        with database.read_session() as session:
            start = time.perf_counter()
            query(session)
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def fill(database: Database) -> None:
    """A hundred thousand requests of ten years."""
    chance = random.Random(87)
    rows = _rows(chance, date.today())
    for _ in range(ROWS // AT_ONCE):
        with database.write_session() as session:
            session.execute(insert(LedgerRequest), [next(rows) for _ in range(AT_ONCE)])
    with database.write_session() as session:
        session.execute(text("ANALYZE"))


def _rows(chance: random.Random, today: date) -> Iterator[dict[str, Any]]:
    codes = ledger_measures()
    for ordinal in range(1, ROWS + 1):
        received = today - timedelta(days=chance.randrange(365 * YEARS))
        settled = min(received + timedelta(days=chance.randrange(30)), today)
        code, roll = codes[ordinal % len(codes)], chance.random()
        standing = "open" if roll < SHARE_OPEN else "excluded" if roll < SHARE_EXCLUDED else "done"
        noon = datetime(received.year, received.month, received.day, 5, tzinfo=UTC)
        yield {
            "measure_code": code,
            "number": f"{code}-{received.year}-{ordinal + 1000:06}",
            "year": received.year,
            "ordinal": ordinal + 1000,
            "data": {
                "channel": "letter",
                "from_kind": "citizen",
                "agency": "Cơ quan",
                "received": str(received),
            },
            "subject_vi": "Quyết định · Cơ quan yêu cầu góp ý",
            "received_on": received,
            "due_on": received + timedelta(days=15),
            "last_day": received + timedelta(days=15),
            "concerns_abuse": roll < 0.001,
            "notice_due": roll < 0.0005,
            "recorded_at": noon,
            "changed_at": noon,
            **_outcome(standing, settled, ordinal),
        }


def _outcome(standing: str, settled: date, ordinal: int) -> dict[str, Any]:
    """What the fold leaves of a request that stands so."""
    done = standing == "done"
    return {
        "state": {"open": "received", "excluded": "withdrawn", "done": "answered"}[standing],
        "standing": standing,
        "settled_on": None if standing == "open" else settled,
        **{f"{stage}_on": settled if done else None for stage in STAGE_ACTS.values()},
        "reply_no": f"{ordinal}/HBVQTE" if done else "",
        "withdrawn_on": settled if standing == "excluded" else None,
        "quality_ok": True if done else None,
    }
