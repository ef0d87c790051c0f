"""What stood on a day of the kept values of one unit?  The newest of its rows, found without the others."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from db.models import Measure, UnitFigure


def standing_figure(year: Any, unit: Any, as_of: date) -> ColumnElement[bool]:
    """The condition that joins to a measure, a year and a unit the one row that stood on the day."""
    earlier = UnitFigure.__table__.alias()
    newest = (
        select(func.max(earlier.c.known_on))
        .where(
            earlier.c.measure_code == Measure.code,
            earlier.c.year == year,
            earlier.c.organisation_id == unit,
            earlier.c.known_on <= as_of,
        )
        .scalar_subquery()
    )
    return and_(
        UnitFigure.measure_code == Measure.code,
        UnitFigure.year == year,
        UnitFigure.organisation_id == unit,
        UnitFigure.known_on == newest,
    )
