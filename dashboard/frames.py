"""What do the charts draw?  Measures, years and answers as plain frames, without database types."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from dashboard.hidden import published, published_cell
from dashboard.language import worded
from dashboard.text import text
from dashboard.wording import CUMULATIVE, amount_alone, target_alone, window_words, words
from db.queries.consultations import ReleasedRow, ReleasedTable
from db.queries.forecasts import ForecastRow
from db.queries.progress import MeasureProgress
from db.queries.strategy import ObjectiveCard
from db.rules.status import RollUp, roll_up

NOTHING = math.nan  # a float column's missing value; never 0
OVERVIEW = (
    "objective", "title", "rollup", "code", "name", "status", "word", "numbers", "note", "alarm",
    "verified", "waiting", "expected", "overdue", "said", "windows", "years", "year_target",
    "sample", "low", "high",
)  # fmt: skip
_DONE_STATES = frozenset({"done", "done_late"})


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as shares of the year's target (1 = reached); ``said`` stands where no bar can."""

    verified: float = NOTHING
    waiting: float = NOTHING
    expected: float = NOTHING
    overdue: float = NOTHING
    said: str = ""
    windows: tuple[tuple[str, str], ...] = ()


def overview(
    rows: Iterable[MeasureProgress],
    objectives: Iterable[ObjectiveCard],
    forecasts: Mapping[str, ForecastRow] | None = None,
) -> pd.DataFrame:
    """The overview's table.

    Shape:  one row per measure in the Decision's order; columns :data:`OVERVIEW`.
    Units:  verified, waiting, expected, overdue, low, high, years, year_target: shares of the year's target
            (years: of the tallest of them); NaN where there is nothing to draw.
    """
    measures = tuple(rows)
    titles = {card.number: f"{card.number}. {worded(card, 'short')}" for card in objectives}
    sentences = {number: rollup_sentence(roll_up_of(measures, number)) for number in titles}
    known = forecasts or {}
    found = [
        _overview_row(row, titles, sentences) | forecast_range(row, known.get(row.measure.code))
        for row in measures
    ]
    return pd.DataFrame(found, columns=list(OVERVIEW))


def roll_up_of(rows: Sequence[MeasureProgress], number: int) -> RollUp:
    """How the measures of one objective stand together: no average, no score."""
    return roll_up(row.evaluation.status for row in rows if row.measure.objective_number == number)


def roll_up_all(rows: Iterable[MeasureProgress]) -> RollUp:
    """How many of all rated measures are met or on track: counts, no index."""
    return roll_up(row.evaluation.status for row in rows)


def rollup_sentence(found: RollUp) -> str:
    """An objective in one sentence: "2/3 đạt hoặc đúng tiến độ"; never "0/0"."""
    return text("rollup", met=found.met, rated=found.rated) if found.rated else text("rollup.none")


def _overview_row(
    row: MeasureProgress, titles: dict[int, str], sentences: dict[int, str]
) -> dict[str, object]:
    number, status = row.measure.objective_number, row.evaluation.status
    beside, bar = words(row), bar_of(row)
    heights, target = _years(row)
    return {
        "objective": number,
        "title": titles[number],
        "rollup": sentences[number],
        "code": row.measure.code,
        "name": worded(row.measure, "short"),
        "status": status,
        "word": text(f"status.{status}"),
        "numbers": beside.numbers,
        "note": beside.note,
        "alarm": beside.alarm,
        "verified": bar.verified,
        "waiting": bar.waiting,
        "expected": bar.expected,
        "overdue": bar.overdue,
        "said": bar.said,
        "windows": bar.windows,
        "years": heights,
        "year_target": target,
        "sample": row.sample,
    }


def forecast_range(row: MeasureProgress, found: ForecastRow | None) -> dict[str, float]:
    """The forecast's two ends as shares of the target; nothing once the target is reached."""
    target = row.evaluation.target
    if found is None or found.low is None or not target or row.evaluation.status == "achieved":
        return {"low": NOTHING, "high": NOTHING}
    return {"low": _share(found.low, target), "high": _share(found.high, target)}


def bar_of(row: MeasureProgress) -> Bar:
    """The bar of one measure, by its kind of target."""
    return _BARS[row.measure.kind](row)


def _cumulative(row: MeasureProgress) -> Bar:
    evaluation, target = row.evaluation, row.evaluation.target
    if evaluation.status == "not_due":
        return Bar(said=text("bar.year_ahead"))
    if target is None or target == 0:
        plan = row.measure.kind == "annual_plan"
        return Bar(said=text("bar.no_plan" if plan else "bar.no_target"))
    waiting = _share(row.waiting, target)
    if evaluation.actual is None:
        return Bar(said="" if row.waiting else text(f"bar.no_data.{row.measure.source}"), waiting=waiting)
    return Bar(_share(evaluation.actual, target), waiting, _share(evaluation.expected, target))


def _requests(row: MeasureProgress) -> Bar:
    ledger, status = row.evaluation.ledger, row.evaluation.status
    if ledger is None or not ledger.decided:
        said = {"no_requests": "bar.no_requests", "not_due": "bar.not_due"}.get(status, "bar.no_ledger")
        return Bar(said=text(said))
    overdue = ledger.decided - ledger.done
    return Bar(verified=_share(ledger.done, ledger.decided), overdue=_share(overdue, ledger.decided))


def _windows(row: MeasureProgress) -> Bar:
    boxes = tuple((window_words(window), window.state) for window in row.evaluation.windows)
    return Bar(windows=boxes, said="" if boxes else text("bar.year_ahead"))


def _coverage(row: MeasureProgress) -> Bar:
    progress = row.evaluation.progress
    return Bar(said=text("bar.no_profile")) if progress is None else Bar(verified=float(progress))


_BARS: dict[str, Callable[[MeasureProgress], Bar]] = {
    "growth_pct": _cumulative,
    "increase": _cumulative,
    "annual_plan": _cumulative,
    "all_requests": _requests,
    "periodic": _windows,
    "continuous": _coverage,
}


def _share(value: object, whole: object) -> float:
    return NOTHING if value is None else float(Fraction(value) / Fraction(whole))  # type: ignore[arg-type]


def _years(row: MeasureProgress) -> tuple[tuple[float, ...], float]:
    """The heights of the last years beside each other, and of this year's target; 1 is the tallest."""
    heights, (target,) = _heights(row, (row.evaluation.target,))
    return heights, target


def _heights(row: MeasureProgress, targets: Sequence[object]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    nothing, values = (NOTHING,) * len(targets), [value for _, value in row.years]
    if row.measure.kind not in CUMULATIVE:
        return (), nothing
    known = [Fraction(value) for value in (*values, *targets) if value is not None]  # type: ignore[arg-type]
    tallest = max(known, default=Fraction(0))
    if tallest <= 0:
        return (NOTHING,) * len(values), nothing
    return tuple(_share(value, tallest) for value in values), tuple(_share(one, tallest) for one in targets)


def year_columns(row: MeasureProgress, past: Sequence[MeasureProgress] = ()) -> pd.DataFrame:
    """The last years of a measure whose years compare, each with its target; `past`: how they stood.

    Shape:  one row per year, oldest first; columns as `charts.years.year_marks` takes them; empty for ratios.
    Units:  share and target: of the tallest of them; NaN when unknown.
    """
    stood = {one.year: one for one in (*past, row)}
    years = [stood.get(year) for year, _ in row.years]
    heights, targets = _heights(row, [one.evaluation.target if one else None for one in years])
    unit, last = worded(row.measure, "unit"), len(row.years) - 1
    return pd.DataFrame(
        {
            "year": year,
            "share": heights[place],
            "shown": amount_alone(value, unit),
            "target": targets[place],
            "target_shown": target_alone(one) if (one := years[place]) else "",
            "running": place == last,
        }
        for place, (year, value) in enumerate(row.years if heights else ())
    )


def answers(table: ReleasedTable) -> pd.DataFrame:
    """One published table as bars.

    Shape:  one row per group and answer; columns as `charts.answers.answer_marks` takes them.  A group whose
            base is hidden has one row, which says so.
    Units:  share: of the published base; NaN when hidden.
    """
    return pd.DataFrame(
        [entry for row in table.rows for entry in _answers_of(row, grouped=table.by is not None)]
    )


def _answers_of(row: ReleasedRow, *, grouped: bool) -> list[dict[str, object]]:
    head = {"group": row.group_vi if grouped else "", "base": text("c.base", n=published(row.base_shown))}
    if {cell.shown for cell in row.cells} == {row.base_shown}:  # the group itself is hidden
        return [{**head, "label": "", "share": NOTHING, "shown": published(row.cells[0].shown)}]
    return [
        {
            **head,
            "label": cell.label_vi,
            "share": NOTHING if cell.share_pct is None else cell.share_pct / 100,
            "shown": published_cell(cell),
        }
        for cell in row.cells
    ]


def has_numbers(rows: Iterable[MeasureProgress]) -> bool:
    """Whether anything at all is known of the year; windows nobody has reported yet are not."""
    return any(
        row.evaluation.actual is not None and (row.measure.kind != "periodic" or row.evaluation.actual != 0)
        for row in rows
    )


def status_counts(rows: Iterable[MeasureProgress]) -> dict[str, int]:
    """How many measures stand at each status."""
    return dict(Counter(row.evaluation.status for row in rows))
