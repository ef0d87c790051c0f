"""How did a measure do year by year?  Columns with the number in them and this year's target as a line."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas, spec
from dashboard.charts.palette import BAR, GREY, INK, PENDING, RULE, WHITE
from dashboard.text import text

WIDTH, TOP, FLOOR, HEIGHT = 480, 34, 214, 250
STEP, COLUMN, LEFT = 118, 88, 8


def year_spec() -> dict[str, Any]:
    """How the columns are drawn; the same for every measure."""
    return spec(WIDTH, HEIGHT, ("small", "plain_mid", "strong_mid", "small_mid"))


def year_marks(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of one measure.

    Shape:  one row per mark; columns `canvas.COLUMNS`.  `frame`: one row per year, oldest first, columns
            year, share (of the tallest; NaN when unknown), shown, target (share; NaN), target_shown, running.
    """
    canvas = Canvas(WIDTH)
    for place, row in enumerate(frame.to_dict("records")):
        _column(canvas, LEFT + place * STEP, row)
    canvas.area(0, FLOOR, WIDTH, FLOOR + 1, PENDING)
    return canvas.frame()


def _column(canvas: Canvas, x: float, row: dict[str, Any]) -> None:
    middle = x + COLUMN / 2
    canvas.words("plain_mid", middle, FLOOR + 16, str(row["year"]), GREY)
    if math.isnan(row["share"]):
        canvas.outline(x, FLOOR - 26, x + COLUMN, FLOOR, RULE, dashed=True)
        canvas.words("small_mid", middle, FLOOR - 13, text("measure.year_missing"), GREY)
    else:
        top = FLOOR - max(row["share"] * (FLOOR - TOP), 1)
        canvas.area(x, top, x + COLUMN, FLOOR, BAR if row["running"] else PENDING)
        inside = FLOOR - top > 26
        ink = (WHITE if row["running"] else INK) if inside else INK
        canvas.words("strong_mid", middle, top + 14 if inside else top - 10, row["shown"], ink)
    _target(canvas, x, row)


def _target(canvas: Canvas, x: float, row: dict[str, Any]) -> None:
    if not math.isnan(row["target"]):
        y = FLOOR - row["target"] * (FLOOR - TOP)
        canvas.area(x - 6, y - 1.5, x + COLUMN + 6, y + 1.5, INK)
        canvas.words("small_mid", x + COLUMN / 2, y - 11, row["target_shown"], INK)
