"""What children were asked, what they answered, and what was published of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of

CHANNELS = ("web", "paper")
CONSULTATION_STATES = ("preparing", "open", "closed", "concluded", "told", "cancelled")
# Whether a submission counts: it does, a person has yet to look at its group, or it was left out.
STANDINGS = ("counted", "waiting", "left_out")


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
    source: Mapped[bytes] = mapped_column(LargeBinary)
    source_name: Mapped[str] = mapped_column(String(120))
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
    # What was recorded as done; the clock closes an open one without anybody's act (rules.consultation).
    state: Mapped[str] = mapped_column(one_of("consultation_state", CONSULTATION_STATES), default="open")
    version: Mapped[int] = mapped_column(Integer, default=1)
    # Step 1, prepare.
    document_vi: Mapped[str] = mapped_column(String(300), default="")
    age_bands: Mapped[list[str]] = mapped_column(Json, default=list)
    provinces: Mapped[list[str]] = mapped_column(Json, default=list)
    groups_vi: Mapped[str] = mapped_column(String(300), default="")
    wanted_n: Mapped[int | None] = mapped_column(Integer)
    methods: Mapped[list[str]] = mapped_column(Json, default=list)
    plan_no: Mapped[str] = mapped_column(String(120), default="")
    plan_on: Mapped[date | None]
    owner_vi: Mapped[str] = mapped_column(String(200), default="")
    languages: Mapped[list[str]] = mapped_column(Json, default=lambda: ["vi"])
    # Step 2, collect.  With `invited_only` an answer without an invitation waits for a person's look.
    invited_only: Mapped[bool] = mapped_column(default=False)
    facilitators_vi: Mapped[str] = mapped_column(Text, default="")
    # Step 3, sum up, explain, take in; its points stand in `reply_points`, step 4 in `tellings`.
    findings_vi: Mapped[str] = mapped_column(Text, default="")
    sent_no: Mapped[str] = mapped_column(String(120), default="")
    sent_on: Mapped[date | None]
    reply_no: Mapped[str] = mapped_column(String(120), default="")
    reply_on: Mapped[date | None]


class ReplyPoint(Base):
    """One point of the agency's written answer: what the children asked for, and what becomes of it."""

    __tablename__ = "reply_points"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    asked_vi: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(one_of("verdict", ("accepted", "partly", "refused")))
    why_vi: Mapped[str] = mapped_column(Text, default="")


class Telling(Base):
    """Once that the children were told what became of their opinions: what, when, how, where."""

    __tablename__ = "tellings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    told_vi: Mapped[str] = mapped_column(Text)
    told_on: Mapped[date]
    channels: Mapped[list[str]] = mapped_column(Json, default=list)
    places_vi: Mapped[str] = mapped_column(Text, default="")


class Invitation(Base):
    """A code for one class or session: where, from when to when, for how many."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    token: Mapped[UUID] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    label_vi: Mapped[str] = mapped_column(String(160))
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    most: Mapped[int | None] = mapped_column(Integer)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PaperBatch(Base):
    """A pile of paper sheets that came back from one place, typed in by one person after another."""

    __tablename__ = "paper_batches"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    token: Mapped[UUID] = mapped_column(unique=True)
    label_vi: Mapped[str] = mapped_column(String(160))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_by: Mapped[str] = mapped_column(String(80))


class Submission(Base):
    """One filled form.  The day, not the time; no address, no device.

    Without a rowid on SQLite, so that not even the order of arrival is kept.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        Index("ix_submissions_consultation_id", "consultation_id"),
        Index("ix_submissions_invitation_id", "invitation_id"),
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
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"))
    standing: Mapped[str] = mapped_column(one_of("standing", STANDINGS), default="counted")
    held_for: Mapped[str] = mapped_column(String(20), default="")


class PaperSheet(Base):
    """Which sheet of a pile a submission was typed from, so that the last one can be taken back."""

    __tablename__ = "paper_sheets"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    token: Mapped[UUID] = mapped_column(ForeignKey("submissions.token", ondelete="CASCADE"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batches.id"))
    number: Mapped[int] = mapped_column(Integer)


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
    """One publication of suppressed tables.

    `counted_n` and `counts` (question -> who answered, and each answer, as they were when its table was last
    made) are raw and never leave db: the next release is compared with them.
    """

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int] = mapped_column(Integer)
    released_on: Mapped[date]
    counted_n: Mapped[int] = mapped_column(Integer)
    final: Mapped[bool] = mapped_column(default=False)
    tables: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    counts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    sha256: Mapped[str] = mapped_column(String(64))
    released_by: Mapped[str] = mapped_column(String(80))
