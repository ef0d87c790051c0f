"""How is a table of a million rows written twice, safely, and with little memory?

Twice: untouched for machines (UTF-8, LF, comma, RFC 4180), and for Excel (BOM, CRLF, comma or semicolon),
with texts that could run made harmless.  In pieces: each is turned into columns of cells, which ``cells``
writes and ``pyarrow`` joins at once instead of cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from db.exports.cells import Cells, cell_texts, text_array, text_scalar
from db.exports.columns import Column
from db.exports.sinks import BOM, SEPARATORS, Sink, line_of
from db.queries.export_pieces import CUT, Packed, Piece
from db.queries.export_pieces import Column as Values
from db.rules.csvcells import text_cell


def write_table(
    pieces: Iterable[Piece | Sequence[Sequence[Any]]],
    columns: Sequence[Column],
    machine: Sink,
    excel: Sink,
    separator: str,
) -> Iterator[tuple[int, bool]]:
    """Write both files, piece by piece; after each piece says how many rows there are and whether any is
    sample data.

    Raises: OSError when the disk is full; ValueError for a row of another width.
    """
    sign = SEPARATORS[separator]
    machine.write(line_of([column.name for column in columns], ",", "\n"))
    excel.write(BOM + line_of([text_cell(column.title_vi) for column in columns], sign, "\r\n"))
    rows, sample = 0, False
    for piece in pieces:
        if piece:
            turned = columns_turned(piece, columns)
            plain, safe = lines_of([cells for _, cells in turned], sign, len(piece))
            machine.write(_ended(plain, "\n"))
            excel.write(_ended(safe, "\r\n"))
            rows, sample = rows + len(piece), sample or _says_something(turned[0][0])
        yield rows, sample


def columns_turned(
    piece: Piece | Sequence[Sequence[Any]], columns: Sequence[Column]
) -> list[tuple[Values, Cells]]:
    """Each column of a piece, and its cells."""
    turned = piece.columns if isinstance(piece, Piece) else tuple(zip(*piece, strict=True))
    if len(turned) != len(columns):
        raise ValueError(f"{len(turned)} values for {len(columns)} columns")
    return [(values, cell_texts(values, column)) for values, column in zip(turned, columns, strict=True)]


def _says_something(marks: Values) -> bool:
    """Whether any row is marked as invented."""
    return bool(marks.data.strip(CUT)) if isinstance(marks, Packed) else any(marks)  # type: ignore[arg-type]


def lines_of(columns: Sequence[Cells], sign: str, rows: int) -> tuple[pa.Array, pa.Array]:
    """The rows as lines without an end, for the machine's file and for Excel's.

    Rows in which no text was changed are joined once, where both files cut alike.
    """
    machine = _joined([cells.machine for cells in columns], ",", rows)
    if sign != ",":
        return machine, _joined([cells.excel for cells in columns], sign, rows)
    changed = [cells.changed for cells in columns if cells.changed is not None]
    if not changed:
        return machine, machine
    mask = reduce(pc.or_, changed)
    others = [_only(cells.excel, mask) for cells in columns]
    return machine, pc.replace_with_mask(machine, mask, _joined(others, ",", rows))


def _only(cells: pa.Array | pa.Scalar, mask: pa.Array) -> pa.Array | pa.Scalar:
    return cells.filter(mask) if isinstance(cells, pa.Array) else cells


def _joined(cells: Sequence[pa.Array | pa.Scalar], separator: str, rows: int) -> pa.Array:
    """The rows as lines; what is missing is empty."""
    options = {"null_handling": "replace", "null_replacement": ""}
    found = pc.binary_join_element_wise(*cells, text_scalar(separator), **options)
    # Where every column says the same in all rows, one line came out.
    return found if isinstance(found, pa.Array) else text_array([found.as_py()] * rows)


def _ended(lines: pa.Array, end: str) -> memoryview:
    """The bytes of all lines, each with its end."""
    _, _, data = pc.binary_join_element_wise(lines, text_scalar(""), text_scalar(end)).buffers()
    return memoryview(data)
