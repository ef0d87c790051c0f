"""How much of it is complete, in time, verified and consistent?  A bar with n/N for each quarter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas
from dashboard.charts.palette import BAR, GREY, INK, OUTLINE, RULE, TRACK
from dashboard.charts.picture import Picture, picture
from dashboard.text import text

FRAME = ("name", "meaning", "period", "share", "shown")
STYLES = ("small", "small_mid", "plain", "strong", "head")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on a page of this width."""

    width: float
    left: float
    step: float
    full: float
    block: float
    stacked: bool


WIDE = Layout(1012, 250, 152, 132, 62, False)
PHONE = Layout(328, 78, 0, 130, 168, True)
HEAD, PHONE_LINE = 28, 24


def share_table(frame: pd.DataFrame, layout: Layout = WIDE) -> Picture:
    """The four shares by period.

    Shape:  `frame` one row per name and period, both in order; columns :data:`FRAME`.
    Units:  `share` 0–1; NaN where nothing was due: an empty frame is drawn, and `shown` says so.
    """
    canvas = Canvas(layout.width)
    blocks = list(frame.groupby("name", sort=False))
    y = 0.0 if layout.stacked else float(HEAD)
    if not layout.stacked and blocks:
        for place, period in enumerate(blocks[0][1]["period"]):
            canvas.words("head", layout.left + place * layout.step, HEAD / 2, period, GREY)
    for name, block in blocks:
        _block(canvas, layout, y, str(name), block.to_dict("records"))
        y += layout.block
    return picture(canvas, y, STYLES)


def _block(canvas: Canvas, layout: Layout, y: float, name: str, rows: list[dict[str, Any]]) -> None:
    canvas.area(0, y, layout.width, y + 1, RULE)
    canvas.words("strong", 0, y + 17, name)
    canvas.words("small", 0, y + 35, rows[0]["meaning"], GREY)
    for place, row in enumerate(rows):
        if layout.stacked:
            line = y + 54 + place * PHONE_LINE
            canvas.words("small", 0, line, row["period"], GREY)
            _bar(canvas, layout.left, line, layout.full, row["share"])
            canvas.words("plain", layout.left + layout.full + 8, line, row["shown"], _ink(row))
        else:
            x = layout.left + place * layout.step
            _bar(canvas, x, y + 17, layout.full, row["share"])
            canvas.words("plain", x, y + 37, row["shown"], _ink(row))


def _ink(row: dict[str, Any]) -> str:
    return GREY if math.isnan(row["share"]) else INK


def _bar(canvas: Canvas, x: float, y: float, full: float, share: float) -> None:
    if math.isnan(share):
        canvas.outline(x, y - 6, x + full, y + 6, OUTLINE, dashed=True)
        return
    canvas.area(x, y - 6, x + full, y + 6, TRACK)
    canvas.area(x, y - 6, x + full * share, y + 6, BAR)


def period_words(period: str) -> str:
    """A year or a quarter over its column: "Năm 2026", "Quý III"."""
    year, _, quarter = period.partition("-Q")
    return text(f"units.quarter{quarter}") if quarter else text("window.of_year", year=year)
