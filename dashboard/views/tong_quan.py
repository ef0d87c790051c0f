"""Are we on track?  The eight objectives and their 28 measures on one screen, and what needs attention."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    data,
    drawing,
    evidence,
    frames,
    overview_parts,
    overview_style,
    overview_table,
    parts,
    records,
    state,
    widgets,
    widgets_year,
)
from dashboard.charts.canvas import PICK
from dashboard.data import FirstPage
from dashboard.state import MEASURE, PAGES, Period
from dashboard.text import text
from db.queries.overview import Overview

LOADING_HEIGHT = 640
SHOWN = "trang-dau-da-hien"  # in the memory of the visit: the version, year and day shown last


def render() -> None:
    """Choose a year and a day; fetch the first page; show it."""
    today = records.today()
    period = state.choose_period(today)
    with st.container(key=overview_style.HEAD, gap="xsmall"):
        overview_parts.title()
        page = _fetch(period)
        found, reporting = page.found, page.reporting
        st.html(overview_parts.head_html(found, reporting, period))
        _say_if_empty(found, period, today.year, period == Period(today.year, today))
    with st.container(key=overview_style.FRAME):
        _show_charts(page, period)
        with st.container(key=overview_style.MATTERS, gap="xsmall"):
            overview_parts.show_attention(found, period)
        with st.container(gap="xsmall"):
            overview_parts.show_map(reporting)
        with st.container(gap="xsmall"):
            st.html(overview_parts.deadlines_html(found) + overview_parts.state_html(found, reporting))
            if frames.has_numbers(found.rows):
                widgets_year.report_link(period.year)
    evidence.show(found.evidence)
    _show_links(page, period)
    parts.twin("dang-bang", lambda: overview_table.table(found, page.objectives), text("app.strategy"))


def _fetch(period: Period) -> FirstPage:
    """Everything the page shows; while the database is slow, words and a grey field stand in its place.

    Not where this very page stood there already: then it is kept, and nothing has to be waited for.
    """
    wanted = (data.version(), period.year, period.as_of)
    if st.session_state.get(SHOWN) == wanted:
        return data.first_page(*wanted)
    with st.spinner(text("s.loading")), st.skeleton(height=LOADING_HEIGHT):
        page = data.first_page(*wanted)
    st.session_state[SHOWN] = wanted
    return page


def _say_if_empty(found: Overview, period: Period, this_year: int, usual: bool) -> None:
    """Nothing known yet: of this year, the first report is awaited; of another choice, it can be undone."""
    if frames.has_numbers(found.rows):
        return
    if usual:
        st.info(text("s.first_run", year=period.year))
        return
    st.info(text("s.empty"))
    st.button(text("s.undo", year=this_year), key="bo-chon", on_click=state.back_to_today)


def _show_charts(page: FirstPage, period: Period) -> None:
    """Two drawings of one table; the style sheet shows the one that fits the page."""
    wide = narrow = None
    roomy, slim = f"{widgets.WIDE}-bang", f"{widgets.NARROW}-bang"
    with drawing.alone(roomy):
        wide = drawing.pressed(*overview_table.wide(page.found, page.objectives, period), roomy, PICK)
    with drawing.alone(slim):
        narrow = drawing.pressed(*overview_table.narrow(page.found, page.objectives, period), slim, PICK)
    if code := wide or narrow:
        st.switch_page(PAGES["chi-so"], query_params=period.address(**{MEASURE: code}))


def _show_links(page: FirstPage, period: Period) -> None:
    """The same rows as links in words: for the keyboard, and for whoever hears the page."""

    def make() -> None:
        for code, label in overview_table.links(page.found, page.objectives).items():
            widgets.link("chi-so", label, period, **{MEASURE: code})

    parts.show(text("s.open_measure"), "mo-chi-so", make)


render()
