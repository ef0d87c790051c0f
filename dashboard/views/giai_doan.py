"""How do the three phases stand, and what will the 2028 review see?  Thirteen years at a glance."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from dashboard import (
    data,
    drawing,
    evidence,
    frames_time,
    lists,
    parts,
    records,
    state,
    widgets,
    widgets_year,
)
from dashboard.charts import heat
from dashboard.figures import write_date
from dashboard.frames_time import Review, Standings
from dashboard.state import Period
from dashboard.text import text
from db.rules.periods import PHASES, Phase, reviewed_phase


def render() -> None:
    """Choose a day; fetch every year so far; show."""
    period = state.choose_period(records.today())
    version = data.version()
    standings = data.standings(version, period.as_of)
    title = text("phase.title", first=PHASES[0].first, last=PHASES[-1].last)
    year = data.year_state(version, period.year, period.as_of, beside_all=True)
    facts = widgets.period_facts(period, year.state)
    widgets.page_header(title, facts, sample=any(row.sample for rows in standings for row in rows))
    widgets.small(text("phase.lead"))
    _show_heat(standings, period)
    widgets_year.banner(year)
    widgets_year.report_link(period.year)
    _show_review(frames_time.review(standings, next_phase(period), period.as_of.year), period)
    evidence.show(data.evidence(version, period.as_of))


def next_phase(period: Period) -> Phase:
    """The phase that is reviewed next; after 2035 the last."""
    return reviewed_phase(period.as_of.year) or PHASES[-1]


def _show_heat(standings: Standings, period: Period) -> None:
    cells = frames_time.year_cells(standings, period.year)
    alt = text("phase.alt", years=frames_time.year_sentences(standings))
    stretches = frames_time.stretches()
    with st.container(key=widgets.WIDE):
        drawing.chart(*heat.heat_table(cells, stretches), alt)
    with st.container(key=widgets.NARROW):
        drawing.chart(*heat.heat_column(cells, stretches), alt)
    parts.show(text("s.table"), "bang-giai-doan", lambda: _show_cells(cells))


def _show_cells(cells: pd.DataFrame) -> None:
    lists.table_or_cards(frames_time.cells_table(cells), text("s.table"), "o-nam", text("m.name"))


def _show_review(found: Review, period: Period) -> None:
    phase = found.phase
    st.subheader(text("phase.review", year=phase.last), anchor=False)
    years = {"first": phase.first, "last": phase.last, "past": found.past, "left": found.left}
    st.write(text("phase.review_years", as_of=write_date(period.as_of), **years))
    st.write(review_sentence(found))
    for key, status in (("phase.review_none_met", "achieved"), ("phase.review_no_data", None)):
        names = _never(found, status)
        if names:
            widgets.small(text(key, names=names))
    title = text("phase.review_table", first=phase.first, last=phase.last)
    parts.show(title, "bang-so-ket", lambda: _show_measures(found, title))


def _show_measures(found: Review, title: str) -> None:
    lists.table_or_cards(frames_time.review_table(found), title, "so-ket", text("m.name"))


def review_sentence(found: Review) -> str:
    """How the measures of the finished years were rated, counted and not averaged."""
    if not found.rated:
        return text("phase.review_nothing")
    counts = {status: found.counts[status] for status in frames_time.RATED_PAST}
    return text("phase.review_met", rated=found.rated, met=counts.pop("achieved"), **counts)


def _never(found: Review, status: str | None) -> str:
    """The measures that had this status in no rated year; without a status, those without any figure."""
    rows = [
        row
        for row, counts in found.per_measure
        if (counts["no_data"] == found.past if status is None else _rated(counts) and not counts[status])
    ]
    return frames_time.measure_names(rows)


def _rated(counts: Counter[str]) -> int:
    return sum(counts[status] for status in ("achieved", "nearly", "missed"))


render()
