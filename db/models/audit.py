"""Who did what, when: an append-only chain.  Content never stands here, so erasure stays possible."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime
from db.rules.quiet_acts import QUIET_ACTS, QUIET_NOUN

# Literal words, not parameters: only then do both engines see that a query asks what the index holds.
SHOWN = text(f"noun <> '{QUIET_NOUN}' AND act NOT IN {QUIET_ACTS!r}")


class AuditEvent(Base):
    """One act.  Each row carries the hash of the row before it; triggers refuse UPDATE and DELETE.

    A child's act names the consultation, never the submission, and its moment is the day: the order of
    arrival must not tell who answered.
    """

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_shown", "seq", sqlite_where=SHOWN, postgresql_where=SHOWN),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(60))
    noun: Mapped[str] = mapped_column(String(40))
    noun_id: Mapped[str] = mapped_column(String(80))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    before_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
