"""Does the dashboard itself stay quick?  Whole runs of its pages in a real process, with real sessions.

The queries alone come first (`tests.bench.overview`).  A run is timed from the browser's message to the end
of the script, everything sent.  Cold: the first one after a write, when nothing kept is valid any more; warm:
the next ones.  Beside the clock stands what the server's processor worked for a run: a shared machine's clock
also counts what others do.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack, closing
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import psutil
from sqlalchemy.orm import Session

from dashboard.state import PAGES
from db.commands.audit import Audit, record
from db.engine import Database, open_database
from db.queries.overview import overview
from db.queries.reporting_status import reporting_status
from db.settings import Settings, read_settings
from tests.bench import load
from tests.bench.browsers import leaders_cookie, once, opened
from tests.bench.installation import Surroundings, megabytes, served
from tests.bench.overview import queries_of, tell

STEPS = (2_000, 18_000, 180_000)  # 1, 10 and 100 times 2,000 reports
LEDGER = (500, 4_500, 45_000)
SMALL = 2  # PostgreSQL is loaded so many steps
WARM, COLD = 9, 3
TOGETHER, ROUNDS, WARM_UP, SESSIONS = 30, 15, 5, 50
# What the first page freed again must not hide what the next ones cost: freed memory goes back at once.
GIVES_BACK = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"}


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print the first page at each size; at the largest the others, thirty at once, and what many hold."""
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name, surroundings in engines.items():
        _grow(name, surroundings, STEPS if name == "sqlite" else STEPS[:SMALL])


def _grow(name: str, surroundings: Surroundings, steps: tuple[int, ...]) -> None:
    settings, chance, total = read_settings(surroundings), random.Random(87), 0
    with closing(open_database(settings)) as database:
        filed_by, units = load.load_units(database)
    for count, requests in zip(steps, LEDGER, strict=False):
        total += count
        with closing(open_database(settings)) as database:
            load.load_reports(database, count, filed_by, units, chance)
            load.load_ledger(database, requests, chance)
            load.analyze(database)
        print(f"{name:11} {total:7,} reports, load average {os.getloadavg()[0]:.1f}", flush=True)
        tell(settings)
        _print(surroundings, settings, last=count == steps[-1])


def _print(surroundings: Surroundings, settings: Settings, *, last: bool) -> None:
    begun = time.perf_counter()
    with served("dashboard.asgi:app", surroundings) as (address, process):
        started = time.perf_counter() - begun
        with closing(open_database(settings)) as database:
            cookie = leaders_cookie(database)
            (first,), work = _worked(process, once(address, cookie))
            print(f"    answers after {started:.2f} s; first page of all {_both(first, work)}")
            for page in PAGES if last else ("",):
                _print_page(address, cookie, database, process, page)
            asked = queries_of(database, _first_page)
            print(
                f"    the first page asks {asked} times, for the strategy and the provinces once in a process"
            )
            print(f"    {megabytes(process):.0f} MB", flush=True)
        if last:
            asyncio.run(_print_many(address, cookie, process))
    if last:  # a process of its own: what thirty readers left behind is not in it
        with served("dashboard.asgi:app", surroundings | GIVES_BACK) as (address, process):
            asyncio.run(_print_memory(address, cookie, process))


def _first_page(session: Session) -> None:
    today = date.today()
    for query in (overview, reporting_status):
        query(session, today.year, today)


def _worked(process: psutil.Process, runs: Coroutine[Any, Any, list[float]]) -> tuple[list[float], float]:
    """What the runs took by the clock, and the seconds the server's processor worked meanwhile."""
    before = _processor(process)
    times = asyncio.run(runs)
    return times, _processor(process) - before


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _both(clock: float, work: float) -> str:
    return f"{clock * 1000:6.0f} ms, worked {work * 1000:4.0f} ms"


def _print_page(address: str, cookie: str, database: Database, process: psutil.Process, page: str) -> None:
    ask = partial(once, address, cookie, page)
    cold = []
    for _ in range(COLD):
        _write(database)
        (took,), work = _worked(process, ask())
        cold.append((took, work))
    asyncio.run(ask())
    warm, work = _worked(process, ask(WARM))
    shown = _both(*map(statistics.median, zip(*cold, strict=True)))
    print(f"    /{page:12} cold {shown}   warm {_both(statistics.median(warm), work / WARM)}", flush=True)


def _write(database: Database) -> None:
    """Something the dashboard shows has changed: nothing it kept is valid."""
    with database.write_session() as session:
        record(session, Audit("bench", "loaded", "table", "bench", datetime.now(UTC)))


async def _print_many(address: str, cookie: str, process: psutil.Process) -> None:
    """So many readers press at the same moment, a few times; each has had the page before."""
    found = []
    async with AsyncExitStack() as stack:
        readers = [await opened(stack, address, cookie) for _ in range(TOGETHER)]
        for _ in range(ROUNDS):
            before = _processor(process)
            times = await asyncio.gather(*(reader.run() for reader in readers))
            found.append((max(times), (_processor(process) - before) / TOGETHER))
    shown = _both(*map(statistics.median, zip(*found, strict=True)))
    worst = max(clock for clock, _ in found) * 1000
    print(f"    {TOGETHER} at once: the last is ready after {shown} for each, at worst {worst:.0f} ms")


async def _print_memory(address: str, cookie: str, process: psutil.Process) -> None:
    """What one more open page costs, once the process has what all pages share."""
    async with AsyncExitStack() as stack:
        for _ in range(WARM_UP):
            await opened(stack, address, cookie)
        before = megabytes(process)
        for _ in range(SESSIONS):
            await opened(stack, address, cookie)
        after = megabytes(process)
    each = (after - before) / SESSIONS
    print(f"    {before:.0f} MB with {WARM_UP} pages open, {after:.0f} with {SESSIONS} more: {each:.2f} each")
