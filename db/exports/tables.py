"""How is a table of a million rows written twice, safely, and with little memory?

Twice: untouched for machines (UTF-8, LF, comma, RFC 4180), and for Excel (BOM, CRLF, comma or semicolon),
with texts that could run made harmless.  In pieces: each is turned into columns, quoted and joined by
``pyarrow`` at once instead of cell by cell.  What may stand in a cell is decided by ``rules.csvcells`` alone;
a quick test only spares it the texts that begin with a plain letter or digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from db.exports.columns import Column
from db.exports.sinks import BOM, SEPARATORS, Sink, line_of
from db.rules.csvcells import cell, text_cell

# A text that begins with one of these is harmless whatever follows; every other one is asked about.
PLAIN_START = "^(?:$|[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1ea0-\u1ef9])"
_WRITERS: Mapping[str, Callable[[Any], str]] = {"integer": str, "date": date.isoformat, "number": cell}
SELDOM = 4  # a text that comes this often on average is worth looking up


def write_table(
    pieces: Iterable[Sequence[Sequence[Any]]],
    columns: Sequence[Column],
    machine: Path,
    excel: Path,
    separator: str,
) -> Iterator[tuple[int, bool]]:
    """Write both files, piece by piece; after each piece says how many rows there are and whether any is
    sample data.

    Raises: OSError when the disk is full; ValueError for a row of another width.
    """
    sign = SEPARATORS[separator]
    with Sink(machine) as plain, Sink(excel) as safe:
        plain.write(line_of([column.name for column in columns], ",", "\n"))
        safe.write(BOM + line_of([text_cell(column.title_vi) for column in columns], sign, "\r\n"))
        rows, sample = 0, False
        for piece in pieces:
            if piece:
                cells = columns_turned(piece, columns)
                plain.write(csv_bytes([both[0] for both in cells], ",", "\n"))
                safe.write(csv_bytes([both[1] for both in cells], sign, "\r\n"))
                rows, sample = rows + len(piece), sample or any(row[0] for row in piece)
            yield rows, sample


def columns_turned(
    rows: Sequence[Sequence[Any]], columns: Sequence[Column]
) -> list[tuple[pa.Array, pa.Array]]:
    """The rows as columns of cells, for the machine's file and for Excel's."""
    turned = list(zip(*rows, strict=True))
    if len(turned) != len(columns):
        raise ValueError(f"{len(turned)} values for {len(columns)} columns")
    return [cell_texts(values, column) for values, column in zip(turned, columns, strict=True)]


def cell_texts(values: Sequence[Any], column: Column) -> tuple[pa.Array, pa.Array]:
    """The cells of a column as they stand in the machine's file and in Excel's; texts are quoted.

    Where no text could run, both are one and the same; numbers and days never differ.
    """
    different = dict.fromkeys(values)
    if len(different) * SELDOM > len(values):
        return _two_texts(values, column)
    # Names and days that come again and again are written once.
    plain, safe = _two_texts(tuple(different), column)
    places = {value: place for place, value in enumerate(different)}
    numbers = np.fromiter(map(places.__getitem__, values), np.int32, len(values))
    indices = pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(numbers)])
    found = plain.take(indices)
    return found, found if safe is plain else safe.take(indices)


def csv_bytes(cells: Sequence[pa.Array], separator: str, end: str) -> memoryview:
    """The rows as lines; what is missing is empty."""
    options = {"null_handling": "replace", "null_replacement": ""}
    # The end of the line is a last part without a separator before it.
    last = pc.binary_join_element_wise(cells[-1], _one(end), _one(""), **options)
    lines = pc.binary_join_element_wise(*cells[:-1], last, _one(separator), **options)
    _, _, data = lines.buffers()
    return memoryview(data)


def _two_texts(values: Sequence[Any], column: Column) -> tuple[pa.Array, pa.Array]:
    if column.type != "string":
        write = _WRITERS[column.type]
        plain = text_array([None if value is None else write(value) for value in values])
        return plain, plain
    array = text_array(values)
    plain, harmless = _quoted(array), _harmless(array)
    return plain, plain if harmless is array else _quoted(harmless)


def text_array(texts: Sequence[str | None]) -> pa.Array:
    """Texts as one column.

    Not by ``pa.array``: that loads pandas on its first call, two seconds and as much memory as the rest of
    the survey needs.
    """
    encoded = [b"" if text is None else text.encode() for text in texts]
    ends = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, encoded), np.int32, len(encoded)), out=ends[1:])
    known = None
    if None in texts:
        there = np.fromiter((text is not None for text in texts), bool, len(encoded))
        known = pa.py_buffer(np.packbits(there, bitorder="little").tobytes())
    return pa.StringArray.from_buffers(
        len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)), known
    )


def _harmless(array: pa.Array) -> pa.Array:
    asked = pc.and_kleene(pc.invert(pc.match_substring_regex(array, PLAIN_START)), array.is_valid())
    if not pc.any(asked).as_py():
        return array
    given = array.filter(asked)
    made = text_array([text_cell(text) for text in given.to_pylist()])
    return array if made.equals(given) else pc.replace_with_mask(array, asked, made)


def _quoted(array: pa.Array) -> pa.Array:
    inner = array
    if pc.any(pc.match_substring(array, '"')).as_py():
        inner = pc.replace_substring(array, '"', '""')
    return pc.binary_join_element_wise(_one('"'), inner, _one('"'), _one(""))


def _one(text: str) -> pa.Scalar:
    """A single text for ``pyarrow``; made without its own way, which loads pandas too."""
    return text_array([text])[0]
