"""How do a million rows leave the database with little memory, and quickly?  In blocks, as whole columns.

Blocks of numbers, because a query that sorts a million rows by their number may keep all of them to do so.
Columns, because the engine joins the texts of a block ten times faster than each of them becomes an object
here.  Where that would not be exact (a text holds the sign between texts), the block is read row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Date,
    LargeBinary,
    Row,
    Select,
    String,
    case,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

BLOCK = 20_000  # rows in memory at a time
CUT: Final = b"\x1f"  # the sign between texts
MIDNIGHT: Final = "17"  # the hour of UTC at which a day begins in Viet Nam


@dataclass(frozen=True, slots=True)
class Packed:
    """A column as one text; `blank` False: an empty one is a missing one."""

    data: bytes
    rows: int
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A column whose cells are what `words` says for its keys."""

    keys: Packed | Sequence[Hashable]
    words: Callable[[Any], Any]


Column: TypeAlias = Packed | Looked | Sequence[Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a large set, as columns from left to right; its length is the number of rows."""

    columns: tuple[Column, ...]
    rows: int

    def __len__(self) -> int:
        """How many rows."""
        return self.rows


Rows: TypeAlias = Iterator[Piece | list[tuple[Any, ...]]]
Block: TypeAlias = Mapping[str, Packed] | Sequence[Row[Any]]


def blocks(
    session: Session,
    query: Select[Any],
    number: InstrumentedAttribute[int],
    texts: frozenset[str] | None = None,
    rows_if: str = "",
) -> Iterator[Block]:
    """What the query finds, in the order of this number, a block of numbers at a time; empty ones left out.

    Shape: by column where `texts` names the columns in which an empty text is one, and where it can be done;
           else by row.  The query has a column `number`; a 1 in the column `rows_if` asks for rows.
    """
    connection = session.connection()
    newest = connection.scalar(select(func.max(number))) or 0
    for after in range(0, newest, BLOCK):
        block = query.where(number > after, number <= after + BLOCK).order_by(number)
        found = None if texts is None else _by_column(session, block, texts)
        if found is None or (rows_if and found and b"1" in found[rows_if].data):
            rows = connection.execute(block).all()
            if rows:
                yield rows
        elif found:
            yield found


def by_name(block: Block) -> dict[str, Column]:
    """The columns of a block, however it was read."""
    if isinstance(block, Mapping):
        return dict(block)
    return dict(zip(block[0]._fields, zip(*block, strict=True), strict=True))


def piece_of(columns: Mapping[str, Column], names: Sequence[str]) -> Piece:
    """The columns of these names, from left to right; the first of them was read."""
    first = columns[names[0]]
    rows = first.rows if isinstance(first, Packed) else len(first)
    return Piece(tuple(columns[name] for name in names), rows)


def _by_column(session: Session, block: Select[Any], texts: frozenset[str]) -> Mapping[str, Packed] | None:
    """The columns of a block; None when the engine's answer cannot be cut where it was joined."""
    inner = block.subquery()
    joined = select(func.count(), *(_joined(session, column) for column in inner.c))
    rows, *answers = session.connection().execute(joined).one()
    if not rows:
        return {}
    found = {
        name: Packed(data if isinstance(data, bytes) else data.encode(), rows, name in texts)
        for name, data in zip(inner.c.keys(), answers, strict=True)
    }
    whole = all(column.data.count(CUT) == rows - 1 for column in found.values())
    return found if whole and _in_order(found["number"]) else None


def _joined(session: Session, column: ColumnElement[Any]) -> ColumnElement[Any]:
    empty = literal_column("''")
    if _on_sqlite(session):
        return cast(func.group_concat(func.coalesce(column, empty), func.char(CUT[0])), LargeBinary)
    return func.string_agg(func.coalesce(cast(column, String), empty), func.chr(CUT[0]))


def _in_order(numbers: Packed) -> bool:
    """The engines join in the order of the inner query, but only one of them promises it."""
    found = numbers.data.split(CUT)
    if len(set(map(len, found))) == 1:  # as long as each other, they stand in the order of their letters
        return found == sorted(found)
    counted = list(map(int, found))
    return counted == sorted(counted)


def day(session: Session, column: Any) -> ColumnElement[Any]:
    """A day as it is written; SQLite keeps it so."""
    if _on_sqlite(session):
        return cast(column, String)
    return func.to_char(column, "YYYY-MM-DD")


def day_in_vietnam(session: Session, moment: Any) -> ColumnElement[Any]:
    """The day a moment belongs to, as it is written."""
    if _on_sqlite(session):
        # To add hours costs twice as much as to look at them, and nearly all work is done by day.
        hour, same_day = func.substr(moment, 12, 2), func.substr(moment, 1, 10, type_=String())
        return case((hour < MIDNIGHT, same_day), else_=func.date(moment, "+7 hours", type_=String()))
    return day(session, cast(func.timezone("Asia/Ho_Chi_Minh", moment), Date))


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
