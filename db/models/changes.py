"""Who changed what on a record, from what to what, and why?  And the names a unit has had."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime


class RecordChange(Base):
    """One change of a record that has no versions of its own: an organisation, an account.

    `changes` holds field → [before, after]; secrets never stand there.  Never changed, never deleted.
    """

    __tablename__ = "record_changes"
    __table_args__ = (Index("ix_record_changes_noun_noun_id", "noun", "noun_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    noun: Mapped[str] = mapped_column(String(40))
    noun_id: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
    changes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")


class OrganisationName(Base):
    """A name a unit bore, from a day on; the newest one by a day is its name on that day."""

    __tablename__ = "organisation_names"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    name_vi: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(80))
