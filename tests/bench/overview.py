"""How long does the overview's data take, and how much memory does the dashboard's process hold?"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import date

from db.engine import open_database
from db.queries.progress import progress
from db.settings import read_settings
from tests.bench.installation import Surroundings, megabytes, served

RUNS = 30


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print the time of `progress` on each engine, then the dashboard's memory."""
    for name, surroundings in engines.items():
        with closing(open_database(read_settings(surroundings), checkpoints=False)) as database:
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                with database.read_session() as session:
                    progress(session, date.today().year, date.today())
                times.append(time.perf_counter() - start)
        print(f"{name:11} 28 measures: median {statistics.median(times) * 1000:.0f} ms")
    with served("dashboard.asgi:app", engines["sqlite"]) as (_, process):
        print(f"dashboard's process at start: {megabytes(process):.0f} MB")
