"""Who moves SQLite's write-ahead log into the database file?  A thread beside the writer, so nobody waits.

SQLite by itself does it inside a commit, once the log is long enough; everybody whose answer hangs on that
commit then waits for it too.  Its own way stays as a net, farther out (`db.engine`): beside a writer who
never rests the log would otherwise grow for ever.
"""

from __future__ import annotations

import logging
import threading

from sqlalchemy.exc import SQLAlchemyError

from db.engine import Database

log = logging.getLogger("nhipcau.db")
ACTS_BETWEEN = 64  # often and little: what is left for a commit stays small


class Checkpointer:
    """Moves the log after every so many acts; on PostgreSQL, which looks after itself, it does nothing."""

    def __init__(self, database: Database) -> None:
        self._database, self._since, self._stopping = database, 0, False
        self._due = threading.Event()
        self._thread: threading.Thread | None = None
        if database.writer.dialect.name == "sqlite":
            self._thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)
            self._thread.start()

    def committed(self, acts: int) -> None:
        """So many more acts stand in the log; called by the one writer."""
        self._since += acts
        if self._since >= ACTS_BETWEEN:
            self._since = 0
            self._due.set()

    def close(self) -> None:
        """Finish what is under way, then stop."""
        self._stopping = True
        self._due.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while self._due.wait() and not self._stopping:
            self._due.clear()
            try:
                self._move()
            except SQLAlchemyError as fault:
                log.warning("checkpoint %s", type(fault).__name__)  # the log is whole; the next one moves it

    def _move(self) -> None:
        """As much as can be moved without anybody waiting."""
        with self._database.reader.connect() as connection:
            driver = connection.connection.driver_connection  # outside any transaction, which would forbid it
            assert driver is not None
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
