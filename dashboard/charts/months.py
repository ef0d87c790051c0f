"""When were requests done in time, done late, or not at all?  A column a month, its number over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.canvas import Canvas
from dashboard.charts.palette import BAR, GREY, INK, OUTLINE, OVERDUE, PENDING
from dashboard.charts.picture import Picture, picture
from dashboard.text import text

FRAME = ("month", "in_time", "late", "overdue", "shown")
STYLES = ("small", "small_mid", "strong_mid")
PIECES = (("in_time", BAR), ("late", PENDING), ("overdue", OVERDUE))
GAP = 2  # white between two pieces: the red one is as dark as the one under it


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the twelve columns stand."""

    width: float
    column: float
    top: float
    floor: float
    height: float
    keys: int


WIDE = Layout(620, 30, 26, 172, 228, 3)
PHONE = Layout(328, 17, 24, 150, 222, 2)


def month_columns(frame: pd.DataFrame, layout: Layout = WIDE) -> Picture:
    """The twelve months of a year.

    Shape:  `frame` one row per month; columns :data:`FRAME`.
    Units:  requests; `shown` is what stands over the column, "done/decided", "" for none.
    """
    canvas = Canvas(layout.width)
    tallest = max(float(frame[[name for name, _ in PIECES]].sum(axis=1).max()), 1.0)
    step = layout.width / len(frame)
    for place, row in enumerate(frame.to_dict("records")):
        middle = (place + 0.5) * step
        y = layout.floor
        for name, fill in PIECES:
            tall = row[name] / tallest * (layout.floor - layout.top)
            if tall:
                canvas.area(middle - layout.column / 2, y - tall, middle + layout.column / 2, y - GAP, fill)
            y -= tall
        canvas.words("small_mid", middle, y - 10, row["shown"], OVERDUE if row["overdue"] else INK)
        canvas.words("small_mid", middle, layout.floor + 13, str(row["month"]), GREY)
    canvas.area(0, layout.floor - 1, layout.width, layout.floor, OUTLINE)
    _legend(canvas, layout)
    return picture(canvas, layout.height, STYLES)


def _legend(canvas: Canvas, layout: Layout) -> None:
    keys: Sequence[tuple[str, str]] = [(f"ledger.month_{name}", fill) for name, fill in PIECES]
    step = layout.width / layout.keys
    for place, (key, fill) in enumerate(keys):
        x, y = step * (place % layout.keys), layout.floor + 38 + 19 * (place // layout.keys)
        canvas.area(x, y - 5, x + 18, y + 5, fill)
        canvas.words("small", x + 25, y, text(key), GREY)
