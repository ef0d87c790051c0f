"""What moved a measure between two days?  From the first value to the last, one row a cause."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas
from dashboard.charts.palette import BAR, GREY, INK, OUTLINE, PENDING, RAMP, RULE
from dashboard.charts.picture import Picture, picture
from dashboard.text import text

FRAME = ("label", "note", "start", "end", "shown", "total", "target", "target_shown")
MORE, LESS = RAMP[3], PENDING
STYLES = ("small", "small_right", "plain", "strong", "strong_right")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: the page's width, the bar's left and right end, and the height of a row."""

    width: float
    left: float
    right: float
    row: float
    label_y: float
    bar_y: float
    joint: float  # how long the line from a bar to the next is; on a phone it would cross the words between


WIDE = Layout(1012, 300, 870, 40, 20, 20, 22)
PHONE = Layout(328, 0, 328, 62, 12, 38, 5)
HEAD = 8
LEGEND = 30


def waterfall(frame: pd.DataFrame, layout: Layout = WIDE) -> Picture:
    """The steps between two days.

    Shape:  `frame` one row per bar, top down; the first and the last are totals; columns :data:`FRAME`.
    Units:  `start`, `end`: where the bar begins and ends, in the measure's unit; `target`: the year's target
            on that day (totals only; NaN where there is none or it lies far outside).
    """
    canvas = Canvas(layout.width)
    scale = _scale(frame, layout)
    y = float(HEAD)
    rows = frame.to_dict("records")
    for place, row in enumerate(rows):
        _row(canvas, layout, scale, y, row)
        if place + 1 < len(rows):
            _joint(canvas, layout, scale(row["end"]), y)
        y += layout.row
    _legend(canvas, y + LEGEND / 2, target=bool(frame["target"].notna().any()))
    return picture(canvas, y + LEGEND, STYLES)


def _scale(frame: pd.DataFrame, layout: Layout) -> Any:
    """From the measure's unit to pixels; zero is always on the picture."""
    values = [0.0, *frame["start"], *frame["end"], *frame["target"].dropna()]
    low, high = min(values), max(values)
    per_unit = (layout.right - layout.left) / ((high - low) or 1)
    return lambda value: layout.left + (value - low) * per_unit


def _row(canvas: Canvas, layout: Layout, scale: Any, y: float, row: dict[str, Any]) -> None:
    middle, strong = y + layout.bar_y, row["total"]
    left, right = sorted((scale(row["start"]), scale(row["end"])))
    fill = BAR if row["total"] else MORE if row["end"] >= row["start"] else LESS
    _words(canvas, layout, y, row)
    canvas.area(left, middle - 9, max(right, left + 2), middle + 9, fill)
    if not math.isnan(row["target"]):
        at = scale(row["target"])
        canvas.area(at - 1.25, middle - 13, at + 1.25, middle + 13, INK)
    canvas.words(
        "strong_right" if strong else "small_right", layout.width, y + layout.label_y, row["shown"], INK
    )


def _words(canvas: Canvas, layout: Layout, y: float, row: dict[str, Any]) -> None:
    style = "strong" if row["total"] else "plain"
    if layout.left:  # beside the bar there is room for a second line
        canvas.words(style, 0, y + layout.label_y - (8 if row["note"] else 0), row["label"])
        canvas.words("small", 0, y + layout.label_y + 9, row["note"], GREY)
    else:
        canvas.words(style, 0, y + layout.label_y, row["label"])


def _joint(canvas: Canvas, layout: Layout, x: float, y: float) -> None:
    """A thin line from where one bar ends to where the next begins."""
    top = y + layout.bar_y + 9
    canvas.area(x - 0.5, top, x + 0.5, top + layout.joint, OUTLINE)


def _legend(canvas: Canvas, y: float, *, target: bool) -> None:
    canvas.area(0, y - 13, canvas.width, y - 12, RULE)
    x = 0.0
    for fill, key, step in ((MORE, "why.more", 92), (LESS, "why.less", 92)):
        canvas.area(x, y - 5, x + 20, y + 5, fill)
        canvas.words("small", x + 26, y, text(key), GREY)
        x += step
    if target:
        canvas.area(x + 4, y - 8, x + 6.5, y + 8, INK)
        canvas.words("small", x + 14, y, text("legend.target"), GREY)
