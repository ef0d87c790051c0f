"""Are we on track?  The eight objectives and their 28 measures on one screen."""

from __future__ import annotations

import streamlit as st

from dashboard import data, frames, records, state
from dashboard.charts import bullets
from dashboard.text import text

def render() -> None:
    period = state.choose_period(records.today())
    version = data.version()
    rows = data.progress(version, period.year, period.as_of)
    frame = frames.overview(rows, data.objectives(version))
    st.title("Tổng quan")
    marks = bullets.bullet_marks(frame, period.year)
    st.vega_lite_chart(marks, bullets.bullet_spec(8, 28), theme=None, alt="x", key="bang", on_select="rerun")

render()
