"""What proves a report?  Its unit adds files and takes them away while the report is not settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import ActivityReport, EvidenceFile, ReportVersion
from db.queries.accounts import SignedIn
from db.rules.errors import RuleError
from db.rules.evidence_kinds import MOST_FILES, room_left
from db.rules.roles import check_may

# A settled report keeps its proof as it was judged.
OPEN = frozenset({"submitted", "returned"})
_PROOF = "evidence"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the data folder already: what it is called, what it is, how large."""

    name: str
    kind: str
    size: int
    sha256: str


def add_evidence(session: Session, by: SignedIn, report_id: UUID, file: Kept, now: datetime) -> UUID:
    """Note that this file proves the unit's own report; the same file again is the same proof.

    Raises: RuleError `other_organisation`, `wrong_state`, `too_many_files` (facts: most).
    """
    report = _own(session, by, report_id)
    living = session.scalars(
        select(EvidenceFile).where(EvidenceFile.report_id == report.id, EvidenceFile.removed_at.is_(None))
    ).all()
    same = next((row for row in living if row.sha256 == file.sha256), None)
    if same is not None:
        return same.id
    if not room_left(_links(session, report), len(living)):
        raise RuleError("too_many_files", most=MOST_FILES)
    row = EvidenceFile(
        id=uuid4(),
        report_id=report.id,
        version=report.version,
        name=file.name,
        kind=file.kind,
        size=file.size,
        sha256=file.sha256,
        added_at=now,
        added_by=by.account_id,
    )
    session.add(row)
    _note(session, by, "evidence_added", report, {"kind": file.kind}, now)
    return row.id


def remove_evidence(session: Session, by: SignedIn, report_id: UUID, file_id: UUID, now: datetime) -> str:
    """Take a file away from the unit's own report; its hash when the bytes may be deleted, else "".

    Raises: RuleError `other_organisation`, `wrong_state`, `unknown_file`.
    """
    report = _own(session, by, report_id)
    row = session.get(EvidenceFile, file_id)
    if row is None or row.report_id != report.id or row.removed_at is not None:
        raise RuleError("unknown_file")
    row.removed_at, row.removed_by = now, by.account_id
    _note(session, by, "evidence_removed", report, {"kind": row.kind}, now)
    others = session.scalar(
        select(func.count())
        .select_from(EvidenceFile)
        .where(EvidenceFile.sha256 == row.sha256, EvidenceFile.removed_at.is_(None))
    )
    return "" if others else row.sha256


def _own(session: Session, by: SignedIn, report_id: UUID) -> ActivityReport:
    check_may(by.role, "file_report")
    report = session.get(ActivityReport, report_id)
    if by.organisation_id is None or report is None or report.organisation_id != by.organisation_id:
        raise RuleError("other_organisation")
    if report.state not in OPEN:
        raise RuleError("wrong_state", state=report.state)
    return report


def _links(session: Session, report: ActivityReport) -> list[str]:
    """The addresses the current version names as proof; they share the room with files."""
    data = session.scalar(
        select(ReportVersion.data).where(
            ReportVersion.report_id == report.id, ReportVersion.number == report.version
        )
    )
    return list((data or {}).get(_PROOF) or ())


def _note(
    session: Session,
    by: SignedIn,
    act: str,
    report: ActivityReport,
    facts: Mapping[str, Any],
    now: datetime,
) -> None:
    record(session, Audit(by.name, act, "report", str(report.id), now, dict(facts)))
