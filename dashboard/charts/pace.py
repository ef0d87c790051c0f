"""Is the year going fast enough?  What was reached day by day, the even pace, last year, and the forecast.

The scale begins at 0 and has room for everything said: result, target, last year, the forecast's upper end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import lines
from dashboard.charts.canvas import Canvas, width_of
from dashboard.charts.palette import BAR, EXPECTED, GREY, INK, OUTLINE, PENDING, RULE
from dashboard.charts.picture import Picture
from dashboard.text import text

STYLES = ("small", "small_right", "small_mid", "strong", "strong_right", "strong_mid")
LAST_YEAR = "#98A4B0"  # lighter than the year itself, 3:1 on white beside its word it need not reach
MONTHS = 12
ROOM_BETWEEN = 34  # pixels: two lines closer than this leave no room for words between them


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the curve stands on a page of this width; `right` leaves room for the words at its end."""

    width: float
    left: float
    right: float
    top: float
    floor: float
    height: float
    every: int  # which months are named
    keys: int  # entries of the legend in a row


WIDE = Layout(620, 44, 480, 16, 226, 296, 1, 3)
PHONE = Layout(328, 40, 252, 12, 190, 284, 3, 2)


@dataclass(frozen=True, slots=True)
class Pace:
    """A year as it is drawn.

    Units:  days of the year as shares 0–1 of it; values as shares of the top of the scale.
    None:   no target, no forecast, not waiting, or (`now`) the year is over.
    Shape:  `points`, `last_year` in the order of days; `ticks` value and words, upwards.
    """

    points: Sequence[tuple[float, float]]
    until: float
    shown: str
    last_year: Sequence[tuple[float, float]]
    last_shown: str
    start: float
    target: float | None
    target_shown: str
    forecast: tuple[float, float] | None
    forecast_shown: str
    waiting: float | None
    now: float | None
    now_shown: str
    ticks: Sequence[tuple[float, str]]


def pace_curve(found: Pace, layout: Layout = WIDE) -> Picture:
    """The year's curve; the same marks for every measure that is added up."""
    canvas = Canvas(layout.width)
    _grid(canvas, found, layout)
    _last_year(canvas, found, layout)
    _even_pace(canvas, found, layout)
    _fan(canvas, found, layout)
    _this_year(canvas, found, layout)
    _ends(canvas, found, layout)
    _legend(canvas, found, layout)
    return lines.line_picture(canvas, layout.height, STYLES)


def _x(layout: Layout, share: float) -> float:
    return layout.left + share * (layout.right - layout.left)


def _y(layout: Layout, share: float) -> float:
    return layout.floor - share * (layout.floor - layout.top)


def _xy(layout: Layout, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """From 1 January at zero on."""
    return [(_x(layout, 0), _y(layout, 0)), *((_x(layout, x), _y(layout, y)) for x, y in points)]


def _grid(canvas: Canvas, found: Pace, layout: Layout) -> None:
    for value, shown in found.ticks:
        y = _y(layout, value)
        canvas.area(layout.left, y - 0.5, layout.right, y + 0.5, RULE if value else OUTLINE)
        canvas.words("small_right", layout.left - 6, y, shown, GREY)
    for month in range(0, MONTHS, layout.every):
        x = _x(layout, (month + 0.5 * layout.every) / MONTHS)
        key, number = ("month", month) if layout.every == 1 else ("quarter", month // layout.every)
        name = text(f"pace.{key}", n=number + 1)
        canvas.words("small_mid", x, layout.floor + 13, name, GREY)
    for month in range(0, MONTHS + 1, layout.every):
        x = _x(layout, month / MONTHS)
        canvas.area(x - 0.5, layout.floor, x + 0.5, layout.floor + 4, OUTLINE)


def _last_year(canvas: Canvas, found: Pace, layout: Layout) -> None:
    if found.last_year:
        lines.steps(canvas, _xy(layout, found.last_year), _x(layout, 1), LAST_YEAR, 1.5)


def _even_pace(canvas: Canvas, found: Pace, layout: Layout) -> None:
    if found.target is not None:
        ends = ((_x(layout, 0), _y(layout, found.start)), (_x(layout, 1), _y(layout, found.target)))
        lines.line(canvas, ends, GREY, dashed=True)


def _fan(canvas: Canvas, found: Pace, layout: Layout) -> None:
    if found.forecast is None or not found.points:
        return
    low, high = found.forecast
    start = (_x(layout, found.until), _y(layout, found.points[-1][1]))
    lines.fan(canvas, start, (_x(layout, 1), _y(layout, high), _y(layout, low)), EXPECTED)


def _this_year(canvas: Canvas, found: Pace, layout: Layout) -> None:
    end = _x(layout, found.until)
    if found.now is not None:
        x = _x(layout, found.now)
        canvas.area(x - 0.5, layout.top - 4, x + 0.5, layout.floor, OUTLINE)
    if found.points:
        lines.steps(canvas, _xy(layout, found.points), end, BAR, 3)
    if found.waiting:
        reached = found.points[-1][1] if found.points else 0.0
        canvas.area(end - 4, _y(layout, reached + found.waiting), end + 4, _y(layout, reached) - 2, PENDING)


def _ends(canvas: Canvas, found: Pace, layout: Layout) -> None:
    """What each line comes to, beside its end, moved apart where two would touch."""
    x = layout.right
    said: list[tuple[float, str, str, str]] = []
    if found.target is not None:
        y = _y(layout, found.target)
        canvas.area(x - 8, y - 1.5, x + 6, y + 1.5, INK)
        said.append((y, "strong", found.target_shown, INK))
    if found.forecast is not None:
        middle = (found.forecast[0] + found.forecast[1]) / 2
        said.append((_y(layout, middle), "small", found.forecast_shown, GREY))
    if found.last_year:
        said.append((_y(layout, found.last_year[-1][1]), "small", found.last_shown, GREY))
    if found.points and found.now is None:
        said.append((_y(layout, found.points[-1][1]), "strong", found.shown, BAR))
    for y, style, words, ink in _apart(said, layout.floor):
        canvas.words(style, x + 10, y, words, ink)
    if found.points and found.now is not None:
        _reached(canvas, found, layout)


def _reached(canvas: Canvas, found: Pace, layout: Layout) -> None:
    """The year's own number left of its end where there is room: over what runs beside it, or under its own
    line when the others run far above."""
    x, y = _x(layout, found.until), _y(layout, found.points[-1][1])
    right = x - layout.left > (layout.right - layout.left) / 3
    style, beside = ("strong_right", x - 8) if right else ("strong", x + 8)
    even = found.start + ((found.target or 0) - found.start) * found.until
    before = [value for day, value in found.last_year if day <= found.until]
    highest = min(y, *(_y(layout, value) for value in (even, *before[-1:])))
    if y - highest < ROOM_BETWEEN:
        canvas.words(style, beside, max(highest - 12, 8), found.shown)
        return
    # Where the words begin, the line may still have been far lower.
    begins = found.until - (8 + width_of(found.shown, style)) / (layout.right - layout.left)
    reached = [value for day, value in found.points if day <= begins] if right else []
    under = max([y, *(_y(layout, value) for value in reached[-1:])])
    canvas.words(style, beside, min(under + 14, layout.floor - 8), found.shown)


def _apart(
    said: list[tuple[float, str, str, str]], floor: float, room: float = 16
) -> list[tuple[float, str, str, str]]:
    """The same words, top down, no two closer than a line; none under the floor."""
    placed: list[tuple[float, str, str, str]] = []
    for y, *rest in sorted(said):
        above = placed[-1][0] + room if placed else -math.inf
        placed.append((max(y, above), *rest))  # type: ignore[arg-type]
    over = max((placed[-1][0] if placed else 0) - floor, 0)
    return [(y - over, style, words, ink) for y, style, words, ink in placed]


def _legend(canvas: Canvas, found: Pace, layout: Layout) -> None:
    shown = [
        (bool(found.points), "legend.verified", _thick),
        (bool(found.waiting), "legend.waiting", _block),
        (found.target is not None, "pace.even", _dashes),
        (bool(found.last_year), "pace.last_year", _thin),
        (found.forecast is not None, "pace.forecast", _patch),
        (found.now is not None, "pace.now", _upright),
    ]
    step = (layout.width - 4) / layout.keys
    for place, (key, draw) in enumerate((key, draw) for holds, key, draw in shown if holds):
        x, y = 4 + step * (place % layout.keys), layout.floor + 40 + 19 * (place // layout.keys)
        draw(canvas, x, y)
        facts = {"day": found.now_shown} if key == "pace.now" else {}
        canvas.words("small", x + 28, y, text(key, **facts), GREY)


def _thick(canvas: Canvas, x: float, y: float) -> None:
    canvas.area(x, y - 1.5, x + 22, y + 1.5, BAR)


def _thin(canvas: Canvas, x: float, y: float) -> None:
    canvas.area(x, y - 0.75, x + 22, y + 0.75, LAST_YEAR)


def _block(canvas: Canvas, x: float, y: float) -> None:
    canvas.area(x + 7, y - 6, x + 15, y + 6, PENDING)


def _patch(canvas: Canvas, x: float, y: float) -> None:
    canvas.area(x, y - 5, x + 22, y + 5, EXPECTED)


def _dashes(canvas: Canvas, x: float, y: float) -> None:
    lines.line(canvas, ((x, y), (x + 22, y)), GREY, dashed=True)


def _upright(canvas: Canvas, x: float, y: float) -> None:
    canvas.area(x + 10.5, y - 7, x + 11.5, y + 7, OUTLINE)
