"""Which figures were exported, by whom, why, and what exactly was in the files?  Added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of
from db.rules.exports import OCCASIONS, SEPARATORS


class Snapshot(Base):
    """One numbered export: everything its files follow from, so that they can be made again from here.

    `unit_id`: one unit only; `consultation_slug`: whose answers, row by row.  `token` makes a resend
    harmless.
    """

    __tablename__ = "snapshots"
    __table_args__ = (Index("ix_snapshots_occasion_as_of", "occasion", "as_of"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    sets: Mapped[list[str]] = mapped_column(Json)
    first_year: Mapped[int] = mapped_column(Integer)
    last_year: Mapped[int] = mapped_column(Integer)
    as_of: Mapped[date]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    consultation_slug: Mapped[str] = mapped_column(String(60), default="")
    separator: Mapped[str] = mapped_column(one_of("separator", SEPARATORS))
    occasion: Mapped[str] = mapped_column(one_of("occasion", OCCASIONS))
    reason: Mapped[str] = mapped_column(Text)
    format: Mapped[int] = mapped_column(Integer)
    token: Mapped[UUID] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    made_by_vi: Mapped[str] = mapped_column(String(120))


class SnapshotContent(Base):
    """What came out when the files were first made: `rows` by set, `files` name → bytes and SHA-256.

    Files made again later must be the same to the byte, or they are not handed out.
    """

    __tablename__ = "snapshot_contents"

    snapshot_number: Mapped[int] = mapped_column(
        ForeignKey("snapshots.number"), primary_key=True, autoincrement=False
    )
    rows: Mapped[dict[str, Any]] = mapped_column(Json)
    files: Mapped[dict[str, Any]] = mapped_column(Json)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    sample: Mapped[bool]
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
