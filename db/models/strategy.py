"""Decision 87/QĐ-HBVQTE as data: objectives, activities, measures, phases; and the plans made under it.

Official wording is never editable (triggers refuse it); display corrections stand beside it.  Parameters
and plans change only by adding a row.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of

TARGET_KINDS = ("growth_pct", "increase", "annual_plan", "all_requests", "periodic", "continuous")
SOURCES = ("member", "ledger", "staff")
ACROSS_PERIODS = ("sum", "max", "latest", "none")


class Objective(Base):
    """One of the eight."""

    __tablename__ = "objectives"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    wording_vi: Mapped[str] = mapped_column(Text)
    wording_en: Mapped[str] = mapped_column(Text)
    title_vi: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    short_vi: Mapped[str] = mapped_column(String(120))
    short_en: Mapped[str] = mapped_column(String(120))


class Activity(Base):
    """One of the 27 activities with its indicator and target, in the Decision's own words."""

    __tablename__ = "activities"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    objective_number: Mapped[int] = mapped_column(ForeignKey("objectives.number"))
    wording_vi: Mapped[str] = mapped_column(Text)
    wording_en: Mapped[str] = mapped_column(Text)
    indicator_vi: Mapped[str] = mapped_column(Text)
    indicator_en: Mapped[str] = mapped_column(Text)
    target_vi: Mapped[str] = mapped_column(Text)
    target_en: Mapped[str] = mapped_column(Text)


class Measure(Base):
    """One of the 28 things counted (indicator 8.1 has two)."""

    __tablename__ = "measures"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    activity_code: Mapped[str] = mapped_column(ForeignKey("activities.code"))
    ordinal: Mapped[int] = mapped_column(Integer, unique=True)
    short_vi: Mapped[str] = mapped_column(String(80))
    short_en: Mapped[str] = mapped_column(String(120))
    unit_vi: Mapped[str] = mapped_column(String(60))
    unit_en: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(one_of("kind", TARGET_KINDS))
    source: Mapped[str] = mapped_column(one_of("source", SOURCES))
    across_periods: Mapped[str] = mapped_column(one_of("across_periods", ACROSS_PERIODS))
    qualitative: Mapped[bool]
    how_vi: Mapped[str] = mapped_column(Text, default="")
    note_vi: Mapped[str] = mapped_column(Text, default="")
    how_en: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    # How the official wording is shown where it holds a slip of the pen; empty: as it is.
    display_activity_vi: Mapped[str] = mapped_column(Text, default="")
    display_indicator_vi: Mapped[str] = mapped_column(Text, default="")
    display_target_vi: Mapped[str] = mapped_column(Text, default="")


class MeasureParams(Base):
    """The parameters of a measure's target, known from a moment on, for the years from `from_year` on.

    For a year the newest row counts that reaches it; without a year it reaches all of them.  `recorded_by`
    is who confirmed; the proposal says who asked for it.
    """

    __tablename__ = "measure_params"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"), index=True)
    params: Mapped[dict[str, Any]] = mapped_column(Json)
    from_year: Mapped[int | None] = mapped_column(Integer)
    decision_no: Mapped[str] = mapped_column(String(120), default="")
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("rule_proposals.id"), unique=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text, default="")


class Plan(Base):
    """An approved yearly figure; a revision is a new row, one taken back is voided."""

    __tablename__ = "plans"
    __table_args__ = (Index("ix_plans_measure_code_year", "measure_code", "year"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"))
    year: Mapped[int] = mapped_column(Integer)
    value: Mapped[int] = mapped_column(BigInteger)
    approved_on: Mapped[date]
    approved_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_reports.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(80))
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)


class Phase(Base):
    """One of the three phases; they share their boundary years."""

    __tablename__ = "phases"

    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    first_year: Mapped[int] = mapped_column(Integer)
    last_year: Mapped[int] = mapped_column(Integer)
    name_vi: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    wording_vi: Mapped[str] = mapped_column(Text)
    wording_en: Mapped[str] = mapped_column(Text)


class Review(Base):
    """The mid-term review of 2028 and the final review of 2033."""

    __tablename__ = "reviews"

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    closes_phase: Mapped[int] = mapped_column(ForeignKey("phases.ordinal"))
    name_vi: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
