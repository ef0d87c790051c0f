"""What the overview query hands out, made with the real engine and no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from db.queries.attention import attention_of, deadlines_of
from db.queries.children_waiting import ChildrenWaiting
from db.queries.comments import missing_comment
from db.queries.forecasts import forecast_of
from db.queries.overview import DataState, Overview
from db.queries.progress import MeasureProgress
from tests.dashboard.rows import AS_OF, make_row, one_of_each_kind

ABUSE = {"received": "2026-07-01", "due": "2026-08-15", "abuse": True}
LATE = {"received": "2026-08-01", "due": "2026-08-30"}


def ledger_row(code: str, *requests: dict[str, object]) -> MeasureProgress:
    """A ratio with these requests."""
    return make_row(code, "all_requests", requests=requests, params={"due_days": 15}, unit="đơn thư")


def make_state(**given: object) -> DataState:
    """A year that runs, with nothing special about it."""
    usual: dict[str, object] = {
        "year_state": "open",
        "closed_on": None,
        "changed": (),
        "waiting_n": 0,
        "waiting_days": None,
        "ledger_to": None,
        "sample": False,
    }
    return DataState(**{**usual, **given})  # type: ignore[arg-type]


def make_overview(rows: Iterable[MeasureProgress] = (), children: ChildrenWaiting | None = None) -> Overview:
    """The first page over these measures and what children wait for, judged by the real rules."""
    kept = tuple(rows) or (*one_of_each_kind(), ledger_row("4.1", ABUSE, LATE))
    forecasts = {row.measure.code: forecast_of(row) for row in kept}
    return Overview(
        year=2026,
        as_of=AS_OF,
        rows=kept,
        attention=attention_of(kept, forecasts, children),
        deadlines=deadlines_of(kept),
        forecasts=forecasts,
        missing_comments=tuple(row.measure.code for row in kept if missing_comment(row)),
        evidence=(),
        state=make_state(),
    )


def owned(row: MeasureProgress, owner: str) -> MeasureProgress:
    """The same measure with somebody who answers for it."""
    return replace(row, measure=replace(row.measure, owner_vi=owner))


def closed(day: date) -> DataState:
    """A year that was closed and says something else today."""
    return make_state(year_state="revised", closed_on=day, changed=("5.3", "6.1"))
