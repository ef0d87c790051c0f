"""Are we on track?  The eight objectives and their 28 measures on one screen, and what needs attention."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import (
    data,
    drawing,
    evidence,
    frames,
    overview_parts,
    overview_style,
    parts,
    records,
    state,
    widgets,
)
from dashboard.charts import bullets, phone
from dashboard.charts.canvas import PICK
from dashboard.figures import write_date
from dashboard.state import MEASURE, PAGES, Period
from dashboard.text import text
from db.queries.overview import Overview
from db.queries.reporting_status import ReportingStatus

TABLE = ("title", "code", "name", "word", "numbers", "note")
HEADS = ("m.objective", "m.code", "m.name", "m.status", "m.actual_target", "m.note")
LOADING_HEIGHT = 640


def render() -> None:
    """Choose a year and a day; fetch the first page; show it."""
    today = records.today()
    period = state.choose_period(today)
    st.html(overview_style.STYLE)
    st.html(overview_style.SYMBOLS)
    with st.container(key=overview_style.HEAD, gap="xsmall"):
        overview_parts.title()
        found, reporting, frame = _fetch(period)
        overview_parts.head(found, reporting, period)
        _say_if_empty(found, period, today.year, period == Period(today.year, today))
        widgets.status_strip(frames.status_counts(found.rows))
    with st.container(key=overview_style.FRAME):
        with st.container(gap="xsmall"):
            _show_charts(frame, period, frames.status_counts(found.rows))
        with st.container(gap="xsmall"):
            overview_parts.show_attention(found, period)
        with st.container(gap="xsmall"):
            overview_parts.show_map(reporting)
        with st.container(gap="small"):
            overview_parts.show_deadlines(found)
            overview_parts.show_state(found, reporting)
    evidence.show(found.evidence)
    _show_links(frame, period)
    parts.twin("dang-bang", lambda: _table(frame), text("app.strategy"))


def _fetch(period: Period) -> tuple[Overview, ReportingStatus, pd.DataFrame]:
    """Everything the page shows; while the database is slow, words and a grey field stand in its place."""
    with st.spinner(text("s.loading")), st.skeleton(height=LOADING_HEIGHT):
        version = data.version()
        found = data.overview(version, period.year, period.as_of)
        reporting = data.reporting(version, period.year, period.as_of)
        objectives = data.objectives(version, period.year, period.as_of)
        frame = frames.overview(found.rows, objectives, found.forecasts)
    return found, reporting, frame


def _say_if_empty(found: Overview, period: Period, this_year: int, usual: bool) -> None:
    """Nothing known yet: of this year, the first report is awaited; of another choice, it can be undone."""
    if frames.has_numbers(found.rows):
        return
    if usual:
        st.info(text("s.first_run", year=period.year))
        return
    st.info(text("s.empty"))
    st.button(text("s.undo", year=this_year), key="bo-chon", on_click=state.back_to_today)


def _show_charts(frame: pd.DataFrame, period: Period, counts: dict[str, int]) -> None:
    """Two drawings of one table; the style sheet shows the one that fits the page."""
    said = ", ".join(f"{number} {text(f'status.{code}')}" for code, number in counts.items())
    alt = text("overview.alt", year=period.year, as_of=write_date(period.as_of), counts=said)
    titles = tuple(frame.drop_duplicates("objective")["title"])
    wide = narrow = None
    with st.container(key=widgets.WIDE), drawing.alone():
        marks = bullets.bullet_marks(frame, period.year)
        wide = drawing.pressed(marks, bullets.bullet_spec(len(titles), len(frame)), alt, "bang-rong", PICK)
    with st.container(key=widgets.NARROW), drawing.alone():
        marks = phone.phone_marks(frame)
        narrow = drawing.pressed(marks, phone.phone_spec(titles, len(frame)), alt, "bang-hep", PICK)
    if code := wide or narrow:
        st.switch_page(PAGES["chi-so"], query_params=period.address(**{MEASURE: code}))


def _show_links(frame: pd.DataFrame, period: Period) -> None:
    """The same rows as links in words: for the keyboard, and for whoever hears the page."""

    def make() -> None:
        for row in frame.to_dict("records"):
            label = f"{row['code']} {row['name']}: {row['word']}, {row['numbers']}"
            widgets.link("chi-so", label, period, **{MEASURE: row["code"]})

    parts.show(text("s.open_measure"), "mo-chi-so", make)


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.loc[:, list(TABLE)].set_axis([text(key) for key in HEADS], axis=1)


render()
