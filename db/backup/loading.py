"""How do rows enter an empty database?  In the order of their references, past the triggers, in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Integer, Table, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.backup.rows import Row, key_reader

MEMORY = 32 << 10  # KB of pages that SQLite keeps while it sorts a million rows into their indexes


def own_references(table: Table) -> tuple[str, ...]:
    """Columns that point to another row of the same table."""
    return tuple(sorted(c.name for c in table.columns for key in c.foreign_keys if key.column.table is table))


class Loader:
    """Adds rows to one table; a reference to a row that comes later waits until all are there."""

    def __init__(self, session: Session, table: Table, names: Sequence[str]) -> None:
        self.session, self.table, self.names = session, table, list(names)
        dialect = session.get_bind().dialect
        self._put = PUT[dialect.name]
        self._key = key_reader(table, self.names)
        self._own = [(self.names.index(name), name) for name in own_references(table) if name in self.names]
        kinds = (table.columns[name].type.dialect_impl(dialect) for name in self.names)
        self._bound = [
            (place, bind) for place, kind in enumerate(kinds) if (bind := kind.bind_processor(dialect))
        ]
        self._waiting: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def add(self, batch: Iterable[Row]) -> None:
        """Add rows that are not there yet."""
        if ready := [self._ready(row) for row in batch]:
            self._put(self.session, self.table.name, self.names, ready)

    def _ready(self, row: Row) -> list[Any]:
        values = list(row)
        self.remember(values)
        for place, bind in self._bound:
            values[place] = bind(values[place])
        return values

    def remember(self, values: list[Any]) -> None:
        """Take out the references to rows that are not there yet, to be set at the end."""
        later = {}
        for place, name in self._own:
            if values[place] is not None and (values[place],) >= self._key(values):
                later[name], values[place] = values[place], None
        if later:
            self._waiting.append((self._key(values), later))

    def finish(self) -> None:
        """Set the references that waited, and let the engine count on from the last number."""
        columns = list(self.table.primary_key.columns)
        for key, points in self._waiting:
            chosen = (column == value for column, value in zip(columns, key, strict=True))
            self.session.execute(update(self.table).where(*chosen).values(**points))
        self._waiting.clear()
        count_on(self.session, self.table)


def _by_statement(session: Session, table: str, names: Sequence[str], ready: list[list[Any]]) -> None:
    marks = ", ".join("?" * len(names))
    said = f"INSERT INTO {table} ({_listed(names)}) VALUES ({marks})"  # noqa: S608 - names of our own tables
    session.connection().exec_driver_sql(said, [tuple(row) for row in ready])


def _by_copy(session: Session, table: str, names: Sequence[str], ready: list[list[Any]]) -> None:
    connection, said = session.connection(), f"COPY {table} ({_listed(names)}) FROM STDIN"
    try:
        with connection.connection.cursor().copy(said) as copy:
            for row in ready:
                copy.write_row(row)
    except psycopg.Error as fault:  # as SQLAlchemy itself tells it of every other statement
        raise DBAPIError.instance(said, None, fault, psycopg.Error, dialect=connection.dialect) from fault


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


PUT: dict[str, Callable[[Session, str, Sequence[str], list[list[Any]]], None]] = {
    "sqlite": _by_statement,
    "postgresql": _by_copy,
}


def count_on(session: Session, table: Table) -> None:
    """PostgreSQL numbers rows by a sequence that knows nothing of rows added with their numbers."""
    column = table.autoincrement_column
    if session.get_bind().dialect.name != "postgresql" or column is None:
        return
    if not isinstance(column.type, Integer):
        return
    last = session.scalar(select(func.max(column)))
    if last is not None:
        asked = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
        session.execute(asked, {"table": table.name, "column": column.name, "last": last})


# -- triggers ----------------------------------------------------------------------------------------------


@contextmanager
def triggers_resting(session: Session, tables: Iterable[Table]) -> Iterator[None]:
    """While rows come in together with the sums that triggers have made of them, none is made again.

    A million rows would have each sum made a million times; in PostgreSQL's one transaction each time would
    also be slower than the one before.  The triggers stand again before anything is committed.
    """
    sqlite = session.get_bind().dialect.name == "sqlite"
    with _dropped(session) if sqlite else _disabled(session, tables):
        yield


@contextmanager
def _dropped(session: Session) -> Iterator[None]:
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
    run = session.connection().exec_driver_sql
    standing = run(asked).all()
    run(f"PRAGMA cache_size = -{MEMORY}")
    for name, _ in standing:
        run(f'DROP TRIGGER "{name}"')
    yield
    for _, made_by in standing:
        run(made_by)


@contextmanager
def _disabled(session: Session, tables: Iterable[Table]) -> Iterator[None]:
    names = [table.name for table in tables]
    for name in names:
        session.execute(text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))
    yield
    for name in names:
        session.execute(text(f'ALTER TABLE "{name}" ENABLE TRIGGER USER'))
