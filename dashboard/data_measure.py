"""Where does the page of one measure get what lies behind its number?  A part of ``data``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard import records
from dashboard.kept import kept
from db.queries import breakdowns as _breakdowns
from db.queries import comments as _comments
from db.queries import facts as _facts
from db.queries import ledger_year as _ledgers
from db.queries import measure_history as _adjustments
from db.queries import measure_records as _records
from db.queries import standings as _standings
from db.queries import year_curve as _curves
from db.queries.breakdowns import Breakdown
from db.queries.comments import CommentRow
from db.queries.facts import PublishedRow
from db.queries.ledger_year import LedgerYear
from db.queries.measure_history import Adjustment
from db.queries.measure_records import RecordPage
from db.queries.progress import MeasureProgress
from db.queries.strategy import MeasureCard
from db.queries.year_curve import YearCurve


@kept(32)
def comments(version: int, codes: tuple[str, ...], year: int, as_of: date) -> tuple[CommentRow, ...]:
    """What the people in charge say about these measures in a year."""
    with records.reading() as session:
        return _comments.comments_of(session, codes, year, as_of)


@kept(64)
def curve(version: int, code: str, year: int, as_of: date, once: bool) -> YearCurve:
    """How one measure grew through its year, and through the year before; `once`: as in `year_curve`."""
    with records.reading() as session:
        return _curves.year_curve(session, code, year, as_of, once=once)


@kept(64)
def earlier_years(
    version: int, code: str, year: int, as_of: date, _card: MeasureCard
) -> tuple[MeasureProgress, ...]:
    """How one measure stood in the years shown before a year, each with its own target."""
    with records.reading() as session:
        return _standings.earlier_years(session, _card, year, as_of)


@kept(32)
def ledger_year(version: int, code: str, year: int, as_of: date, params: Mapping[str, Any]) -> LedgerYear:
    """One request ledger in a year, under the measure's parameters: its stock, its months, its requests."""
    with records.reading() as session:
        return _ledgers.ledger_year(session, code, year, as_of, params)


@kept(64)
def measure_records(version: int, code: str, year: int, as_of: date, page: int) -> RecordPage:
    """One page of the records behind one measure of a year."""
    with records.reading() as session:
        return _records.measure_records(session, code, year, as_of, page)


@kept(16)
def profile_days(version: int, year: int, as_of: date) -> tuple[date, ...]:
    """When the Association's profile was updated, in a year and the one before."""
    with records.reading() as session:
        return _records.profile_days(session, year, as_of)


@kept(64)
def measure_history(version: int, code: str, year: int, as_of: date) -> tuple[Adjustment, ...]:
    """What was changed about one measure of a year, by whom and why."""
    with records.reading() as session:
        return _adjustments.measure_history(session, code, year, as_of)


@kept(64)
def dimensions(version: int, code: str, year: int, as_of: date) -> tuple[str, ...]:
    """By what one measure can be broken down."""
    with records.reading() as session:
        return _breakdowns.dimensions(session, code, year, as_of)


@kept(64)
def breakdown(version: int, code: str, year: int, as_of: date, by: str) -> Breakdown:
    """One measure by one property; small groups of children already hidden."""
    with records.reading() as session:
        return _breakdowns.breakdown(session, code, year, as_of, by)


@kept(64)
def published(version: int, code: str) -> tuple[PublishedRow, ...]:
    """What others published about one measure; never a baseline."""
    with records.reading() as session:
        return _facts.published_of(session, code)


@kept(16)
def published_of_objective(version: int, number: int) -> tuple[PublishedRow, ...]:
    """What others published about an objective and belongs to no single measure."""
    with records.reading() as session:
        return _facts.published_of_objective(session, number)
