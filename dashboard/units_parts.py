"""What does the page of units show?  The quarter in a sentence, units by quarters, and the map."""

from __future__ import annotations

import streamlit as st

from dashboard import drawing, frames_network, parts, widgets
from dashboard.charts import tiles, units
from dashboard.drawing import Ready
from dashboard.drawn import drawn
from dashboard.text import text
from db.queries.reporting_status import ReportingStatus

KEPT = 64  # quarters of a year as known on a day, kept drawn


@drawn(KEPT)
def sentence(status: ReportingStatus, quarter: int) -> str:
    """Who reported the quarter."""
    return frames_network.quarter_sentence(status.quarters[quarter - 1], quarter, status.as_of)


def show_units(status: ReportingStatus, quarter: int) -> None:
    """Units by quarters, the chosen one marked."""
    st.subheader(text("units.table"), anchor=False)
    widgets.small(text("units.order"))
    for key, layout in ((widgets.WIDE, units.WIDE), (widgets.NARROW, units.PHONE)):
        with st.container(key=f"{key}-don-vi"), drawing.alone():
            drawing.chart(*_units(status, quarter, layout))
    parts.twin("bang-don-vi", lambda: frames_network.unit_table(status.units), text("units.table"))


@drawn(2 * KEPT)
def _units(status: ReportingStatus, quarter: int, layout: units.Layout) -> Ready:
    frame = frames_network.unit_frame(status.units)
    alt = text("units.alt", n=len(frame), year=status.year, sentence=sentence(status, quarter))
    heads = frames_network.quarter_heads(short=layout is units.PHONE)
    return drawing.ready(*units.unit_table(frame, heads, quarter - 1, layout), alt)


def show_map(status: ReportingStatus, quarter: int) -> None:
    """The provinces on the map; on a phone those that are asked about, in words."""
    title = text("units.map", quarter=frames_network.quarter_words(quarter))
    st.subheader(title, anchor=False)
    with st.container(key=f"{widgets.WIDE}-ban-do", width=tiles.WIDTH), drawing.alone():
        drawing.chart(*_map(status, quarter))
    st.html(_provinces_html(status, quarter))
    parts.twin("bang-ban-do", lambda: frames_network.province_table(status.provinces, quarter), title)


@drawn(KEPT)
def _map(status: ReportingStatus, quarter: int) -> Ready:
    counts = frames_network.province_counts(status.provinces, quarter)
    alt = text("units.map_alt", quarter=frames_network.quarter_words(quarter), counts=counts)
    frame = frames_network.tile_frame(status.provinces, quarter)
    return drawing.ready(*tiles.tile_map(frame, frames_network.tile_words()), alt)


@drawn(KEPT)
def _provinces_html(status: ReportingStatus, quarter: int) -> str:
    title = text("units.provinces_wanted")
    lines = frames_network.wanted_provinces(status.provinces, quarter)
    return widgets.phone_list(title, lines, text("units.provinces_done"))
