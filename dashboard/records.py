"""Where are the records, and what time is it?  Opened once; read-only everywhere but in access.

No Streamlit here: the web server's own routes need the records before Streamlit has read its settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from db.engine import Database, open_database
from db.migrate import check_migrated
from db.queries.moments import day_of
from db.settings import Settings, read_settings

__all__ = ["database", "day_of", "last_read_at", "now", "reading", "settings", "today"]

_last_read: list[datetime] = []  # at most one: when the database last answered this process


@lru_cache(maxsize=1)
def settings() -> Settings:
    """What this installation runs with, read once."""
    return read_settings()


@lru_cache(maxsize=1)
def database() -> Database:
    """The records; this process never moves the WAL into the file, the survey's does.

    Raises: SettingsError when the database is unsafe, missing or of another version.
    """
    found = open_database(settings(), checkpoints=False)
    check_migrated(found)
    return found


def now() -> datetime:
    """This moment; the only clock of the dashboard."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Viet Nam."""
    return day_of(now())


@contextmanager
def reading() -> Iterator[Session]:
    """A session that cannot write; notes that the database was there."""
    with database().read_session() as session:
        yield session
    _last_read[:] = [now()]


def last_read_at() -> datetime | None:
    """When the database last answered this process; None when it never did."""
    return _last_read[0] if _last_read else None
