"""Is the year of a measure fast enough?  Its curve, against the even pace, last year and the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
import streamlit as st

from dashboard import drawing, parts, widgets
from dashboard.charts import pace
from dashboard.charts.pace import Pace
from dashboard.drawing import Ready
from dashboard.drawn import drawn
from dashboard.figures import write_date, write_number, write_percent
from dashboard.language import worded
from dashboard.text import text
from dashboard.wording import actual_words, amount, is_money, target_words
from db.queries.forecasts import ForecastRow, forecast_of
from db.queries.progress import MeasureProgress
from db.queries.year_curve import Point, YearCurve
from db.rules.numbers import Number
from db.rules.periods import days_in_year, year_is_over

MONEY_SCALES = ((10**9, "unit.billion"), (10**6, "unit.million"))
MOST_TICKS = 5
KEPT = 64  # measures in a year and as known on a day, kept drawn
SURE, HARDLY = 0.99, 0.01


def show(row: MeasureProgress, curve: YearCurve) -> None:
    """The curve with its sentence and its table."""
    title, more = _said(row, curve)
    st.subheader(title, anchor=False)
    for place, layout in ((widgets.WIDE, pace.WIDE), (widgets.NARROW, pace.PHONE)):
        with st.container(key=f"{place}-duong-nam"):
            drawing.chart(*_curve(row, curve, layout))
    widgets.small(more)
    parts.twin("bang-duong-nam", lambda: month_table(row, curve), _curve(row, curve, pace.WIDE).alt)


_forecast = drawn(KEPT)(forecast_of)


@drawn(KEPT)
def _said(row: MeasureProgress, curve: YearCurve) -> tuple[str, str]:
    """The title, and the sentences under the curve."""
    forecast = _forecast(row)
    scale, unit = scale_of(row, curve, forecast)
    key = "pace.title_unit" if scale > 1 else "pace.title"
    more = f"{compared(row, curve)} {forecast_words(row, forecast)}".strip()
    return text(key, year=row.year, unit=unit), more


@drawn(2 * KEPT)
def _curve(row: MeasureProgress, curve: YearCurve, layout: pace.Layout) -> Ready:
    forecast = _forecast(row)
    scale, _ = scale_of(row, curve, forecast)
    found = pace_of(row, curve, forecast, scale)
    if layout is not pace.WIDE:
        found = shortened(found, forecast, scale)
    alt = text(
        "pace.alt",
        year=row.year,
        code=row.measure.code,
        name=worded(row.measure, "short"),
        actual=actual_words(row),
        day=write_date(row.as_of),
        target=target_words(row),
        more=_said(row, curve)[1],
    )
    return drawing.ready(*pace.pace_curve(found, layout), alt)


def scale_of(row: MeasureProgress, curve: YearCurve, forecast: ForecastRow) -> tuple[int, str]:
    """In what the curve's numbers are written: the unit itself, or millions or billions of đồng."""
    unit, top = worded(row.measure, "unit"), _top(row, curve, forecast)
    if not is_money(unit):
        return 1, unit
    return next(((scale, text(key)) for scale, key in MONEY_SCALES if top >= scale), (1, unit))


def _top(row: MeasureProgress, curve: YearCurve, forecast: ForecastRow) -> int:
    """The largest thing the picture says."""
    reached = [points[-1].value for points in (curve.points, curve.last_year) if points]
    values = [*reached, _number(row) + (row.waiting or 0), forecast.high or 0, row.evaluation.target or 0]
    return max(int(value) for value in values)


def _number(row: MeasureProgress) -> int:
    actual = row.evaluation.actual
    return 0 if actual is None or isinstance(actual, str) else int(actual)


def ticks(top: int) -> list[int]:
    """Round steps from zero to just over the top: 1, 2 or 5 times a power of ten."""
    for step in (base * 10**power for power in range(16) for base in (1, 2, 5)):
        if step * MOST_TICKS >= top:
            return list(range(0, step * (-(-max(top, 1) // step)) + 1, step))
    raise AssertionError(top)


def pace_of(row: MeasureProgress, curve: YearCurve, forecast: ForecastRow, scale: int) -> Pace:
    """The picture of a measure's year; every value a share of the scale's top."""
    marks = ticks(_top(row, curve, forecast))
    top, target, over = marks[-1], row.evaluation.target, year_is_over(row.year, row.as_of)
    until = _share(min(row.as_of, date(row.year, 12, 31)), row.year)
    points = _points(curve.points, row.year, top)
    if not points and row.evaluation.actual is not None:
        points = [(0.0, 0.0)]  # a confirmed nil: a line at zero
    ranged = None if forecast.low is None or forecast.high is None else (forecast.low, forecast.high)
    stock = row.measure.params.get("series") == "stock"
    return Pace(
        points=points,
        until=until,
        shown=text("pace.reached", n=_shown(row.evaluation.actual, scale)),
        last_year=_points(curve.last_year, row.year - 1, top),
        last_shown=_of_year(curve.last_year, row.year - 1, scale),
        start=float(Fraction(row.evaluation.basis.base or 0) / top) if stock else 0.0,
        target=None if target is None else float(Fraction(target) / top),
        target_shown=text("pace.target", n=_shown(target, scale)),
        forecast=None if ranged is None else (ranged[0] / top, ranged[1] / top),
        forecast_shown=_ranged("pace.forecast_range", forecast, scale),
        waiting=(row.waiting or 0) / top or None,
        now=None if over else until,
        now_shown=f"{row.as_of:%d/%m}",
        ticks=[(mark / top, _shown(mark, scale)) for mark in marks],
    )


def shortened(found: Pace, forecast: ForecastRow, scale: int) -> Pace:
    """The same with what fits beside a phone's curve; the legend and the sentence say the rest."""
    words = found.target_shown.replace(text("pace.target", n=""), "").strip()
    short = f"{_shown(forecast.low, scale)}–{_shown(forecast.high, scale)}" if found.forecast else ""
    return replace(found, target_shown=words, forecast_shown=short)


def _ranged(key: str, forecast: ForecastRow, scale: int) -> str:
    return text(key, low=_shown(forecast.low, scale), high=_shown(forecast.high, scale))


def _shown(value: Number | str | None, scale: int) -> str:
    if value is None or isinstance(value, str):
        return text("m.none")
    return write_number(Fraction(value) / scale)


def _of_year(points: Sequence[Point], year: int, scale: int) -> str:
    return text("pace.of_year", n=_shown(points[-1].value, scale), year=year) if points else ""


def _points(points: Sequence[Point], year: int, top: int) -> list[tuple[float, float]]:
    return [(_share(point.on, year), point.value / top) for point in points]


def _share(day: date, year: int) -> float:
    """How much of the year is over at the end of this day."""
    return ((day - date(year, 1, 1)).days + 1) / days_in_year(year)


def compared(row: MeasureProgress, curve: YearCurve) -> str:
    """The comparison Vietnamese reports make: so với cùng kỳ; "" while one of the two is not known."""
    then, now, unit = curve.by_now_last_year, row.evaluation.actual, worded(row.measure, "unit")
    if then is None:
        return ""
    if now is None or isinstance(now, str):
        return text("pace.same_period", then=amount(then, unit))
    more = now - then
    key = "more" if more > 0 else "less" if more else "equal"
    return text(f"pace.{key}", then=amount(then, unit), n=amount(abs(more), unit))


def forecast_words(row: MeasureProgress, forecast: ForecastRow) -> str:
    """Where the year may end, or why nothing is said of it; and what is still needed."""
    unit, said = worded(row.measure, "unit"), []
    if forecast.low is not None and forecast.high is not None:
        said.append(text("pace.says", low=amount(forecast.low, unit), high=amount(forecast.high, unit)))
        if forecast.reach_share is not None:
            said.append(text("pace.reach", share=chance(forecast.reach_share)))
    elif f"pace.why.{forecast.why}" in WHYS:
        said.append(text(f"pace.why.{forecast.why}"))
    if forecast.needed is not None:
        facts = {"n": amount(forecast.needed.amount, unit), "days": write_number(forecast.needed.days)}
        said.append(text("pace.needed", **facts))
    return " ".join(said)


WHYS = frozenset(f"pace.why.{why}" for why in ("unique_people", "no_data", "too_early", "too_few"))


def chance(share: float) -> str:
    """A chance in words that promise no more than is known: never 0 % and never 100 %."""
    if share > SURE:
        return text("pace.almost_sure")
    return text("pace.hardly") if share < HARDLY else write_percent(Fraction(share), decimals=0)


def month_table(row: MeasureProgress, curve: YearCurve) -> pd.DataFrame:
    """What was reached by the end of each month.  Shape: one row per month begun; this year and the last."""
    unit, last = worded(row.measure, "unit"), min(row.as_of, date(row.year, 12, 31))
    return pd.DataFrame(
        {
            text("pace.month_head"): f"{month:02d}",
            text("pace.year_head", year=row.year): amount(_by(curve.points, row.year, month, last), unit),
            text("pace.year_head", year=row.year - 1): amount(
                _by(curve.last_year, row.year - 1, month, date(row.year - 1, 12, 31)), unit
            ),
        }
        for month in range(1, 13)
    )


def _by(points: Sequence[Point], year: int, month: int, last: date) -> int | None:
    """What was reached by the end of a month; None for one that has not begun, or where nothing is known."""
    if not points or date(year, month, 1) > last:
        return None
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return max((point.value for point in points if point.on <= end), default=0)
