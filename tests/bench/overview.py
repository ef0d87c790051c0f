"""Does the overview stay as fast when reports become a hundred times as many?  Time, queries, memory.

Cold is the first page of a fresh connection pool, warm the median of the next ones; the dashboard's own cache
is not in it.  Two cores of a shared machine: read the ratios within one run.
"""

from __future__ import annotations

import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from db.engine import Database, open_database
from db.queries.breakdowns import breakdown
from db.queries.changes import changes
from db.queries.overview import overview
from db.queries.quality import quality
from db.queries.reporting_status import reporting_status
from db.settings import Settings, read_settings
from tests.bench import load
from tests.bench.installation import Surroundings, megabytes, served

RUNS = 9
STEPS = (0, 2_000, 18_000, 180_000)  # added one after the other: the sample, then 1, 10, 100 times 2,000
LEDGER = 50_000


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print what each page costs at each size on each engine, then the dashboard's memory."""
    for name, surroundings in engines.items():
        settings = read_settings(surroundings)
        with closing(open_database(settings)) as database:
            filed_by, units = load.load_units(database)
        _grow(name, settings, lambda db, n, c, by=filed_by, at=units: load.load_reports(db, n, by, at, c))
    with served("dashboard.asgi:app", engines["sqlite"]) as (_, process):
        print(f"dashboard's process at start: {megabytes(process):.0f} MB")


def _grow(name: str, settings: Settings, add: Callable[[Database, int, random.Random], None]) -> None:
    chance, total = random.Random(87), 0
    for count in STEPS:
        total += count
        with closing(open_database(settings)) as database:
            add(database, count, chance)
            load.analyze(database)
        _print(name, f"{total:7,} reports", settings)
    with closing(open_database(settings)) as database:
        load.load_ledger(database, LEDGER, chance)
        load.analyze(database)
    _print(name, f"{total:7,} reports, {LEDGER:,} requests", settings)


def _print(name: str, size: str, settings: Settings) -> None:
    print(f"{name:11} {size}")
    for page, query in _pages().items():
        with closing(open_database(settings, checkpoints=False)) as database:
            cold = _once(database, query)
            warm = statistics.median(_once(database, query) for _ in range(RUNS))
            queries, megabytes_used = queries_of(database, query), _memory(database, query)
        print(
            f"    {page:18} cold {cold * 1000:6.0f} ms   warm {warm * 1000:6.0f} ms   "
            f"{queries:3} queries   peak {megabytes_used:5.1f} MB"
        )


def _pages() -> Mapping[str, Callable[[Session], Any]]:
    today = date.today()
    year = today.year
    return {
        "overview": partial(overview, year=year, as_of=today),
        "overview, as of": partial(overview, year=year, as_of=today - timedelta(days=100)),
        "changes of 1.3": partial(
            changes, code="1.3", year=year, day_a=today - timedelta(days=30), day_b=today
        ),
        "breakdown of 1.3": partial(breakdown, code="1.3", year=year, as_of=today, by="topic"),
        "units x quarters": partial(reporting_status, year=year, as_of=today),
        "data quality": partial(quality, year=year, as_of=today),
    }


def _once(database: Database, query: Callable[[Session], Any]) -> float:
    start = time.perf_counter()
    with database.read_session() as session:
        query(session)
    return time.perf_counter() - start


def queries_of(database: Database, query: Callable[[Session], Any]) -> int:
    """How many questions a page asks the database; the engine's own BEGIN is none of ours."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.reader, "before_cursor_execute", note)
    _once(database, query)
    event.remove(database.reader, "before_cursor_execute", note)
    return sum(statement != "BEGIN" for statement in statements)


def _memory(database: Database, query: Callable[[Session], Any]) -> float:
    tracemalloc.start()
    _once(database, query)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
