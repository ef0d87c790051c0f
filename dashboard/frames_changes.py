"""What moved a measure between two days?  The waterfall and its records as plain frames."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from dashboard.charts import waterfall
from dashboard.figures import write_date, write_number
from dashboard.frames import NOTHING
from dashboard.language import worded
from dashboard.text import text
from dashboard.wording import CUMULATIVE, actual_words, amount
from db.queries.changes import Changes, ChangeStep
from db.queries.progress import MeasureProgress

MINUS = "\u2212"
TARGET_WITHIN = 3  # a target further out than so many times the values would flatten every step
TABLE = ("why.step", "why.change", "why.records_n", "why.running")


def waterfall_frame(found: Changes) -> pd.DataFrame:
    """The bars from the first day's value to the second's.

    Shape:  one row per bar; columns `waterfall.FRAME`; empty where the measure is no number.
    """
    if found.start is None or found.end is None:
        return pd.DataFrame(columns=list(waterfall.FRAME))
    values = running(found)
    reach = max(map(abs, values)) * TARGET_WITHIN
    first = _total(found.before, found.start, reach)
    steps = [
        _step_bar(step, start, end, found)
        for step, (start, end) in zip(_moving(found), pairwise(values), strict=True)
    ]
    return pd.DataFrame([first, *steps, _total(found.after, found.end, reach)], columns=list(waterfall.FRAME))


def running(found: Changes) -> list[int]:
    """The value before and after each step; the last is the second day's."""
    values = [found.start or 0]
    for step in _moving(found):
        values.append(values[-1] + step.change)
    return values


def _moving(found: Changes) -> list[ChangeStep]:
    """The steps that move the value; more letters falling due move only what it is compared with."""
    return [step for step in found.steps if step.kind != "decided"]


def _total(row: MeasureProgress, value: int, reach: int) -> dict[str, object]:
    target = row.evaluation.target if row.measure.kind in CUMULATIVE else None
    known = row.evaluation.actual is not None
    return {
        "label": text("why.value_on", day=write_date(row.as_of)),
        "note": text("why.known" if known else "why.unknown"),
        "start": 0.0,
        "end": float(value),
        "shown": actual_words(row),
        "total": True,
        "target": float(target) if target is not None and target <= reach else NOTHING,
        "target_shown": amount(target, worded(row.measure, "unit")),
    }


def _step_bar(step: ChangeStep, start: int, end: int, found: Changes) -> dict[str, object]:
    return {
        "label": text(f"why.{step.kind}"),
        "note": text(f"why.{step.kind}_note"),
        "start": float(start),
        "end": float(end),
        "shown": signed(step.change, worded(found.after.measure, "unit")),
        "total": False,
        "target": NOTHING,
        "target_shown": "",
    }


def signed(change: int, unit: str) -> str:
    """A change as it is written: "+12 sản phẩm", "−3 sản phẩm"."""
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return f"{sign}{amount(abs(change), unit)}"


def change_table(found: Changes) -> pd.DataFrame:
    """The waterfall in words and numbers.  Shape: one row per bar, and what moved only the other half."""
    values = running(found)
    steps = [*zip(_moving(found), values[1:], strict=True)]
    steps += [(step, values[-1]) for step in found.steps if step.kind == "decided"]
    rows = [_day_line(found.before), *(_step_line(step, value, found) for step, value in steps)]
    return pd.DataFrame([*rows, _day_line(found.after)], columns=[text(key) for key in TABLE])


def _day_line(row: MeasureProgress) -> tuple[str, ...]:
    return (text("why.value_on", day=write_date(row.as_of)), "", "", actual_words(row))


def _step_line(step: ChangeStep, value: int, found: Changes) -> tuple[str, ...]:
    unit = worded(found.after.measure, "unit")
    name = f"{text(f'why.{step.kind}')}: {text(f'why.{step.kind}_note')}"
    return (name, signed(step.change, unit), write_number(step.n), amount(value, unit))


def record_table(found: Changes) -> pd.DataFrame:
    """The records behind the steps.  Shape: one row per record, step by step, the largest first."""
    unit = worded(found.after.measure, "unit")
    return pd.DataFrame(
        {
            text("measure.what"): item.title or text("m.none"),
            text("why.record_step"): text(f"why.{step.kind}"),
            text("measure.event_on"): write_date(item.event_on),
            text("measure.who"): item.organisation_vi,
            text("why.change"): signed(item.change, unit),
            text("why.known_on"): write_date(item.known_on),
        }
        for step in found.steps
        for item in step.items
    )


def target_table(found: Changes) -> pd.DataFrame:
    """What was decided about the target between the two days.  Shape: one row per decision."""
    unit = worded(found.after.measure, "unit")
    return pd.DataFrame(
        {
            text("why.what"): text(f"why.target_{change.kind}"),
            text("why.before"): amount(change.before, unit),
            text("why.after"): amount(change.after, unit),
            text("why.on"): write_date(change.on),
            text("why.by"): change.by_vi or text("m.none"),
            text("why.reason"): change.reason or text("m.none"),
        }
        for change in found.targets
    )
