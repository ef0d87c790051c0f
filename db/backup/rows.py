"""How does a row look outside any engine?  One canonical line of JSON, the same from both engines."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import JSON, Column, ColumnElement, LargeBinary, Table, Text, cast, select, tuple_
from sqlalchemy.orm import Session

import db.models  # noqa: F401 - registers every table
from db.backup.digest import Digest
from db.base import Base, UtcDateTime

Row: TypeAlias = Sequence[Any]  # the values, in the order of the columns that were asked for

BATCH = 1_000
# Open doors do not come back with a backup: who was signed in then must sign in again.
DOORS = frozenset({"web_sessions", "sign_in_tickets", "password_links"})


def kept_tables() -> tuple[Table, ...]:
    """Every table a backup holds, each after those it points to."""
    return tuple(table for table in Base.metadata.sorted_tables if table.name not in DOORS)


# -- from the database to lines --------------------------------------------------------------------------


def lines(session: Session, table: Table, names: Iterable[str] = ()) -> Iterator[list[bytes]]:
    """Every row of a table (all columns, or these) as a line, a batch in memory at a time.

    Equal rows give equal lines, whatever the engine: keys sorted, moments in UTC, no needless space.
    """
    columns = [table.columns[name] for name in sorted(names or table.columns.keys())]
    shape = ",".join(f"{_encode(column.name)}:%s" for column in columns).join("{}")
    spoken = [_canonical if isinstance(column.type, JSON) else _spoken for column in columns]
    for batch in _batches(session, table, [_as_text(column) for column in columns]):
        # Column by column: a table of a million rows has twenty million values.
        words = [
            list(map(speak, values)) for speak, values in zip(spoken, zip(*batch, strict=True), strict=True)
        ]
        yield [(shape % row).encode() for row in zip(*words, strict=True)]


def _as_text(column: Column[Any]) -> ColumnElement[Any]:
    """JSON is read as it lies there: most of it repeats, and is put in order once."""
    return cast(column, Text) if isinstance(column.type, JSON) else column


_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode


@lru_cache(1024)
def _canonical(said: str | None) -> str:
    return "null" if said is None else _encode(_decode(said))


def _spoken(value: Any) -> str:
    return _SPOKEN.get(type(value), _encode)(value)


_SPOKEN: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    bytes: lambda value: f'"{base64.b64encode(value).decode("ascii")}"',
    datetime: lambda value: f'"{value.astimezone(UTC).isoformat()}"',
    date: lambda value: f'"{value.isoformat()}"',
    UUID: lambda value: f'"{value}"',
    bool: lambda value: "true" if value else "false",
    str: json.encoder.encode_basestring,
    int: str,
}


def table_digest(session: Session, table: Table, names: Iterable[str] = ()) -> Digest:
    """The canonical hash of a table (all columns, or these) as it stands in a database."""
    digest = Digest()
    for batch in lines(session, table, names):
        digest.add(batch)
    return digest


# -- and back --------------------------------------------------------------------------------------------


def reader_of(table: Table, names: Sequence[str]) -> Callable[[bytes], Row]:
    """How a line becomes a row of these columns.

    What it gives raises: ValueError, TypeError or AttributeError when the line is no such row.
    """
    heard = [(name, hear) for name in names if (hear := _heard(table.columns[name])) is not None]
    wanted = set(names)

    def row_of(line: bytes) -> Row:
        said: Mapping[str, Any] = _decode(line.decode())
        if said.keys() != wanted:
            raise ValueError(f"no row of {table.name}")
        row = dict(said)
        for name, hear in heard:
            if row[name] is not None:
                row[name] = hear(row[name])
        return [row[name] for name in names]

    return row_of


def _heard(column: Column[Any]) -> Callable[[Any], Any] | None:
    """What makes the column's value of what a line says; None where the two are the same."""
    if isinstance(column.type, LargeBinary):
        return base64.b64decode
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat
    return _HEARD.get(column.type.python_type)


_HEARD: dict[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    UUID: UUID,
}


# -- rows of a living database ---------------------------------------------------------------------------


def rows(session: Session, table: Table) -> Iterator[list[Row]]:
    """Every row of a table in the order of its key, a batch in memory at a time."""
    for batch in _batches(session, table, list(table.columns)):
        yield list(batch)


def _batches(
    session: Session, table: Table, asked: Sequence[ColumnElement[Any]]
) -> Iterator[Sequence[Sequence[Any]]]:
    ordered = select(*asked).order_by(*table.primary_key.columns)
    yield from session.execute(ordered.execution_options(yield_per=BATCH)).partitions()


def present_keys(session: Session, table: Table, batch: Iterable[Row]) -> set[Row]:
    """The keys among these rows that the table holds already."""
    columns = list(table.primary_key.columns)
    keys = list(map(key_reader(table, table.columns.keys()), batch))
    return {tuple(row) for row in session.execute(select(*columns).where(tuple_(*columns).in_(keys)))}


def key_reader(table: Table, names: Sequence[str]) -> Callable[[Row], tuple[Any, ...]]:
    """How to find the primary key in a row of these columns."""
    places = [list(names).index(column.name) for column in table.primary_key.columns]
    return lambda row: tuple(row[place] for place in places)
