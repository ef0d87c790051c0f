"""Is what was erased really gone from the files?

SQLite zeroes what is deleted (``secure_delete``), but the write-ahead log keeps older copies of a page until
it is emptied, so it is emptied right after an erasure.  PostgreSQL is told to clean its tables; bytes of
dead rows stay in its pages and its log until it uses the room again, which no command can force.  There and
in backups what remains is ciphertext.
"""

from __future__ import annotations

import time

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.engine import Database

PATIENCE, SHORTLY = 1.0, 0.02  # seconds
TABLES = ("sealed_keys", "sealed_items", "concerns", "passages", "responses", "submissions")


def settle_erased(database: Database, *, thorough: bool = False) -> bool:
    """Leave no copy of erased rows behind; whether that succeeded now.

    `thorough`: clean PostgreSQL's tables too, which takes longer than a child at a page should wait.
    False while somebody still reads an older state, or writes: the next erasure or checkpoint does it.
    """
    try:
        return (
            _empty_log(database) if database.writer.dialect.name == "sqlite" else _clean(database, thorough)
        )
    except (OperationalError, PoolTimeout):
        return False  # what was erased is erased; only its older copy has to wait


def _empty_log(database: Database) -> bool:
    until = time.monotonic() + PATIENCE
    with database.writer.connect() as connection:
        driver = connection.connection.driver_connection  # outside any transaction, which would forbid it
        assert driver is not None
        while driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                return False
            time.sleep(SHORTLY)  # another checkpoint is under way: SQLite does not wait for it
    return True


def _clean(database: Database, thorough: bool) -> bool:
    if thorough:
        with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in TABLES:
                connection.exec_driver_sql(f"VACUUM {table}")
    return thorough
