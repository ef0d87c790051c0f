"""How fast is a million records backed up, put back, moved and checked, and how much memory does it take?

Beside it the plain copy of the database file.  Each runs in a process of its own, because memory is measured;
PostgreSQL's own share of the processor is not in the figures, its time is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pyrage
from sqlalchemy import text

from db.backup.loading import triggers_resting
from db.backup.moving import move
from db.backup.restoring import restore, sqlite_path
from db.backup.taking import take
from db.cli_records import found_all
from db.engine import open_database
from db.health.checks import check_all
from db.migrate import migrate
from db.settings import Settings, read_settings
from tests.bench.installation import Surroundings, peak_megabytes

ROWS = 1_000_000
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
SEALED, KEY, EMPTY = "backup.age", "key.txt", "BENCH_EMPTY_URL"
INSERT = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
INSERT INTO facts (measure_code, value, event_on, event_precision, key, parts, tags, organisation_id,
  province_code, origin, partial, title, recorded_at, verified_at, verified_by, sample)
SELECT '5.3', i % 1000, date('2024-01-01', '+' || (i % 1000) || ' days'), 'day', '', '{}', '{}', i % 40 + 1,
  '01', 'staff', 0, 'Tập huấn kỹ năng tư vấn, đợt ' || i,
  '2026-10-01 00:00:00', '2026-10-01 00:00:00', 'bench', 0
FROM n
"""


def fill(settings: Settings, rows: int) -> None:
    """The database that the others work on."""
    with closing(open_database(settings)) as database:
        migrate(database)
        with database.write_session() as session:
            found_all(session, NOW)
            with triggers_resting(session, ()):
                session.execute(text(INSERT), {"rows": rows})
    (settings.data_dir / KEY).write_text(str(pyrage.x25519.Identity.generate()), encoding="ascii")


def copying(settings: Settings, rows: int) -> None:
    """The file as it lies there."""
    shutil.copyfile(sqlite_path(settings), settings.data_dir / "copy.db")


def backing_up(settings: Settings, rows: int) -> None:
    """One encrypted backup."""
    public = str(_key(settings).to_public())
    with closing(open_database(settings)) as database:
        take(database, settings, settings.data_dir / SEALED, [public], NOW)


def restoring(settings: Settings, rows: int) -> None:
    """The backup in a new place, checked row by row."""
    folder = settings.data_dir / "new"
    there = replace(settings, data_dir=folder, database_url=f"sqlite:///{folder / 'nhipcau.db'}")
    restore(there, settings.data_dir / SEALED, str(_key(settings)), NOW)


def checking(settings: Settings, rows: int) -> None:
    """Everything that can go wrong, looked at."""
    with closing(open_database(settings)) as database:
        check_all(database, settings, NOW)


def restoring_to_postgresql(settings: Settings, rows: int) -> None:
    """The backup in an empty PostgreSQL."""
    there = replace(settings, data_dir=settings.data_dir / "pg", database_url=os.environ[EMPTY])
    restore(there, settings.data_dir / SEALED, str(_key(settings)), NOW)


def moving(settings: Settings, rows: int) -> None:
    """From SQLite to an empty PostgreSQL, compared row by row."""
    move(settings, os.environ[EMPTY], lambda *_: None)


def _key(settings: Settings) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str((settings.data_dir / KEY).read_text(encoding="ascii"))


BESIDE = "copying"
ON_SQLITE = (fill, copying, backing_up, restoring, checking)
TO_POSTGRESQL = (restoring_to_postgresql, moving)
WAYS = {one.__name__: one for one in (*ON_SQLITE, *TO_POSTGRESQL)}


def run(engines: Mapping[str, Surroundings], rows: int = ROWS) -> None:
    """Print seconds of the processor and of the clock, times of copying, peak memory."""
    server = engines["postgresql"]["NHIPCAU_DATABASE_URL"]
    with tempfile.TemporaryDirectory() as folder:
        found = {way.__name__: _measured(way.__name__, folder, rows, "") for way in ON_SQLITE}
        for way in TO_POSTGRESQL:
            found[way.__name__] = _measured(way.__name__, folder, rows, _empty(server))
    for way, one in found.items():
        ratio = one["cpu"] / found[BESIDE]["cpu"]
        print(
            f"{way:24} {rows:>9,} rows {one['cpu']:7.1f} s cpu {one['clock']:7.1f} s clock "
            f"{ratio:7.0f} × copying {one['peak_mb']:5.0f} MB"
        )


def _empty(server: str) -> str:
    """A database without a table on the same server."""
    name = f"b{uuid4().hex}"
    with psycopg.connect(server.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?", 1)


def _measured(way: str, folder: str, rows: int, url: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.backup", way, folder, str(rows)]
    given = {**os.environ, EMPTY: url}
    done = subprocess.run(command, capture_output=True, check=True, env=given)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(way: str, folder: str, rows: int) -> None:
    """One way in this process, as JSON."""
    settings = read_settings({"NHIPCAU_DATA_DIR": folder})
    cpu, clock = time.process_time(), time.perf_counter()
    WAYS[way](settings, rows)
    # Of the processor first of all: a shared machine's clock says little.
    spent = {"cpu": max(time.process_time() - cpu, 1e-3), "clock": time.perf_counter() - clock}
    print(json.dumps({**spent, "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
