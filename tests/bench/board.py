"""Does the dashboard itself stay quick?  Whole runs of its pages in a real process, with real sessions.

A run is timed from the browser's message to the end of the script, everything sent.  Cold: the first one
after a write, when nothing kept is valid any more; warm: the median of the next ones.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime

import psutil

from dashboard.state import PAGES
from db.commands.audit import Audit, record
from db.engine import Database, open_database
from db.settings import Settings, read_settings
from tests.bench import load
from tests.bench.browsers import Reader, leaders_cookie, once, together
from tests.bench.installation import Surroundings, megabytes, served

STEPS = (2_000, 18_000, 180_000)  # 1, 10 and 100 times 2,000 reports
LEDGER = (500, 4_500, 45_000)
SMALL = 2  # PostgreSQL is loaded so many steps
WARM, COLD = 9, 3
TOGETHER, WARM_UP, SESSIONS = 30, 5, 50
# What the first page freed again must not hide what the next ones cost: freed memory goes back at once.
GIVES_BACK = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"}


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print times of every page at each size, then what many readers cost."""
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
        print(f"{name:11} {total:7,} reports, load average {os.getloadavg()[0]:.1f}")
        _print(surroundings, settings, last=count == steps[-1])


def _print(surroundings: Surroundings, settings: Settings, *, last: bool) -> None:
    begun = time.perf_counter()
    with served("dashboard.asgi:app", surroundings) as (address, process):
        started = time.perf_counter() - begun
        with closing(open_database(settings)) as database:
            cookie = leaders_cookie(database)
            first = asyncio.run(once(address, cookie))[0]
            print(
                f"    process answers after {started:.2f} s, its first page after {first * 1000:.0f} ms more"
            )
            for page in PAGES:
                _print_page(address, cookie, database, page)
        if last:
            asyncio.run(_print_many(address, cookie))
    if last:  # a process of its own: what thirty readers left behind is not in it
        with served("dashboard.asgi:app", surroundings | GIVES_BACK) as (address, process):
            asyncio.run(_print_memory(address, cookie, process))


def _print_page(address: str, cookie: str, database: Database, page: str) -> None:
    cold = []
    for _ in range(COLD):
        _write(database)
        cold += asyncio.run(once(address, cookie, page))
    warm = statistics.median(asyncio.run(once(address, cookie, page, WARM))[1:])
    print(
        f"    /{page:12} cold {statistics.median(cold) * 1000:6.0f} ms   warm {warm * 1000:6.0f} ms",
        flush=True,
    )


def _write(database: Database) -> None:
    """Something the dashboard shows has changed: nothing it kept is valid."""
    with database.write_session() as session:
        record(session, Audit("bench", "loaded", "table", "bench", datetime.now(UTC)))


async def _print_many(address: str, cookie: str) -> None:
    times = sorted(await together(address, cookie, TOGETHER))
    print(
        f"    {TOGETHER} at once: median {statistics.median(times) * 1000:.0f} ms, "
        f"slowest {times[-1] * 1000:.0f} ms"
    )


async def _print_memory(address: str, cookie: str, process: psutil.Process) -> None:
    """What one more open page costs, once the process has what all pages share."""
    async with AsyncExitStack() as stack:
        await _open(stack, address, cookie, WARM_UP)
        before = megabytes(process)
        await _open(stack, address, cookie, SESSIONS)
        each = (megabytes(process) - before) / SESSIONS
    print(f"    {before:.0f} MB with {WARM_UP} pages open, and {each:.2f} MB for each of {SESSIONS} more")


async def _open(stack: AsyncExitStack, address: str, cookie: str, count: int) -> None:
    for _ in range(count):
        reader = await stack.enter_async_context(Reader(address, cookie))
        await reader.run()
