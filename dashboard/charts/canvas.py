"""How does a table become a picture whose rows line up?  One layered chart in pixel coordinates.

Every drawn thing is a row of the marks frame with a style; every style is one layer, in the order of
:data:`LAYERS`.  That order is the z-order: without it bars vanish behind their tracks.  Inside a layer the
frame's own order counts.  The x axis stretches with the page, the y axis and the type do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.palette import FONT, INK, SHAPES, STATUS, WHITE

COLUMNS = ("style", "x", "x2", "y", "y2", "fill", "stroke", "shape", "text", "code")
PICK = "dong"  # name of the selection: which row was pressed

# style of text -> size, weight, alignment
TEXTS: dict[str, tuple[float, int, str]] = {
    "small": (12, 400, "left"),
    "small_right": (12, 400, "right"),
    "small_mid": (12, 400, "center"),
    "plain": (13, 400, "left"),
    "plain_mid": (13, 400, "center"),
    "strong_mid": (14.5, 600, "center"),
    "strong": (13, 600, "left"),
    "strong_right": (13, 600, "right"),
    "head": (12, 600, "left"),
    "head_right": (12, 600, "right"),
    "label": (10.5, 400, "left"),
    "tile": (11.5, 600, "left"),
    "big": (14.5, 400, "left"),
    "big_strong": (14.5, 600, "left"),
    "big_right": (14.5, 600, "right"),
    "title": (16.5, 600, "left"),
}


BROAD = {400: 0.55, 600: 0.58}  # weight -> how wide a letter is, in its own size


def width_of(words: str, style: str) -> float:
    """About how many pixels a line of text takes, to see whether it still fits."""
    size, weight, _ = TEXTS[style]
    return len(words) * size * BROAD[weight]


@dataclass(slots=True)
class Canvas:
    """What has been drawn so far, in pixels of a page of this width."""

    width: float
    marks: list[dict[str, Any]] = field(default_factory=list)

    def area(self, x: float, y: float, x2: float, y2: float, fill: str) -> None:
        """A filled rectangle."""
        self._add("area", x=x, y=y, x2=x2, y2=y2, fill=fill)

    def outline(self, x: float, y: float, x2: float, y2: float, stroke: str, *, dashed: bool = False) -> None:
        """A rectangle that is a line only."""
        self._add("dashed" if dashed else "line", x=x, y=y, x2=x2, y2=y2, stroke=stroke)

    def words(self, style: str, x: float, y: float, text: str, ink: str = INK) -> None:
        """One line of text; y is its middle."""
        if text:
            self._add(style, x=x, y=y, text=text, fill=ink)

    def symbol(self, x: float, y: float, status: str) -> None:
        """The mark of a status."""
        shape, fill, stroke, _ = STATUS[status]
        self._add("symbol", x=x, y=y, shape=shape, fill=fill, stroke=stroke)
        if status == "achieved":
            self._add("check", x=x, y=y, shape="check", stroke=WHITE)

    def shape(self, x: float, y: float, shape: str, fill: str, stroke: str) -> None:
        """A mark that is no status: a shape of :data:`palette.SHAPES` in its own colours."""
        self._add("check" if shape == "tick" else "symbol", x=x, y=y, shape=shape, fill=fill, stroke=stroke)

    def pointer(self, x: float, y: float, fill: str) -> None:
        """The arrow of a bar that goes on beyond the picture."""
        self._add("symbol", x=x, y=y, shape="arrow", fill=fill, stroke=fill)

    def hit(self, y: float, y2: float, code: str) -> None:
        """The stretch of the picture that opens this measure when it is pressed."""
        self._add("hit", x=0, x2=self.width, y=y, y2=y2, code=code)

    def frame(self) -> pd.DataFrame:
        """Shape: one row per mark; columns :data:`COLUMNS`."""
        return pd.DataFrame(self.marks, columns=list(COLUMNS))

    def _add(self, style: str, **facts: Any) -> None:
        self.marks.append({"style": style, **facts})


# Every layer, lowest first.
LAYERS = ("area", "line", "dashed", "symbol", "check", *TEXTS, "hit")


def spec(width: float, height: float, texts: tuple[str, ...]) -> dict[str, Any]:
    """How marks are drawn on a page of this size, with these styles of text.

    No data in it, so one spec serves every year and day.  What does not depend on the size is the skeleton's
    own: copying all of it for each picture took longer than drawing the picture.
    """
    built = skeleton()
    kept = zip(LAYERS, built["layer"], strict=True)
    layers = [layer for style, layer in kept if style in texts or style not in TEXTS]
    return {**built, "encoding": _sized(width, height), "layer": layers, "height": height}


def _sized(width: float, height: float) -> dict[str, Any]:
    """Where things stand on a page of this size: said once for all layers, because it is sent every time."""
    return {"x": _pixels("x", [0, width]), "y": _pixels("y", [height, 0])}


def _pixels(field: str, domain: list[float]) -> dict[str, Any]:
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


@lru_cache(maxsize=1)
def skeleton() -> dict[str, Any]:
    """Every layer, built and validated once for the process: that takes most of a second."""
    layers = [_area(), _outline("line"), _outline("dashed"), _symbols("symbol"), _symbols("check")]
    layers += [*map(_text, TEXTS), _hits()]
    chart = alt.layer(*layers, data=alt.NamedData("marks")).properties(height=1, padding=0)
    built: dict[str, Any] = chart.configure(font=FONT, view=alt.ViewConfig(stroke="transparent")).to_dict()
    for unwanted in ("data", "$schema"):
        built.pop(unwanted, None)
    return built


def _only(style: str) -> alt.Chart:
    return alt.Chart().transform_filter(f"datum.style == '{style}'")


def _own(channel: Any, name: str) -> Any:
    """A channel that takes its value from the mark itself."""
    return channel(f"{name}:N", scale=None, legend=None)


def _area() -> alt.Chart:
    marks = _only("area").mark_rect(aria=False, opacity=1, strokeWidth=0)
    return marks.encode(x2="x2:Q", y2="y2:Q", fill=_own(alt.Fill, "fill"))


def _outline(style: str) -> alt.Chart:
    dash = {"strokeDash": [3, 2]} if style == "dashed" else {}
    marks = _only(style).mark_rect(aria=False, fill=WHITE, strokeWidth=1, opacity=1, **dash)
    return marks.encode(x2="x2:Q", y2="y2:Q", stroke=_own(alt.Stroke, "stroke"))


def _symbols(style: str) -> alt.Chart:
    """Status symbols; the tick inside a disc is a line and has a layer of its own."""
    line = style == "check"
    size = {"filled": not line, "size": 81, "strokeWidth": 1.7 if line else 1.4}
    marks = _only(style).mark_point(aria=False, opacity=1, **size)
    shape = alt.Shape(
        "shape:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None
    )
    colours = {"stroke": _own(alt.Stroke, "stroke")}
    if not line:
        colours["fill"] = _own(alt.Fill, "fill")
    return marks.encode(shape=shape, **colours)


def _text(style: str) -> alt.Chart:
    size, weight, align = TEXTS[style]
    marks = _only(style).mark_text(
        aria=False, align=align, baseline="middle", fontSize=size, fontWeight=weight, opacity=1, font=FONT
    )
    return marks.encode(text="text:N", fill=_own(alt.Fill, "fill"))


def _hits() -> alt.Chart:
    marks = _only("hit").mark_rect(aria=False, fillOpacity=0, strokeWidth=0, cursor="pointer")
    picked = alt.selection_point(name=PICK, fields=["code"], toggle=False, empty=False)
    return marks.encode(x2="x2:Q", y2="y2:Q").add_params(picked)
