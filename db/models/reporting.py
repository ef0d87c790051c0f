"""What members report: a report, its versions, what happened to it, what each version adds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of
from db.rules.reporting import REPORT_STATES

DOUBTS = ("missing_evidence", "duplicate")


class ActivityReport(Base):
    """One activity of one unit.  `state` is the fold of its events, kept beside them for the queue."""

    __tablename__ = "activity_reports"
    __table_args__ = (
        Index("ix_activity_reports_state_submitted_at", "state", "submitted_at"),
        # Finds the same unit, day and title without touching a report that is the only one of its kind.
        Index(
            "ix_activity_reports_organisation_id_event_on_title",
            *("organisation_id", "event_on", "title", "state", "submitted_at"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    form: Mapped[str] = mapped_column(String(6))
    title: Mapped[str] = mapped_column(String(160))
    event_on: Mapped[date]
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))
    state: Mapped[str] = mapped_column(one_of("state", REPORT_STATES))
    version: Mapped[int] = mapped_column(Integer)
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class ReportVersion(Base):
    """One state of a report's content.  Nothing is overwritten.  `token` makes a resend harmless.

    `organisation_id` and `event_on` say which unit reported for which quarter, as it was known at any time.
    """

    __tablename__ = "report_versions"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        # Holds all that "who has reported for which quarter" reads, so that no content is touched for it.
        Index(
            "ix_report_versions_organisation_id_event_on",
            "organisation_id",
            "event_on",
            "number",
            "recorded_at",
            "report_id",
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("activity_reports.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    number: Mapped[int] = mapped_column(Integer)
    event_on: Mapped[date]
    token: Mapped[UUID] = mapped_column(unique=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class ReportEvent(Base):
    """One thing that happened to a report."""

    __tablename__ = "report_events"
    __table_args__ = (Index("ix_report_events_act_report_id", "act", "report_id", "version", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("activity_reports.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    act: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class Contribution(Base):
    """What one version of a report would add to a measure; it waits from submission until it is settled
    (verified, returned, rejected, withdrawn or replaced)."""

    __tablename__ = "contributions"
    __table_args__ = (Index("ix_contributions_settled_at", "settled_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("activity_reports.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"))
    value: Mapped[int] = mapped_column(BigInteger)
    event_on: Mapped[date]
    key: Mapped[str] = mapped_column(String(40), default="")
    parts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    tags: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# -- kept by triggers on what stands above, on facts and on evidence; written by nobody else -----------------


class QuarterDay(Base):
    """What became known on one day about what happened in a quarter; negative where it was taken back.

    Reports filed and not gone, those of them that were verified, and verified facts.
    """

    __tablename__ = "quarter_days"
    __table_args__ = ({"sqlite_with_rowid": False},)

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    quarter: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    known_on: Mapped[date] = mapped_column(primary_key=True)
    filed_n: Mapped[int] = mapped_column(Integer)
    verified_n: Mapped[int] = mapped_column(Integer)
    facts_n: Mapped[int] = mapped_column(Integer)


class FirstFiling(Base):
    """When a unit first filed about a quarter, as it stood from a day on; None: nothing stands any more."""

    __tablename__ = "first_filings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    quarter: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, autoincrement=False
    )
    known_on: Mapped[date] = mapped_column(primary_key=True)
    filed_on: Mapped[date | None]


class ReportDoubt(Base):
    """A living report without proof, or one that repeats another, from a day on until before another."""

    __tablename__ = "report_doubts"
    __table_args__ = (
        Index("ix_report_doubts_kind_event_on", "kind", "event_on", "report_id", "since_on", "until_on"),
        Index("ix_report_doubts_organisation_id_event_on", "organisation_id", "event_on"),
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[str] = mapped_column(one_of("kind", DOUBTS), primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("activity_reports.id"), primary_key=True)
    since_on: Mapped[date] = mapped_column(primary_key=True)
    until_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(Integer)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    event_on: Mapped[date]
