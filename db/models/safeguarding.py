"""Children's own words, sealed; whose keys open them; what the officers did about them.

No column here holds content in the clear, but for a passage that two officers released.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, UtcDateTime, one_of
from db.rules.safeguarding import ACTS, CONCERN_STATES, KEY_KINDS, PASSAGE_STATES


class SafeguardingKey(Base):
    """One key pair: an officer's, its private half locked by a passphrase, or the recovery key on paper.

    Nothing is sealed to a key before `admitted_at`, nor after `ended_at`; an ended one keeps no private half.
    """

    __tablename__ = "safeguarding_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(one_of("kind", KEY_KINDS))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    work: Mapped[int | None] = mapped_column(Integer)
    locked: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    admitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    admitted_by: Mapped[str] = mapped_column(String(80), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(80), default="")
    sample: Mapped[bool] = mapped_column(default=False)


class SealedItem(Base):
    """The only place where a child's words stand: one encrypted, padded body.  Erasing it erases them.

    Without a rowid on SQLite, as all that belongs to a submission: the order of arrival is not kept.
    """

    __tablename__ = "sealed_items"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class SealedKey(Base):
    """An item's data key, sealed to one key."""

    __tablename__ = "sealed_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_items.id", ondelete="CASCADE"), primary_key=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("safeguarding_keys.id"), primary_key=True, index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Concern(Base):
    """What one child wrote in one form, waiting for the officers.  The day, not the time.

    No order stands here: it is worked out on an officer's open desk, so the database does not even know
    which words sounded an alarm.
    """

    __tablename__ = "concerns"
    __table_args__ = (
        Index("ix_concerns_state_received_on", "state", "received_on"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    token: Mapped[UUID | None] = mapped_column(
        ForeignKey("submissions.token", ondelete="SET NULL"), unique=True
    )
    item_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("sealed_items.id", ondelete="SET NULL"), unique=True
    )
    received_on: Mapped[date]
    state: Mapped[str] = mapped_column(one_of("state", CONCERN_STATES), default="new")
    closed_on: Mapped[date | None]
    erased_on: Mapped[date | None]


class ConcernEvent(Base):
    """One thing an officer did about a concern: what, when, with whom, under which reference.  No content."""

    __tablename__ = "concern_events"
    __table_args__ = (Index("ix_concern_events_concern_id", "concern_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concerns.id"))
    act: Mapped[str] = mapped_column(one_of("act", ACTS))
    done_on: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
    by_vi: Mapped[str] = mapped_column(String(120))


class Passage(Base):
    """Words an officer chose to let out, without anything that tells who wrote them.

    Sealed until another officer confirms; only then is there `text_vi`.  Age band and region go with it,
    never the province.
    """

    __tablename__ = "passages"
    __table_args__ = (
        UniqueConstraint("item_id"),
        Index("ix_passages_consultation_id_state", "consultation_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concerns.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    question: Mapped[str] = mapped_column(String(60))
    age_band: Mapped[str] = mapped_column(String(20), default="")
    region_vi: Mapped[str] = mapped_column(String(120), default="")
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("sealed_items.id", ondelete="SET NULL"))
    text_vi: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(one_of("state", PASSAGE_STATES), default="proposed")
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(80), default="")
