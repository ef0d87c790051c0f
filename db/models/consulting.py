"""What children were asked, what they answered, and what was published of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of

CHANNELS = ("web", "paper")


class Instrument(Base):
    """A questionnaire through all its versions."""

    __tablename__ = "instruments"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title_vi: Mapped[str] = mapped_column(String(200))


class FormVersion(Base):
    """One frozen publication of an instrument: its source, its XForm, its compiled definition."""

    __tablename__ = "form_versions"
    __table_args__ = (UniqueConstraint("instrument_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instruments.id"))
    number: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(Text)
    xform: Mapped[str] = mapped_column(Text)
    definition: Mapped[dict[str, Any]] = mapped_column(Json)
    assent_version: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(80))


class Consultation(Base):
    """One taking of children's opinions, in the four steps of Circular 36/2018."""

    __tablename__ = "consultations"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title_vi: Mapped[str] = mapped_column(String(200))
    purpose_vi: Mapped[str] = mapped_column(Text)
    audience_vi: Mapped[str] = mapped_column(String(120), default="")
    agency_vi: Mapped[str] = mapped_column(String(200), default="")
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"))
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class Submission(Base):
    """One filled form.  The day, not the time; no address, no device.

    Without a rowid on SQLite, so that not even the order of arrival is kept.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        Index("ix_submissions_consultation_id", "consultation_id"),
        {"sqlite_with_rowid": False},
    )

    token: Mapped[UUID] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"))
    received_on: Mapped[date]
    channel: Mapped[str] = mapped_column(one_of("channel", CHANNELS), default="web")
    language: Mapped[str] = mapped_column(String(20), default="vi")
    late: Mapped[bool] = mapped_column(default=False)
    slip: Mapped[str] = mapped_column(String(12), unique=True)
    content_hash: Mapped[str] = mapped_column(String(64))


class Response(Base):
    """One answer in a submission; a question with several choices has a row for each."""

    __tablename__ = "responses"
    __table_args__ = ({"sqlite_with_rowid": False},)

    token: Mapped[UUID] = mapped_column(ForeignKey("submissions.token", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)


class ErasedToken(Base):
    """A withdrawn submission leaves only this keyed hash, so that it can never come back."""

    __tablename__ = "erased_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased_on: Mapped[date]


class Release(Base):
    """One publication of suppressed tables.  `counted_n` is the raw base and never leaves db."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int] = mapped_column(Integer)
    released_on: Mapped[date]
    counted_n: Mapped[int] = mapped_column(Integer)
    final: Mapped[bool] = mapped_column(default=False)
    tables: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    released_by: Mapped[str] = mapped_column(String(80))
