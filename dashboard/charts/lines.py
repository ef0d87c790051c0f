"""How do slanted lines and fans come into a picture of areas?  Three more layers over the table's.

Steps are drawn as thin areas, because they keep their width when the page stretches; only what is slanted
needs a line: the even pace, the compounding path, the forecast's fan.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import altair as alt

from dashboard.charts.canvas import Canvas, spec
from dashboard.charts.picture import Picture

BAND, SLOPE, DOTTED = "band", "slope", "dotted"
_XY = Sequence[tuple[float, float]]


def fan(canvas: Canvas, start: tuple[float, float], end: tuple[float, float, float], fill: str) -> None:
    """From a point to a stretch: x and y of the beginning; x, upper and lower y of the end."""
    x, y = start
    x2, high, low = end
    for place, top, bottom in ((x, y, y), (x2, high, low)):
        canvas.marks.append({"style": BAND, "x": place, "y": top, "y2": bottom, "fill": fill})


def line(canvas: Canvas, points: _XY, stroke: str, *, dashed: bool = False) -> None:
    """A line from point to point."""
    style = DOTTED if dashed else SLOPE
    for (x, y), (x2, y2) in pairwise(points):
        canvas.marks.append({"style": style, "x": x, "y": y, "x2": x2, "y2": y2, "stroke": stroke})


def steps(canvas: Canvas, points: _XY, until: float, stroke: str, thick: float = 2) -> None:
    """A staircase: from each point level to the next one's x, then up; the last goes on to `until`."""
    half = thick / 2
    for (x, y), (x2, y2) in pairwise([*points, (until, points[-1][1])] if points else []):
        canvas.area(x - half, y - half, x2 + half, y + half, stroke)
        canvas.area(x2 - half, min(y, y2) - half, x2 + half, max(y, y2) + half, stroke)


def line_picture(canvas: Canvas, height: float, texts: tuple[str, ...]) -> Picture:
    """The finished picture of what stands on this canvas, slanted lines included."""
    built, extra = spec(canvas.width, height, texts), _layers()
    built["layer"] = [extra[0], built["layer"][0], *extra[1:], *built["layer"][1:]]
    return Picture(canvas.frame(), built)


@lru_cache(maxsize=1)
def _layers() -> tuple[dict[str, Any], ...]:
    """The fan under everything; the lines over the areas.  Built and validated once for the process."""
    layers = [_band(), _rule(SLOPE, dashed=False), _rule(DOTTED, dashed=True)]
    chart = alt.layer(*layers, data=alt.NamedData("marks")).to_dict()
    return tuple(chart["layer"])


def _band() -> alt.Chart:
    marks = alt.Chart().transform_filter(f"datum.style == '{BAND}'").mark_area(aria=False, opacity=1)
    return marks.encode(y2="y2:Q", fill=alt.Fill("fill:N", scale=None, legend=None))


def _rule(style: str, *, dashed: bool) -> alt.Chart:
    look = {"strokeDash": [5, 4]} if dashed else {}
    marks = alt.Chart().transform_filter(f"datum.style == '{style}'")
    drawn = marks.mark_rule(aria=False, opacity=1, strokeWidth=1.5, **look)
    stroke = alt.Stroke("stroke:N", scale=None, legend=None)
    return drawn.encode(x2="x2:Q", y2="y2:Q", stroke=stroke)
