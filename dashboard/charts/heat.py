"""How did the strategy go, year by year?  One cell a year, its colour with its symbol; gaps are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas
from dashboard.charts.palette import AMBER_INK, GREY, INK, OUTLINE, RULE, STATUS, TRACK, WHITE
from dashboard.charts.picture import Picture, picture
from dashboard.text import text

WIDE, PHONE = 1012, 328
NAME, CELLS, ROW, GAP, HEAD, LEGEND = 40, 330, 26, 10, 66, 44
PHONE_LINE, PHONE_ROW, PHONE_HEAD, PHONE_LEGEND = 20, 48, 64, 84
BETWEEN = 12  # pixels between two phases
FRAME = ("objective", "code", "name", "year", "status", "now")
STYLES = ("small", "small_mid", "plain", "strong", "strong_mid", "head", "big")

# status -> fill of the cell (None: a dashed frame), then fill and stroke of the symbol upon it
_TAN = "#F6DFB4"
CELL: dict[str, tuple[str | None, str, str]] = {
    "achieved": ("#0B4F8A", WHITE, WHITE),
    "on_track": ("#3C9BD6", INK, INK),
    "at_risk": (_TAN, "#8A5200", "#8A5200"),
    "nearly": (_TAN, "#8A5200", "#8A5200"),
    "behind": ("#A3172B", WHITE, WHITE),
    "missed": ("#A3172B", WHITE, WHITE),
    "no_data": (None, WHITE, GREY),
    "no_target": (None, GREY, GREY),
    "no_requests": (None, GREY, GREY),
    "not_due": (None, WHITE, OUTLINE),
}
SYMBOL = {status: look[0] for status, look in STATUS.items()} | {
    "achieved": "tick",
    "no_target": "dot",
    "on_track": "dot",
}
LEGENDS = (
    ("achieved", "heat.achieved"),
    ("on_track", "heat.on_track"),
    ("at_risk", "heat.at_risk"),
    ("behind", "heat.behind"),
    ("no_data", "heat.no_data"),
    ("no_target", "heat.no_target"),
    ("no_requests", "heat.no_requests"),
    ("", "heat.ahead"),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of years under one heading: a phase, and the reviews held in it."""

    name: str
    first: int
    last: int
    reviews: tuple[int, ...] = ()

    def __len__(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a year is drawn; a boundary year is drawn in both its phases."""

    year: int
    x: float
    x2: float


def heat_table(frame: pd.DataFrame, stretches: Sequence[Stretch]) -> Picture:
    """Measures by years, for wide pages.

    Shape:  `frame` one row per measure and year; columns :data:`FRAME`; `status` is "" for a year ahead,
            `now` is for the year looked at.
    """
    canvas = Canvas(WIDE)
    columns = _columns(stretches, CELLS, WIDE)
    _head(canvas, stretches, columns, HEAD - 40)
    y = float(HEAD)
    for _, objective in frame.groupby("objective", sort=True):
        for code, years in objective.groupby("code", sort=False):
            canvas.words("small", 0, y + ROW / 2, str(code), GREY)
            canvas.words("plain", NAME, y + ROW / 2, years["name"].iloc[0])
            _cells(canvas, columns, years, y, ROW - 3)
            y += ROW
        y += GAP
    _legend(canvas, y + 14, 4, 168)
    return picture(canvas, y + LEGEND + 14, STYLES)


def heat_column(frame: pd.DataFrame, stretches: Sequence[Stretch]) -> Picture:
    """The same table on a phone: the name on one line, its years under it."""
    canvas = Canvas(PHONE)
    columns = _columns(stretches, 0, PHONE)
    _legend(canvas, 10, 2, 164)
    y = float(PHONE_LEGEND + 10)
    for _, objective in frame.groupby("objective", sort=True):
        _head(canvas, stretches, columns, y + 28, short=True)
        y += PHONE_HEAD
        for code, years in objective.groupby("code", sort=False):
            canvas.words("small", 0, y + 8, str(code), GREY)
            canvas.words("plain", NAME, y + 8, years["name"].iloc[0])
            _cells(canvas, columns, years, y + PHONE_LINE, PHONE_LINE)
            y += PHONE_ROW
    return picture(canvas, y, STYLES)


def heat_row(frame: pd.DataFrame, stretches: Sequence[Stretch], *, width: int = 640) -> Picture:
    """One measure's years in one row, for its own page; on a phone give 328 as the width.

    Shape:  `frame` as in :func:`heat_table`, of one measure.
    """
    canvas = Canvas(width)
    columns = _columns(stretches, 0, width)
    _head(canvas, stretches, columns, 22, short=width < WIDE / 2)
    _cells(canvas, columns, frame, 56, 26)
    return picture(canvas, 86, STYLES)


def _columns(stretches: Sequence[Stretch], left: float, right: float) -> list[_Column]:
    """A column for every year of every stretch."""
    room = right - left - BETWEEN * (len(stretches) - 1)
    wide = room / sum(map(len, stretches))
    found, x = [], left
    for stretch in stretches:
        for year in range(stretch.first, stretch.last + 1):
            found.append(_Column(year, x, x + wide))
            x += wide
        x += BETWEEN
    return found


def _head(
    canvas: Canvas, stretches: Sequence[Stretch], columns: Sequence[_Column], y: float, *, short: bool = False
) -> None:
    """Phases over their years, and the reviews under the years that hold them; y is the line between."""
    start = 0
    for stretch in stretches:
        own = columns[start : start + len(stretch)]
        start += len(stretch)
        left, right = own[0].x, own[-1].x2 - 2
        canvas.area(left, y - 1, right, y + 1, OUTLINE)
        name = stretch.name if not short else text("heat.short_phase", first=stretch.first, last=stretch.last)
        canvas.words("strong_mid" if not short else "small_mid", (left + right) / 2, y - 13, name, INK)
        for column in own:
            middle = (column.x + column.x2 - 2) / 2
            shown = f"{column.year % 100:02d}" if short else str(column.year)
            canvas.words("small_mid", middle, y + 12, shown, GREY)
            if column.year in stretch.reviews:
                canvas.words("small_mid", middle, y + 27, text("heat.review"), AMBER_INK)


def _cells(canvas: Canvas, columns: Sequence[_Column], years: pd.DataFrame, y: float, tall: float) -> None:
    rows: dict[int, dict[str, Any]] = {row["year"]: row for row in years.to_dict("records")}
    for column in columns:
        row = rows.get(column.year)
        if row is not None:
            cell(canvas, (column.x, y, column.x2 - 2, y + tall), row["status"], now=row["now"])


def cell(canvas: Canvas, box: tuple[float, float, float, float], status: str, *, now: bool = False) -> None:
    """One year's cell; an empty status is a year that has not begun."""
    x, y, x2, y2 = box
    if not status:
        canvas.area(x, y, x2, y2, TRACK)
        return
    if now:
        canvas.area(x - 2, y - 2, x2 + 2, y2 + 2, INK)
    fill, symbol, stroke = CELL[status]
    if fill is None:
        canvas.area(x, y, x2, y2, WHITE)
        canvas.outline(x + 1, y + 1, x2 - 1, y2 - 1, RULE if status == "not_due" else OUTLINE, dashed=True)
    else:
        canvas.area(x, y, x2, y2, fill)
    canvas.shape((x + x2) / 2, (y + y2) / 2, SYMBOL[status], symbol, stroke)


def _legend(canvas: Canvas, y: float, columns: int, step: float) -> None:
    for place, (status, key) in enumerate(LEGENDS):
        x, line = step * (place % columns), y + 20 * (place // columns)
        cell(canvas, (x, line - 8, x + 24, line + 8), status)
        canvas.words("small", x + 31, line, text(key), GREY)
