"""Where things happen and who reports: provinces with their vintage, organisations over time."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Province(Base):
    """One of the 34 units since 01/07/2025.  Codes are text: seven were re-used for another name."""

    __tablename__ = "provinces"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name_vi: Mapped[str] = mapped_column(String(60), unique=True)
    short_vi: Mapped[str] = mapped_column(String(30))
    name_en: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(30))
    region_vi: Mapped[str] = mapped_column(String(60))
    tile_row: Mapped[int] = mapped_column(Integer)
    tile_col: Mapped[int] = mapped_column(Integer)


class OldProvince(Base):
    """One of the 63 units until 30/06/2025, and the unit it became."""

    __tablename__ = "old_provinces"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name_vi: Mapped[str] = mapped_column(String(60))
    became_code: Mapped[str] = mapped_column(ForeignKey("provinces.code"))
    valid_to: Mapped[date]


class Organisation(Base):
    """A unit over time: a local association, a chapter, a centre, a partner."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name_vi: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))
    old_province_vi: Mapped[str] = mapped_column(String(60), default="")
    network: Mapped[str] = mapped_column(String(80), default="")
    attested: Mapped[str] = mapped_column(String(80), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    # Several units may be merged into one, so each also names the one it went into.
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    sample: Mapped[bool] = mapped_column(default=False)
