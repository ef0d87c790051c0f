"""What lies in a backup?  A compressed tar: head, tables in pieces, files, and the manifest that seals it.

The head comes first, so that a newer version's backup is refused before anything is read; the manifest comes
last, because only then are all hashes known.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from db.backup.refusals import BackupRefused

KIND = "nhip-cau-backup"
FORMAT = 1
HEAD, MANIFEST = "head.json", "manifest.json"
TABLES, FILES = "tables/", "files/"
MOST_PIECE = 64 << 20  # rows of some megabytes or one file of evidence; more is not ours


@dataclass(frozen=True, slots=True)
class Head:
    """Which program made it, when, from what."""

    revision: str
    made_at: str
    engine: str
    kind: str = KIND
    format: int = FORMAT


@dataclass(slots=True)
class Manifest:
    """What must be inside: rows and canonical SHA-256 of each table, SHA-256 of each file.

    `columns`: what a row held then; a later version may know more.  `spoilt`: files left out.
    """

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    spoilt: int = 0
    secret: str = ""  # the key under which slips and tombstones were made; without it they open nothing


class Writer:
    """Puts pieces into the archive, one after the other."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._packed = gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=3)
        self._tar = tarfile.open(fileobj=self._packed, mode="w|")  # noqa: SIM115 - closed by close

    def piece(self, name: str, data: bytes) -> None:
        """Add one member."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(data), 0o600
        self._tar.addfile(member, io.BytesIO(data))
        self._tar.members.clear()  # a list for random access, which would grow with every file

    def close(self, manifest: Manifest) -> None:
        """Add the manifest and end the archive."""
        self.piece(MANIFEST, json.dumps(asdict(manifest)).encode())
        self._tar.close()
        self._packed.close()

    def give_up(self) -> None:
        """Write no more, not even what waits: the stream is broken."""
        self._tar.fileobj.closed = True  # type: ignore[union-attr]
        self._packed.fileobj = None

    def head(self, head: Head) -> None:
        """Add the head."""
        self.piece(HEAD, json.dumps(asdict(head)).encode())


def pieces(stream: IO[bytes], check_head: Callable[[dict[str, Any]], None]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every member after the head, which is checked first.

    Raises: BackupRefused `foreign` when this is no backup of ours; ValueError when it cannot be read.
    """
    try:
        with tarfile.open(fileobj=stream, mode="r|gz") as tar:
            place = -1
            while (member := tar.next()) is not None:
                place += 1
                name, data = member.name, _bytes_of(tar, member)
                tar.members.clear()
                if place == 0:
                    _check_kind(name, data)
                    check_head(json.loads(data))
                else:
                    yield name, data
    except (tarfile.TarError, zlib.error, EOFError, OSError) as fault:
        raise ValueError("not an archive of ours") from fault


def _bytes_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member) if member.isfile() and member.size <= MOST_PIECE else None
    if file is None:
        raise BackupRefused("foreign")
    return file.read()


def _check_kind(name: str, data: bytes) -> None:
    try:
        ours = name == HEAD and json.loads(data).get("kind") == KIND
    except (ValueError, AttributeError, RecursionError):
        ours = False
    if not ours:
        raise BackupRefused("foreign")
