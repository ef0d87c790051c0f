"""Who has reported, who has not, and whom to remind?  Units by quarters, and the map; no ranking."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import data, frames_network, letters, lists, records, state, units_parts, widgets
from dashboard.figures import write_date
from dashboard.state import QUARTER
from dashboard.text import text
from db.queries.reporting_status import ReportingStatus

QUARTERS = range(1, frames_network.QUARTERS + 1)
REMIND_SHOWN = 100


def render() -> None:
    """Choose a year, a day and a quarter; fetch who reported; show."""
    period = state.choose_period(records.today())
    status = data.reporting(data.version(), period.year, period.as_of)
    facts = (text("t.header", year=period.year, as_of=write_date(period.as_of)),)
    widgets.page_header(text("nav.don_vi"), facts, sample=frames_network.has_sample(status))
    if not status.units:
        st.info(text("units.nobody", year=period.year))
        return
    names = {str(number): frames_network.quarter_words(number) for number in QUARTERS}
    usual = str(frames_network.latest_quarter(status))
    quarter = int(state.choose(_radio, text("units.pick"), names, QUARTER, usual))
    st.markdown(f"**{widgets.plain(units_parts.sentence(status, quarter))}**")
    units_parts.show_units(status, quarter)
    units_parts.show_map(status, quarter)
    _show_remind(status)


_radio = partial(st.radio, horizontal=True)


def _show_remind(status: ReportingStatus) -> None:
    title = text("units.remind", n=len(status.remind))
    st.subheader(title, anchor=False)
    if not status.remind:
        st.write(text("units.remind_none"))
        return
    widgets.small(text("units.remind_lead"))
    lists.table_or_cards(frames_network.remind_table(status.remind[:REMIND_SHOWN]), title, "nhac")
    letters.show(status)


render()
