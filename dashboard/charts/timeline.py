"""When was something due, and when was it done?  One line a thing, over one stretch of time.

Used for the windows of a year, for the days a profile was fresh, and for the requests that still wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.canvas import Canvas, width_of
from dashboard.charts.palette import GREY, INK, OUTLINE, RULE, WHITE
from dashboard.charts.picture import Picture, picture

STYLES = ("small", "small_mid", "plain", "strong", "head")


Key = tuple[str, str, str]  # of the legend: shape, fill, words


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; shares of the time shown.  `thin` for what only leads to something."""

    start: float
    end: float
    fill: str
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark upon a line: a shape of the palette in its colours."""

    at: float
    shape: str
    fill: str
    stroke: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: its name, a note, its pieces, and what is said behind the last of them."""

    label: str
    note: str
    spans: Sequence[Span]
    dots: Sequence[Dot]
    said: str
    ink: str = GREY


@dataclass(frozen=True, slots=True)
class Scale:
    """The time shown: days that are named, stretches that are tinted and named, and the day looked at."""

    ticks: Sequence[tuple[float, str]]
    zones: Sequence[tuple[float, float, str, str, str]] = ()
    now: float | None = None
    now_shown: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand; without `left` the name has a line of its own over its time."""

    width: float
    left: float
    right: float
    note: float
    row: float
    bar: float
    keys: int  # entries of the legend in a row


WIDE = Layout(1012, 240, 1000, 118, 27, 13, 4)
PHONE = Layout(328, 0, 328, 0, 48, 34, 1)
HEAD, FOOT, KEY = 22, 24, 20
NEAR = 58  # pixels between the middles of two days' words


def timeline(rows: Sequence[Line], scale: Scale, layout: Layout = WIDE, keys: Sequence[Key] = ()) -> Picture:
    """The lines, top down, over their tinted stretches; under them what shapes and colours mean.

    Units:  every position is a share 0–1 of the time shown; what lies outside is cut.
    """
    canvas = Canvas(layout.width)
    floor = HEAD + len(rows) * layout.row
    _ground(canvas, scale, layout, floor)
    for place, row in enumerate(rows):
        _line(canvas, layout, HEAD + place * layout.row, _cut(row))
    return picture(canvas, _legend(canvas, layout, floor + FOOT, keys), STYLES)


def _legend(canvas: Canvas, layout: Layout, y: float, keys: Sequence[Key]) -> float:
    """Shape ("" for a piece of a line), fill and words of each; where the picture ends."""
    step = (layout.width - layout.left) / layout.keys
    for place, (shape, fill, words) in enumerate(keys):
        x, line = layout.left + step * (place % layout.keys), y + 14 + KEY * (place // layout.keys)
        if shape:
            canvas.shape(x + 9, line, shape, fill, OUTLINE if fill == WHITE else fill)
        else:
            canvas.area(x, line - 4, x + 18, line + 4, fill)
        canvas.words("small", x + 26, line, words, GREY)
    return y + 6 + KEY * -(-len(keys) // layout.keys)


def _x(layout: Layout, share: float) -> float:
    return layout.left + share * (layout.right - layout.left)


def _ground(canvas: Canvas, scale: Scale, layout: Layout, floor: float) -> None:
    for start, end, fill, name, ink in scale.zones:
        canvas.area(_x(layout, start), 0, _x(layout, end), floor, fill)
        canvas.words("head", _x(layout, start) + 6, 10, name, ink)
    now = None if scale.now is None else _x(layout, scale.now)
    for share, name in scale.ticks:
        x = _x(layout, share)
        canvas.area(x - 0.5, HEAD - 6, x + 0.5, floor, RULE)
        if now is not None and abs(x - now) < NEAR:
            continue  # its words would run into those of the day looked at
        canvas.words("small_mid", min(max(x, layout.left + 16), layout.right - 18), floor + 12, name, GREY)
    if now is not None:
        canvas.area(now - 1, 0, now + 1, floor, INK)
        middle = min(max(now, layout.left + 34), layout.right - 34)
        canvas.words("small_mid", middle, floor + 12, scale.now_shown)


def _cut(row: Line) -> Line:
    """The pieces that lie within the time shown."""
    spans = [replace(span, start=max(span.start, 0.0), end=min(span.end, 1.0)) for span in row.spans]
    return replace(
        row,
        spans=[span for span in spans if span.start < span.end],
        dots=[dot for dot in row.dots if 0 <= dot.at <= 1],
    )


def _line(canvas: Canvas, layout: Layout, y: float, row: Line) -> None:
    middle = y + layout.bar
    name_y = middle if layout.left else y + 12
    canvas.words("plain" if layout.left else "strong", 0, name_y, row.label)
    canvas.words("small", layout.note or 110, name_y, row.note, GREY)
    for span in row.spans:
        half = 1.5 if span.thin else 5
        canvas.area(_x(layout, span.start), middle - half, _x(layout, span.end), middle + half, span.fill)
    for dot in row.dots:
        canvas.shape(min(_x(layout, dot.at), layout.right - 5), middle, dot.shape, dot.fill, dot.stroke)
    if layout.left:
        _said_beside(canvas, layout, middle, row)
    else:
        canvas.words("small", layout.width - width_of(row.said, "small"), name_y, row.said, row.ink)


def _said_beside(canvas: Canvas, layout: Layout, middle: float, row: Line) -> None:
    """Behind the last piece; where there is no room, before the first."""
    ends = [*(span.end for span in row.spans), *(dot.at for dot in row.dots)]
    starts = [*(span.start for span in row.spans), *(dot.at for dot in row.dots)]
    x, room = _x(layout, max(ends, default=0)) + 12, width_of(row.said, "head")
    if x + room > layout.width:
        x = max(_x(layout, min(starts, default=0)) - 10 - room, layout.left)
    canvas.words("head", x, middle, row.said, row.ink)
