"""How does a file under way know its own size and hash?  And how is a small table of texts written?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from db.rules.csvcells import text_cell

SEPARATORS = {"comma": ",", "semicolon": ";"}
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Written:
    """One file as it was written."""

    size: int
    sha256: str


class Sink:
    """A file under way, its size and its hash."""

    def __init__(self, path: Path) -> None:
        """Start an empty file; the folder is ours alone, so the name is free."""
        self._file: BinaryIO = path.open("xb")
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Add bytes."""
        self._file.write(data)
        self._hash.update(data)
        self._size += len(data)

    def written(self) -> Written:
        """What was written so far."""
        return Written(self._size, self._hash.hexdigest())

    def __enter__(self) -> Sink:
        """The open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; on a full disk this is where the fault may show."""
        self._file.close()


def line_of(cells: Sequence[str], separator: str, end: str) -> bytes:
    quoted = ('"' + one.replace('"', '""') + '"' for one in cells)
    return (separator.join(quoted) + end).encode()


def write_texts(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], separator: str) -> Written:
    """A small table of texts for Excel."""
    with Sink(path) as sink:
        sink.write(BOM)
        for row in (header, *rows):
            sink.write(line_of([text_cell(text) for text in row], SEPARATORS[separator], "\r\n"))
        return sink.written()


def file_sums(path: Path) -> Written:
    """Size and hash of a file that lies there."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Written(path.stat().st_size, digest.hexdigest())
