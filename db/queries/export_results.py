"""How did the measures fare, year by year, with a flag on every number?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from db.queries.forecasts import forecast_of
from db.queries.moments import end_of
from db.queries.progress import MeasureProgress, progress
from db.queries.strategy import measures, strategy
from db.queries.years import closes_of, year_state_of
from db.rules.exports import SAMPLE, Wanted
from db.rules.numbers import Number
from db.rules.observation import actual_flag, target_flag

Row = tuple[Any, ...]


def result_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """28 verified rows a year, and beside them what waits and what is foreseen.

    Shape: columns of the set `results`; one piece per year.
    """
    for year in wanted.years:
        rows, state = year_results(session, year, wanted.as_of)
        yield [line for row in rows for line in _lines(row, state)]


def result_count(session: Session, wanted: Wanted) -> int:
    """How many there are; whether a year is closed changes none."""
    rows = (row for year in wanted.years for row in progress(session, year, wanted.as_of))
    return sum(1 + bool(row.waiting) + (forecast_of(row).low is not None) for row in rows)


def year_results(session: Session, year: int, as_of: date) -> tuple[tuple[MeasureProgress, ...], str]:
    """The 28 measures of a year, and whether it is open, provisional, final or revised."""
    rows = progress(session, year, as_of)
    return rows, year_state_of(rows, closes_of(session, year, as_of), year, as_of).state


def has_figures(session: Session, wanted: Wanted) -> bool:
    """Whether anything was known of these years: a result, or something that waits."""
    return any(
        row.waiting or _is_known(row)
        for year in wanted.years
        for row in progress(session, year, wanted.as_of)
    )


def _is_known(row: MeasureProgress) -> bool:
    """Reports that are due by the calendar stand at 0 before anybody did anything: that is no figure."""
    actual = row.evaluation.actual
    return actual is not None and not (row.measure.kind == "periodic" and actual == 0)


def strategy_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """What was promised, with the target of each year.  Shape: columns of the set `strategy`."""
    titles = {row.number: row.wording_vi for row in strategy(session, end_of(wanted.as_of))}
    for year in wanted.years:
        rows = progress(session, year, wanted.as_of)
        yield [_promise(row, titles[row.measure.objective_number]) for row in rows]


def strategy_count(session: Session, wanted: Wanted) -> int:
    """How many there are: every measure in every year."""
    return len(wanted.years) * len(measures(session, end_of(wanted.as_of)))


def _lines(row: MeasureProgress, state: str) -> Iterator[Row]:
    yield _verified(row, state)
    if row.waiting:
        yield (*_head(row), "waiting", "V", row.waiting, *(None,) * 11, state, None)
    foreseen = forecast_of(row)
    if foreseen.low is not None:
        ends = (foreseen.low, foreseen.high)
        yield (*_head(row), "forecast", "F", None, None, *ends, *(None,) * 8, state, None)


def _verified(row: MeasureProgress, state: str) -> Row:
    found, basis = row.evaluation, row.evaluation.basis
    value, decided = done_and_decided(found.actual)
    return (
        *_head(row),
        "verified",
        actual_flag(found, state),
        value,
        decided,
        None,
        None,
        found.target,
        target_flag(found),
        basis.rule,
        basis.base,
        basis.base_year,
        found.expected,
        _percent(found.progress),
        found.status,
        state,
        row.records,
    )


def _head(row: MeasureProgress) -> Row:
    card = row.measure
    return (
        SAMPLE if row.sample else None,
        row.year,
        card.code,
        card.objective_number,
        card.short_vi,
        card.short_en,
        card.unit_vi,
        card.unit_en,
    )


def done_and_decided(actual: Number | str | None) -> tuple[Number | None, int | None]:
    """The result as a number, and its denominator where it is "done/decided"."""
    if isinstance(actual, str):
        done, _, decided = actual.partition("/")
        return int(done), int(decided)
    return actual, None


def _percent(share: Fraction | None) -> Fraction | None:
    """In per cent with four decimals, never rounded up to a target that was missed."""
    return None if share is None else Fraction(int(share * 1_000_000), 10_000)


def _promise(row: MeasureProgress, objective_vi: str) -> Row:
    card, found = row.measure, row.evaluation
    growth = card.params.get("growth_pct")
    return (
        SAMPLE if row.sample else None,
        row.year,
        card.code,
        card.objective_number,
        objective_vi,
        card.activity_shown_vi,
        card.indicator_shown_vi,
        card.target_shown_vi,
        card.activity_en,
        card.indicator_en,
        card.kind,
        None if growth is None else Fraction(str(growth)),
        card.unit_vi,
        found.target,
        target_flag(found),
        found.basis.rule,
        found.basis.base,
        found.basis.base_year,
    )
