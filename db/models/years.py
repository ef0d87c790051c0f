"""When was a year closed, by whom, and with which figures?  A close is added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of

CLOSE_STATES = ("final", "revised")


class YearClose(Base):
    """One frozen version of a year: 28 values, next year's targets, and the hash over all of it.

    `content` holds `values`: measure → actual, target, progress, status, whole; and `next_targets`: measure →
    target, base, base_year, rule, in the first version only: a revision re-bases nothing.
    """

    __tablename__ = "year_closes"
    __table_args__ = (UniqueConstraint("year", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    year: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(one_of("state", CLOSE_STATES))
    closed_on: Mapped[date]
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(80))
    closed_by_vi: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text)
    engine_version: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    sample: Mapped[bool] = mapped_column(default=False)
