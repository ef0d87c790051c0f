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
NOTE_HEIGHT = 30
FRAME = ("code", "name", "row", "col", "shown", "look", "mark")

# Two archipelagos: the tile they belong to, and how many columns and rows beside it they are drawn.
ISLANDS = (("48", "tiles.hoang_sa", 1, 0), ("56", "tiles.truong_sa", 0, 1))
LEGEND_TILE = (3, 4)  # the free place right of Thanh Hóa and Nghệ An
STYLES = ("small", "strong", "tile", "label")


@dataclass(frozen=True, slots=True)
class Grid:
    """How large a tile is, in pixels, and in which type and where its two lines stand."""

    step_x: int
    step_y: int
    name: str
    shown: str
    pad: int
    lines: tuple[int, int]
    legend_column: int
    legend_line: int
    gap: int = 4

    @property
    def tile(self) -> tuple[int, int]:
        """A tile's width and height."""
        return self.step_x - self.gap, self.step_y - self.gap

    @property
    def width(self) -> int:
        """The picture's width."""
        return COLUMNS * self.step_x - self.gap

    @property
    def height(self) -> int:
        """The picture's height, with the note under it."""
        return ROWS * self.step_y + NOTE_HEIGHT


WIDE = Grid(116, 50, "strong", "small", 8, (15, 33), 172, 21)
SMALL = Grid(80, 39, "tile", "label", 5, (11, 25), 112, 17, gap=3)  # beside other things on one page
STEP_X, STEP_Y, WIDTH = WIDE.step_x, WIDE.step_y, WIDE.width
TILE_X, TILE_Y = WIDE.tile


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


def tile_map(frame: pd.DataFrame, words: TileWords, grid: Grid = WIDE) -> Picture:
    """The map of the provinces.

    Shape:  `frame` one row per province; columns :data:`FRAME`; `row`, `col` as in provinces.csv, `shown`
            what stands under the name, `look` one of :data:`LOOKS`, `mark` a status in the corner, or "".
    Source: indicators.md section 3.2 and provinces.csv.
    """
    canvas = Canvas(grid.width)
    for row in frame.to_dict("records"):
        _tile(canvas, grid, row)
    for code, key, across, down in ISLANDS:
        for row in frame[frame["code"] == code].to_dict("records"):
            _islands(canvas, grid, key, (row["col"] + across, row["row"] + down))
    _legend(canvas, grid, words)
    canvas.words("small", 0, grid.height - NOTE_HEIGHT / 2, text("tiles.note"), GREY)
    return picture(canvas, grid.height, STYLES)


def ramp_look(value: int | None, bounds: Sequence[int]) -> str:
    """The look of a tile with a number: which of the five steps that end at these bounds; 0 is white.

    None:   nothing is known; a dashed tile.
    """
    if value is None:
        return "dashed"
    if value == 0:
        return "zero"
    return f"ramp{min(sum(value > bound for bound in bounds), len(RAMP) - 1)}"


def _tile(canvas: Canvas, grid: Grid, row: dict[str, Any]) -> None:
    x, y, look = row["col"] * grid.step_x, row["row"] * grid.step_y, LOOKS[row["look"]]
    right, low = x + grid.tile[0], y + grid.tile[1]
    _box(canvas, x, y, right, low, look)
    canvas.words(grid.name, x + grid.pad, y + grid.lines[0], row["name"], look.ink)
    canvas.words(grid.shown, x + grid.pad, y + grid.lines[1], row["shown"], look.ink)
    if row["mark"]:
        canvas.area(right - 16, low - 16, right - 2, low - 2, WHITE)
        canvas.symbol(right - 9, low - 9, row["mark"])


def _box(canvas: Canvas, x: float, y: float, x2: float, y2: float, look: Look) -> None:
    if look.dashed or look.line:
        canvas.outline(x, y, x2, y2, look.line or OUTLINE, dashed=look.dashed)
    else:
        canvas.area(x, y, x2, y2, look.fill)


def _islands(canvas: Canvas, grid: Grid, key: str, at: tuple[int, int]) -> None:
    """An archipelago beside its tile; on a small grid its name stands under the mark."""
    x, y = at[0] * grid.step_x, at[1] * grid.step_y
    if grid is WIDE:
        canvas.shape(x + 18, y + 12, "islands", GREY, GREY)
        canvas.words("small", x + 38, y + 9, text(key), INK)
        canvas.words("small", x + 38, y + 25, text(f"{key}_of"), GREY)
        return
    canvas.shape(x + 15, y + 7, "islands", GREY, GREY)
    canvas.words("label", x + 1, y + 25, text(key), INK)
    canvas.words("label", x + 1, y + 36, text(f"{key}_of"), GREY)


def _legend(canvas: Canvas, grid: Grid, words: TileWords) -> None:
    left, y = LEGEND_TILE[0] * grid.step_x + 8, LEGEND_TILE[1] * grid.step_y + 10
    canvas.words("strong" if grid is WIDE else "tile", left, y, words.title)
    for place, (look, said) in enumerate(words.legend):
        x = left + grid.legend_column * (place % 2)
        line = y + grid.legend_line * (1 + place // 2)
        _, marked, status = look.partition("mark:")
        if marked:
            canvas.symbol(x + 8, line, status)
        else:
            _box(canvas, x, line - 6, x + 16, line + 6, LOOKS[look])
        canvas.words("small", x + 22, line, said, GREY)
