"""Where in the country?  The 34 provinces in the order of their codes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Province


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One province with its place on the tile map (which shows no boundaries)."""

    code: str
    name_vi: str
    short_vi: str
    region_vi: str
    tile_row: int
    tile_col: int


def provinces(session: Session) -> tuple[ProvinceRow, ...]:
    """The 34 provinces and centrally run cities since 01/07/2025."""
    rows = session.scalars(select(Province).order_by(Province.code))
    return tuple(
        ProvinceRow(p.code, p.name_vi, p.short_vi, p.region_vi, p.tile_row, p.tile_col) for p in rows
    )
