"""Were the year's reports made in time, and was the profile fresh?  Both as lines through the year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

import pandas as pd
import streamlit as st

from dashboard import drawing, parts, widgets, wording
from dashboard.charts import timeline
from dashboard.charts.palette import BAR, EXPECTED, GREY, OVERDUE, PENDING, STATUS, TRACK
from dashboard.charts.timeline import Dot, Key, Line, Scale, Span
from dashboard.drawing import Ready
from dashboard.drawn import drawn
from dashboard.figures import write_date, write_number
from dashboard.text import text
from db.queries.progress import MeasureProgress
from db.rules.evaluation import Window
from db.rules.parameters import read_parameters
from db.rules.periods import days_in_year

# state of a window -> the status whose symbol and ink it borrows
LOOK = {
    "done": "achieved",
    "done_late": "at_risk",
    "lost": "behind",
    "in_grace": "at_risk",
    "due_soon": "at_risk",
    "waiting": "not_due",
    "ahead": "not_due",
}
QUARTERS = (1, 4, 7, 10)
LAYOUTS = ((widgets.WIDE, timeline.WIDE), (widgets.NARROW, timeline.PHONE))
KEPT = 64  # measures in a year and as known on a day, kept drawn
TAIL = 45  # days of the next year that are shown: a year's report has until 30 January


def show_windows(row: MeasureProgress) -> None:
    """The reporting windows of the year, in words and as lines."""
    windows = row.evaluation.windows
    st.subheader(text("measure.windows"), anchor=False)
    st.html("".join(map(_window_html, windows)))
    for place, layout in LAYOUTS:
        with st.container(key=f"{place}-ky"):
            drawing.chart(*_windows(row, layout))
    parts.twin("bang-ky", lambda: window_table(windows), text("measure.windows"))


@drawn(KEPT)
def _windows(row: MeasureProgress, layout: timeline.Layout) -> Ready:
    windows = row.evaluation.windows
    alt = text("windows.alt", year=row.year, windows="; ".join(map(window_sentence, windows)))
    lines = [window_line(window, row.year) for window in windows]
    return drawing.ready(*timeline.timeline(lines, year_scale(row), layout, window_keys(row)), alt)


def window_keys(row: MeasureProgress) -> tuple[Key, ...]:
    """What the pieces mean; the days of grace are the measure's own, where there are any."""
    days = read_parameters(row.measure.params).grace_days
    grace = (("", EXPECTED, text("windows.key_grace", n=write_number(days))),) if days else ()
    return (
        ("", PENDING, text("windows.key_period")),
        *grace,
        ("disc", STATUS["achieved"][1], text("windows.key_done")),
    )


def _window_html(window: Window) -> str:
    status = LOOK[window.state]
    return f'<p class="nc-cau">{widgets.symbol_image(status)} {escape(window_sentence(window))}</p>'


def window_sentence(window: Window) -> str:
    """One window in words: "6 tháng đầu năm 2026: đã báo cáo ngày 13/07/2026"."""
    day = write_date(window.done_on) if window.done_on else ""
    key = "window.lost_on" if window.state == "lost" else f"window.{window.state}"
    said = text(key, day=day, due=write_date(window.in_time_until))
    return f"{wording.window_name(window.period.label)}: {said}"


def window_line(window: Window, year: int) -> Line:
    """The window's own days, the days of grace after it, and the day it was reported on."""
    start, end, grace = (
        _share(day, year) for day in (window.period.starts_on, window.period.ends_on, window.in_time_until)
    )
    spans = (Span(start, end, PENDING), Span(end, grace, EXPECTED))
    shape, fill, stroke, ink = STATUS[LOOK[window.state]]
    dots = (Dot(_share(window.done_on, year), shape, fill, stroke),) if window.done_on else ()
    word = text("window.lost") if window.state == "lost" else ""
    return Line(wording.window_name(window.period.label), "", spans, dots, word, ink)


def window_table(windows: Sequence[Window]) -> pd.DataFrame:
    """Shape: one row per window."""
    return pd.DataFrame(
        [window_sentence(window).split(": ", 1) for window in windows],
        columns=[text("measure.windows"), text("record.state")],
    )


# -- the profile ---------------------------------------------------------------------------------------


def show_coverage(row: MeasureProgress, days: Sequence[date]) -> None:
    """The days of the year on which the profile was fresh."""
    st.subheader(text("coverage.title", year=row.year), anchor=False)
    for place, layout in LAYOUTS:
        with st.container(key=f"{place}-ho-so"):
            drawing.chart(*_coverage(row, days, layout))


@drawn(KEPT)
def _coverage(row: MeasureProgress, days: Sequence[date], layout: timeline.Layout) -> Ready:
    fresh = read_parameters(row.measure.params).max_age_days
    told = ", ".join(write_date(day) for day in days if day.year == row.year)
    facts = {"year": row.year, "days": told or text("coverage.no_days"), "sentence": wording.sentence(row)}
    lines = [coverage_line(row, days, fresh)]
    picture = timeline.timeline(lines, year_scale(row), layout, coverage_keys(fresh))
    return drawing.ready(*picture, text("coverage.alt", **facts))


def coverage_line(row: MeasureProgress, days: Sequence[date], fresh: int) -> Line:
    """From each update as long as it was fresh, up to the day looked at; between, too old."""
    last = min(row.as_of, date(row.year, 12, 31))
    spans = [Span(0.0, _share(last, row.year), OVERDUE if days else PENDING)]
    for day in days:
        end = min(day + timedelta(days=fresh), last)
        if end >= day:
            spans.append(Span(_share(day, row.year), _share(end, row.year), BAR))
    dots = [Dot(_share(day, row.year), "disc", "#FFFFFF", BAR) for day in days if day.year == row.year]
    return Line(text("coverage.row"), "", spans, dots, "", GREY)


def coverage_keys(fresh: int) -> tuple[Key, ...]:
    """What the pieces mean; the number of days is the measure's own."""
    return (
        ("", BAR, text("coverage.fresh", n=fresh)),
        ("", OVERDUE, text("coverage.stale")),
        ("disc", "#FFFFFF", text("coverage.update")),
    )


# -- both ----------------------------------------------------------------------------------------------


def _share(day: date, year: int) -> float:
    """Where a day lies in the year and the days after it that are shown."""
    return (day - date(year, 1, 1)).days / (days_in_year(year) + TAIL)


def year_scale(row: MeasureProgress) -> Scale:
    """Quarters of the year, its end, and the day looked at while it lies within."""
    named = [(date(row.year, month, 1), f"01/{month:02d}") for month in QUARTERS]
    named.append((date(row.year + 1, 1, 1), "01/01"))
    now = _share(row.as_of, row.year)
    inside = now <= 1
    return Scale(
        ticks=[(_share(day, row.year), name) for day, name in named],
        zones=((_share(date(row.year + 1, 1, 1), row.year), 1.0, TRACK, "", GREY),),
        now=now if inside else None,
        now_shown=text("ledger.today", day=f"{row.as_of:%d/%m}"),
    )
