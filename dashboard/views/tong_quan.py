"""Are we on track?  The eight objectives and their 28 measures on one screen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import data, drawing, frames, records, state, widgets
from dashboard.charts import bullets, phone
from dashboard.charts.canvas import PICK
from dashboard.state import MEASURE, PAGES, Period
from dashboard.text import text
from db.rules.numbers import write_date

TABLE = ("title", "code", "name", "word", "numbers", "note")
HEADS = ("m.objective", "m.code", "m.name", "m.status", "m.actual_target", "m.note")


def render() -> None:
    """Choose a year and a day; fetch the 28 measures; show them."""
    period = state.choose_period(records.today())
    version = data.version()
    rows = data.progress(version, period.year, period.as_of)
    frame = frames.overview(rows, data.objectives(version))
    counts = frames.status_counts(rows)

    facts = widgets.period_facts(period, rows[0].evaluation.year_state)
    widgets.page_header(text("app.strategy"), facts, sample=bool(frame["sample"].any()))
    if not frames.has_numbers(rows):
        st.info(text("s.first_run", year=period.year))
    widgets.status_strip(counts)
    _show_charts(frame, period, counts)
    _show_links(frame, period)
    _show_table(frame)


def _show_charts(frame: pd.DataFrame, period: Period, counts: dict[str, int]) -> None:
    """Two drawings of one table; the style sheet shows the one that fits the page."""
    said = ", ".join(f"{number} {text(f'status.{code}')}" for code, number in counts.items())
    alt = text("overview.alt", year=period.year, as_of=write_date(period.as_of), counts=said)
    titles = tuple(frame.drop_duplicates("objective")["title"])
    with st.container(key=widgets.WIDE):
        marks = bullets.bullet_marks(frame, period.year)
        wide = drawing.pressed(marks, bullets.bullet_spec(len(titles), len(frame)), alt, "bang-rong", PICK)
    with st.container(key=widgets.NARROW):
        marks = phone.phone_marks(frame)
        narrow = drawing.pressed(marks, phone.phone_spec(titles, len(frame)), alt, "bang-hep", PICK)
    if code := wide or narrow:
        st.switch_page(PAGES["chi-so"], query_params=period.address(**{MEASURE: code}))


def _show_links(frame: pd.DataFrame, period: Period) -> None:
    """The same rows as links in words: for the keyboard, and for whoever hears the page."""
    part = st.expander(text("s.open_measure"), key="mo-chi-so", on_change="rerun")
    if not part.open:
        return
    with part:
        for row in frame.to_dict("records"):
            label = f"{row['code']} {row['name']}: {row['word']}, {row['numbers']}"
            widgets.link("chi-so", label, period, **{MEASURE: row["code"]})


def _show_table(frame: pd.DataFrame) -> None:
    part = st.expander(text("s.table"), key="dang-bang", on_change="rerun")
    if part.open:
        with part:
            shown = frame.loc[:, list(TABLE)].set_axis([text(key) for key in HEADS], axis=1)
            widgets.table(shown, text("app.strategy"))


render()
