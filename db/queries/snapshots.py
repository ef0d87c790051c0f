"""Which snapshots were made, of what, by whom, and what is in their files?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.models import Organisation, Snapshot, SnapshotContent
from db.queries.moments import day_of
from db.rules.errors import RuleError
from db.rules.exports import Wanted
from db.rules.retention import Scheduled

MOST = 50
MOST_NUMBER = 2**31 - 1  # what the column holds
# Something stamped before midnight may reach the records a little after it.
SETTLED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a snapshot's archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """What came out when the files were first made."""

    rows: Mapping[str, int]
    files: tuple[FileRow, ...]
    size: int
    sha256: str
    sample: bool
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One snapshot; `content` None: its files were not finished yet."""

    number: int
    wanted: Wanted
    unit_vi: str
    occasion: str
    reason: str
    format: int
    made_at: datetime
    made_by: str
    made_by_vi: str
    content: Content | None


def last_day_over(now: datetime) -> date:
    """The newest day that is over in Viet Nam, and about which nothing can be recorded any more."""
    return day_of(now - SETTLED) - timedelta(days=1)


def snapshots(session: Session, most: int = MOST) -> tuple[SnapshotRow, ...]:
    """The newest snapshots first."""
    rows = session.execute(_query().order_by(Snapshot.number.desc()).limit(most))
    return tuple(_row(*row) for row in rows)


def snapshot(session: Session, number: int) -> SnapshotRow:
    """One snapshot.  Raises: RuleError `unknown_snapshot`."""
    found = None
    if 0 < number <= MOST_NUMBER:
        found = session.execute(_query().where(Snapshot.number == number)).first()
    if found is None:
        raise RuleError("unknown_snapshot")
    return _row(*found)


def scheduled(session: Session) -> tuple[Scheduled, ...]:
    """The snapshots nobody asked for, oldest first."""
    rows = session.scalars(select(Snapshot).where(Snapshot.occasion != "asked").order_by(Snapshot.number))
    return tuple(Scheduled(row.number, row.occasion, row.as_of) for row in rows)


def _query() -> Select[Any]:
    return (
        select(Snapshot, SnapshotContent, Organisation.name_vi)
        .outerjoin(SnapshotContent, SnapshotContent.snapshot_number == Snapshot.number)
        .outerjoin(Organisation, Organisation.id == Snapshot.unit_id)
    )


def wanted_of(row: Snapshot) -> Wanted:
    """The choice a snapshot was made from."""
    return Wanted(
        sets=tuple(row.sets),
        first_year=row.first_year,
        last_year=row.last_year,
        as_of=row.as_of,
        unit_id=row.unit_id,
        consultation=row.consultation_slug,
        separator=row.separator,
    )


def _row(row: Snapshot, content: SnapshotContent | None, unit_vi: str | None) -> SnapshotRow:
    return SnapshotRow(
        number=row.number,
        wanted=wanted_of(row),
        unit_vi=unit_vi or "",
        occasion=row.occasion,
        reason=row.reason,
        format=row.format,
        made_at=row.made_at,
        made_by=row.made_by,
        made_by_vi=row.made_by_vi,
        content=None if content is None else _content(content),
    )


def _content(row: SnapshotContent) -> Content:
    files = (FileRow(name, file["size"], file["sha256"]) for name, file in row.files.items())
    return Content(dict(row.rows), tuple(files), row.size, row.sha256, row.sample, row.finished_at)
