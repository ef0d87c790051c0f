"""A backup was made: who, when, and its hash, in the log; the check asks there for the last one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from db.commands.audit import Audit, record

MADE = "backup_made"


RESTORED = "backup_restored"


def record_restore(session: Session, by: str, made_at: str, rows: int, now: datetime) -> None:
    """Write down that this database was put back as it stood then: what came after is not in it."""
    facts = {"made_at": made_at, "rows": rows}
    record(session, Audit(by, RESTORED, "backup", made_at[:19], now, facts))


def record_backup(session: Session, by: str, sha256: str, rows: int, files: int, now: datetime) -> None:
    """Write down that a backup with this hash was made."""
    facts = {"sha256": sha256, "rows": rows, "files": files}
    record(session, Audit(by, MADE, "backup", sha256[:16], now, facts))
