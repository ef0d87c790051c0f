"""How does one measure stand, and why?  Sentence first; then its year, its inputs, parts and records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import (
    access,
    data,
    measure_adjustments,
    measure_comments,
    measure_how,
    measure_pace,
    measure_parts,
    measure_past,
    measure_records,
    measure_requests,
    measure_standing,
    measure_windows,
    parts,
    published,
    records,
    state,
    widgets,
    widgets_year,
    wording,
)
from dashboard.state import MEASURE, Period
from dashboard.text import text
from db.queries.ledger_year import LedgerYear
from db.queries.progress import MeasureProgress
from db.rules.periods import PHASES

NO_DATA_YET = frozenset({"not_due"})
OF_CHILDREN = frozenset({"2.3", "2.4", "3.3"})  # opinions of children taken, answered, and told back


def render() -> None:
    """Choose a measure, a year and a day; fetch; show."""
    period = state.choose_period(records.today())
    version = data.version()
    rows = data.progress(version, period.year, period.as_of)
    names = measure_standing.names(rows)
    row = measure_standing.by_code(rows)[state.choose(st.selectbox, text("measure.pick"), names, MEASURE)]
    role = access.viewers_role()
    _show_standing(row, period, version, role)
    _SHOWN.get(row.measure.kind, _show_year)(row, version, role)
    measure_standing.show_wording(row)
    _show_comments(row, version, role)
    _show_parts(row, period, version, role)
    figures = data.published(version, row.measure.code)
    published.show(figures, text("measure.published", n=len(figures)), text("measure.no_published"))
    widgets.link("vi-sao", text("adjust.why_link"), period, **{MEASURE: row.measure.code})
    if row.measure.code in OF_CHILDREN:
        widgets.link("y-kien", text("v.from_measure"), period)
    widgets.back(period)


def _show_standing(row: MeasureProgress, period: Period, version: int, role: str) -> None:
    st.html(measure_standing.opening_html(row, period))
    measure_comments.show_call(row, role)
    widgets_year.banner(data.year_state(version, period.year, period.as_of))


def _show_comments(row: MeasureProgress, version: int, role: str) -> None:
    if row.commented:
        measure_comments.show(row, data.comments(version, (row.measure.code,), row.year, row.as_of), role)


# -- the year, by kind of target -----------------------------------------------------------------------


def _show_year(row: MeasureProgress, version: int, role: str) -> None:
    """What is added up: the last years beside each other, and the curve of this one."""
    if row.evaluation.status in NO_DATA_YET:
        return
    once = row.measure.across_periods == "max"
    curve = data.curve(version, row.measure.code, row.year, row.as_of, once)
    columns, pace = st.columns([2, 3], gap="large")
    with columns:
        before = data.earlier_years(version, row.measure.code, row.year, row.as_of, row.measure)
        measure_standing.show_years(row, before)
    with pace:
        measure_pace.show(row, curve)
        if row.evaluation.actual is None:
            st.write(text("measure.no_facts"))


def _show_requests(row: MeasureProgress, version: int, role: str) -> None:
    if row.evaluation.status not in NO_DATA_YET or row.evaluation.ledger is not None:
        found = _ledger(row, version)
        measure_requests.show(found, row.evaluation.ledger, role)


def _show_windows(row: MeasureProgress, version: int, role: str) -> None:
    if row.evaluation.windows:
        measure_windows.show_windows(row)


def _show_coverage(row: MeasureProgress, version: int, role: str) -> None:
    if row.evaluation.coverage is not None:
        measure_windows.show_coverage(row, data.profile_days(version, row.year, row.as_of))


_SHOWN: dict[str, Callable[[MeasureProgress, int, str], None]] = {
    "all_requests": _show_requests,
    "periodic": _show_windows,
    "continuous": _show_coverage,
}


# -- what is opened when it is asked for ---------------------------------------------------------------


def _show_parts(row: MeasureProgress, period: Period, version: int, role: str) -> None:
    ledger = row.measure.kind == "all_requests"
    parts.show(text("s.how"), "cach-tinh", lambda: _how(row, version))
    if ledger or row.measure.kind in wording.CUMULATIVE:
        parts.show(text("part.title"), "phan-to-mo", partial(measure_parts.show, row, version, period))
    parts.show(text("past.title"), "cac-nam", lambda: measure_past.show_years(row, _standings(row, version)))
    if growth := measure_past.growth_words(row):
        title = text("compound.title", growth=growth)
        parts.show(title, "lo-trinh", lambda: measure_past.show_path(row, _mine(row, version)))
    opened = partial(_ledger_items if ledger else measure_records.show, row, version, period, role)
    parts.show(text("record.title"), "ban-ghi-mo", opened)
    parts.show(text("adjust.title"), "dieu-chinh-mo", lambda: _adjustments(row, version, role))


def _how(row: MeasureProgress, version: int) -> None:
    before = max(row.year - 1, PHASES[0].first)
    measure_how.show(row, data.year_state(version, before, row.as_of))


def _standings(row: MeasureProgress, version: int) -> tuple[tuple[MeasureProgress, ...], ...]:
    return data.standings(version, row.as_of)


def _mine(row: MeasureProgress, version: int) -> list[MeasureProgress]:
    return measure_past.years_of(row, _standings(row, version))


def _ledger_items(row: MeasureProgress, version: int, period: Period, role: str) -> None:
    found = _ledger(row, version)
    if not found.items:
        st.write(text("record.none"))
        return
    widgets.small(text("ledger.numbers_only"))
    measure_requests.show_items(found.items, role, text("record.n", n=len(found.items)))


def _ledger(row: MeasureProgress, version: int) -> LedgerYear:
    return data.ledger_year(version, row.measure.code, row.year, row.as_of, row.measure.params)


def _adjustments(row: MeasureProgress, version: int, role: str) -> None:
    found = data.measure_history(version, row.measure.code, row.year, row.as_of)
    measure_adjustments.show(row, found, role)


render()
