"""How does one objective stand?  One symbol per measure, one sentence, the official wording; no average."""

from __future__ import annotations

import streamlit as st

from dashboard import data, drawing, frames, published, records, state, widgets, wording
from dashboard.charts import bullets, phone
from dashboard.charts.canvas import PICK
from dashboard.state import MEASURE, OBJECTIVE, PAGES, Period
from dashboard.text import text
from db.queries.progress import MeasureProgress
from db.queries.strategy import ObjectiveCard
from db.rules.numbers import write_date


def render() -> None:
    """Choose an objective, a year and a day; fetch; show."""
    period = state.choose_period(records.today())
    version = data.version()
    cards = {str(card.number): card for card in data.objectives(version)}
    titles = {number: f"{number}. {card.title_vi}" for number, card in cards.items()}
    number = state.choose(st.selectbox, text("objective.pick"), titles, OBJECTIVE)
    card = cards[number]
    rows = [
        row
        for row in data.progress(version, period.year, period.as_of)
        if row.measure.objective_number == card.number
    ]
    facts = widgets.period_facts(period, rows[0].evaluation.year_state)
    widgets.page_header(titles[number], facts, sample=any(row.sample for row in rows))
    found = frames.roll_up_of(rows, card.number)
    widgets.symbols(found.words, frames.rollup_sentence(found))
    if card.owner_vi:
        widgets.small(text("objective.owner", owner=card.owner_vi))
    _show_chart(card, rows, period)
    _show_measures(rows, period)
    figures = data.published_of_objective(version, card.number)
    published.show(figures, text("objective.published", n=len(figures)), text("measure.no_published"))


def _show_chart(card: ObjectiveCard, rows: list[MeasureProgress], period: Period) -> None:
    frame = frames.overview(rows, [card])
    alt = text("objective.alt", title=card.title_vi, year=period.year, as_of=write_date(period.as_of))
    titles = tuple(frame["title"].unique())
    with st.container(key=widgets.WIDE):
        marks = bullets.bullet_marks(frame, period.year)
        wide = drawing.pressed(marks, bullets.bullet_spec(1, len(frame)), alt, "muc-rong", PICK)
    with st.container(key=widgets.NARROW):
        spec = phone.phone_spec(titles, len(frame))
        narrow = drawing.pressed(phone.phone_marks(frame), spec, alt, "muc-hep", PICK)
    if code := wide or narrow:
        st.switch_page(PAGES["chi-so"], query_params=period.address(**{MEASURE: code}))


def _show_measures(rows: list[MeasureProgress], period: Period) -> None:
    st.subheader(text("measure.wording"), anchor=False)
    for row in rows:
        measure = row.measure
        widgets.link("chi-so", f"{measure.code} {measure.short_vi}", period, **{MEASURE: measure.code})
        widgets.status_chip(row.evaluation.status, wording.sentence(row))
        st.markdown(widgets.plain(measure.activity_shown_vi))
        indicator = f"{text('measure.indicator')}: {measure.indicator_shown_vi}"
        widgets.small(f"{indicator} · {text('measure.target')}: {measure.target_shown_vi}")


render()
