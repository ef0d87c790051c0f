"""What members prepare beside their reports: drafts as they type, and files that prove a report."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of
from db.rules.evidence_kinds import KINDS


class ReportDraft(Base):
    """A form as far as one person has typed it; not a report, and gone once it is filed.

    `slot` is the form's code, or the id of the report that is being revised: one draft each.  `number` rises
    with every save, so that a page left open elsewhere cannot overwrite what is newer.
    """

    __tablename__ = "report_drafts"
    __table_args__ = (UniqueConstraint("account_id", "slot"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    form: Mapped[str] = mapped_column(String(6))
    slot: Mapped[str] = mapped_column(String(36))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_reports.id"))
    number: Mapped[int] = mapped_column(Integer)
    fields: Mapped[dict[str, Any]] = mapped_column(Json)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EvidenceFile(Base):
    """One file that proves a report; the bytes lie in the data folder under their hash.

    A file that was taken away keeps its row, not its bytes.  `version` is the report's version it came with.
    """

    __tablename__ = "evidence_files"
    __table_args__ = (Index("ix_evidence_files_sha256", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("activity_reports.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(one_of("kind", KINDS))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
