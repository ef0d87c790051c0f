"""How fast is a million records backed up and put back, and how much memory does it take?

Beside it the plain copy of the database file.  Each runs in a process of its own, because memory is measured.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyrage

from db.backup.restoring import restore, sqlite_path
from db.backup.taking import take
from db.engine import open_database
from db.settings import Settings, read_settings
from tests.bench.exports import NOW, _fill

ROWS = 1_000_000
SEALED, KEY = "backup.age", "key.txt"


def fill(settings: Settings, rows: int) -> None:
    """The database that the others work on."""
    with closing(open_database(settings)) as database:
        _fill(database, int(rows))
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


def _key(settings: Settings) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str((settings.data_dir / KEY).read_text(encoding="ascii"))


WAYS = {one.__name__: one for one in (fill, copying, backing_up, restoring)}


def run(_engines: object = None, rows: int = ROWS) -> None:
    """Print MB of the database a second (of the processor), seconds to one of copying, peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        found = {way: _measured(way, folder, rows) for way in WAYS}
        size = (Path(folder) / "nhipcau.db").stat().st_size / 1e6
    for way in ("copying", "backing_up", "restoring"):
        seconds, peak = found[way]["seconds"], found[way]["peak_mb"]
        ratio = seconds / found["copying"]["seconds"]
        print(f"{way:12} {rows:>9} rows {size / seconds:8.1f} MB/s {ratio:7.1f} × copying {peak:6.0f} MB")


def _measured(way: str, folder: str, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.backup", way, folder, str(rows)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def main(way: str, folder: str, rows: int) -> None:
    """One way in this process, as JSON."""
    settings = read_settings({"NHIPCAU_DATA_DIR": folder})
    began = time.process_time()  # of the processor: a shared machine's clock says nothing
    WAYS[way](settings, rows)
    seconds = max(time.process_time() - began, 1e-9)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
