"""Would the backup help?  Restored into a scratch place that is thrown away, and an old slip opened there."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.backup import reading
from db.backup.filling import fill
from db.backup.refusals import BackupRefused
from db.backup.restoring import DATABASE, UNFINISHED
from db.engine import open_database
from db.models import Submission
from db.queries.audit import first_broken_row
from db.queries.consultations import slip
from db.rules.errors import RuleError
from db.settings import Settings


@dataclass(frozen=True, slots=True)
class DrillReceipt:
    """What the drill found: made when, how many rows and files, whether a slip was there to open."""

    made_at: str
    rows: int
    files: int
    slip_opened: bool


def drill(settings: Settings, path: Path, identity: str, now: datetime, code: str = "") -> DrillReceipt:
    """Restore into a scratch folder, check the audit chain, open a slip (this one, or any); leave no trace.

    Raises: BackupRefused as `reading.check`, `differs`, `slip_unknown`.
    """
    content = reading.check(path, identity)
    # In the data folder: children's answers belong on no other disk, and what a killed run leaves there the
    # next restore takes away.
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=settings.data_dir) as folder:
        scratch = replace(
            settings, data_dir=Path(folder), database_url=f"sqlite:///{Path(folder) / DATABASE}"
        )
        with closing(open_database(scratch)) as database:
            fill(database, path, identity, content)
            with database.read_session() as session:
                opened = _look(session, code, now)
    return DrillReceipt(content.made_at, content.rows, len(content.files), opened)


def _look(session: Session, code: str, now: datetime) -> bool:
    if first_broken_row(session) is not None:
        raise BackupRefused("differs", table="audit_events")
    wanted = code or session.scalar(select(Submission.slip).limit(1))
    if not wanted:
        return False
    try:
        slip(session, wanted, now)
    except RuleError as unknown:
        raise BackupRefused("slip_unknown") from unknown
    return True
