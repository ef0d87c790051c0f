"""What stands in the cells of a column, in the machine's file and in Excel's?  A whole column at once.

What may stand in a cell is decided by ``rules.csvcells`` alone; a quick test only spares it the texts that
begin with a plain letter or digit.  Texts are put into one long text and cut at its zeros, which costs a
tenth of asking each for its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from db.exports.columns import Column
from db.queries.export_pieces import CUT, Looked, Packed
from db.queries.export_pieces import Column as Values
from db.rules.csvcells import cell, text_cell

# A text that begins with one of these is harmless whatever follows; every other is asked about.
PLAIN_START: Final = "^(?:$|[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1ea0-\u1ef9])"
SELDOM = 4  # a value that comes this often on average is worth looking up


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a column; one cell instead of many: all are the same, in both files.

    `changed`: in which rows Excel's differ; None: in none, and both are one and the same.
    """

    machine: pa.Array | pa.Scalar
    excel: pa.Array | pa.Scalar
    changed: pa.Array | None = None


def cell_texts(values: Values, column: Column) -> Cells:
    """The cells of a column; texts are quoted.

    Numbers and days never differ between the files.
    """
    keys, words = (values.keys, values.words) if isinstance(values, Looked) else (values, None)
    raw = packed_array(keys) if isinstance(keys, Packed) else None
    different, places = _encoded(raw) if raw is not None else _different(keys)
    if words is None and len(different) * SELDOM > len(places):
        return _texts(raw if raw is not None else _written(keys, column), column)
    # Names and days that come again and again are written once.
    meant = different if words is None else [words(key) for key in different]
    texts = text_array(meant) if raw is not None else _written(meant, column)
    return _repeated(_texts(texts, column), places)


def _encoded(raw: pa.Array) -> tuple[Sequence[Any], pa.Array]:
    found = pc.dictionary_encode(raw, null_encoding="encode")
    return found.dictionary.to_pylist(), found.indices


def _different(keys: Sequence[Any]) -> tuple[Sequence[Any], pa.Array]:
    """The different values, and which of them stands in each row."""
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    numbers = np.fromiter(map(places.__getitem__, keys), np.int32, len(keys))
    return tuple(places), pa.Array.from_buffers(pa.int32(), len(keys), [None, pa.py_buffer(numbers)])


def _repeated(found: Cells, places: pa.Array) -> Cells:
    """Each cell as often as it comes."""
    if found.changed is None:
        one = len(found.machine) == 1
        machine = found.machine[0] if one else found.machine.take(places)
        return Cells(machine, machine)
    return Cells(found.machine.take(places), found.excel.take(places), found.changed.take(places))


def _written(values: Sequence[Any], column: Column) -> pa.Array:
    """The values as texts that are not quoted yet."""
    if column.type == "string":
        return text_array(values)
    write = _WRITERS[column.type]
    return text_array([None if value is None else write(value) for value in values])


def _texts(raw: pa.Array, column: Column) -> Cells:
    if column.type != "string":
        return Cells(raw, raw)
    quoted = _quoted(raw)
    asked = pc.and_kleene(pc.invert(pc.match_substring_regex(raw, PLAIN_START)), raw.is_valid())
    places = pc.indices_nonzero(asked)
    given = raw.take(places).to_pylist()
    made = [text_cell(text) for text in given]
    if made == given:
        return Cells(quoted, quoted)
    differs = np.zeros(len(raw), bool)
    differs[
        [place for place, old, new in zip(places.to_pylist(), given, made, strict=True) if old != new]
    ] = True
    mask = _truths(differs)
    harmless = text_array([new for old, new in zip(given, made, strict=True) if old != new])
    return Cells(quoted, pc.replace_with_mask(quoted, mask, _quoted(harmless)), mask)


def _quoted(raw: pa.Array) -> pa.Array:
    if pc.any(pc.match_substring(raw, '"')).as_py():
        raw = pc.replace_substring(raw, '"', '""')
    return pc.binary_join_element_wise(text_scalar('"'), raw, text_scalar('"'), text_scalar(""))


def packed_array(packed: Packed) -> pa.Array:
    """The texts of a column as the database joined them."""
    data, ends = _cut(packed.data, CUT)
    there = None if packed.blank else np.diff(ends) > 0
    known = None if there is None or there.all() else _bits(there)
    return _array(data, ends, known)


def text_array(texts: Sequence[str | None]) -> pa.Array:
    """Texts as one column.

    Not by ``pa.array``: that loads pandas on its first call, two seconds and as much memory as the rest of
    the survey needs.
    """
    known = None
    if None in texts:
        known = _bits(np.fromiter((text is not None for text in texts), bool, len(texts)))
        texts = ["" if text is None else text for text in texts]
    whole = "\0".join(texts).encode()  # type: ignore[arg-type]
    # A text may hold a zero itself, or there is none.
    cut = whole.count(0) + 1 == len(texts)
    data, ends = _cut(whole, b"\0") if cut else _one_by_one(texts)  # type: ignore[arg-type]
    return _array(data, ends, known)


def _array(data: bytes, ends: np.ndarray, known: bytes | None) -> pa.Array:
    valid = None if known is None else pa.py_buffer(known)
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(data), valid)


def _cut(whole: bytes, sign: bytes) -> tuple[bytes, np.ndarray]:
    """The bytes of the texts between the signs, and where each ends."""
    signs = np.flatnonzero(np.frombuffer(whole, np.uint8) == sign[0])
    ends = np.zeros(len(signs) + 2, np.int32)
    ends[1:-1] = signs - np.arange(len(signs))
    ends[-1] = len(whole) - len(signs)
    return whole.replace(sign, b""), ends


def _one_by_one(texts: Sequence[str]) -> tuple[bytes, np.ndarray]:
    encoded = [text.encode() for text in texts]
    ends = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, encoded), np.int32, len(encoded)), out=ends[1:])
    return b"".join(encoded), ends


def text_scalar(text: str) -> pa.Scalar:
    """A single text for ``pyarrow``; made without its own way, which loads pandas too."""
    return text_array([text])[0]


def _truths(values: np.ndarray) -> pa.Array:
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(_bits(values))])


def _bits(values: np.ndarray) -> bytes:
    return np.packbits(values, bitorder="little").tobytes()


def _day(value: date | str) -> str:
    """SQLite hands days over as they are written."""
    return value if isinstance(value, str) else value.isoformat()


_WRITERS: Mapping[str, Callable[[Any], str]] = {"integer": str, "date": _day, "number": cell}
