"""Where may each measure stand on 31 December?  A range with its chance, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.queries.progress import MeasureProgress, progress
from db.rules.forecast import LEAST_EVENTS, LEAST_SHARE, Forecast, Needed, forecast_sum, still_needed
from db.rules.numbers import Number
from db.rules.parameters import read_parameters
from db.rules.periods import elapsed_share, year_is_ahead, year_is_over

# Kinds whose result is no sum of records.
_NO_SUM = {"all_requests": "ratio", "periodic": "windows", "continuous": "coverage"}


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One measure's 80 % range at the end of the year.

    Units:  the measure's own; ``reach_share`` 0–1, None without a target.
    None:   no range; `why` says the reason: ratio, windows, coverage, unique_people, year_over, not_begun,
            no_data, too_early, too_few.  `needed` is what is missing and in how many days.
    """

    code: str
    low: int | None
    high: int | None
    reach_share: float | None
    why: str
    needed: Needed | None
    records: int


def forecasts(session: Session, year: int, as_of: date) -> Mapping[str, ForecastRow]:
    """The forecasts of all measures, by code.  Source: indicators.md §2.6."""
    return {row.measure.code: forecast_of(row) for row in progress(session, year, as_of)}


def forecast_of(row: MeasureProgress) -> ForecastRow:
    """The forecast of one measure that was read before."""
    why = next((reason for reason, holds in _REASONS if holds(row)), "")
    why = _NO_SUM.get(row.measure.kind, "") if why == "no_sum" else why
    found = None if why else _forecast(row)
    return ForecastRow(
        code=row.measure.code,
        low=found.low if found else None,
        high=found.high if found else None,
        reach_share=found.reach_share if found else None,
        why=why,
        needed=_needed(row),
        records=row.records,
    )


def _forecast(row: MeasureProgress) -> Forecast | None:
    """Counts and sums alike: the number of records is forecast, times their mean size."""
    return forecast_sum(_actual(row) or 0, row.records, _share(row), row.evaluation.target, row.past_shares)


def _needed(row: MeasureProgress) -> Needed | None:
    if row.measure.kind in _NO_SUM or year_is_over(row.year, row.as_of) or year_is_ahead(row.year, row.as_of):
        return None
    return still_needed(row.evaluation.target, _actual(row), row.year, row.as_of)


def _actual(row: MeasureProgress) -> Number | None:
    actual = row.evaluation.actual
    return None if isinstance(actual, str) else actual


def _share(row: MeasureProgress) -> Number:
    """How much of the year can be known by now: what members report is some days behind."""
    return elapsed_share(row.year, row.as_of, read_parameters(row.measure.params).lag_days)


# The first reason that holds is the one that is said.
_REASONS: tuple[tuple[str, Callable[[MeasureProgress], bool]], ...] = (
    ("no_sum", lambda row: row.measure.kind in _NO_SUM),
    ("not_begun", lambda row: year_is_ahead(row.year, row.as_of)),
    ("year_over", lambda row: year_is_over(row.year, row.as_of)),
    ("unique_people", lambda row: row.measure.across_periods == "max"),
    ("no_data", lambda row: _actual(row) is None),
    ("too_early", lambda row: _share(row) < LEAST_SHARE),
    ("too_few", lambda row: row.records < LEAST_EVENTS),
)
