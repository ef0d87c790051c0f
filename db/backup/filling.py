"""How do a backup's rows become tables?  In the shape of their day, compared, then brought to today's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from sqlalchemy import Table, inspect
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from db.backup import reading
from db.backup.loading import Loader, triggers_resting
from db.backup.reading import Content
from db.backup.refusals import BackupRefused
from db.backup.rows import kept_tables, reader_of, table_digest
from db.engine import Database
from db.migrate import migrate_within


def fill(database: Database, path: Path, identity: str, content: Content) -> None:
    """Make the tables as they were then, add every row, compare each table with the backup, and only then
    bring it to this version: one transaction.

    Raises: BackupRefused `differs` naming the table, `foreign` for rows that are none of ours.
    """
    try:
        with database.write_session() as session:
            migrate_within(session, content.head["revision"])
            _check_shape(session, content)
            with triggers_resting(session, _tables(content)):
                _load_all(session, path, identity, content)
            _compare(session, content)
            migrate_within(session)
    except (IntegrityError, DataError) as fault:
        raise BackupRefused("foreign") from fault


def _tables(content: Content) -> list[Table]:
    return [table for table in kept_tables() if table.name in content.manifest["tables"]]


def _check_shape(session: Session, content: Content) -> None:
    """Every table and column of the backup stood in its version."""
    standing = inspect(session.connection())
    there = set(standing.get_table_names())
    for name, said in content.manifest["tables"].items():
        columns = {column["name"] for column in standing.get_columns(name)} if name in there else set()
        if not set(said["columns"]) <= columns:
            raise BackupRefused("foreign")


def _load_all(session: Session, path: Path, identity: str, content: Content) -> None:
    tables = {table.name: table for table in _tables(content)}
    for name, group in groupby(reading.lines(path, identity), key=itemgetter(0)):
        if name in tables:
            _load(session, tables[name], content.manifest["tables"][name]["columns"], group)


def _load(session: Session, table: Table, names: list[str], group: Iterator[tuple[str, list[bytes]]]) -> None:
    row_of, loader = reader_of(table, names), Loader(session, table, names)
    for _, batch in group:
        try:
            found = [row_of(line) for line in batch]
        except (ValueError, TypeError, AttributeError, RecursionError) as fault:
            raise BackupRefused("foreign") from fault
        loader.add(found)
    loader.finish()


def _compare(session: Session, content: Content) -> None:
    for table in _tables(content):
        promised = content.manifest["tables"][table.name]
        found = table_digest(session, table, promised["columns"])
        if found.hexdigest() != promised["sha256"]:
            raise BackupRefused("differs", table=table.name)
