"""A database worth exporting, a snapshot of it, and ways to read the files back."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from db.commands.releases import release_tables
from db.commands.sample import load_sample_records, sample_account_names
from db.commands.sample_ledger import load_sample_ledger
from db.commands.snapshots import Wish, add_snapshot, finish_snapshot
from db.engine import Database
from db.exports.making import Made, make_files
from db.exports.sinks import Sink
from db.exports.tables import write_table
from db.queries.snapshots import SnapshotRow, snapshot
from db.rules.csvcells import plain_text
from db.rules.exports import ALL_KEPT, Wanted
from tests.factories import (
    NOW,
    make_account,
    make_consultation,
    make_fact,
    make_organisation,
    make_person,
    make_report,
    make_submission,
)
from tests.ledger_factories import make_ledger_request

YESTERDAY = date(2026, 11, 21)
BEFORE = NOW - timedelta(days=5)
SLUG = "an-toan-tren-mang"
ALL = Wanted(ALL_KEPT, 2024, 2026, YESTERDAY)


def fill(database: Database) -> None:
    """Sample years, a ledger, a release, reports, and a unit's own figures that are no sample."""
    with database.write_session() as session:
        load_sample_records(session, BEFORE)
        for name in sample_account_names():
            make_account(session, "staff", name)
        load_sample_ledger(session, BEFORE)
    with database.write_session() as session:
        make_voices(session)
        unit = make_organisation(session, "Hội thử nghiệm Hà Nội")
        make_fact(session, "5.3", 4, date(2026, 3, 1), organisation_id=unit.id, title='Phim "Em nói"; tập 1')
        make_fact(session, "5.3", 2, date(2026, 5, 1), organisation_id=unit.id, title="=HYPERLINK(1)")
    with database.write_session() as session:
        make_report(session, make_person(session), BEFORE)
        make_ledger_request(session, make_person(session, "staff"), "2.2", BEFORE)


def make_voices(session, closes_at=NOW - timedelta(days=3)) -> None:
    """A consultation that is over, its answers and one release of them."""
    consultation = make_consultation(session, SLUG, opens_at=NOW - timedelta(days=30), closes_at=closes_at)
    for place in range(60):
        sex = ("nam",) if place < 20 else ("nu",)
        make_submission(session, consultation, NOW - timedelta(days=6), gioi_tinh=sex)
    release_tables(session, "test", SLUG, BEFORE, closing=True)


def take(database: Database, folder: Path, wanted: Wanted = ALL) -> tuple[SnapshotRow, Made]:
    """Make a snapshot as the command line does; the row as it stands afterwards."""
    with database.write_session() as session:
        number = add_snapshot(session, "test", "Người thử", Wish(wanted, "để thử", uuid4()), NOW)
    made = make_files(database, folder, row_of(database, number))
    with database.write_session() as session:
        finish_snapshot(session, "test", number, made, NOW)
    return row_of(database, number), made


def row_of(database: Database, number: int) -> SnapshotRow:
    """The snapshot as a page reads it."""
    with database.read_session() as session:
        return snapshot(session, number)


def files_of(archive: Path) -> dict[str, bytes]:
    """Name -> bytes of everything in an archive."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def write_both(pieces, columns, folder: Path, separator: str = "comma") -> tuple[bytes, bytes]:
    """The machine's file and Excel's of these pieces."""
    with Sink(folder / "m") as machine, Sink(folder / "e") as excel:
        for _ in write_table(pieces, columns, machine, excel, separator):
            pass
    return (folder / "m").read_bytes(), (folder / "e").read_bytes()


def machine_rows(data: bytes) -> list[dict[str, str]]:
    """The rows a program reads."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def excel_rows(data: bytes, separator: str = ",") -> list[list[str]]:
    """The rows a spreadsheet reads, header first."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def said(rows: list[list[str]]) -> list[list[str]]:
    """The same with the marks taken off again."""
    return [[plain_text(cell) for cell in row] for row in rows]
