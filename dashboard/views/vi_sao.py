"""Why does a measure say something else than before?  What moved it between two days, step by step."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard import (
    access,
    data,
    drawing,
    frames_changes,
    lists,
    parts,
    records,
    state,
    widgets,
    widgets_year,
    wording,
)
from dashboard.charts import waterfall
from dashboard.figures import write_date
from dashboard.language import worded
from dashboard.state import MEASURE, Period
from dashboard.text import text
from db.queries.changes import ChangeItem, Changes
from db.rules.roles import may

DAYS_BACK = 30
RECORDS_SHOWN = 100


def render() -> None:
    """Choose a measure and two days; fetch what moved it; show."""
    period = state.choose_period(records.today())
    version = data.version()
    rows = {row.measure.code: row for row in data.progress(version, period.year, period.as_of)}
    names = {code: f"{code} {worded(row.measure, 'short')}" for code, row in rows.items()}
    left, right = st.columns([3, 1])
    with left:
        code = state.choose(st.selectbox, text("measure.pick"), names, MEASURE)
    with right:
        usual = period.as_of - timedelta(days=DAYS_BACK)
        day = state.choose_earlier_day(text("why.from"), text("why.from_help"), usual, period.as_of)
    found = data.changes(version, code, period.year, day, period.as_of)
    _show_sentence(found, period)
    _show_chart(found)
    _show_records(found)
    _show_targets(found)
    widgets_year.banner(data.year_state(version, period.year, period.as_of))
    name = worded(rows[code].measure, "short")
    widgets.link("chi-so", text("why.open", code=code, name=name), period, **{MEASURE: code})


def _show_sentence(found: Changes, period: Period) -> None:
    days = {"day_a": write_date(found.day_a), "day_b": write_date(found.day_b)}
    measure, after = found.after.measure, found.after.evaluation
    title = text("why.title", code=measure.code, name=worded(measure, "short"), **days)
    sample = found.before.sample or found.after.sample
    widgets.page_header(title, widgets.period_facts(period, after.year_state), sample=sample)
    widgets.status_chip(after.status, sentence(found))


def sentence(found: Changes) -> str:
    """What happened between the two days, in one or two sentences."""
    start, end = wording.actual_words(found.before), wording.actual_words(found.after)
    parts = []
    if found.start is None or found.end is None:
        days = {"day_a": write_date(found.day_a), "day_b": write_date(found.day_b)}
        parts.append(text("why.sentence_said", start=start, end=end, **days))
    else:
        change = found.end - found.start
        shown = wording.amount(abs(change), worded(found.after.measure, "unit"))
        way = "up" if change > 0 else "down" if change else "same"
        parts.append(text(f"why.sentence_{way}", change=shown, start=start, end=end))
    before, after = wording.target_words(found.before), wording.target_words(found.after)
    if before != after:
        parts.append(text("why.sentence_target", before=before, after=after))
    return " ".join(parts)


def _show_chart(found: Changes) -> None:
    st.subheader(text("why.chart"), anchor=False)
    frame = frames_changes.waterfall_frame(found)
    if frame.empty:
        st.write(text("why.no_number"))
        return
    if not found.steps:
        st.info(text("why.nothing"))
    steps = "; ".join(f"{row.label} {row.shown}" for row in frame.iloc[1:-1].itertuples())
    facts = {"start": frame["shown"].iloc[0], "end": frame["shown"].iloc[-1]}
    days = {"day_a": write_date(found.day_a), "day_b": write_date(found.day_b)}
    alt = text("why.alt", steps=steps or text("why.alt_none"), **facts, **days)
    for key, layout in ((widgets.WIDE, waterfall.WIDE), (widgets.NARROW, waterfall.PHONE)):
        with st.container(key=key):
            drawing.chart(*waterfall.waterfall(frame, layout), alt)
    parts.twin("bang-vi-sao", lambda: frames_changes.change_table(found), text("why.chart"))


def _show_records(found: Changes) -> None:
    shown = frames_changes.record_table(found)
    total = sum(step.n for step in found.steps if step.items)
    if shown.empty:
        return
    st.subheader(text("why.records", n=total), anchor=False)
    if total > min(len(shown), RECORDS_SHOWN):
        widgets.small(text("why.records_first", shown=min(len(shown), RECORDS_SHOWN), n=total))
    opens = [_address(item) for step in found.steps for item in step.items]
    title = text("why.records", n=total)
    lists.linked(shown.head(RECORDS_SHOWN), opens[:RECORDS_SHOWN], title, "ban-ghi")


def _address(item: ChangeItem) -> str:
    """Where the desk opens the record; "" for one without a report, or for whoever may not verify."""
    if item.report_id is None or not may(access.viewers_role(), "verify_report"):
        return ""
    return f"{records.settings().survey_url}/ban-lam-viec/xac-minh/{item.report_id}"


def _show_targets(found: Changes) -> None:
    st.subheader(text("why.targets", n=len(found.targets)), anchor=False)
    if not found.targets:
        st.write(text("why.targets_none"))
        return
    title = text("why.targets", n=len(found.targets))
    lists.table_or_cards(frames_changes.target_table(found), title, "chi-tieu")


render()
