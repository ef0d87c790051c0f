"""Which files prove a report, and where does one of them lie?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, EvidenceFile
from db.rules.errors import RuleError
from db.rules.evidence_kinds import KINDS


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a report; `size` in bytes."""

    id: UUID
    name: str
    kind: str
    size: int
    sha256: str
    added_at: datetime
    added_by_vi: str

    @property
    def picture(self) -> bool:
        """Whether it can be shown beside the report."""
        return KINDS[self.kind].picture

    @property
    def media_type(self) -> str:
        """What it is served as."""
        return KINDS[self.kind].media_type


def evidence_files(session: Session, report_id: UUID) -> tuple[FileRow, ...]:
    """The files of a report, the first added first."""
    rows = session.execute(
        select(EvidenceFile, Account.display_name)
        .join(Account, Account.id == EvidenceFile.added_by)
        .where(EvidenceFile.report_id == report_id, EvidenceFile.removed_at.is_(None))
        .order_by(EvidenceFile.added_at, EvidenceFile.name)
    )
    return tuple(
        FileRow(row.id, row.name, row.kind, row.size, row.sha256, row.added_at, person)
        for row, person in rows
    )


def evidence_file(session: Session, report_id: UUID, file_id: UUID) -> FileRow:
    """One file of a report.  Raises: RuleError `unknown_file`."""
    for row in evidence_files(session, report_id):
        if row.id == file_id:
            return row
    raise RuleError("unknown_file")
