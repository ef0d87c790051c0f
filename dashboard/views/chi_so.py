"""How does one measure stand, and why?  Sentence first; then target, inputs, records, published figures."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import data, drawing, frames, published, records, state, widgets, wording
from dashboard.charts import years
from dashboard.state import MEASURE, Period
from dashboard.text import text
from db.queries.facts import FactRow
from db.queries.progress import MeasureProgress
from db.rules.evaluation import LedgerCount, Window
from db.rules.numbers import write_date, write_number

FACTS_SHOWN = 100
LEDGER = (
    "done",
    "overdue",
    "carried",
    "late",
    "open",
    "withdrawn",
    "out_of_scope",
    "impossible",
    "without_due",
)
BY_DAY, BY_MONTH = "day", "month"


def render() -> None:
    """Choose a measure, a year and a day; fetch; show."""
    period = state.choose_period(records.today())
    version = data.version()
    rows = {row.measure.code: row for row in data.progress(version, period.year, period.as_of)}
    names = {code: f"{code} {row.measure.short_vi}" for code, row in rows.items()}
    row = rows[state.choose(st.selectbox, text("measure.pick"), names, MEASURE)]
    _show_standing(row, period)
    _show_how(row)
    _show_facts(data.facts(version, row.measure.code, period.year, period.as_of), row)
    figures = data.published(version, row.measure.code)
    published.show(figures, text("measure.published", n=len(figures)), text("measure.no_published"))
    widgets.link("", text("nav.back"), period)


def _show_standing(row: MeasureProgress, period: Period) -> None:
    facts = widgets.period_facts(period, row.evaluation.year_state)
    widgets.page_header(f"{row.measure.code} {row.measure.short_vi}", facts, sample=row.sample)
    widgets.status_chip(row.evaluation.status, wording.sentence(row))
    frame = frames.year_columns(row)
    left, right = st.columns([3, 2], gap="large")
    with right:
        _show_wording(row)
    with left:
        if len(frame):
            _show_years(row, frame)
        if row.evaluation.ledger is not None and row.measure.kind == "all_requests":
            _show_ledger(row.evaluation.ledger)
        if row.evaluation.windows:
            _show_windows(row.evaluation.windows)


def _show_years(row: MeasureProgress, frame: pd.DataFrame) -> None:
    st.subheader(text("measure.chart"), anchor=False)
    said = ", ".join(f"{year}: {shown}" for year, shown in zip(frame["year"], frame["shown"], strict=True))
    target = wording.target_words(row)
    alt = text(
        "measure.chart_alt",
        code=row.measure.code,
        name=row.measure.short_vi,
        years=said,
        year=row.year,
        target=target,
    )
    drawing.chart(years.year_marks(frame), years.year_spec(), alt)
    widgets.small(alt)


def _show_wording(row: MeasureProgress) -> None:
    measure = row.measure
    st.subheader(text("measure.wording"), anchor=False)
    parts = (
        ("measure.activity", measure.activity_shown_vi, measure.activity_vi),
        ("measure.indicator", measure.indicator_shown_vi, measure.indicator_vi),
        ("measure.target", measure.target_shown_vi, measure.target_vi),
    )
    for key, shown, official in parts:
        st.markdown(f"**{text(key)}:** {widgets.plain(shown)}")
        if shown != official:
            widgets.small(text("measure.corrected", wording=official))


def _show_ledger(ledger: LedgerCount) -> None:
    st.subheader(text("measure.ledger"), anchor=False)
    counts = [(text(f"ledger.{name}"), getattr(ledger, name)) for name in LEDGER]
    shown = [(words, write_number(count)) for words, count in counts if count or words == text("ledger.done")]
    widgets.table(
        pd.DataFrame(shown, columns=[text("ledger.state"), text("measure.value")]), text("measure.ledger")
    )


def _show_windows(windows: tuple[Window, ...]) -> None:
    st.subheader(text("measure.windows"), anchor=False)
    for window in windows:
        day = write_date(window.done_on) if window.done_on else ""
        due = write_date(window.in_time_until)
        key = "window.lost_on" if window.state == "lost" else f"window.{window.state}"
        st.markdown(
            widgets.plain(f"{wording.window_name(window.period.label)}: {text(key, day=day, due=due)}")
        )


def _show_how(row: MeasureProgress) -> None:
    st.subheader(text("s.how"), anchor=False)
    basis, unit = row.evaluation.basis, row.measure.unit_vi
    rule = text(
        f"measure.rule.{basis.rule or 'none'}", year=basis.base_year, base=wording.amount(basis.base, unit)
    )
    st.markdown(widgets.plain(row.measure.how_vi))
    st.markdown(widgets.plain(rule))
    if basis.base_provisional:
        st.markdown(widgets.plain(text("measure.base_provisional")))
    if row.measure.note_vi:
        widgets.small(row.measure.note_vi)


def _show_facts(facts: tuple[FactRow, ...], row: MeasureProgress) -> None:
    if not facts and row.measure.kind not in wording.CUMULATIVE:
        return  # its numbers come from the ledger, from windows or from the profile, shown above
    st.subheader(text("measure.facts", n=write_number(len(facts))), anchor=False)
    if not facts:
        st.write(text("measure.no_facts"))
        return
    unit = row.measure.unit_vi
    widgets.table(
        pd.DataFrame([_fact(fact, unit) for fact in facts[:FACTS_SHOWN]]), text("measure.facts", n=len(facts))
    )
    if len(facts) > FACTS_SHOWN:
        widgets.small(text("measure.facts_first", n=FACTS_SHOWN))


def _fact(fact: FactRow, unit: str) -> dict[str, str]:
    title = f"{fact.title} ({text('measure.sample')})" if fact.sample else fact.title
    return {
        text("measure.event_on"): event_day(fact.event_on, fact.event_precision),
        text("measure.value"): wording.amount(fact.value, unit),
        text("measure.what"): title,
        text("measure.who"): fact.organisation_vi,
        text("measure.where"): fact.province_vi,
        text("measure.source"): fact.source or text(f"origin.{fact.origin}"),
        text("measure.verified_on"): write_date(records.day_of(fact.verified_at)),
    }


def event_day(day: date, precision: str) -> str:
    """The day, month or year of an event: no more than is known of it."""
    if precision == BY_DAY:
        return write_date(day)
    return f"{day:%m/%Y}" if precision == BY_MONTH else f"{day:%Y}"


render()
