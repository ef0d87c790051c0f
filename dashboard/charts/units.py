"""Which unit has reported which quarter?  Units from north to south, one drawn mark a quarter; no ranking."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas
from dashboard.charts.palette import AMBER, GREY, INK, OUTLINE, OVERDUE, RULE, WHITE
from dashboard.charts.picture import Picture, picture
from dashboard.text import text

FRAME = ("name", "province", "states")
STYLES = ("small", "small_mid", "plain", "head", "strong_mid")
HALF = "#8A5200"

# state -> the marks that draw it, lowest first: shape, fill, stroke
MARKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "on_time": (("disc", "#0B4F8A", "#0B4F8A"),),
    "late": (("disc", WHITE, HALF), ("half", HALF, HALF)),
    "nil": (("dash", INK, INK),),
    "nil_waiting": (("disc", WHITE, GREY), ("dash", GREY, GREY)),
    "missing": (("square", WHITE, OVERDUE),),
    "due": (("disc", WHITE, GREY),),
    "running": (("dot", OUTLINE, OUTLINE),),
    "ahead": (),
    "not_expected": (),
}
LEGEND_STATES = ("on_time", "late", "nil", "nil_waiting", "missing", "due", "running")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on a page of this width."""

    width: float
    province: float | None  # where the province's column begins; None: it stands under the name
    quarters: float  # where the four columns begin
    step: float
    letters: int
    legend_columns: int

    @property
    def legend_lines(self) -> int:
        """How many lines the legend takes."""
        return -(-len(LEGEND_STATES) // self.legend_columns)


WIDE = Layout(1012, 500, 640, 93, 76, 4)
PHONE = Layout(328, None, 200, 32, 28, 1)
HEAD, LINE, PAD, LEGEND_LINE = 30, 16, 10, 20


def unit_table(frame: pd.DataFrame, quarters: tuple[str, ...], chosen: int, layout: Layout = WIDE) -> Picture:
    """The table of units by quarters.

    Shape:  `frame` one row per unit in geographic order; columns :data:`FRAME`; `states` one per quarter,
            keys of :data:`MARKS`.  `quarters` the words over the columns; `chosen` the place of one.
    """
    canvas = Canvas(layout.width)
    _legend(canvas, layout)
    y = top = float(layout.legend_lines * LEGEND_LINE + 8)
    y += HEAD
    drawn = []
    for row in frame.to_dict("records"):
        tall = height_of(row, layout)
        drawn.append((y, tall, row))
        y += tall
    x = layout.quarters + layout.step * chosen
    canvas.area(x, top, x + layout.step, y, AMBER)
    _head(canvas, layout, top, quarters)
    for at, tall, row in drawn:
        _unit(canvas, layout, at, tall, row)
    return picture(canvas, y + 4, STYLES)


def height_of(row: dict[str, Any], layout: Layout) -> int:
    """How tall the row of this unit is."""
    lines = len(_lines(row["name"], layout)) + (1 if layout.province is None and row["province"] else 0)
    return lines * LINE + PAD


def _lines(name: str, layout: Layout) -> list[str]:
    return textwrap.wrap(name, layout.letters) or [""]


def _head(canvas: Canvas, layout: Layout, y: float, quarters: tuple[str, ...]) -> None:
    canvas.words("head", 0, y + HEAD / 2, text("units.unit"), GREY)
    if layout.province is not None:
        canvas.words("head", layout.province, y + HEAD / 2, text("measure.where"), GREY)
    for place, words in enumerate(quarters):
        canvas.words("small_mid", layout.quarters + layout.step * (place + 0.5), y + HEAD / 2, words, INK)


def _unit(canvas: Canvas, layout: Layout, y: float, tall: float, row: dict[str, Any]) -> None:
    canvas.area(0, y, layout.width, y + 1, RULE)
    line = y + PAD / 2 + LINE / 2
    for words in _lines(row["name"], layout):
        canvas.words("plain", 0, line, words)
        line += LINE
    at = line if layout.province is None else y + tall / 2
    canvas.words("small", layout.province or 0, at, row["province"], GREY)
    for place, state in enumerate(row["states"]):
        draw_state(canvas, layout.quarters + layout.step * (place + 0.5), y + tall / 2, state)


def draw_state(canvas: Canvas, x: float, y: float, state: str) -> None:
    """The mark of one unit's quarter."""
    for shape, fill, stroke in MARKS[state]:
        canvas.shape(x, y, shape, fill, stroke)


def _legend(canvas: Canvas, layout: Layout) -> None:
    step = layout.width / layout.legend_columns
    for place, state in enumerate(LEGEND_STATES):
        x, y = step * (place % layout.legend_columns), 10 + LEGEND_LINE * (place // layout.legend_columns)
        draw_state(canvas, x + 7, y, state)
        canvas.words("small", x + 20, y, text(f"units.{state}"), GREY)
