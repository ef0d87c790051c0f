"""The operator's commands about exports: one snapshot, or the scheduled ones with their retention."""

from __future__ import annotations

import argparse
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from db.cli_users import operator
from db.commands.snapshots import Wish, add_snapshot, drop_files, finish_snapshot
from db.engine import Database
from db.exports.making import Made, make_files
from db.exports.sets import row_counts
from db.exports.store import forget
from db.queries.export_units import units_then
from db.queries.export_voices import closed_consultations
from db.queries.moments import end_of
from db.queries.snapshots import last_day_over, scheduled, snapshot
from db.rules.exports import ALL_KEPT, SEPARATORS, SETS, Wanted, read_reason, read_wanted
from db.rules.numbers import write_date
from db.rules.periods import PHASES
from db.rules.retention import KEEP_NEWEST, droppable, due_day
from db.settings import Settings


def export(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Make a snapshot, or what the calendar asks for."""
    now = datetime.now(UTC)
    if arguments.scheduled:
        _scheduled(database, settings, arguments.scheduled, now)
        return
    with database.read_session() as session:
        wanted = _wanted(session, arguments, now)
        counts = row_counts(session, wanted)
    for name, count in counts.items():
        print(f"  {name:14} {count:>9} rows")
    wish = Wish(wanted, read_reason({"ly_do": [arguments.reason or ""]}), uuid4())
    number, made = _make(database, settings, wish, now)
    target = Path(arguments.out) if arguments.out else None
    if target is not None:
        shutil.copyfile(made.path, target)
    made.drop()
    _report(number, made, target)


def _wanted(session: Session, arguments: argparse.Namespace, now: datetime) -> Wanted:
    """The choice as the survey's form would post it, read by the same rules."""
    last = last_day_over(now)
    as_of = arguments.as_of or last.isoformat()
    form = {
        "bo": arguments.set or list(ALL_KEPT),
        "tu_nam": [str(arguments.year or as_of[:4])],
        "den_nam": [str(arguments.to_year or arguments.year or as_of[:4])],
        "tinh_den": [as_of],
        "don_vi": [str(arguments.unit or "")],
        "dot": [arguments.consultation or ""],
        "dau_cach": [arguments.separator],
    }
    known_at = end_of(last)
    units = units_then(session, known_at).keys()
    return read_wanted(form, last, units, [slug for slug, _ in closed_consultations(session, known_at)])


def _make(database: Database, settings: Settings, wish: Wish, now: datetime) -> tuple[int, Made]:
    with database.write_session() as session:
        number = add_snapshot(session, operator(), operator(), wish, now)
    with database.read_session() as session:
        row = snapshot(session, number)
    made = make_files(database, settings.data_dir, row)
    with database.write_session() as session:
        finish_snapshot(session, operator(), number, made, now)
    return number, made


def _report(number: int, made: Made, target: Path | None) -> None:
    place = target or (None if made.once else made.path)
    where = place or "not kept; name a file with --out"
    print(f"Snapshot {number}: {sum(made.rows.values())} rows, SHA-256 {made.sha256}\n  {where}")


# -- by the calendar -----------------------------------------------------------------------------------


def _scheduled(database: Database, settings: Settings, occasion: str, now: datetime) -> None:
    """Make the newest one that is due, unless it is there; then let old files go."""
    as_of = due_day(occasion, last_day_over(now))
    with database.read_session() as session:
        there = [one for one in scheduled(session) if (one.occasion, one.as_of) == (occasion, as_of)]
        unfinished = [one.number for one in there if snapshot(session, one.number).content is None]
    if unfinished:
        _finish(database, settings, unfinished[-1], now)
    elif there:
        print(f"Snapshot {there[-1].number} of {write_date(as_of)} is there already.")
    else:
        wanted = Wanted(ALL_KEPT, PHASES[0].first, as_of.year, as_of)
        wish = Wish(wanted, f"scheduled: {occasion}", uuid4(), occasion)
        number, made = _make(database, settings, wish, now)
        _report(number, made, None)
    _let_go(database, settings, now)


def _finish(database: Database, settings: Settings, number: int, now: datetime) -> None:
    """A run that was cut off left a number without files."""
    with database.read_session() as session:
        row = snapshot(session, number)
    made = make_files(database, settings.data_dir, row)
    with database.write_session() as session:
        finish_snapshot(session, operator(), number, made, now)
    _report(number, made, None)


def _let_go(database: Database, settings: Settings, now: datetime) -> None:
    with database.read_session() as session:
        old = droppable(scheduled(session))
    for number in old:
        if forget(settings.data_dir, number):
            with database.write_session() as session:
                drop_files(session, operator(), number, now)
            print(f"Files of snapshot {number} dropped; its record stays.")


COMMANDS = (("export", export, "make a numbered snapshot of figures (as of a day that is over)"),)
ARGUMENTS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "export": (
        ("--set", {"action": "append", "choices": list(SETS), "help": "one set; again for more (all)"}),
        ("--year", {"type": int, "help": "year, or the first of several (the year of as-of)"}),
        ("--to-year", {"type": int, "help": "the last year"}),
        ("--as-of", {"help": "day of knowledge, YYYY-MM-DD (yesterday)"}),
        ("--unit", {"type": int, "help": "number of one unit: records, reporting, organisations only"}),
        ("--consultation", {"help": "address of a consultation that is over, for --set answers"}),
        ("--separator", {"choices": SEPARATORS, "default": SEPARATORS[0], "help": "in the Excel files"}),
        ("--reason", {"help": "why; stands in the record"}),
        ("--out", {"help": "also copy the archive here"}),
        ("--scheduled", {"choices": list(KEEP_NEWEST), "help": "make what is due by the calendar"}),
    ),
}
