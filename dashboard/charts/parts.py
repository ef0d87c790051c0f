"""Who, where and what is within a number?  A bar for each part, with its number; hidden parts say so."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.canvas import Canvas
from dashboard.charts.palette import BAR, GREY, INK, OUTLINE, PENDING, RULE
from dashboard.charts.picture import Picture, picture

FRAME = ("label", "share", "shown", "stated")
STYLES = ("small", "plain", "strong")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the bars stand; `row` is the height of one, `bar` where its middle lies in it."""

    width: float
    left: float
    right: float
    row: float
    label: float
    bar: float


WIDE = Layout(1012, 300, 850, 26, 13, 13)
PHONE = Layout(328, 0, 232, 44, 12, 31)


def part_bars(frame: pd.DataFrame, layout: Layout = WIDE) -> Picture:
    """The parts of a number, one row each, in the order given.

    Shape:  columns :data:`FRAME`; `stated` False for what its records do not say.
    Units:  `share` of the largest part, 0–1; NaN where it is hidden, and `shown` says why.
    """
    canvas = Canvas(layout.width)
    for place, row in enumerate(frame.to_dict("records")):
        y = place * layout.row
        middle = y + layout.bar
        canvas.area(0, y, layout.width, y + 1, RULE)
        canvas.words("plain", 0, y + layout.label, row["label"], INK if row["stated"] else GREY)
        room = layout.right - layout.left
        if math.isnan(row["share"]):
            canvas.outline(layout.left, middle - 6, layout.left + 24, middle + 6, OUTLINE, dashed=True)
            canvas.words("small", layout.left + 32, middle, row["shown"], GREY)
            continue
        end = layout.left + max(room * row["share"], 1.5 if row["share"] else 0)
        canvas.area(layout.left, middle - 6, end, middle + 6, BAR if row["stated"] else PENDING)
        canvas.words("strong", end + 8, middle, row["shown"], INK if row["stated"] else GREY)
    return picture(canvas, max(len(frame), 1) * layout.row + 2, STYLES)
