"""The request ledger and what head office enters: requests, confirmations, reports by window, the profile."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of
from db.rules.ledger_states import REQUEST_STATES, STAGE_ACTS, STANDINGS

# Answered in writing, every stage after the reception, within the term, and not after the day it left the
# stock.  Literal words, not parameters: only then do both engines see that a query asks what an index holds.
_STAGES_IN_ORDER = " AND ".join(
    f"({stage}_on IS NULL OR ({stage}_on BETWEEN received_on AND last_day AND {stage}_on <= settled_on))"
    for stage in STAGE_ACTS.values()
)
_IN_ORDER = (
    "CASE WHEN standing = 'done' AND answered_on IS NOT NULL AND reply_no <> '' AND withdrawn_on IS NULL"
    f" AND {_STAGES_IN_ORDER} THEN 1 ELSE 0 END"
)
IN_ORDER, NOT_IN_ORDER = text(f"{_IN_ORDER} = 1"), text(f"{_IN_ORDER} = 0")


class LedgerRequest(Base):
    """A letter, invitation or request for comment.  Numbers point to the paper file; no names here.

    Everything but `number`, `recorded_at` and `sample` is the fold of the request's events, kept beside
    them for lists and sums.  `data` is the filled form; `last_day` the due day as extended; `settled_on`
    the day it left the stock (`standing`); `notice_due`: abuse feared, and nobody told yet.
    """

    __tablename__ = "ledger_requests"
    __table_args__ = (
        UniqueConstraint("measure_code", "year", "ordinal"),
        Index("ix_ledger_requests_measure_code_received_on", "measure_code", "received_on", "id"),
        Index("ix_ledger_requests_measure_standing_last_day", "measure_code", "standing", "last_day", "id"),
        Index("ix_ledger_requests_standing_last_day", "standing", "last_day", "id"),
        Index(
            "ix_ledger_requests_measure_standing_settled_on", "measure_code", "standing", "settled_on", "id"
        ),
        Index("ix_ledger_requests_standing_settled_on", "standing", "settled_on", "id"),
        Index("ix_ledger_requests_received_on", "received_on", "id", "number", "reply_no"),
        Index("ix_ledger_requests_settled_on", "settled_on"),
        Index("ix_ledger_requests_notice_due_received_on", "notice_due", "received_on"),
        Index("ix_ledger_requests_changed_at", "changed_at"),
        # A page of figures reads the few that did not go well, and adds the others up from the index alone.
        Index(
            "ix_ledger_requests_not_in_order",
            "recorded_at",
            sqlite_where=NOT_IN_ORDER,
            postgresql_where=NOT_IN_ORDER,
        ),
        Index(
            "ix_ledger_requests_in_order",
            *("settled_on", "measure_code", "sample", "quality_ok", "received_on", "last_day"),
            *(f"{stage}_on" for stage in STAGE_ACTS.values()),
            *("recorded_at", "changed_at", "standing", "reply_no", "withdrawn_on"),
            *("concerns_abuse", "out_of_scope", "out_of_scope_on"),
            sqlite_where=IN_ORDER,
            postgresql_where=IN_ORDER,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    year: Mapped[int] = mapped_column(Integer)
    ordinal: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[str] = mapped_column(one_of("state", REQUEST_STATES), default="received")
    standing: Mapped[str] = mapped_column(one_of("standing", STANDINGS), default="open")
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    channel_vi: Mapped[str] = mapped_column(String(40), default="")
    sender_kind_vi: Mapped[str] = mapped_column(String(40), default="")
    case_kind_vi: Mapped[str] = mapped_column(String(60), default="")
    subject_vi: Mapped[str] = mapped_column(String(200), default="")
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    extended_due_on: Mapped[date | None]
    last_day: Mapped[date | None]
    answered_on: Mapped[date | None]
    handled_on: Mapped[date | None]
    resolved_on: Mapped[date | None]
    tracked_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    reply_no: Mapped[str] = mapped_column(String(60), default="")
    withdrawn_on: Mapped[date | None]
    set_aside_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    out_of_scope: Mapped[bool] = mapped_column(default=False)
    out_of_scope_on: Mapped[date | None]
    out_of_scope_reason: Mapped[str] = mapped_column(Text, default="")
    quality_ok: Mapped[bool | None]
    result_doc: Mapped[str] = mapped_column(String(160), default="")
    concerns_abuse: Mapped[bool] = mapped_column(default=False)
    notified_on: Mapped[date | None]
    notice_due: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    owner_vi: Mapped[str] = mapped_column(String(120), default="")
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class RequestEvent(Base):
    """One thing recorded about a request, as it was typed.  Never changed; `token` makes a resend harmless.

    `due_on` of a reception or correction is the due day as it was computed or stated then.
    """

    __tablename__ = "request_events"
    __table_args__ = (UniqueConstraint("request_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("ledger_requests.id"))
    number: Mapped[int] = mapped_column(Integer)
    act: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    due_on: Mapped[date | None]
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    token: Mapped[UUID] = mapped_column(unique=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


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
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_reports.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class ProfileUpdate(Base):
    """One update of the Association's profile (7.2); a date without a change does not count."""

    __tablename__ = "profile_updates"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    updated_on: Mapped[date]
    document_vi: Mapped[str] = mapped_column(String(120))
    change_vi: Mapped[str] = mapped_column(Text)
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_reports.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class NilReport(Base):
    """The explicit zero: a unit says that nothing happened, and a second person confirms it.

    Filed, then confirmed, then perhaps withdrawn with a reason; one that was withdrawn stays, and the unit
    may file another.  `token` makes a resend harmless.
    """

    __tablename__ = "nil_reports"
    __table_args__ = (Index("ix_nil_reports_organisation_id_quarter", "organisation_id", "quarter"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    quarter: Mapped[str] = mapped_column(String(7))
    measure_codes: Mapped[list[str]] = mapped_column(Json)
    difficulties: Mapped[str] = mapped_column(Text, default="")
    token: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(80))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str] = mapped_column(String(80), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str] = mapped_column(String(80), default="")
    withdraw_reason: Mapped[str] = mapped_column(Text, default="")
    sample: Mapped[bool] = mapped_column(default=False)
