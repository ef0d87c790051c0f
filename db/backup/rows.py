"""How does a row look outside any engine?  One canonical line of JSON, the same from both engines."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Table, select, tuple_
from sqlalchemy.orm import Session

import db.models  # noqa: F401 - registers every table
from db.base import Base, UtcDateTime

Row: TypeAlias = Mapping[str, Any]

BATCH = 1_000
HASH = hashlib.sha256().digest_size
# Open doors do not come back with a backup: who was signed in then must sign in again.
DOORS = frozenset({"web_sessions", "sign_in_tickets", "password_links"})
# Kept by triggers on other tables; compared after a restore, never written by it.
KEPT_BY_TRIGGERS = frozenset({"fact_days"})

_SPOKEN: dict[type, Callable[[Any], Any]] = {
    bytes: lambda value: base64.b64encode(value).decode("ascii"),
    datetime: lambda value: value.astimezone(UTC).isoformat(),
    date: date.isoformat,
    UUID: str,
}


def kept_tables() -> tuple[Table, ...]:
    """Every table a backup holds, each after those it points to."""
    return tuple(table for table in Base.metadata.sorted_tables if table.name not in DOORS)


def line_of(row: Row) -> str:
    """The row as one line; equal rows give equal lines, whatever the engine."""
    spoken = {name: _SPOKEN.get(type(value), _as_it_is)(value) for name, value in row.items()}
    return _encode(spoken)


# Made once: for every call with such wishes json.dumps would make another.
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def _as_it_is(value: Any) -> Any:
    return value


def row_of(table: Table, line: str) -> dict[str, Any]:
    """The row of a line, for this table; columns the line does not know are left to their defaults.

    Raises: ValueError when the line is no row of this table.
    """
    said = json.loads(line)
    unknown = said.keys() - table.columns.keys()
    if unknown:
        raise ValueError(f"{table.name} has no column {sorted(unknown)[0]}")
    return {name: _heard(table.columns[name], value) for name, value in said.items()}


def _heard(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    kind = _python_type(column)
    return _HEARD.get(kind, _as_it_is)(value)


_HEARD: dict[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    UUID: UUID,
}


def _python_type(column: Column[Any]) -> type:
    return column.type.python_type


def rows(session: Session, table: Table, names: Iterable[str] = ()) -> Iterator[Row]:
    """Every row of a table (all columns, or these), a batch in memory at a time, in the order of its key."""
    chosen = [table.columns[name] for name in names] or list(table.columns)
    asked = select(*chosen).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    keys = [column.name for column in chosen]
    for row in session.execute(asked):
        yield dict(zip(keys, row, strict=True))


def present_keys(session: Session, table: Table, batch: Iterable[Row]) -> set[tuple[Any, ...]]:
    """The keys among these rows that the table holds already."""
    columns = list(table.primary_key.columns)
    keys = [key_of(table, row) for row in batch]
    found = session.execute(select(*columns).where(tuple_(*columns).in_(keys)))
    return {tuple(row) for row in found}


def key_of(table: Table, row: Row) -> tuple[Any, ...]:
    """The primary key of a row."""
    return tuple(row[column.name] for column in table.primary_key.columns)


@dataclass(slots=True)
class Digest:
    """The canonical SHA-256 of a table: of its rows' hashes, sorted, so that no engine's order matters."""

    _hashes: bytearray = field(default_factory=bytearray)  # 32 bytes a row and not one more

    def add(self, line: str) -> None:
        """Take one row's line in."""
        self._hashes += hashlib.sha256(line.encode()).digest()

    @property
    def rows(self) -> int:
        """How many rows were taken in."""
        return len(self._hashes) // HASH

    def hexdigest(self) -> str:
        """The table's hash."""
        import numpy as np  # here: most commands need none of it

        return hashlib.sha256(np.sort(np.frombuffer(self._hashes, f"S{HASH}")).tobytes()).hexdigest()


def table_digest(session: Session, table: Table, names: Iterable[str] = ()) -> Digest:
    """The canonical hash of a table (all columns, or these) as it stands in a database."""
    digest = Digest()
    for row in rows(session, table, names):
        digest.add(line_of(row))
    return digest
