"""How do many rows enter a table, or are found by many keys, in one statement and at the least cost?

SQLAlchemy's own way handles every value of every row by name, which was most of what keeping a child's
answers cost.  Here values are prepared column by column.  SQLite takes them as tuples; PostgreSQL takes each
column as one array, so its statement stays the same, and prepared, for any number of rows.  The keys of a
question travel as one parameter for the same reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, Dialect, FromClause, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from db.base import Base

Columns: TypeAlias = list[list[Any]]
# The statement, for each column its name and what prepares a value, and what the driver is given.
_Plan: TypeAlias = tuple[str, list[tuple[str, Callable[[Any], Any] | None]], Callable[[Columns], Any]]


def insert_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, every one that is needed: no default of ours is applied.

    Raises: IntegrityError, and then none of them is there.
    """
    if not rows:
        return
    connection = session.connection()
    statement, prepared, given = _plan(table.__table__, tuple(rows[0]), connection.dialect)
    columns = [
        [prepare(row[name]) for row in rows] if prepare else [row[name] for row in rows]
        for name, prepare in prepared
    ]
    connection.exec_driver_sql(statement, given(columns))


class among(FunctionElement[Any]):
    """Whether a column's value is one of the keys that `keys` made: `among(column, bindparam("tokens"))`.

    Not typed as truth: SQLite would be asked whether it is `= 1`, and would look through the whole table.
    """

    name, inherit_cache = "among", True


@compiles(among, "sqlite")
def _among_json(element: among, compiler: SQLCompiler, **given: Any) -> str:
    column, wanted = (compiler.process(part, **given) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({wanted}))"  # noqa: S608 - our own names


@compiles(among, "postgresql")
def _among_array(element: among, compiler: SQLCompiler, **given: Any) -> str:
    column, wanted = (compiler.process(part, **given) for part in element.clauses)
    return f"{column} = ANY ({wanted})"


def keys(connection: Connection, values: Collection[UUID | str]) -> object:
    """Many keys as the one parameter that `among` compares with."""
    if connection.dialect.name == "postgresql":
        return list(values)
    return json.dumps([one.hex if isinstance(one, UUID) else one for one in values])


@lru_cache(maxsize=64)
def _plan(table: FromClause, names: tuple[str, ...], dialect: Dialect) -> _Plan:
    types = [table.c[name].type for name in names]
    prepared = [
        (name, kind.dialect_impl(dialect).bind_processor(dialect))
        for name, kind in zip(names, types, strict=True)
    ]
    into = f"INSERT INTO {table.name} ({', '.join(names)})"  # type: ignore[attr-defined]
    if dialect.name == "postgresql":
        arrays = ", ".join(f"%s::{_plain(kind, dialect)}[]" for kind in types)
        return f"{into} SELECT * FROM unnest({arrays})", prepared, tuple  # noqa: S608 - our own names
    places = ", ".join("?" * len(names))
    return f"{into} VALUES ({places})", prepared, lambda columns: list(zip(*columns, strict=True))


def _plain(kind: TypeEngine[Any], dialect: Dialect) -> str:
    """The type's name; a text too long must be refused by its column, where a cast would cut it."""
    return "TEXT" if isinstance(kind, String) else kind.compile(dialect)
