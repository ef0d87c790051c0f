"""Who, where and what is within a measure's number?  One property at a time, chosen in the address."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import data, drawing, parts, state, widgets
from dashboard.charts import parts as bars
from dashboard.figures import write_number
from dashboard.frames import NOTHING
from dashboard.hidden import published
from dashboard.language import worded
from dashboard.state import Period
from dashboard.text import TEXT, text
from dashboard.wording import amount
from db.queries.breakdowns import Breakdown, BreakdownRow
from db.queries.progress import MeasureProgress

SPLIT = "phan-to"  # in the address: by what
MOST = 40  # more parts than this are read as a table


def show(row: MeasureProgress, version: int, period: Period) -> None:
    """Choose a property; fetch; show the bars with their base."""
    code = row.measure.code
    offered = data.dimensions(version, code, period.year, period.as_of)
    if not offered:
        st.write(text("part.none"))
        return
    names = {by: text(f"part.by.{by}") for by in offered}
    by = state.choose(st.selectbox, text("part.by"), names, SPLIT)
    found = data.breakdown(version, code, period.year, period.as_of, by)
    widgets.small(base_words(row, found))
    frame = part_frame(row, found)
    said = "; ".join(f"{one.label}: {one.shown}" for one in frame.itertuples())
    alt = text("part.alt", code=code, by=names[by], base=_amount(row, found, found.base), parts=said)
    for place, layout in ((widgets.WIDE, bars.WIDE), (widgets.NARROW, bars.PHONE)):
        with st.container(key=f"{place}-phan-to"):
            drawing.chart(*bars.part_bars(frame.head(MOST), layout), alt)
    if not found.exclusive:
        widgets.small(text("part.multiple"))
    if found.suppressed:
        widgets.small(text("part.hidden"))
    parts.twin("bang-phan-to", lambda: part_table(frame), alt)


def base_words(row: MeasureProgress, found: Breakdown) -> str:
    """Of how many, how many of them say it, in how many records."""
    key = "part.base_ledger" if row.measure.kind == "all_requests" else "part.base"
    base, stated = (_amount(row, found, value) for value in (found.base, found.stated))
    if key == "part.base_ledger":
        base, stated = write_number(found.base), write_number(found.stated)
    return text(key, base=base, stated=stated, records=write_number(found.records))


def _amount(row: MeasureProgress, found: Breakdown, value: int) -> str:
    """In the measure's unit; sex and age of children are children, whatever the measure counts."""
    return amount(value, worded(row.measure, "unit"))


def part_frame(row: MeasureProgress, found: Breakdown) -> pd.DataFrame:
    """The parts as bars.

    Shape:  one row per part; columns `charts.parts.FRAME`.
    Units:  share of the largest part; NaN where it is hidden.
    """
    largest = max((one.value or 0 for one in found.rows), default=0) or 1
    return pd.DataFrame(
        [
            (
                label_of(one),
                NOTHING if one.value is None else max(one.value, 0) / largest,
                published(one.shown) if one.value is None else _amount(row, found, one.value),
                bool(one.key),
            )
            for one in found.rows
        ],
        columns=list(bars.FRAME),
    )


def label_of(part: BreakdownRow) -> str:
    """The name of a part: as the form offers it, else the page's own word."""
    if not part.key:
        return text("part.unstated")
    own = f"part.key.{part.key}"
    return part.label_vi or (text(own) if own in TEXT else part.key)


def part_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The parts in words.  Shape: one row per part."""
    shown = frame.loc[:, ["label", "shown"]]
    return shown.set_axis([text("part.label"), text("measure.value")], axis=1)
