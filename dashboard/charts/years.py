"""How did a measure do year by year?  Columns with the number in them and this year's target as a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas, spec
from dashboard.charts.palette import BAR, GREY, INK, PENDING, RULE, WHITE
from dashboard.text import text

TOP, FLOOR, HEIGHT = 34, 214, 250


@dataclass(frozen=True, slots=True)
class Layout:
    """Where four columns stand on a page of this width."""

    width: float
    step: float
    column: float
    left: float
    number: str  # the style of the number in a column


WIDE = Layout(480, 118, 88, 8, "strong_mid")
PHONE = Layout(328, 82, 74, 4, "plain_mid")


def year_spec(layout: Layout = WIDE) -> dict[str, Any]:
    """How the columns are drawn; the same for every measure."""
    return spec(layout.width, HEIGHT, ("small", "plain_mid", "strong_mid", "small_mid"))


def year_marks(frame: pd.DataFrame, layout: Layout = WIDE) -> pd.DataFrame:
    """The columns of one measure.

    Shape:  one row per mark; columns `canvas.COLUMNS`.  `frame`: one row per year, oldest first, columns
            year, share (of the tallest; NaN when unknown), shown, target (share; NaN), target_shown, running.
    """
    canvas = Canvas(layout.width)
    for place, row in enumerate(frame.to_dict("records")):
        _column(canvas, layout, layout.left + place * layout.step, row)
    canvas.area(0, FLOOR, layout.width, FLOOR + 1, PENDING)
    return canvas.frame()


def _column(canvas: Canvas, layout: Layout, x: float, row: dict[str, Any]) -> None:
    end = x + layout.column
    middle = (x + end) / 2
    canvas.words("plain_mid", middle, FLOOR + 16, str(row["year"]), GREY)
    if math.isnan(row["share"]):
        canvas.outline(x, FLOOR - 26, end, FLOOR, RULE, dashed=True)
        canvas.words("small_mid", middle, FLOOR - 13, text("measure.year_missing"), GREY)
    else:
        top = FLOOR - max(row["share"] * (FLOOR - TOP), 1)
        canvas.area(x, top, end, FLOOR, BAR if row["running"] else PENDING)
        inside = FLOOR - top > 26
        ink = (WHITE if row["running"] else INK) if inside else INK
        canvas.words(layout.number, middle, top + 14 if inside else top - 10, row["shown"], ink)
    _target(canvas, x, end, row)


def _target(canvas: Canvas, x: float, end: float, row: dict[str, Any]) -> None:
    if not math.isnan(row["target"]):
        y = FLOOR - row["target"] * (FLOOR - TOP)
        canvas.area(x - 4, y - 1.5, end + 4, y + 1.5, INK)
        canvas.words("small_mid", (x + end) / 2, y - 11, row["target_shown"], INK)
