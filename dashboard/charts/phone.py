"""Are we on track, on a phone?  The same 28 measures in one column, four lines each, made for 328 pixels."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from dashboard.charts.bullets import Track, bar, blocks, whisker
from dashboard.charts.canvas import Canvas, spec
from dashboard.charts.palette import BAR, EXPECTED, GREY, INK, OVERDUE, PENDING, RULE, STATUS
from dashboard.text import text
from db.rules.status import WORST_FIRST

WIDTH = 328  # a phone of 360 pixels less the page's margins; wider ones stretch the bars, not the type
PAD = 10  # between a card's frame and its words
INNER = WIDTH - PAD
FULL = 230  # pixels of 100 %: leaves room for a bar of 130 % and its arrow
ROW, TITLE_LINE, BLOCK_HEAD, GAP, LEGEND = 78, 22, 30, 14, 64
CARD_END = 6
LETTERS = 39
SYMBOL_STEP = 18
LEGEND_ROWS = (
    (("legend.verified", BAR), ("legend.waiting", PENDING)),
    (("legend.expected", EXPECTED), ("legend.overdue", OVERDUE)),
)


def height(titles: tuple[str, ...], measures: int) -> int:
    """How tall the column is: depends on how many lines the objectives' titles take."""
    heads = sum(_head_height(title) for title in titles)
    return LEGEND + heads + len(titles) * CARD_END + measures * ROW


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
        tall = _head_height(rows[0]["title"]) + len(rows) * ROW + CARD_END
        _card(canvas, y + GAP - 6, y + tall - 1)
        _head(canvas, y, rows)
        y += _head_height(rows[0]["title"])
        for row in rows:
            _measure(canvas, y, row)
            y += ROW
        y += CARD_END
    return canvas.frame()


def _head_height(title: str) -> int:
    return GAP + TITLE_LINE * len(textwrap.wrap(title, LETTERS)) + BLOCK_HEAD


def _card(canvas: Canvas, top: float, low: float) -> None:
    """A card's frame, of four thin areas: an outline is filled and would lie upon the bars."""
    for x, y, x2, y2 in (
        (0, top, WIDTH, top + 1),
        (0, low - 1, WIDTH, low),
        (0, top, 1, low),
        (WIDTH - 1, top, WIDTH, low),
    ):
        canvas.area(x, y, x2, y2, EXPECTED)


def _head(canvas: Canvas, y: float, rows: list[dict[str, Any]]) -> None:
    """The objective's title; under it its sentence, with one symbol per measure, the worst first."""
    y += GAP
    for line in textwrap.wrap(rows[0]["title"], LETTERS):
        canvas.words("title", PAD, y + 11, line)
        y += TITLE_LINE
    canvas.words("plain", PAD, y + 10, rows[0]["rollup"], GREY)
    worst_first = sorted((row["status"] for row in rows), key=WORST_FIRST.index)
    for place, status in enumerate(reversed(worst_first)):
        canvas.symbol(INNER - 7 - place * SYMBOL_STEP, y + 10, status)


def _measure(canvas: Canvas, y: float, row: dict[str, Any]) -> None:
    canvas.area(PAD, y, INNER, y + 1, RULE)
    canvas.words("small", PAD, y + 15, row["code"], GREY)
    canvas.words("big", PAD + 30, y + 15, row["name"])
    canvas.symbol(PAD + 6, y + 35, row["status"])
    canvas.words("big_strong", PAD + 18, y + 35, row["word"], STATUS[row["status"]][3])
    canvas.words("big_right", INNER, y + 35, row["numbers"])
    bar(canvas, Track(PAD, FULL, y + 54), row)
    ink = OVERDUE if row["alarm"] else GREY
    canvas.words("small_right", INNER, y + 70, row["note"], ink)
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
    whisker(canvas, 108, 128, y)
    canvas.words("small", 134, y, text("legend.forecast"), GREY)
