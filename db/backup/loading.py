"""How do rows enter an empty database?  In the order of their references, self-references last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Integer, Table, func, insert, select, text, update
from sqlalchemy.orm import Session

from db.backup.rows import Row, key_of


def own_references(table: Table) -> tuple[str, ...]:
    """Columns that point to another row of the same table."""
    return tuple(sorted(c.name for c in table.columns for key in c.foreign_keys if key.column.table is table))


class Loader:
    """Adds the rows of one table; a reference to a row of the same table waits until all are there."""

    def __init__(self, session: Session, table: Table) -> None:
        self.session, self.table = session, table
        self._own = own_references(table)
        self._waiting: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def add(self, batch: Sequence[Row]) -> None:
        """Add rows that are not there yet."""
        if batch:
            self.session.execute(insert(self.table), [self._without_own(row) for row in batch])

    def _without_own(self, row: Row) -> dict[str, Any]:
        points = {name: row[name] for name in self._own if row.get(name) is not None}
        if not points:
            return dict(row)
        self._waiting.append((key_of(self.table, row), points))
        return {**row, **dict.fromkeys(points)}

    def remember(self, found: Iterable[Row]) -> None:
        """Take the references of rows that are there already."""
        for row in found:
            self._without_own(row)

    def finish(self) -> None:
        """Set the references that waited, and let the engine count on from the last number."""
        columns = list(self.table.primary_key.columns)
        for key, points in self._waiting:
            chosen = (column == value for column, value in zip(columns, key, strict=True))
            self.session.execute(update(self.table).where(*chosen).values(**points))
        self._waiting.clear()
        count_on(self.session, self.table)


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


def load(session: Session, table: Table, batches: Iterable[Sequence[Row]]) -> None:
    """Add a whole table."""
    loader = Loader(session, table)
    for batch in batches:
        loader.add(batch)
    loader.finish()
