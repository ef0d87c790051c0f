"""How did a measure do year by year?  Columns with the number in them and each year's target as a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas, spec, width_of
from dashboard.charts.palette import BAR, GREY, INK, PENDING, RULE, WHITE
from dashboard.text import text

TOP, FLOOR, HEIGHT = 34, 214, 250


@dataclass(frozen=True, slots=True)
class Layout:
    """Where up to four columns stand on a page of this width."""

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
        top = _height(row["share"])
        canvas.area(x, top, end, FLOOR, BAR if row["running"] else PENDING)
        inside = FLOOR - top > 26
        ink = (WHITE if row["running"] else INK) if inside else INK
        # What would leave its column is written smaller.
        style = layout.number if width_of(row["shown"], layout.number) <= layout.column else "small_mid"
        canvas.words(style, middle, _number_line(top, row) if inside else top - 10, row["shown"], ink)
    if not math.isnan(row["target"]):
        _target(canvas, x, end, row)


def _height(share: float) -> float:
    return FLOOR - max(share * (FLOOR - TOP), 1)


def _number_line(top: float, row: dict[str, Any]) -> float:
    """Where the number stands in its column: under the target's line, where that would run through it."""
    line = _height(row["target"]) if not math.isnan(row["target"]) else TOP
    crossed = top + 2 < line < top + 26 < FLOOR - 16
    return line + 14 if crossed else top + 14


def _target(canvas: Canvas, x: float, end: float, row: dict[str, Any]) -> None:
    """The target as a line with its number; a line within the column has a light edge, to be seen on it."""
    y, top = _height(row["target"]), FLOOR if math.isnan(row["share"]) else _height(row["share"])
    if y > top:
        canvas.area(x, y - 3, end, y + 3, WHITE)
    canvas.area(x - 4, y - 1.5, end + 4, y + 1.5, INK)
    low = FLOOR - top <= 26 and not math.isnan(row["share"])  # then the result's own number stands on top
    canvas.words("small_mid", (x + end) / 2, min(y, top - 12 if low else top) - 11, row["target_shown"], INK)
