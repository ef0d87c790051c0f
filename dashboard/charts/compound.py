"""What does "+20 % a year" come to by 2035?  The path from the base year on, over what was reached."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import lines
from dashboard.charts.canvas import Canvas
from dashboard.charts.palette import BAR, GREY, INK, OUTLINE, PENDING, RULE
from dashboard.charts.picture import Picture
from dashboard.text import text

FRAME = ("year", "wanted", "wanted_shown", "actual", "running")
STYLES = ("small", "small_mid", "small_right", "strong_mid")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the years stand; `every` how many of the path's numbers can be written."""

    width: float
    left: float
    top: float
    floor: float
    height: float
    column: float
    short: bool


WIDE = Layout(1012, 20, 30, 236, 296, 34, False)
PHONE = Layout(328, 6, 28, 190, 256, 12, True)


def compound_path(frame: pd.DataFrame, growth: str, layout: Layout = WIDE) -> Picture:
    """The path and the results.

    Shape:  `frame` one row per year, in order; columns :data:`FRAME`; `wanted_shown` "" where no number
            is to stand (there is no room for all).
    Units:  `wanted` and `actual` shares of the largest; NaN where there is none.
    """
    canvas = Canvas(layout.width)
    step = (layout.width - 2 * layout.left) / max(len(frame), 1)
    canvas.area(0, layout.floor, layout.width, layout.floor + 1, OUTLINE)
    path = []
    for place, row in enumerate(frame.to_dict("records")):
        x = layout.left + (place + 0.5) * step
        shown = f"{row['year'] % 100:02d}" if layout.short else str(row["year"])
        canvas.words("small_mid", x, layout.floor + 14, shown, GREY)
        if not math.isnan(row["actual"]):
            top = layout.floor - max(row["actual"] * (layout.floor - layout.top), 1)
            fill = BAR if row["running"] else PENDING
            canvas.area(x - layout.column / 2, top, x + layout.column / 2, layout.floor, fill)
        if not math.isnan(row["wanted"]):
            y = layout.floor - row["wanted"] * (layout.floor - layout.top)
            path.append((x, y))
            canvas.area(x - 2.5, y - 2.5, x + 2.5, y + 2.5, INK)
            style = "small_right" if layout.short else "strong_mid"
            canvas.words(style, x + (4 if layout.short else 0), y - 13, row["wanted_shown"], INK)
    lines.line(canvas, path, INK)
    _legend(canvas, growth, layout)
    return lines.line_picture(canvas, layout.height, STYLES)


def _legend(canvas: Canvas, growth: str, layout: Layout) -> None:
    y = layout.floor + 40
    for x, fill, key in ((0, PENDING, "compound.past"), (88, BAR, "compound.running")):
        canvas.area(x, y - 5, x + 18, y + 5, fill)
        canvas.words("small", x + 25, y, text(key), GREY)
    x = 216
    canvas.area(x, y - 0.75, x + 20, y + 0.75, INK)
    canvas.words("small", x + 27, y, text("compound.path", growth=growth), GREY)
    canvas.area(0, layout.top - 26, layout.width, layout.top - 25, RULE)
