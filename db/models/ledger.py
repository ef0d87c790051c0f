"""The request ledger and what head office enters: requests, confirmations, reports by window, the profile."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime


class LedgerRequest(Base):
    """A letter, invitation or request for comment.  Numbers point to the paper file; no names here."""

    __tablename__ = "ledger_requests"
    __table_args__ = (Index("ix_ledger_requests_measure_code_received_on", "measure_code", "received_on"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    channel_vi: Mapped[str] = mapped_column(String(40), default="")
    sender_kind_vi: Mapped[str] = mapped_column(String(40), default="")
    case_kind_vi: Mapped[str] = mapped_column(String(60), default="")
    subject_vi: Mapped[str] = mapped_column(String(200), default="")
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    extended_due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    handled_on: Mapped[date | None]
    resolved_on: Mapped[date | None]
    tracked_on: Mapped[date | None]
    reply_no: Mapped[str] = mapped_column(String(60), default="")
    withdrawn_on: Mapped[date | None]
    out_of_scope: Mapped[bool] = mapped_column(default=False)
    out_of_scope_reason: Mapped[str] = mapped_column(Text, default="")
    quality_ok: Mapped[bool | None]
    concerns_abuse: Mapped[bool] = mapped_column(default=False)
    notified_on: Mapped[date | None]
    owner_vi: Mapped[str] = mapped_column(String(120), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class LedgerConfirmation(Base):
    """Somebody looked: the ledger of this measure is complete up to this day."""

    __tablename__ = "ledger_confirmations"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"), index=True)
    confirmed_to: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(80))
    sample: Mapped[bool] = mapped_column(default=False)


class Milestone(Base):
    """A report due once a year or half-year (3.2, 3.3, 3.4); its period is chosen, not derived."""

    __tablename__ = "milestones"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"), index=True)
    period: Mapped[str] = mapped_column(String(7))
    done_on: Mapped[date]
    verified: Mapped[bool]
    quality_ok: Mapped[bool]
    title_vi: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class ProfileUpdate(Base):
    """One update of the Association's profile (7.2); a date without a change does not count."""

    __tablename__ = "profile_updates"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    updated_on: Mapped[date]
    document_vi: Mapped[str] = mapped_column(String(120))
    change_vi: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class NilReport(Base):
    """The explicit zero: a unit says that nothing happened, and a second person confirms it."""

    __tablename__ = "nil_reports"
    __table_args__ = (UniqueConstraint("organisation_id", "quarter"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    quarter: Mapped[str] = mapped_column(String(7))
    measure_codes: Mapped[list[str]] = mapped_column(Json)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(80))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str] = mapped_column(String(80), default="")
    sample: Mapped[bool] = mapped_column(default=False)
