"""Which proof is there for the two strategic targets that have no indicator?  Added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, UtcDateTime


class StrategicTarget(Base):
    """One of the two targets of B.III 3.1, in the Decision's own words.  No number is invented for it."""

    __tablename__ = "strategic_targets"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    wording_vi: Mapped[str] = mapped_column(Text)
    wording_en: Mapped[str] = mapped_column(Text)
    short_vi: Mapped[str] = mapped_column(String(120))
    short_en: Mapped[str] = mapped_column(String(120))


class StrategicEvidence(Base):
    """One piece of evidence: who said or decided what, when, in which document; for which review.

    `token` makes a resend harmless.
    """

    __tablename__ = "strategic_evidence"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    target_number: Mapped[int] = mapped_column(ForeignKey("strategic_targets.number"), index=True)
    review_year: Mapped[int] = mapped_column(ForeignKey("reviews.year"))
    happened_on: Mapped[date]
    issuer_vi: Mapped[str] = mapped_column(String(200))
    document_vi: Mapped[str] = mapped_column(String(200))
    text_vi: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(500), default="")
    token: Mapped[UUID] = mapped_column(unique=True)
    by: Mapped[str] = mapped_column(String(80))
    by_vi: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)
