"""How does one measure stand?  What its page opens with, its last years, and what the Decision says of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboard import drawing, frames, key_numbers, measure_key, measure_past, parts, widgets, wording
from dashboard.charts import years
from dashboard.drawing import Ready
from dashboard.drawn import drawn
from dashboard.language import worded
from dashboard.state import Period
from dashboard.text import text
from db.queries.progress import MeasureProgress

KEPT = 64  # measures in a year and as known on a day, kept drawn

Rows = tuple[MeasureProgress, ...]


@drawn(KEPT)
def by_code(rows: Rows) -> Mapping[str, MeasureProgress]:
    """The measures of a year by their codes."""
    return {row.measure.code: row for row in rows}


@drawn(KEPT)
def names(rows: Rows) -> Mapping[str, str]:
    """What the measures are called where one is chosen."""
    return {row.measure.code: f"{row.measure.code} {worded(row.measure, 'short')}" for row in rows}


@drawn(KEPT)
def opening_html(row: MeasureProgress, period: Period) -> str:
    """The name with year and day; the status with its sentence; the few numbers."""
    facts = widgets.period_facts(period, row.evaluation.year_state)
    title = f"{row.measure.code} {worded(row.measure, 'short')}"
    head = widgets.header_html(title, facts, sample=row.sample)
    chip = widgets.chip_html(row.evaluation.status, wording.sentence(row))
    return f"{head}{chip}{key_numbers.tiles_html(measure_key.numbers(row))}"


# -- years beside each other ----------------------------------------------------------------------


def show_years(row: MeasureProgress, past: Rows) -> None:
    """The last years as columns, each with its target; nothing for a measure whose years do not compare."""
    if not len(_columns(row, past)):
        return
    st.subheader(text("measure.chart"), anchor=False)
    for place, layout in ((widgets.WIDE, years.WIDE), (widgets.NARROW, years.PHONE)):
        with st.container(key=f"{place}-bon-nam"):
            drawing.chart(*_years(row, past, layout))
    parts.twin("bang-bon-nam", lambda: measure_past.year_table((*past, row)), text("measure.chart"))


_columns = drawn(KEPT)(frames.year_columns)


@drawn(2 * KEPT)
def _years(row: MeasureProgress, past: Rows, layout: years.Layout) -> Ready:
    frame = _columns(row, past)
    said = "; ".join(map(year_sentence, frame.to_dict("records")))
    alt = text("measure.chart_alt", code=row.measure.code, name=worded(row.measure, "short"), years=said)
    return drawing.ready(years.year_marks(frame, layout), years.year_spec(layout), alt)


def year_sentence(column: Mapping[str, Any]) -> str:
    """ "2025: 31, chỉ tiêu 33"; the target only where there was one."""
    key = "measure.year" if math.isnan(column["target"]) else "measure.year_target"
    return text(key, year=column["year"], shown=column["shown"], target=column["target_shown"])


# -- the Decision's words ------------------------------------------------------------------------------


def show_wording(row: MeasureProgress) -> None:
    """Activity, indicator and target as the Decision words them."""
    st.subheader(text("measure.wording"), anchor=False)
    st.html(_wording_html(row))


@drawn(KEPT)
def _wording_html(row: MeasureProgress) -> str:
    measure, said = row.measure, ""
    for part in ("activity", "indicator", "target"):
        shown, official = widgets.official(measure, part), getattr(measure, f"{part}_vi")
        said += f"<p><b>{escape(text(f'measure.{part}'))}:</b> {escape(shown)}</p>"
        if shown != official:
            said += widgets.small_html(text("measure.corrected", wording=official))
    return said
