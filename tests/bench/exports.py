"""How fast is a million rows written, alone and from a database, and how much memory does it take?

Beside it, over the same rows, so that the ratio holds on any machine: ``csv.writer`` with the same rule on
every cell, ``csv.writer`` alone, and ``pyarrow.csv`` alone.  From the database: verified records and the
ledger, at three sizes, on both engines.  Each runs in a process of its own, because memory is measured.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from db.engine import open_database
from db.exports.columns import columns_of
from db.exports.package import build
from db.exports.sinks import Sink
from db.rules.csvcells import cell
from db.rules.exports import Wanted
from db.settings import read_settings
from tests.bench.export_rows import SHARES, TITLES, fill
from tests.bench.installation import Surroundings, peak_megabytes

ROWS, PIECE = 1_000_000, 20_000
AS_OF = date(2026, 11, 21)
FIRST = date(2024, 1, 1)


def records(rows: int = ROWS) -> Iterator[list[tuple[object, ...]]]:
    """Rows of the set `records`, in pieces."""
    for start in range(0, rows, PIECE):
        yield [_record(number) for number in range(start, min(start + PIECE, rows))]


def _record(number: int) -> tuple[object, ...]:
    on = FIRST + timedelta(days=number % 1000)
    title = f"{TITLES[number % 50 % 3 if number % 50 < 2 else 0]} {number}"
    unit = number % 300
    return (
        None, number, f"{number % 8 + 1}.{number % 4 + 1}", number * 7919 % 100_000, on, "day", "", unit,
        f"Hội Bảo vệ quyền trẻ em số {unit}", f"{number % 34:02}", f"Tỉnh số {number % 34}", "report", title,
        on + timedelta(days=9), 0, None, "A",
    )  # fmt: skip


def ours(rows: int) -> int:
    """Both files, with every text made harmless; bytes written."""
    from db.exports.tables import write_table

    with (
        tempfile.TemporaryDirectory() as folder,
        Sink(Path(folder) / "m") as machine,
        Sink(Path(folder) / "e") as excel,
    ):
        for _ in write_table(records(rows), columns_of("records"), machine, excel, "comma"):
            pass
        return machine.written().size + excel.written().size


def writer_with_rule(rows: int) -> int:
    """``csv.writer``, every cell through the rule; one file."""
    return _with_writer(rows, cell)


def writer_alone(rows: int) -> int:
    """``csv.writer`` as it is; one file, texts that run and all."""
    return _with_writer(rows, None)


def pyarrow_alone(rows: int) -> int:
    """``pyarrow.csv`` as it is; one file of the same columns, texts that run and all."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    names = [column.name for column in columns_of("records")]
    with tempfile.TemporaryFile() as file:
        for piece in records(rows):
            columns = [pa.array(values) for values in zip(*piece, strict=True)]
            table, began = pa.table(columns, names), time.process_time()
            arrow_csv.write_csv(table, file, arrow_csv.WriteOptions(include_header=False))
            _SPENT.append(time.process_time() - began)
        return file.tell()


def _with_writer(rows: int, rule: Callable[..., str] | None) -> int:
    with tempfile.TemporaryFile() as file:
        words = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(words)
        for piece in records(rows):
            writer.writerows([[rule(value) for value in row] for row in piece] if rule else piece)
        words.flush()
        return file.tell()


def making_rows(rows: int) -> int:
    """Only the rows, written nowhere: what all of the others pay too."""
    return sum(len(piece) for piece in records(rows))


WAYS = {one.__name__: one for one in (making_rows, ours, writer_with_rule, writer_alone, pyarrow_alone)}
# Seconds of writing alone, for a way that first makes something of the rows.
_SPENT: list[float] = []


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print what :func:`lines` and :func:`engine_lines` say."""
    for line in lines():
        print(line)
    for name, surroundings in engines.items():
        with closing(open_database(read_settings(surroundings))) as database:
            fill(database, ROWS)
        for line in engine_lines(name, surroundings):
            print(line)


def lines(rows: int = ROWS) -> Iterator[str]:
    """The writer's lines: MB a second of the processor without making the rows, ratio, memory."""
    found = {way: _measured(os.environ, way, str(rows)) for way in WAYS}
    start = found["making_rows"]
    for way, one in found.items():
        if way == "pyarrow_alone":
            one["spent"] = one["writing"]
        elif way != "making_rows":
            one["spent"] = max(one["cpu"] - start["cpu"], 1e-9)
    plain = found["writer_alone"]["bytes"] / found["writer_alone"]["spent"]
    for way, one in found.items():
        if way != "making_rows":
            speed = one["bytes"] / one["spent"]
            yield (
                f"{way:17} {rows:>9} rows {speed / 1e6:7.1f} MB/s {speed / plain:5.1f} × csv.writer "
                f"{one['peak_mb']:6.0f} MB"
            )


def engine_lines(engine: str, surroundings: Surroundings) -> Iterator[str]:
    """The whole way, from a database to the archive, by set and size: MB a second of processor and clock."""
    for name in ("records", "ledger"):
        for year in SHARES:
            one = _measured(surroundings, "from_database", name, str(year))
            rates = (one["bytes"] / 1e6 / one[what] for what in ("cpu", "clock"))
            speeds = " ".join(f"{rate:6.1f}" for rate in rates)
            head = f"{engine:11} {name:8} {one['rows']:>9} rows"
            yield f"{head} {speeds} MB/s (cpu, clock) {one['peak_mb']:6.0f} MB"


def _measured(surroundings: Mapping[str, str], *words: str) -> dict[str, float]:
    """Bytes, seconds and peak memory (MB) of one way, in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.exports", *words]
    done = subprocess.run(command, capture_output=True, check=True, env=dict(surroundings))
    found: dict[str, float] = json.loads(done.stdout)
    return found


# -- from a database -----------------------------------------------------------------------------------


def from_database(name: str, year: int) -> tuple[int, int]:
    """Both files and the archive of one set and year; rows, and bytes of the archive."""
    wanted = Wanted((name,), year, year, AS_OF)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_database(read_settings())) as database,
        database.read_session() as session,
    ):
        built = build(session, 1, wanted, Path(folder), lambda _: None)
        return built.rows[name], built.whole.size


def main(way: str, *words: str) -> None:
    """One way in this process, as JSON."""
    # Of the processor too: a shared machine's clock says little.
    cpu, clock = time.process_time(), time.perf_counter()
    if way == "from_database":
        rows, size = from_database(words[0], int(words[1]))
    else:
        rows, size = int(words[0]), WAYS[way](int(words[0]))
    found = {
        "rows": rows,
        "bytes": size,
        "cpu": time.process_time() - cpu,
        "clock": time.perf_counter() - clock,
        "writing": sum(_SPENT),
        "peak_mb": peak_megabytes(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
