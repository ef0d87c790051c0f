"""How does an installation move from SQLite to PostgreSQL?  Row by row, checked, resumed where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from sqlalchemy import Table, exists, func, select, text
from sqlalchemy.orm import Session

from db.backup.loading import Loader, count_on, own_references, triggers_resting
from db.backup.refusals import BackupRefused
from db.backup.restoring import check_unused, has_tables, sqlite_path
from db.backup.rows import (
    Row,
    kept_tables,
    key_reader,
    present_keys,
    rows,
    table_digest,
)
from db.engine import Database, open_database
from db.migrate import check_migrated, migrate_within
from db.settings import Settings

Told = Callable[[str, int, int], None]
MOVING, MOVED = "moving", "moved"


@dataclass(frozen=True, slots=True)
class MoveReceipt:
    """How many rows stand in the new database, and how many of them this run brought."""

    rows: int
    moved: int


def move(settings: Settings, url: str, tell: Told) -> MoveReceipt:
    """Copy every row that is not there yet, then compare every table; the source is only read.

    `tell` hears table, rows brought and rows in all.  A run that was cut off is simply run again.
    Raises: BackupRefused `move_from`, `move_to`, `in_use`, `foreign_tables`, `move_differs`.
    """
    if not settings.sqlite:
        raise BackupRefused("move_from")
    if not url.startswith("postgresql+psycopg://"):
        raise BackupRefused("move_to")
    check_unused(sqlite_path(settings))
    with (
        closing(open_database(settings)) as source,
        closing(open_database(replace(settings, database_url=url))) as target,
    ):
        mark = _mark_of(settings)
        if _prepared(target, mark):
            return _compared(source, target)
        receipt = _copy_all(source, target, tell)
        _set_mark(target, mark + MOVED)
        return receipt


def _mark_of(settings: Settings) -> str:
    """By which a database is known that this installation moves to."""
    return f"nhip-cau {hashlib.sha256(settings.secret).hexdigest()[:16]} "


def _prepared(target: Database, mark: str) -> bool:
    """Make the tables in an empty database; True when everything was brought there before.

    Into a database of others, or one that people work in, not a single row is written.
    Raises: BackupRefused `foreign_tables`.
    """
    if not has_tables(target):
        with target.write_session() as session:
            migrate_within(session)
            _comment(session, mark + MOVING)
        return False
    with target.read_session() as session:
        found = session.scalar(text("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"))
    if found not in (mark + MOVING, mark + MOVED):
        raise BackupRefused("foreign_tables")
    check_migrated(target)
    return found == mark + MOVED


def _set_mark(target: Database, mark: str) -> None:
    with target.write_session() as session:
        _comment(session, mark)


def _comment(session: Session, mark: str) -> None:
    session.execute(text(f"COMMENT ON TABLE alembic_version IS '{mark}'"))  # a hash and a word of ours


def _compared(source: Database, target: Database) -> MoveReceipt:
    """Everything was brought: now people may work there, so nothing is written, only compared."""
    total = 0
    with source.read_session() as reading:
        for table in kept_tables():
            _compare(reading, target, table)
            total += _rows_of(reading, table)
    return MoveReceipt(total, 0)


def _rows_of(reading: Session, table: Table) -> int:
    return reading.scalar(select(func.count()).select_from(table)) or 0


def _copy_all(source: Database, target: Database, tell: Told) -> MoveReceipt:
    total = moved = 0
    with source.read_session() as reading:
        for table in kept_tables():
            found, brought = _copy(reading, target, table)
            tell(table.name, brought, found)
            total, moved = total + found, moved + brought
        for table in kept_tables():
            _compare(reading, target, table)
    return MoveReceipt(total, moved)


def _copy(reading: Session, target: Database, table: Table) -> tuple[int, int]:
    found = brought = 0
    with target.read_session() as session:
        begun = session.scalar(select(exists().select_from(table)))
    for batch in rows(reading, table):
        with target.write_session() as writing, triggers_resting(writing, [table]):
            brought += _add_missing(writing, table, batch, begun)
        found += len(batch)
    with target.write_session() as writing:
        _set_own_references(reading, writing, table)
        count_on(writing, table)
    return found, brought


def _add_missing(writing: Session, table: Table, batch: list[Row], begun: bool | None) -> int:
    """Add what is not there yet; when an earlier run had begun this table, it may have brought some."""
    if begun:
        there, key_of = present_keys(writing, table, batch), key_reader(table, table.columns.keys())
        batch = [row for row in batch if key_of(row) not in there]
    Loader(writing, table, table.columns.keys()).add(batch)
    return len(batch)


def _set_own_references(reading: Session, writing: Session, table: Table) -> None:
    if own_references(table):
        loader = Loader(writing, table, table.columns.keys())
        for batch in rows(reading, table):
            for row in batch:
                loader.remember(list(row))
        with triggers_resting(writing, [table]):
            loader.finish()


def _compare(reading: Session, target: Database, table: Table) -> None:
    with target.read_session() as checking:
        if table_digest(reading, table).hexdigest() != table_digest(checking, table).hexdigest():
            raise BackupRefused("move_differs", table=table.name)
