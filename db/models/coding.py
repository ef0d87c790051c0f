"""What themes do children's released words speak of, who said so, and which of the words are quoted?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, UtcDateTime


class Theme(Base):
    """One theme of a consultation's code book.  A merged one stays, and leads to the one it became."""

    __tablename__ = "themes"
    __table_args__ = (UniqueConstraint("consultation_id", "name_vi"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    name_vi: Mapped[str] = mapped_column(String(120))
    description_vi: Mapped[str] = mapped_column(Text, default="")
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))


class PassageCode(Base):
    """One coder's theme for one passage; without a theme: it speaks of none of them."""

    __tablename__ = "passage_codes"

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passages.id"), primary_key=True)
    coder: Mapped[str] = mapped_column(String(80), primary_key=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    coded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CodeSettlement(Base):
    """What two coders who differed agreed on after they had talked, and why."""

    __tablename__ = "code_settlements"

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passages.id"), primary_key=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    reason: Mapped[str] = mapped_column(Text)
    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(String(80))


class Quote(Base):
    """A released passage chosen for publication, with as much about the child as may stand beside it.

    Age band and region are fixed when it is chosen: what went along then does not change with later answers.
    """

    __tablename__ = "quotes"

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passages.id"), primary_key=True)
    age_band: Mapped[str] = mapped_column(String(20), default="")
    region_vi: Mapped[str] = mapped_column(String(120), default="")
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_by: Mapped[str] = mapped_column(String(80))
