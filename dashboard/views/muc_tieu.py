"""How does one objective stand?  One symbol per measure, one sentence, a card for each; no average."""

from __future__ import annotations

import streamlit as st

from dashboard import data, objective_parts, published, records, state
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
    titles = {number: objective_parts.title_of(card) for number, card in cards.items()}
    card = cards[state.choose(st.selectbox, text("objective.pick"), titles, OBJECTIVE)]
    found = data.overview(version, period.year, period.as_of, beside_all=True)
    _show(card, found, period, version)
    figures = data.published_of_objective(version, card.number)
    published.show(figures, text("objective.published", n=len(figures)), text("measure.no_published"))


def _show(card: ObjectiveCard, found: Overview, period: Period, version: int) -> None:
    st.html(objective_parts.head_html(found, card, period))
    objective_parts.show_cards(found, card, period)
    objective_parts.show_years(data.standings(version, period.as_of), card, period.year)
    rows = objective_parts.rows_of(found, card.number)
    codes = tuple(row.measure.code for row in rows)
    remarks = data.comments(version, codes, period.year, period.as_of)
    missing = [row.measure.code for row in rows if missing_comment(row)]
    objective_parts.show_remarks(remarks, missing, period.year)


render()
