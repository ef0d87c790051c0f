"""Where in the country?  34 equal tiles at their relative places: no border, no area that shouts.

Hoàng Sa and Trường Sa stand beside the two tiles they belong to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas
from dashboard.charts.palette import GREY, INK, OUTLINE, RAMP, RAMP_INK, TRACK, WHITE
from dashboard.charts.picture import Picture, picture
from dashboard.text import text

COLUMNS, ROWS = 6, 14  # of provinces.csv: tile_col and tile_row count from 0
STEP_X, STEP_Y, TILE_X, TILE_Y = 116, 50, 112, 46
WIDTH = COLUMNS * STEP_X - (STEP_X - TILE_X)
NOTE_HEIGHT = 30
HEIGHT = ROWS * STEP_Y + NOTE_HEIGHT
FRAME = ("code", "name", "row", "col", "shown", "look", "mark")

# Two archipelagos: the tile they belong to, and how many columns and rows beside it they are drawn.
ISLANDS = (("48", "tiles.hoang_sa", 1, 0), ("56", "tiles.truong_sa", 0, 1))
LEGEND_AT = (3 * STEP_X + 8, 4 * STEP_Y + 10)  # the free place right of Thanh Hóa and Nghệ An
LEGEND_COLUMN, LEGEND_LINE = 172, 21
STYLES = ("small", "strong")


@dataclass(frozen=True, slots=True)
class Look:
    """How a tile is filled and written on; a dashed one has no fill."""

    fill: str
    ink: str
    dashed: bool = False
    line: str = ""


LOOKS: dict[str, Look] = {
    **{f"ramp{step}": Look(fill, ink) for step, (fill, ink) in enumerate(zip(RAMP, RAMP_INK, strict=True))},
    "zero": Look(WHITE, INK, line=OUTLINE),
    "pale": Look(TRACK, GREY),
    "dashed": Look(WHITE, GREY, dashed=True),
}


@dataclass(frozen=True, slots=True)
class TileWords:
    """The legend of a map: its title; each look, or "mark:" and a status, with what it means."""

    title: str
    legend: Sequence[tuple[str, str]]


def tile_map(frame: pd.DataFrame, words: TileWords) -> Picture:
    """The map of the provinces.

    Shape:  `frame` one row per province; columns :data:`FRAME`; `row`, `col` as in provinces.csv, `shown`
            what stands under the name, `look` one of :data:`LOOKS`, `mark` a status in the corner, or "".
    Source: indicators.md section 3.2 and provinces.csv.
    """
    canvas = Canvas(WIDTH)
    for row in frame.to_dict("records"):
        _tile(canvas, row)
    for code, key, across, down in ISLANDS:
        for row in frame[frame["code"] == code].to_dict("records"):
            _islands(canvas, key, row["col"] + across, row["row"] + down)
    _legend(canvas, words)
    canvas.words("small", 0, HEIGHT - NOTE_HEIGHT / 2, text("tiles.note"), GREY)
    return picture(canvas, HEIGHT, STYLES)


def ramp_look(value: int | None, bounds: Sequence[int]) -> str:
    """The look of a tile with a number: which of the five steps that end at these bounds; 0 is white.

    None:   nothing is known; a dashed tile.
    """
    if value is None:
        return "dashed"
    if value == 0:
        return "zero"
    return f"ramp{min(sum(value > bound for bound in bounds), len(RAMP) - 1)}"


def _tile(canvas: Canvas, row: dict[str, Any]) -> None:
    x, y, look = row["col"] * STEP_X, row["row"] * STEP_Y, LOOKS[row["look"]]
    _box(canvas, x, y, x + TILE_X, y + TILE_Y, look)
    canvas.words("strong", x + 8, y + 15, row["name"], look.ink)
    canvas.words("small", x + 8, y + 33, row["shown"], look.ink)
    if row["mark"]:
        canvas.area(x + TILE_X - 20, y + TILE_Y - 20, x + TILE_X - 3, y + TILE_Y - 3, WHITE)
        canvas.symbol(x + TILE_X - 11.5, y + TILE_Y - 11.5, row["mark"])


def _box(canvas: Canvas, x: float, y: float, x2: float, y2: float, look: Look) -> None:
    if look.dashed or look.line:
        canvas.outline(x, y, x2, y2, look.line or OUTLINE, dashed=look.dashed)
    else:
        canvas.area(x, y, x2, y2, look.fill)


def _islands(canvas: Canvas, key: str, col: int, row: int) -> None:
    x, y = col * STEP_X, row * STEP_Y
    canvas.shape(x + 18, y + 12, "islands", GREY, GREY)
    canvas.words("small", x + 38, y + 9, text(key), INK)
    canvas.words("small", x + 38, y + 25, text(f"{key}_of"), GREY)


def _legend(canvas: Canvas, words: TileWords) -> None:
    left, y = LEGEND_AT
    canvas.words("strong", left, y, words.title)
    for place, (look, said) in enumerate(words.legend):
        x, line = left + LEGEND_COLUMN * (place % 2), y + LEGEND_LINE * (1 + place // 2)
        _, marked, status = look.partition("mark:")
        if marked:
            canvas.symbol(x + 8, line, status)
        else:
            _box(canvas, x, line - 6, x + 16, line + 6, LOOKS[look])
        canvas.words("small", x + 23, line, said, GREY)
