"""Who answers for an objective or a measure, and who asked for another way of reckoning a target?

All three are added to and never changed: what a page said on a day it can say again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of

RULE_DECISIONS = ("confirmed", "declined", "withdrawn")


class Owner(Base):
    """Who answers for an objective, or for one measure of it, from a day on; "" nobody from then on.

    The row with the latest day among those known counts, of one day the one recorded last.
    """

    __tablename__ = "owners"
    __table_args__ = (
        CheckConstraint("(objective_number IS NULL) <> (measure_code IS NULL)", name="one_place"),
        Index("ix_owners_objective_number", "objective_number"),
        Index("ix_owners_measure_code", "measure_code"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    objective_number: Mapped[int | None] = mapped_column(ForeignKey("objectives.number"))
    measure_code: Mapped[str | None] = mapped_column(ForeignKey("measures.code"))
    name_vi: Mapped[str] = mapped_column(String(160))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    from_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    token: Mapped[UUID | None] = mapped_column(unique=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(80))
    recorded_by_vi: Mapped[str] = mapped_column(String(120))
    sample: Mapped[bool] = mapped_column(default=False)


class RuleProposal(Base):
    """New parameters of a measure's target as one member of staff asks for them; a second one decides."""

    __tablename__ = "rule_proposals"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"), index=True)
    from_year: Mapped[int] = mapped_column(Integer)
    params: Mapped[dict[str, Any]] = mapped_column(Json)
    decision_no: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    token: Mapped[UUID] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
    by_vi: Mapped[str] = mapped_column(String(120))
    sample: Mapped[bool] = mapped_column(default=False)


class RuleDecision(Base):
    """What became of a proposal: confirmed by a second person, declined, or taken back."""

    __tablename__ = "rule_decisions"

    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("rule_proposals.id"), primary_key=True, autoincrement=False
    )
    act: Mapped[str] = mapped_column(one_of("act", RULE_DECISIONS))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
    by_vi: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, default="")
