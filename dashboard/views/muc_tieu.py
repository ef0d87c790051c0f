"""How does one objective stand?  One symbol per measure, one sentence, a card for each; no average."""

from __future__ import annotations

import streamlit as st

from dashboard import data, frames, objective_parts, overview_style, published, records, state, widgets
from dashboard.language import worded
from dashboard.state import OBJECTIVE, Period
from dashboard.text import text
from db.queries.comments import missing_comment
from db.queries.overview import Overview
from db.queries.strategy import ObjectiveCard


def render() -> None:
    """Choose an objective, a year and a day; fetch; show."""
    period = state.choose_period(records.today())
    version = data.version()
    cards = {
        str(card.number): card
        for card in data.objectives(version, period.year, period.as_of, beside_all=True)
    }
    titles = {number: f"{number}. {worded(card, 'title')}" for number, card in cards.items()}
    number = state.choose(st.selectbox, text("objective.pick"), titles, OBJECTIVE)
    found = data.overview(version, period.year, period.as_of, beside_all=True)
    st.html(overview_style.STYLE)
    _show(cards[number], titles[number], found, period)
    figures = data.published_of_objective(version, cards[number].number)
    published.show(figures, text("objective.published", n=len(figures)), text("measure.no_published"))


def _show(card: ObjectiveCard, title: str, found: Overview, period: Period) -> None:
    rows = [row for row in found.rows if row.measure.objective_number == card.number]
    facts = widgets.period_facts(period, found.state.year_state)
    widgets.page_header(title, facts, sample=any(row.sample for row in rows))
    together = frames.roll_up_of(rows, card.number)
    widgets.symbols(together.words, frames.rollup_sentence(together))
    if card.owner_vi:
        widgets.small(text("objective.owner", owner=card.owner_vi))
    objective_parts.show_cards(rows, frames.overview(rows, [card], found.forecasts), period)
    version = data.version()
    objective_parts.show_years(data.standings(version, period.as_of), card.number, title, period)
    codes = tuple(row.measure.code for row in rows)
    remarks = data.comments(version, codes, period.year, period.as_of)
    missing = [row.measure.code for row in rows if missing_comment(row)]
    objective_parts.show_remarks(remarks, missing, period.year)


render()
