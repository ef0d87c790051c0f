"""Are we on track, on one screen?  The 28 measures as rows of bullet bars, for wide pages."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from dashboard.charts.canvas import Canvas, spec
from dashboard.charts.palette import (
    BAR,
    EXPECTED,
    GREY,
    INK,
    OUTLINE,
    OVERDUE,
    PENDING,
    RULE,
    STATUS,
    TINT,
    TRACK,
    WHITE,
)
from dashboard.text import text

WIDTH = 1012
ROW, GAP, HEAD, LEGEND = 20, 10, 26, 32
OBJECTIVE, CODE, NAME, SYMBOL, WORD, YEARS, BARS, NUMBERS, NOTE = 0, 166, 194, 446, 456, 558, 612, 888, 897
FULL = 140  # pixels of 100 %
CLIP = 1.3  # a bar ends here, with an arrow; its number does not
YEAR_STEP, YEAR_WIDE = 12, 9
LETTERS = 25  # of an objective's title in its column


@dataclass(frozen=True, slots=True)
class Track:
    """Where a bar is drawn: its left end, the pixels of 100 %, its middle, and half its height."""

    x: float
    full: float
    y: float
    half: float = 6


def height(objectives: int, measures: int) -> int:
    """How tall the picture is for so many rows."""
    return HEAD + measures * ROW + objectives * GAP + LEGEND


def bullet_spec(objectives: int, measures: int) -> dict[str, Any]:
    """How the table is drawn; the same for every year and day."""
    used = ("small", "plain", "strong", "strong_right", "head", "head_right", "label", "small_right")
    return spec(WIDTH, height(objectives, measures), used)


def bullet_marks(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Everything drawn for one year.

    Shape:  one row per mark; columns `canvas.COLUMNS`.
    """
    canvas = Canvas(WIDTH)
    _head(canvas, years_heading(max(map(len, frame["years"]), default=0), year))
    y = float(HEAD)
    for rows in blocks(frame):
        canvas.area(0, y, WIDTH, y + 1, RULE)
        _objective(canvas, y + GAP / 2, rows[0], len(rows))
        for place, row in enumerate(rows):
            _measure(canvas, y + GAP / 2 + ROW * (place + 0.5), row)
        y += GAP + ROW * len(rows)
    legend(canvas, CODE, y + LEGEND / 2 + 2)
    return canvas.frame()


def blocks(frame: pd.DataFrame) -> Iterator[list[dict[str, Any]]]:
    """The rows of each objective; read once, because pandas is slow to hand out single rows."""
    for _, rows in groupby(frame.to_dict("records"), key=itemgetter("objective")):
        yield list(rows)


def years_heading(shown: int, year: int) -> str:
    """ "2023 → 26" over so many small columns; one column has its year alone, none has nothing."""
    if shown < 2:
        return str(year) if shown else ""
    return text("m.years", first=year - shown + 1, last=f"{year % 100:02d}")


def _head(canvas: Canvas, years: str) -> None:
    y = HEAD / 2 - 2
    canvas.words("head", CODE, y, text("m.code"), GREY)
    canvas.words("head", NAME, y, text("m.name"), GREY)
    canvas.words("head", SYMBOL - 4, y, text("m.status"), GREY)
    canvas.words("head", YEARS, y, years, GREY)
    canvas.words("head_right", BARS + FULL + 4, y, text("m.full"), INK)
    canvas.words("head_right", NUMBERS, y, text("m.actual_target"), GREY)
    canvas.words("head", NOTE, y, text("m.note"), GREY)


def _objective(canvas: Canvas, y: float, row: dict[str, Any], measures: int) -> None:
    lines = textwrap.wrap(row["title"], LETTERS)
    crowded = len(lines) >= measures  # then the lines move together, to stay inside the block
    first, step = (y + 7, 14) if crowded else (y + ROW / 2, 16)
    for place, line in enumerate(lines):
        canvas.words("strong", OBJECTIVE + (14 if place else 0), first + place * step, line)
    canvas.words("small", OBJECTIVE + 14, first + len(lines) * step + 1, row["rollup"], GREY)


def _measure(canvas: Canvas, y: float, row: dict[str, Any]) -> None:
    if row["status"] in ("behind", "missed"):
        canvas.area(CODE - 8, y - ROW / 2, WIDTH, y + ROW / 2, TINT)
    canvas.words("small", CODE, y, row["code"], GREY)
    canvas.words("plain", NAME, y, row["name"])
    canvas.symbol(SYMBOL, y, row["status"])
    canvas.words("strong", WORD, y, row["word"], STATUS[row["status"]][3])
    small_years(canvas, YEARS, y, row)
    bar(canvas, Track(BARS, FULL, y), row)
    canvas.words("strong_right", NUMBERS, y, row["numbers"])
    canvas.words(
        "strong" if row["alarm"] else "small", NOTE, y, row["note"], OVERDUE if row["alarm"] else GREY
    )
    canvas.hit(y - ROW / 2, y + ROW / 2, row["code"])


def small_years(canvas: Canvas, left: float, y: float, row: dict[str, Any]) -> None:
    """Up to four small columns, this year darker, with its target as a line; a gap is drawn as one."""
    floor, tall = y + 8, 15.0
    last = len(row["years"]) - 1
    for place, share in enumerate(row["years"]):
        x = left + place * YEAR_STEP
        top = floor - 1 if math.isnan(share) else floor - max(share * tall, 1)
        fill = RULE if math.isnan(share) else BAR if place == last else PENDING
        canvas.area(x, top, x + YEAR_WIDE, floor, fill)
    if row["years"] and not math.isnan(row["year_target"]):
        x, line = left + last * YEAR_STEP, floor - row["year_target"] * tall
        canvas.area(x - 1, line - 1.5, x + YEAR_WIDE + 1, line, INK)


def bar(canvas: Canvas, track: Track, row: dict[str, Any]) -> None:
    """One measure's bar: windows, words in place of a bar, or verified, waiting, expected and overdue."""
    if row["windows"]:
        _windows(canvas, track, row["windows"])
    elif row["said"]:
        _said(canvas, track, row)
    else:
        _shares(canvas, track, row)


def _said(canvas: Canvas, track: Track, row: dict[str, Any]) -> None:
    if row["status"] == "no_data":
        canvas.outline(track.x, track.y - 7, track.x + track.full, track.y + 7, PENDING, dashed=True)
        _tick(canvas, track)
    canvas.words("small", track.x + 7, track.y, row["said"], GREY)


def _shares(canvas: Canvas, track: Track, row: dict[str, Any]) -> None:
    x, y = track.x, track.y
    canvas.area(x, y - 7.5, x + track.full, y + 7.5, TRACK)
    _piece(canvas, track, 0, row["expected"], EXPECTED, 7.5)
    verified = 0 if math.isnan(row["verified"]) else row["verified"]
    if not math.isnan(row["waiting"]):
        _piece(canvas, track, verified, verified + row["waiting"], PENDING, 4.5)
    _piece(canvas, track, 0, verified, BAR, track.half)
    if row["overdue"] > 0:
        start = x + min(verified, CLIP) * track.full
        canvas.area(start, y - track.half, start + 2, y + track.half, WHITE)
        canvas.area(start + 2, y - track.half, x + track.full, y + track.half, OVERDUE)
    _tick(canvas, track)
    if verified > CLIP:
        canvas.pointer(x + CLIP * track.full + 6, y, BAR)
    _forecast(canvas, track, row["low"], row["high"])


def _forecast(canvas: Canvas, track: Track, low: float, high: float) -> None:
    """Where the year may end: a thin line between two ends; without the right one where it is cut."""
    if math.isnan(low) or low > CLIP:
        return
    left, right = track.x + low * track.full, track.x + min(high, CLIP) * track.full
    whisker(canvas, left, right, track.y, cut=high > CLIP)


def whisker(canvas: Canvas, left: float, right: float, y: float, *, cut: bool = False) -> None:
    """A range as a line between two ends."""
    canvas.area(left, y - 0.75, right, y + 0.75, GREY)
    for end in (left,) if cut else (left, right):
        canvas.area(end - 0.75, y - 4, end + 0.75, y + 4, GREY)


def _piece(canvas: Canvas, track: Track, start: float, end: float, fill: str, half: float) -> None:
    if not math.isnan(end) and end > start:
        left, right = track.x + min(start, CLIP) * track.full, track.x + min(end, CLIP) * track.full
        canvas.area(left, track.y - half, right, track.y + half, fill)


def _tick(canvas: Canvas, track: Track) -> None:
    at = track.x + track.full
    canvas.area(at - 1.25, track.y - 9.5, at + 1.25, track.y + 9.5, INK)


_FILLED = {"done": (BAR, WHITE), "done_late": (BAR, WHITE), "lost": (OVERDUE, WHITE)}


def _windows(canvas: Canvas, track: Track, windows: tuple[tuple[str, str], ...]) -> None:
    """One box per reporting window: filled when done, red when lost, empty while it can still come."""
    wide = track.full / len(windows)
    for place, (words, state) in enumerate(windows):
        x, x2 = track.x + place * wide, track.x + (place + 1) * wide - (3 if place + 1 < len(windows) else 0)
        fill, ink = _FILLED.get(state, (None, GREY))
        if fill:
            canvas.area(x, track.y - 6.5, x2, track.y + 6.5, fill)
        else:
            canvas.outline(x, track.y - 6.5, x2, track.y + 6.5, OUTLINE)
        canvas.words("label", x + 5, track.y, words, ink)
    _tick(canvas, track)


LEGEND_STEPS = (
    ("legend.verified", BAR, 112),
    ("legend.waiting", PENDING, 118),
    ("legend.expected", EXPECTED, 186),
    ("legend.overdue", OVERDUE, 92),
)
TARGET_STEP = 92


def legend(canvas: Canvas, x: float, y: float) -> None:
    """What the pieces of a bar mean."""
    for key, fill, step in LEGEND_STEPS:
        canvas.area(x, y - 5, x + 24, y + 5, fill)
        canvas.words("small", x + 31, y, text(key), GREY)
        x += step
    canvas.area(x + 8, y - 8, x + 10.5, y + 8, INK)
    canvas.words("small", x + 18, y, text("legend.target"), GREY)
    x += TARGET_STEP
    whisker(canvas, x, x + 24, y)
    canvas.words("small", x + 31, y, text("legend.forecast"), GREY)
