"""How many children can answer at once?  Whole forms through HTTP, and the command path alone.

The command path is what stands behind the door: validation, sealing, audit and a durable COMMIT by the
GroupWriter, without the web server around it.  Beside both, bare single-row commits on the same disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import psutil

from db.engine import sqlite_module
from tests.bench.children import Pressed, pressed
from tests.bench.installation import Surroundings, megabytes, port_of, served, worked

CONNECTIONS, COUNT, WARM_UP = 64, 3_000, 300
SLUG = "an-toan-tren-mang"
ANSWERS = {
    "version": "1",
    "dong_y": "1",
    "nhom_tuoi": "t11_13",
    "gioi_tinh": "nu",
    "tinh": "p01",
    "thoi_gian_mang": "tu_1_3",
    "noi_dung_xau": "mot_hai_lan",
    "chuyen_da_gap": "bi_lua",
    "tim_den_ai": "gia_dinh",
    "duoc_lang_nghe": "doi_khi",
    "biet_lam_gi": "chan",
    "nguoi_lon_nen_lam": "lang_nghe",
}
WORKERS, WAITING = (1, 2), (32, 64)  # processes; children who always wait at the command path


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print submissions a second, p95 and p99 for each engine, way and number of workers."""
    bare = bare_commits(Path(engines["sqlite"]["NHIPCAU_DATA_DIR"]))
    print(f"bare single-row SQLite FULL commits, one client: {bare:,.0f}/s")
    for name, surroundings in engines.items():
        for workers, waiting in product(WORKERS, WAITING):
            done_in_all = _command_path(surroundings, workers, waiting)
            _tell(f"{name}, command path, {waiting} wait", workers, bare, done_in_all)
        for workers in WORKERS:
            with served_by(workers, surroundings) as (address, process):
                done, survey_cpu = load(address, process)
                share = done.client_cpu / (done.client_cpu + survey_cpu)
                _tell(f"{name}, HTTP", workers, bare, [done])
                print(
                    f"{'':28} survey {survey_cpu / len(done.times) * 1e6:.0f} µs of CPU each, client "
                    f"{share:.0%} of theirs together; memory {megabytes(process):.0f} MB, "
                    f"not answered with a slip {done.errors}"
                )


def served_by(workers: int, surroundings: Surroundings):  # type: ignore[no-untyped-def]
    """The survey in this many processes."""
    several = ("--workers", str(workers)) if workers > 1 else ()
    return served("survey.app:create", surroundings, "--factory", *several)


def load(address: str, process: psutil.Process) -> tuple[Pressed, float]:
    """What came of many whole forms after a few to warm up, and the CPU seconds of the survey."""
    port, path = port_of(address), f"/y-kien/{SLUG}"
    pressed(port, path, ANSWERS, CONNECTIONS, WARM_UP)
    before = worked(process)
    done = pressed(port, path, ANSWERS, CONNECTIONS, COUNT)
    return done, worked(process) - before


def bare_commits(folder: Path, rows: int = 300) -> float:
    """Single inserts a second, each its own durable transaction."""
    connection = sqlite_module().connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, content TEXT)")
    start = time.perf_counter()
    for _ in range(rows):
        connection.execute("INSERT INTO bare VALUES (?, ?)", (str(uuid.uuid4()), "x" * 400))
    seconds = time.perf_counter() - start
    connection.close()
    return rows / seconds


def _command_path(surroundings: Surroundings, workers: int, waiting: int) -> list[Pressed]:
    """The same forms handed to the GroupWriter of each of these processes."""
    command = [sys.executable, "-m", "tests.bench.command_path", str(COUNT // workers), str(waiting)]
    started = [
        subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) for _ in range(workers)
    ]
    return [Pressed(**json.loads(one.communicate()[0])) for one in started]


def _tell(name: str, workers: int, bare: float, done: list[Pressed]) -> None:
    together = Pressed(times=[time for one in done for time in one.times])
    rate = sum(len(one.times) / one.seconds for one in done)
    print(
        f"{name:34} {workers}: {rate:6,.0f}/s ({rate / bare:.2f} of bare)  p50 {together.ms(50):.0f} ms  "
        f"p95 {together.ms(95):.0f} ms  p99 {together.ms(99):.0f} ms"
    )
