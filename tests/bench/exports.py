"""How fast is a million verified records written, and how much memory does it take?

Beside it ``csv.writer`` with the same rule on every cell, and ``csv.writer`` alone; all over the same rows,
so that the ratio holds on any machine.  Each runs in a process of its own, because memory is measured.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from db.engine import Database, open_database
from db.exports.columns import columns_of
from db.exports.package import build
from db.rules.csvcells import cell
from db.rules.exports import Wanted
from db.settings import read_settings

ROWS, PIECE = 1_000_000, 20_000
NOW, AS_OF = datetime(2026, 11, 22, 3, tzinfo=UTC), date(2026, 11, 21)
INSERT = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
INSERT INTO facts (measure_code, value, event_on, event_precision, key, parts, tags, organisation_id,
  province_code, origin, partial, title, recorded_at, verified_at, verified_by, sample)
SELECT '5.3', i % 1000, date('2024-01-01', '+' || (i % 1000) || ' days'), 'day', '', '{}', '{}', i % 40 + 1,
  '01', 'staff', 0, 'Tập huấn kỹ năng tư vấn, đợt ' || i,
  '2026-10-01 00:00:00', '2026-10-01 00:00:00', 'bench', 0
FROM n
"""
FIRST = date(2024, 1, 1)
TITLES = ("Tập huấn kỹ năng tư vấn, đợt", "Nói chuyện chuyên đề “Em được lắng nghe”, lần", "=Phim ngắn số")


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

    with tempfile.TemporaryDirectory() as folder:
        machine, excel = Path(folder) / "m", Path(folder) / "e"
        for _ in write_table(records(rows), columns_of("records"), machine, excel, "comma"):
            pass
        return machine.stat().st_size + excel.stat().st_size


def from_database(rows: int) -> int:
    """The whole way: a database of that many facts, both files, the archive; bytes of the archive."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = read_settings({"NHIPCAU_DATA_DIR": name})
        with closing(open_database(settings)) as database:
            _fill(database, rows)
            began = time.process_time()
            with database.read_session() as session:
                wanted = Wanted(("records",), 2024, 2026, AS_OF)
                built = build(session, 1, wanted, folder, lambda _: None)
            _BEGAN.append(began)
            return built.whole.size


def _fill(database: Database, rows: int) -> None:
    # Here, because the other ways are measured without what these bring along.
    from db.cli_records import found_all
    from db.migrate import migrate

    migrate(database)
    with database.write_session() as session:
        found_all(session, NOW)
        session.execute(text(INSERT), {"rows": rows})


def writer_with_rule(rows: int) -> int:
    """``csv.writer``, every cell through the rule; one file."""
    return _with_writer(rows, cell)


def writer_alone(rows: int) -> int:
    """``csv.writer`` as it is; one file, texts that run and all."""
    return _with_writer(rows, None)


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


WAYS = {one.__name__: one for one in (making_rows, ours, writer_with_rule, writer_alone, from_database)}
# When the way that first fills a database began to export.
_BEGAN: list[float] = []


def measured(way: str, rows: int) -> dict[str, float]:
    """Bytes, seconds of the processor and peak memory (MB) of one way, in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.exports", way, str(rows)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def run(_engines: object = None) -> None:
    """Print what :func:`lines` says."""
    for line in lines():
        print(line)


def lines(rows: int = ROWS) -> Iterator[str]:
    """The table's lines: MB a second without the time of making the rows, the ratio, peak memory."""
    found = {way: measured(way, rows) for way in WAYS}
    start = found["making_rows"]["seconds"]
    speed = {
        way: one["bytes"] / 1e6 / max(one["seconds"] - (0 if way == "from_database" else start), 1e-9)
        for way, one in found.items()
        if way != "making_rows"
    }
    for way, rate in speed.items():
        peak = found[way]["peak_mb"]
        yield f"{way:18} {rows:>9} rows {rate:8.1f} MB/s {rate / speed['writer_alone']:5.1f} × {peak:6.0f} MB"


def main(way: str, rows: int) -> None:
    """One way in this process, as JSON."""
    began = time.process_time()  # of the processor: a shared machine's clock says nothing
    size = WAYS[way](rows)
    seconds = time.process_time() - (_BEGAN[-1] if _BEGAN else began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"bytes": size, "seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
