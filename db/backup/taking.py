"""How is a backup taken while children answer?  From one snapshot of the database, sealed as it is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Table
from sqlalchemy.orm import Session

from db.backup.archive import FILES, TABLES, Head, Manifest, Writer
from db.backup.digest import Digest
from db.backup.refusals import BackupRefused
from db.backup.rows import kept_tables, lines
from db.backup.sealed_stream import sealing
from db.engine import Database
from db.evidence import store
from db.migrate import wanted_revision
from db.settings import Settings

SUFFIX, UNFINISHED = ".age", ".part"
ABANDONED = timedelta(days=1)
LONG = 4 << 20  # characters; a piece stays far below what reading takes


@dataclass(frozen=True, slots=True)
class BackupReceipt:
    """What was written: where, how large, its SHA-256, how many rows and files it holds.

    `spoilt`: files of evidence left out, because they are no longer what was handed in.
    """

    path: Path
    size: int
    sha256: str
    rows: int
    files: int
    spoilt: int


def take(
    database: Database, settings: Settings, target: Path, recipients: list[str], now: datetime
) -> BackupReceipt:
    """Write one encrypted backup of everything, whole or not at all; the apps go on meanwhile.

    Raises: BackupRefused `no_recipient`, `bad_recipient`, `exists`; OSError of the disk.
    """
    if not recipients:
        raise BackupRefused("no_recipient")
    if target.exists():
        raise BackupRefused("exists", path=str(target))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(target.parent, now)
    beside = target.with_name(f".{uuid4().hex}{UNFINISHED}")
    try:
        manifest = _write(database, settings, beside, recipients, now)
        receipt = _receipt(beside, target, manifest)
        beside.replace(target)
        store.sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)
    return receipt


def _sweep(folder: Path, now: datetime) -> None:
    """Take away what runs that were killed left here; a run of today may still be at its own."""
    for left in folder.glob(f".*{UNFINISHED}"):
        if now.timestamp() - left.stat().st_mtime > ABANDONED.total_seconds():
            left.unlink(missing_ok=True)


def _write(
    database: Database, settings: Settings, path: Path, recipients: list[str], now: datetime
) -> Manifest:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with sealing(file, recipients) as stream:
            manifest = _fill(Writer(stream), database, settings, now)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _fill(writer: Writer, database: Database, settings: Settings, now: datetime) -> Manifest:
    manifest = Manifest(secret=settings.secret_key)
    engine = database.reader.dialect.name
    try:
        writer.head(Head(wanted_revision(), now.astimezone(UTC).isoformat(), engine))
        with database.read_session() as session:
            _one_snapshot(session)
            _write_tables(session, writer, manifest)
        _write_evidence(settings.data_dir, writer, manifest)
        writer.close(manifest)
    except BaseException:
        writer.give_up()
        raise
    return manifest


def _one_snapshot(session: Session) -> None:
    """All tables as they stood at one moment (SQLite's WAL does so by itself)."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _write_tables(session: Session, writer: Writer, manifest: Manifest) -> None:
    for table in kept_tables():
        digest = Digest()
        names = names_of(table)
        for number, piece in enumerate(_pieces(lines(session, table, names))):
            digest.add(piece)
            writer.piece(f"{TABLES}{table.name}/{number:06}.jsonl", b"\n".join(piece))
        found = {"rows": digest.rows, "sha256": digest.hexdigest(), "columns": names}
        manifest.tables[table.name] = found


def names_of(table: Table) -> list[str]:
    """What a row of this table holds."""
    return sorted(table.columns.keys())


def _pieces(found: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
    """A thousand lines at a time, fewer when they are long."""
    for batch in found:
        piece: list[bytes] = []
        size = 0
        for line in batch:
            piece.append(line)
            size += len(line)
            if size > LONG:
                yield piece
                piece, size = [], 0
        if piece:
            yield piece


def _write_evidence(data_dir: Path, writer: Writer, manifest: Manifest) -> None:
    """Every file that is what its name says; a spoilt one would only make the backup one to refuse."""
    for path in sorted((data_dir / store.FOLDER).glob("*")):
        if not store.is_hash(path.name):
            continue  # left by an upload that was cut off
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue  # removed in this very moment, and rightly
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 != path.name:
            manifest.spoilt += 1
            continue
        name = f"{store.FOLDER}/{path.name}"
        writer.piece(FILES + name, data)
        manifest.files[name] = sha256


def _receipt(written: Path, target: Path, manifest: Manifest) -> BackupReceipt:
    with written.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    count = sum(table["rows"] for table in manifest.tables.values())
    size = written.stat().st_size
    return BackupReceipt(target, size, sha256, count, len(manifest.files), manifest.spoilt)
