"""How was a measure's number made?  Its formula in words, its base, what was frozen, and every input."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import streamlit as st

from dashboard import lists, widgets, wording
from dashboard.figures import write_date, write_number, write_percent
from dashboard.language import worded
from dashboard.rule_words import how_counted
from dashboard.text import text
from db.queries.progress import MeasureProgress
from db.queries.years import YearState
from db.rules.numbers import rounded_down
from db.rules.parameters import Parameters, read_parameters
from db.rules.targets import ENGINE_VERSION

Lines = Iterator[tuple[str, str]]


def show(row: MeasureProgress, before: YearState) -> None:
    """The formula, then its inputs; `before` is the year the target may stand on."""
    st.markdown(widgets.plain(how_counted(row)))
    st.markdown(f"**{text('how.rule')}:** {widgets.plain(rule_sentence(row))}")
    if row.evaluation.basis.base_provisional:
        st.markdown(widgets.plain(text("measure.base_provisional")))
    if row.evaluation.basis.base_broken:
        st.markdown(widgets.plain(text("how.broken")))
    if row.measure.note_vi:
        widgets.small(worded(row.measure, "note"))
    lists.table_or_cards(input_table(row, before), text("s.how"), "dau-vao")


def rule_sentence(row: MeasureProgress) -> str:
    """Where the target comes from."""
    basis, unit = row.evaluation.basis, worded(row.measure, "unit")
    base = wording.amount(basis.base, unit)
    return text(f"measure.rule.{basis.rule or 'none'}", year=basis.base_year, base=base)


def input_table(row: MeasureProgress, before: YearState) -> pd.DataFrame:
    """What the number was made of.  Shape: one row per input."""
    params = read_parameters(row.measure.params)
    kind = _OF_KIND.get(row.measure.kind, _cumulative)
    lines = [*_target(row, before), *kind(row, params), *_thresholds(row, params)]
    return pd.DataFrame(lines, columns=[text("how.what"), text("how.value")])


def _target(row: MeasureProgress, before: YearState) -> Lines:
    basis, unit = row.evaluation.basis, worded(row.measure, "unit")
    if basis.base is not None and basis.base_year is not None:
        said = text("how.base_of", base=wording.amount(basis.base, unit), year=basis.base_year)
        yield text("how.base"), said
        if basis.base_year == before.year:
            yield text("how.base_state"), text(f"d.{before.state}")
    yield text("how.target", year=row.year), wording.target_words(row)
    frozen = before.closes[0].next_targets.get(row.measure.code) if before.closes else None
    if frozen is not None:
        facts = {"day": write_date(before.closes[0].close.closed_on), "n": write_number(frozen.target)}
        yield text("how.frozen"), text("how.frozen_on", **facts)
    elif basis.base is not None:
        yield text("how.frozen"), text("how.not_frozen")
    engine = before.closes[0].engine_version if frozen is not None else ENGINE_VERSION
    yield text("how.version"), engine
    yield text("how.actual"), wording.actual_words(row)


def _cumulative(row: MeasureProgress, params: Parameters) -> Lines:
    evaluation, unit = row.evaluation, worded(row.measure, "unit")
    if evaluation.expected is not None:
        yield text("how.expected"), wording.amount(rounded_down(evaluation.expected), unit)
    yield text("how.records"), write_number(row.records)
    if row.waiting is not None:
        yield text("how.waiting"), wording.amount(row.waiting, unit)
    yield text("how.lag"), text("how.days", n=write_number(params.lag_days))
    if params.growth_share is not None:
        yield text("how.growth"), write_percent(params.growth_share)
    if evaluation.basis.plans:
        plans = " → ".join(wording.amount(plan, unit) for plan in evaluation.basis.plans)
        yield text("how.plans"), plans


def _requests(row: MeasureProgress, params: Parameters) -> Lines:
    if params.due_days is not None:
        yield text("how.due_days"), text("how.days", n=write_number(params.due_days))
    yield text("how.stages"), ", ".join(text(f"how.stage.{stage}") for stage in params.stages)
    if params.quality_gate:
        yield text("how.gate"), text("how.gate_says")
    confirmed = row.ledger_confirmed_to
    yield text("how.confirmed"), write_date(confirmed) if confirmed else text("how.never")


def _windows(row: MeasureProgress, params: Parameters) -> Lines:
    yield (
        text("how.windows"),
        ", ".join(wording.window_name(window.period.label) for window in row.evaluation.windows),
    )
    yield text("how.grace"), text("how.days", n=write_number(params.grace_days))


def _coverage(row: MeasureProgress, params: Parameters) -> Lines:
    yield text("how.max_age"), text("how.days", n=write_number(params.max_age_days))


_OF_KIND: dict[str, Callable[[MeasureProgress, Parameters], Lines]] = {
    "all_requests": _requests,
    "periodic": _windows,
    "continuous": _coverage,
}


def _thresholds(row: MeasureProgress, params: Parameters) -> Lines:
    if row.measure.kind in wording.CUMULATIVE:
        good, fair = params.thresholds.on_track_share, params.thresholds.at_risk_share
        facts = {"good": write_percent(good), "fair": write_percent(fair)}
        yield text("how.thresholds"), text("how.thresholds_says", **facts)
