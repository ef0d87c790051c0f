"""Who has reported, who has not, and whom to remind?  Units by quarters, and the map; no ranking."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import data, drawing, frames_network, letters, lists, parts, records, state, widgets
from dashboard.charts import tiles, units
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
    sentence = frames_network.quarter_sentence(status.quarters[quarter - 1], quarter, period.as_of)
    st.markdown(f"**{widgets.plain(sentence)}**")
    _show_units(status, quarter, sentence)
    _show_map(status, quarter)
    _show_remind(status)


_radio = partial(st.radio, horizontal=True)


def _show_units(status: ReportingStatus, quarter: int, sentence: str) -> None:
    st.subheader(text("units.table"), anchor=False)
    widgets.small(text("units.order"))
    frame = frames_network.unit_frame(status.units)
    alt = text("units.alt", n=len(frame), year=status.year, sentence=sentence)
    for key, layout in ((widgets.WIDE, units.WIDE), (widgets.NARROW, units.PHONE)):
        with st.container(key=f"{key}-don-vi"), drawing.alone():
            heads = frames_network.quarter_heads(short=layout is units.PHONE)
            drawing.chart(*units.unit_table(frame, heads, quarter - 1, layout), alt)
    parts.twin("bang-don-vi", lambda: frames_network.unit_table(status.units), text("units.table"))


def _show_map(status: ReportingStatus, quarter: int) -> None:
    name = frames_network.quarter_words(quarter)
    st.subheader(text("units.map", quarter=name), anchor=False)
    counts = frames_network.province_counts(status.provinces, quarter)
    alt = text("units.map_alt", quarter=name, counts=counts)
    with st.container(key=f"{widgets.WIDE}-ban-do", width=tiles.WIDTH), drawing.alone():
        frame = frames_network.tile_frame(status.provinces, quarter)
        drawing.chart(*tiles.tile_map(frame, frames_network.tile_words()), alt)
    with st.container(key=f"{widgets.NARROW}-ban-do"):
        st.markdown(f"**{text('units.provinces_wanted')}**")
        lines = frames_network.wanted_provinces(status.provinces, quarter)
        st.markdown("\n".join(f"- {widgets.plain(line)}" for line in lines) or text("units.provinces_done"))
    parts.twin(
        "bang-ban-do",
        lambda: frames_network.province_table(status.provinces, quarter),
        text("units.map", quarter=name),
    )


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
