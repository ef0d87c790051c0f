"""Where does a session open, and with which promises?  Nowhere else than here.

SQLite (embedded): WAL with ``synchronous=FULL``, because a power cut under ``NORMAL`` loses acknowledged
rows; every pragma is read back.  PostgreSQL (scale): ``synchronous_commit=on``.  Writers are serialised on
both engines (``BEGIN IMMEDIATE``; an advisory lock), so a rule that reads before it writes is never raced.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import ModuleType

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from db.settings import Settings, SettingsError

# Releases that hold the fix for the WAL-reset corruption bug: newest line, then the two mended old lines.
SAFE_FROM = (3, 51, 3)
SAFE_LINES = {(3, 50): 7, (3, 44): 6}
WRITE_LOCK = 8735  # PostgreSQL advisory lock: Decision 87, to 2035

# So long may the log become before a commit has to empty it: 64 MB.  `db.checkpoints` is there long before.
LOG_PAGES = 16_000

PRAGMAS: dict[str, int | str] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "secure_delete": 1,
}


def check_sqlite_version(version: tuple[int, ...]) -> None:
    """Refuse an SQLite whose WAL can corrupt the file when two processes share it.

    Raises: SettingsError naming the version found and the remedy.
    Source: trust.md section 1.
    """
    mended = SAFE_LINES.get(version[:2])
    if version >= SAFE_FROM or (mended is not None and version[2] >= mended):
        return
    found = ".".join(map(str, version))
    raise SettingsError(
        f"SQLite {found} có lỗi làm hỏng dữ liệu; hãy cài bản mới. / "
        f"SQLite {found} can damage the database (WAL-reset bug, mended in 3.51.3). "
        "Install the newer one with: pip install pysqlite3"
    )


def sqlite_module() -> ModuleType:
    """The newest SQLite this Python can load, checked."""
    found: list[ModuleType] = [sqlite3]
    # Without the wheel the standard module may still be new enough; the check below decides.
    with suppress(ModuleNotFoundError):
        found.append(importlib.import_module("pysqlite3.dbapi2"))
    newest = max(found, key=lambda module: module.sqlite_version_info)
    check_sqlite_version(newest.sqlite_version_info)
    return newest


@dataclass(frozen=True, slots=True)
class Database:
    """The two doors to the records: many readers, one writer."""

    reader: Engine
    writer: Engine

    @contextmanager
    def read_session(self) -> Iterator[Session]:
        """A session that cannot write; the database itself refuses."""
        with Session(self.reader) as session:
            yield session

    @contextmanager
    def write_session(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with Session(self.writer, expire_on_commit=False) as session, session.begin():
            lock_writers(session)
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.reader.dispose()
        self.writer.dispose()


def lock_writers(session: Session) -> None:
    """Let one writer in at a time (SQLite: already so since BEGIN IMMEDIATE)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})


def open_database(settings: Settings, *, checkpoints: bool = True) -> Database:
    """The installation's database, its promises read back.

    `checkpoints` is False in the dashboard: only the survey's process moves the WAL into the file.
    Raises: SettingsError when the engine is unsafe or does not keep a promise.
    """
    if settings.sqlite:
        database = _open_sqlite(settings.database_url, checkpoints)
    else:
        database = _open_postgresql(settings.database_url)
    try:
        _read_back(database)
    except OperationalError as fault:
        database.close()
        raise SettingsError(
            f"Không mở được cơ sở dữ liệu. / The database cannot be opened: {fault.orig}"
        ) from fault
    return database


def _open_sqlite(url: str, checkpoints: bool) -> Database:
    module = sqlite_module()
    path = url.removeprefix("sqlite:///")

    def connect(mode: str) -> object:
        uri = f"file:{path}?mode={mode}"
        return module.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)

    def make(mode: str, begin: str, size: int, extra: dict[str, int]) -> Engine:
        engine = create_engine(
            "sqlite+pysqlite://",
            module=module,
            creator=lambda: connect(mode),
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
        )
        _prepare_sqlite(engine, begin, extra)
        return engine

    autocheckpoint = LOG_PAGES if checkpoints else 0
    writer = make("rwc", "BEGIN IMMEDIATE", 1, {"wal_autocheckpoint": autocheckpoint})
    # rw, not ro: a read-only open cannot recover the WAL left by a killed process; query_only refuses writes.
    return Database(make("rw", "BEGIN", 10, {"query_only": 1, "wal_autocheckpoint": 0}), writer)


def _prepare_sqlite(engine: Engine, begin: str, extra: dict[str, int]) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
        for name, value in {**PRAGMAS, **extra}.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _open_postgresql(url: str) -> Database:
    def make(read_only: str) -> Engine:
        options = f"-c synchronous_commit=on -c timezone=UTC -c default_transaction_read_only={read_only}"
        return create_engine(url, pool_pre_ping=True, pool_size=5, connect_args={"options": options})

    return Database(make("on"), make("off"))


def _read_back(database: Database) -> None:
    """Compare what the engine says of itself with what we asked for."""
    with database.writer.connect() as connection:
        names = PRAGMAS if connection.dialect.name == "sqlite" else {"synchronous_commit": "on"}
        show = "PRAGMA" if connection.dialect.name == "sqlite" else "SHOW"
        for name, wanted in names.items():
            found = connection.exec_driver_sql(f"{show} {name}").scalar_one()
            if found != wanted:
                raise SettingsError(
                    f"Cơ sở dữ liệu không giữ đúng cài đặt {name}. / "
                    f"The database does not keep its promise: {name} is {found}, not {wanted}."
                )
