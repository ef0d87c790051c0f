"""What is looked at, in which order?  A table of checks; each says good, worth a look, or bad, and why.

A check that cannot be made is itself a bad finding: silence would read as health.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from db.engine import Database
from db.health import files, records
from db.health.finding import Finding, bad
from db.settings import Settings

Check = Callable[[Session, Settings, datetime], Finding]

CHECKS: Final[tuple[tuple[str, Check], ...]] = (
    ("integrity", records.integrity),
    ("references", records.references),
    ("audit", records.audit_chain),
    ("sums", records.sums),
    ("clock", records.clock),
    ("evidence", files.evidence),
    ("snapshots", files.snapshots),
    ("backup", records.last_backup),
    ("backup_key", files.backup_key),
    ("officers", records.officers),
    ("unread", records.unread),
    ("key_age", records.key_age),
    ("disk", files.disk),
    ("secret", files.secret),
    ("sample", records.sample),
)


def check_all(database: Database, settings: Settings, now: datetime) -> tuple[Finding, ...]:
    """Every finding, in the order of the table."""
    return tuple(_one(database, settings, now, name, check) for name, check in CHECKS)


def _one(database: Database, settings: Settings, now: datetime, name: str, check: Check) -> Finding:
    try:
        with database.read_session() as session:
            return check(session, settings, now)
    except (SQLAlchemyError, OSError, ValueError) as fault:
        return bad(name, "unreadable", reason=type(fault).__name__)
