"""What decides on a head-office entry beside its two people: the quality checklist."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime


class QualityCheck(Base):
    """One reading of a report against the five points, by somebody who did not write it.

    The newest check of a version counts.  Never changed, never deleted; `token` makes a resend harmless.
    """

    __tablename__ = "quality_checks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("activity_reports.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    points: Mapped[list[str]] = mapped_column(Json)
    passed: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    token: Mapped[UUID] = mapped_column(unique=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
