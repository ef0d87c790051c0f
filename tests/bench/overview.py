"""What do the pages' queries cost when reports become a hundred times as many?  Time, queries, memory.

Cold is the first page of a fresh connection pool, warm the median of the next ones; the dashboard's own cache
is not in it.  `tests.bench.board` loads the reports and times the pages around the queries.
"""

from __future__ import annotations

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
from db.settings import Settings

RUNS = 9


def tell(settings: Settings) -> None:
    """Print what the queries of each page cost on this installation."""
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
