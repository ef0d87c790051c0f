"""What did the children answer?  Bars of published, suppressed shares; hidden ones say so in words."""

from __future__ import annotations

import math
import textwrap
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas, spec
from dashboard.charts.palette import BAR, GREY, INK, RULE, TRACK

WIDTH = 328  # a phone's column; on a wide page the bars stretch, the type does not
FULL = 214  # pixels of 100 %: the rest is for the number behind the bar
GROUP, LINE, BAR_LINE, SPACE = 26, 17, 18, 9
LETTERS = 50
STYLES = ("plain", "strong", "small", "small_right")


def answer_spec(height: int) -> dict[str, Any]:
    """How bars of this many pixels together are drawn."""
    return spec(WIDTH, height, STYLES)


def height(frame: pd.DataFrame) -> int:
    """How tall the picture of these answers is."""
    groups = frame["group"].nunique() if frame["group"].any() else 0
    lines = sum(_lines(label) for label in frame["label"])
    return groups * GROUP + lines * LINE + len(frame) * (BAR_LINE + SPACE)


def answer_marks(frame: pd.DataFrame) -> pd.DataFrame:
    """The answers to one question.

    Shape:  one row per mark; columns `canvas.COLUMNS`.  `frame`: one row per group and answer, in order, with
            group (empty for everybody), base, label, share (0–1 of the published base; NaN when hidden) and
            shown (the number, or the words in its place).
    """
    canvas = Canvas(WIDTH)
    y, group = 0.0, ""
    for row in frame.to_dict("records"):
        if row["group"] != group:
            group = row["group"]
            _group(canvas, y, row)
            y += GROUP
        y = _answer(canvas, y, row)
    return canvas.frame()


def _lines(label: str) -> int:
    return max(len(textwrap.wrap(label, LETTERS)), 1)


def _group(canvas: Canvas, y: float, row: dict[str, Any]) -> None:
    canvas.area(0, y + 2, WIDTH, y + 3, RULE)
    canvas.words("strong", 0, y + GROUP / 2 + 3, row["group"])
    canvas.words("small_right", WIDTH, y + GROUP / 2 + 3, row["base"], GREY)


def _answer(canvas: Canvas, y: float, row: dict[str, Any]) -> float:
    for line in textwrap.wrap(row["label"], LETTERS) or [""]:
        canvas.words("plain", 0, y + LINE / 2, line)
        y += LINE
    middle = y + BAR_LINE / 2
    if math.isnan(row["share"]):
        canvas.words("plain", 0, middle, row["shown"], GREY)
    else:
        end = FULL * min(row["share"], 1)
        canvas.area(0, middle - 7, FULL, middle + 7, TRACK)
        canvas.area(0, middle - 7, end, middle + 7, BAR)
        canvas.words("strong", FULL + 7, middle, row["shown"], INK)
    return y + BAR_LINE + SPACE
