"""Is a backup whole, ours, and not newer than this program?  Known before anything is touched."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from db.backup.archive import FILES, FORMAT, MANIFEST, TABLES, pieces
from db.backup.digest import Digest
from db.backup.refusals import BackupRefused
from db.backup.rows import DOORS, kept_tables
from db.backup.sealed_stream import opened
from db.evidence.store import FOLDER as EVIDENCE
from db.migrate import known_revisions

_FILE = re.compile(f"{FILES}{EVIDENCE}/([0-9a-f]{{64}})")
_PIECE = re.compile(TABLES + r"([a-z_]+)/\d{6,}\.jsonl")


@dataclass(slots=True)
class Content:
    """What a backup says of itself, and what was found in it."""

    head: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, Digest] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def made_at(self) -> str:
        """When it was made, ISO in UTC."""
        return str(self.head["made_at"])

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(digest.rows for digest in self.tables.values())


def check(path: Path, identity: str) -> Content:
    """Read the whole backup and compare every hash; nothing is written anywhere.

    Raises: BackupRefused `missing`, `unreadable`, `bad_key`, `wrong_key`, `damaged`, `foreign`, `newer`.
    """
    if not path.is_file():
        raise BackupRefused("missing", path=str(path))
    content = Content()
    for name, data in _members(path, identity, content):
        _take_in(content, name, data)
    _compare(content)
    return content


def lines(path: Path, identity: str) -> Iterator[tuple[str, list[bytes]]]:
    """Table and rows of each piece, in the order in which they may be loaded."""
    for name, data in _members(path, identity, Content()):
        if name.startswith(TABLES):
            yield _table_of(name), data.split(b"\n")


def files(path: Path, identity: str) -> Iterator[tuple[str, bytes]]:
    """Hash and bytes of each file of evidence.  Raises: BackupRefused `foreign`."""
    for name, data in _members(path, identity, Content()):
        if name.startswith(FILES):
            yield _hash_of(name, data), data


def _members(path: Path, identity: str, content: Content) -> Iterator[tuple[str, bytes]]:
    def check_head(head: dict[str, Any]) -> None:
        content.head = head
        if not isinstance(head.get("format"), int) or not isinstance(head.get("made_at"), str):
            raise BackupRefused("foreign")
        if head["format"] > FORMAT or head.get("revision") not in _revisions():
            raise BackupRefused("newer", revision=str(head.get("revision", ""))[:40])

    with opened(path, identity) as stream:
        yield from pieces(stream, check_head)


_revisions = cache(known_revisions)  # a backup is read three times


def _take_in(content: Content, name: str, data: bytes) -> None:
    if name == MANIFEST:
        content.manifest = _manifest_of(data)
    elif name.startswith(FILES):
        sha256 = _hash_of(name, data)
        content.files[name.removeprefix(FILES)] = sha256
    else:
        content.tables.setdefault(_table_of(name), Digest()).add(data.split(b"\n"))


def _hash_of(name: str, data: bytes) -> str:
    """The hash that a file of evidence is named by.

    Who sealed the backup chose the names: one that leads elsewhere, or that its bytes do not bear out, is
    none of ours.
    """
    named = _FILE.fullmatch(name)
    if named is None or hashlib.sha256(data).hexdigest() != named[1]:
        raise BackupRefused("foreign")
    return named[1]


def _table_of(name: str) -> str:
    """The table a piece belongs to."""
    named = _PIECE.fullmatch(name)
    if named is None or named[1] not in _known_tables():
        raise BackupRefused("foreign")
    return named[1]


def _known_tables() -> frozenset[str]:
    return frozenset(table.name for table in kept_tables()) | DOORS


def _manifest_of(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
        for table in said["tables"].values():
            ours = isinstance(table["rows"], int) and isinstance(table["sha256"], str)
            if not ours or not all(isinstance(name, str) for name in table["columns"]):
                raise ValueError("no table of ours")
        if not isinstance(said["secret"], str) or not isinstance(said["files"], dict):
            raise ValueError("no manifest of ours")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise BackupRefused("foreign") from fault
    return dict(said)


def _compare(content: Content) -> None:
    """What the manifest promises is what was found; tables that this version does not have are foreign."""
    promised = content.manifest.get("tables")
    if promised is None or content.manifest["files"] != content.files:
        raise BackupRefused("damaged")
    if not promised.keys() <= _known_tables() or not content.tables.keys() <= promised.keys():
        raise BackupRefused("foreign")
    known = {table.name: set(table.columns.keys()) for table in kept_tables()}
    for name, said in promised.items():
        if not set(said["columns"]) <= known.get(name, set(said["columns"])):
            raise BackupRefused("foreign")
        found = content.tables.get(name, Digest())
        if (said["rows"], said["sha256"]) != (found.rows, found.hexdigest()):
            raise BackupRefused("damaged", table=name)
