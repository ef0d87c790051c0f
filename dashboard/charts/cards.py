"""How does one measure stand, in a card?  Its bar with its numbers under it, and small years beside."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.bullets import Track, bar, small_years, years_heading
from dashboard.charts.canvas import Canvas, spec
from dashboard.charts.palette import GREY, OVERDUE

WIDTH, HEIGHT = 328, 56  # of a phone; a wider card stretches the bar, not the type
FULL = 176  # pixels of 100 %
YEARS, BAR_LINE, WORDS_LINE = 270, 18, 44


def card_spec() -> dict[str, Any]:
    """How a card is drawn; the same for every measure."""
    return spec(WIDTH, HEIGHT, ("small", "small_right", "plain", "strong", "label"))


def card_marks(row: dict[str, Any], year: int) -> pd.DataFrame:
    """The picture of one measure.

    Shape:  one row per mark; columns `canvas.COLUMNS`.  `row`: one row of `frames.overview`.
    """
    canvas = Canvas(WIDTH)
    bar(canvas, Track(0, FULL, BAR_LINE), row)
    canvas.words("strong", 0, WORDS_LINE, row["numbers"])
    beside = YEARS - 10 if row["years"] else WIDTH
    canvas.words("small_right", beside, WORDS_LINE, row["note"], OVERDUE if row["alarm"] else GREY)
    if row["years"]:
        small_years(canvas, YEARS, BAR_LINE, row)
        canvas.words("small", YEARS - 2, WORDS_LINE, years_heading(len(row["years"]), year), GREY)
    return canvas.frame()
