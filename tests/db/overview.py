"""How does a test write, and then look at the page of the 28 measures?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db.engine import Database
from db.queries.progress import MeasureProgress, measure_progress, progress
from tests.factories import (
    TODAY,
)

YEAR = 2026


def at(day: date, hour: int = 5) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def write(database: Database, act: Callable[[Session], Any]) -> Any:
    with database.write_session() as session:
        return act(session)


def whole(database: Database, year: int = YEAR, as_of: date = TODAY) -> tuple[MeasureProgress, ...]:
    with database.read_session() as session:
        return progress(session, year, as_of)


def one(database: Database, code: str = "1.3", year: int = YEAR, as_of: date = TODAY) -> MeasureProgress:
    with database.read_session() as session:
        return measure_progress(session, code, year, as_of)


def actual(database: Database, code: str = "1.3", as_of: date = TODAY) -> object:
    return one(database, code, as_of.year, as_of).evaluation.actual
