"""Are two tables the same, whatever the order of their rows?  One hash of the sorted hashes of all rows.

Memory stays flat: of millions of rows only so many hashes wait in it, the others in a file without a name.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, Any

HASH = hashlib.sha256().digest_size
MOST = 1 << 18  # hashes that wait in memory: 8 MB
# Hashes are spread evenly: those with the same first byte are few enough to be sorted together.
FIRSTS = [bytes([first]) for first in range(1, 256)]


@dataclass(slots=True)
class Digest:
    """The canonical SHA-256 of a table: of its rows' hashes, sorted, so that no engine's order matters."""

    rows: int = 0
    _waiting: bytearray = field(default_factory=bytearray)
    _disk: IO[bytes] | None = None
    _cuts: list[list[int]] = field(
        default_factory=list
    )  # of each sorted run on the disk: where a first byte begins

    def add(self, lines: Iterable[bytes]) -> None:
        """Take the lines of some rows in."""
        hashes = [hashlib.sha256(line).digest() for line in lines]
        self.rows += len(hashes)
        self._waiting += b"".join(hashes)
        if len(self._waiting) >= MOST * HASH:
            self._put_by()

    def hexdigest(self) -> str:
        """The table's hash."""
        if self._disk is None:
            return hashlib.sha256(_sorted(self._waiting)).hexdigest()
        self._put_by()
        whole = hashlib.sha256()
        for of_one_byte in self._by_first_byte(self._disk):
            whole.update(_sorted(of_one_byte))
        return whole.hexdigest()

    def _put_by(self) -> None:
        self._disk = self._disk or tempfile.TemporaryFile()  # noqa: SIM115 - goes with the digest
        run, start = _sorted(self._waiting), self._disk.seek(0, 2)
        found = [0, *run.searchsorted(FIRSTS).tolist(), len(run)]
        self._cuts.append([start + place * HASH for place in found])
        self._disk.write(run)
        self._waiting = bytearray()

    def _by_first_byte(self, disk: IO[bytes]) -> Iterator[bytes]:
        for ends in zip(*(pairwise(cuts) for cuts in self._cuts), strict=True):
            yield b"".join(_between(disk, start, end) for start, end in ends)


def _between(disk: IO[bytes], start: int, end: int) -> bytes:
    disk.seek(start)
    return disk.read(end - start)


def _sorted(hashes: bytes | bytearray) -> Any:
    import numpy as np  # here: most commands need none of it

    return np.sort(np.frombuffer(hashes, f"S{HASH}"))
