"""Are we on track?  The first page's table, drawn for wide pages and for phones, as links and in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard import drawing, frames
from dashboard.charts import bullets, phone
from dashboard.drawing import Ready
from dashboard.drawn import drawn
from dashboard.figures import write_date
from dashboard.state import Period
from dashboard.text import text
from db.queries.overview import Overview
from db.queries.strategy import ObjectiveCard

TABLE = ("title", "code", "name", "word", "numbers", "note")
HEADS = ("m.objective", "m.code", "m.name", "m.status", "m.actual_target", "m.note")
KEPT = 32  # years and days whose table is kept drawn

Objectives = tuple[ObjectiveCard, ...]


@drawn(KEPT)
def frame(found: Overview, objectives: Objectives) -> pd.DataFrame:
    """One row per measure, as `frames.overview` makes them."""
    return frames.overview(found.rows, objectives, found.forecasts)


@drawn(KEPT)
def wide(found: Overview, objectives: Objectives, period: Period) -> Ready:
    """The table for pages with room."""
    rows = frame(found, objectives)
    spec = bullets.bullet_spec(len(_titles(rows)), len(rows))
    return drawing.ready(bullets.bullet_marks(rows, period.year), spec, _alt(found, period))


@drawn(KEPT)
def narrow(found: Overview, objectives: Objectives, period: Period) -> Ready:
    """The same in one column, for phones."""
    rows = frame(found, objectives)
    spec = phone.phone_spec(_titles(rows), len(rows))
    return drawing.ready(phone.phone_marks(rows), spec, _alt(found, period))


def _titles(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(rows.drop_duplicates("objective")["title"])


def _alt(found: Overview, period: Period) -> str:
    counts = frames.status_counts(found.rows)
    said = ", ".join(f"{number} {text(f'status.{code}')}" for code, number in counts.items())
    return text("overview.alt", year=period.year, as_of=write_date(period.as_of), counts=said)


@drawn(KEPT)
def links(found: Overview, objectives: Objectives) -> Mapping[str, str]:
    """What is said of each measure on its link, by its code."""
    return {
        row["code"]: f"{row['code']} {row['name']}: {row['word']}, {row['numbers']}"
        for row in frame(found, objectives).to_dict("records")
    }


@drawn(KEPT)
def table(found: Overview, objectives: Objectives) -> pd.DataFrame:
    """Shape: one row per measure, in words."""
    rows = frame(found, objectives)
    return rows.loc[:, list(TABLE)].set_axis([text(key) for key in HEADS], axis=1)
