"""What does a builder hand over?  What is drawn and how, together, for pictures made in one call."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from dashboard.charts.canvas import Canvas, spec


class Picture(NamedTuple):
    """The marks of a picture and the specification that draws them."""

    marks: pd.DataFrame
    spec: dict[str, Any]


def picture(canvas: Canvas, height: float, texts: tuple[str, ...]) -> Picture:
    """The finished picture of what stands on this canvas."""
    return Picture(canvas.frame(), spec(canvas.width, height, texts))
