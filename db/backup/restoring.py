"""How does a backup become a living database?  Beside the old one, checked row by row, then put in place.

Nothing that stands is touched before the new database is complete and equal to the backup's own hashes.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text

from db.backup import reading
from db.backup.filling import fill
from db.backup.reading import Content
from db.backup.refusals import BackupRefused
from db.engine import Database, open_database, sqlite_module
from db.evidence import store
from db.settings import Settings

DATABASE = "nhipcau.db"
BESIDE = ("-wal", "-shm")
UNFINISHED = ".restore-"
NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.ENOSYS})


@dataclass(frozen=True, slots=True)
class RestoreReceipt:
    """What stands now: made when, how many rows and files, and where the former database was put."""

    made_at: str
    rows: int
    files: int
    former: Path | None


def restore(
    settings: Settings, path: Path, identity: str, now: datetime, *, replacing: bool = False
) -> RestoreReceipt:
    """Put a backup in place of nothing, or (`replacing`) of the SQLite database that stands.

    Raises: BackupRefused any as `reading.check` and `fill`, `not_empty`, `in_use`, `other_secret`; OSError
    and OperationalError of the disk.  In every case what stood there stands.
    """
    content = reading.check(path, identity)
    _check_secret(settings, content)
    check_free = _check_free_sqlite if settings.sqlite else _check_empty_postgresql
    check_free(settings, replacing)
    place = _restore_sqlite if settings.sqlite else _restore_postgresql
    with _evidence_back(settings.data_dir, path, identity, content):
        former = place(settings, path, identity, content, now)
    return RestoreReceipt(content.made_at, content.rows, len(content.files), former)


def _check_secret(settings: Settings, content: Content) -> None:
    """Slips and tombstones were made under the backup's secret: under another one they open nothing."""
    if content.manifest["secret"] != settings.secret_key:
        raise BackupRefused("other_secret")


@contextmanager
def _evidence_back(data_dir: Path, path: Path, identity: str, content: Content) -> Iterator[None]:
    """The files lie there before any row points to them; those added go again when the rows do not come."""
    added: list[str] = []
    try:
        for sha256, data in reading.files(path, identity) if content.files else ():
            if not store.path_of(data_dir, sha256).exists():
                added.append(sha256)
            store.keep(data_dir, sha256, data)
        yield
    except BaseException:
        for sha256 in added:
            store.forget(data_dir, sha256)
        raise


def _check_free_sqlite(settings: Settings, replacing: bool) -> None:
    target = sqlite_path(settings)
    if target.exists() and not replacing:
        raise BackupRefused("not_empty")
    if target.exists():
        check_unused(target)


def _restore_sqlite(
    settings: Settings, path: Path, identity: str, content: Content, now: datetime
) -> Path | None:
    target = sqlite_path(settings)
    for left in target.parent.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)  # a restore that was killed: children's answers must not lie about
    folder = target.parent / f"{UNFINISHED}{uuid4().hex}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        made = _fresh_sqlite(settings, folder, path, identity, content)
        made.chmod(0o600)
        return _swap(made, target, now)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fresh_sqlite(settings: Settings, folder: Path, path: Path, identity: str, content: Content) -> Path:
    fresh = replace(settings, database_url=f"sqlite:///{folder / DATABASE}")
    with closing(open_database(fresh)) as database:
        fill(database, path, identity, content)
        with database.writer.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # a checkpoint runs outside any transaction
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    return folder / DATABASE


def sqlite_path(settings: Settings) -> Path:
    """Where the embedded database lies."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


def check_unused(path: Path) -> None:
    """Refuse to replace a database that a running app has open.

    One that is no database any more is free: a broken one is why people restore.
    Raises: BackupRefused `in_use`, `unopened`.
    """
    module = sqlite_module()
    with closing(module.connect(str(path), timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except module.OperationalError as fault:
            code = "in_use" if "locked" in str(fault) else "unopened"
            raise BackupRefused(code, said=str(fault)) from fault
        except module.DatabaseError:
            return


def _swap(made: Path, target: Path, now: datetime) -> Path | None:
    """Put the new database in place of the former one, which stays beside it under the restore's moment.

    At every moment a database stands there, whatever is cut off when.
    """
    former = None
    if target.exists():
        check_unused(target)  # again: loading took its time
        former = target.with_name(f"{target.name}.before-{now:%Y%m%d-%H%M%S}")
        _also_called(target, former)
    for suffix in BESIDE:
        beside = Path(f"{target}{suffix}")
        if beside.exists():  # of a broken database only; the new one must not read it as its own
            beside.replace(f"{former or target}.lost{suffix}")
    made.replace(target)
    store.sync_folder(target.parent)
    return former


def _also_called(target: Path, former: Path) -> None:
    try:
        os.link(target, former)
    except OSError as fault:
        if fault.errno not in NO_LINKS:
            raise
        shutil.copy2(target, former)


def _check_empty_postgresql(settings: Settings, replacing: bool) -> None:
    with closing(open_database(settings)) as database:
        if has_tables(database):
            raise BackupRefused("not_empty")


def has_tables(database: Database) -> bool:
    """Whether a PostgreSQL database holds any table, ours or others'."""
    asked = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema())"
    with database.read_session() as session:
        return bool(session.scalar(text(asked)))


def _restore_postgresql(
    settings: Settings, path: Path, identity: str, content: Content, now: datetime
) -> None:
    """Into an empty database only, in one transaction: all of it or nothing."""
    with closing(open_database(settings)) as database:
        fill(database, path, identity, content)
