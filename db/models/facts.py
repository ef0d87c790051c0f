"""Verified numbers, and figures others published.  A fact is added, superseded or voided, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of

FACT_ORIGINS = ("report", "published", "staff")


class Fact(Base):
    """One verified number: when it happened, when it was recorded, verified, voided."""

    __tablename__ = "facts"
    __table_args__ = (
        # Holds all that counting and comparing values reads, so that no title or tag is touched for it.
        Index(
            "ix_facts_measure_code_event_on",
            *("measure_code", "event_on", "organisation_id", "value", "verified_at", "voided_at"),
            *("recorded_at", "partial", "sample"),
        ),
        # Finds the values of a unit that are far above its others.
        Index(
            "ix_facts_organisation_id_measure_code_value",
            *("organisation_id", "measure_code", "value", "event_on", "verified_at", "voided_at"),
        ),
        CheckConstraint("voided_at IS NULL OR voided_at >= verified_at", name="void_after_verify"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"))
    value: Mapped[int] = mapped_column(BigInteger)
    event_on: Mapped[date]
    event_precision: Mapped[str] = mapped_column(String(6), default="day")
    key: Mapped[str] = mapped_column(String(40), default="")
    # Numbers within the value (female, lawyers) and kinds it belongs to, for breakdowns.
    parts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    tags: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))
    origin: Mapped[str] = mapped_column(one_of("origin", FACT_ORIGINS))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_reports.id"), index=True)
    # A single published event: a year known only from such facts is not a full year, hence no base.
    partial: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_by: Mapped[str] = mapped_column(String(80))
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("facts.id"))
    sample: Mapped[bool] = mapped_column(default=False)


class FactDay(Base):
    """The sums of the facts of one measure and year that became known on one day; negative where voided.

    Kept by triggers on `facts`, written by nobody else.
    """

    __tablename__ = "fact_days"
    __table_args__ = ({"sqlite_with_rowid": False},)

    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    known_on: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    facts_n: Mapped[int] = mapped_column(Integer)
    whole_n: Mapped[int] = mapped_column(Integer)
    sample_n: Mapped[int] = mapped_column(Integer)


class UnitFigure(Base):
    """The values of one measure and unit in one year from a day on: the greatest, and what is far above.

    A value above `far_above` is more than three times the median of the unit's others; None: there are too
    few to say so.  `greatest` None: no fact stands any more.  `organisation_id` 0: facts of no unit.  Kept by
    triggers on `facts`, written by nobody else.
    """

    __tablename__ = "unit_figures"
    __table_args__ = ({"sqlite_with_rowid": False},)

    measure_code: Mapped[str] = mapped_column(ForeignKey("measures.code"), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    known_on: Mapped[date] = mapped_column(primary_key=True)
    greatest: Mapped[int | None] = mapped_column(BigInteger)
    far_above: Mapped[int | None] = mapped_column(BigInteger)


class EarlyFact(Base):
    """A fact dated after the day on which it was recorded.  Kept by a trigger on `facts`."""

    __tablename__ = "early_facts"

    fact_id: Mapped[int] = mapped_column(ForeignKey("facts.id"), primary_key=True, autoincrement=False)


class PublishedFigure(Base):
    """A figure somebody published, with its words, its qualifier and its definition.  Never a baseline."""

    __tablename__ = "published_figures"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    objective_number: Mapped[int] = mapped_column(ForeignKey("objectives.number"))
    measure_code: Mapped[str | None] = mapped_column(ForeignKey("measures.code"), index=True)
    relation: Mapped[str] = mapped_column(String(20))
    indicator_vi: Mapped[str] = mapped_column(Text)
    definition_vi: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None] = mapped_column(Integer)
    period_vi: Mapped[str] = mapped_column(String(120))
    value: Mapped[int] = mapped_column(BigInteger)
    unit_vi: Mapped[str] = mapped_column(String(40))
    qualifier_vi: Mapped[str] = mapped_column(String(20))
    organisation_vi: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    quote_vi: Mapped[str] = mapped_column(Text)
    note_vi: Mapped[str] = mapped_column(Text, default="")


class FactEvidence(Base):
    """What proves a fact: a published figure with its source."""

    __tablename__ = "fact_evidence"

    fact_id: Mapped[int] = mapped_column(ForeignKey("facts.id"), primary_key=True)
    published_figure_id: Mapped[int] = mapped_column(ForeignKey("published_figures.id"), primary_key=True)
