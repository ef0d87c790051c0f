"""What do the people in charge say about a measure?  A comment is added, never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, UtcDateTime


class MeasureComment(Base):
    """What somebody wrote about one measure in one year: why, and what will be done.

    `token` makes a resend harmless.
    """

    __tablename__ = "measure_comments"
    __table_args__ = (Index("ix_measure_comments_year_measure_code", "year", "measure_code"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"))
    year: Mapped[int] = mapped_column(Integer)
    text_vi: Mapped[str] = mapped_column(Text)
    token: Mapped[UUID] = mapped_column(unique=True)
    by: Mapped[str] = mapped_column(String(80))
    by_vi: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)
