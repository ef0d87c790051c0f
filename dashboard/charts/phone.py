"""Are we on track, on a phone?  The same 28 measures in one column, four lines each, made for 328 pixels."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from dashboard.charts.bullets import Track, bar, blocks
from dashboard.charts.canvas import Canvas, spec
from dashboard.charts.palette import BAR, EXPECTED, GREY, INK, OVERDUE, PENDING, RULE, STATUS
from dashboard.text import text

WIDTH = 328  # a phone of 360 pixels less the page's margins; wider ones stretch the bars, not the type
FULL = 240  # pixels of 100 %: leaves room for a bar of 130 % and its arrow
ROW, TITLE_LINE, BLOCK_HEAD, GAP, LEGEND = 78, 22, 30, 14, 64
LETTERS = 41
LEGEND_ROWS = (
    (("legend.verified", BAR), ("legend.waiting", PENDING)),
    (("legend.expected", EXPECTED), ("legend.overdue", OVERDUE)),
)


def height(titles: tuple[str, ...], measures: int) -> int:
    """How tall the column is: depends on how many lines the objectives' titles take."""
    heads = sum(_head_height(title) for title in titles)
    return LEGEND + heads + measures * ROW


def phone_spec(titles: tuple[str, ...], measures: int) -> dict[str, Any]:
    """How the column is drawn; the same for every year and day."""
    used = ("small", "small_right", "strong", "plain", "title", "label", "big", "big_strong", "big_right")
    return spec(WIDTH, height(titles, measures), used)


def phone_marks(frame: pd.DataFrame) -> pd.DataFrame:
    """Everything drawn for one year.

    Shape:  one row per mark; columns `canvas.COLUMNS`.
    """
    canvas = Canvas(WIDTH)
    _legend(canvas)
    y = float(LEGEND)
    for rows in blocks(frame):
        _head(canvas, y, rows[0])
        y += _head_height(rows[0]["title"])
        for row in rows:
            _measure(canvas, y, row)
            y += ROW
    return canvas.frame()


def _head_height(title: str) -> int:
    return GAP + TITLE_LINE * len(textwrap.wrap(title, LETTERS)) + BLOCK_HEAD


def _head(canvas: Canvas, y: float, row: dict[str, Any]) -> None:
    y += GAP
    canvas.area(0, y - 4, WIDTH, y - 2, INK)
    for line in textwrap.wrap(row["title"], LETTERS):
        canvas.words("title", 0, y + 13, line)
        y += TITLE_LINE
    canvas.words("plain", 0, y + 12, row["rollup"], GREY)


def _measure(canvas: Canvas, y: float, row: dict[str, Any]) -> None:
    canvas.area(0, y, WIDTH, y + 1, RULE)
    canvas.words("small", 0, y + 15, row["code"], GREY)
    canvas.words("big", 32, y + 15, row["name"])
    canvas.symbol(7, y + 35, row["status"])
    canvas.words("big_strong", 19, y + 35, row["word"], STATUS[row["status"]][3])
    canvas.words("big_right", WIDTH, y + 35, row["numbers"])
    bar(canvas, Track(0, FULL, y + 54), row)
    ink = OVERDUE if row["alarm"] else GREY
    canvas.words("small_right", WIDTH, y + 70, row["note"], ink)
    canvas.hit(y, y + ROW, row["code"])


def _legend(canvas: Canvas) -> None:
    y = 10.0
    for pieces in LEGEND_ROWS:
        for place, (key, fill) in enumerate(pieces):
            x = place * 190
            canvas.area(x, y - 5, x + 20, y + 5, fill)
            canvas.words("small", x + 26, y, text(key), GREY)
        y += 18
    canvas.area(9, y - 8, 11.5, y + 8, INK)
    canvas.words("small", 26, y, text("legend.target"), GREY)
