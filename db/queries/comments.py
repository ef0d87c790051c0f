"""What do the people in charge say about a measure, and where is their word still missing?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import MeasureComment
from db.queries.moments import end_of
from db.queries.progress import MeasureProgress
from db.rules.status import LATE


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment with its author and moment."""

    id: int
    measure_code: str
    year: int
    text_vi: str
    by_vi: str
    at: datetime
    sample: bool


def comments(session: Session, code: str, year: int, as_of: date) -> tuple[CommentRow, ...]:
    """The comments on a measure in a year as known on a day, newest first."""
    return comments_of(session, (code,), year, as_of)


def comments_of(session: Session, codes: Sequence[str], year: int, as_of: date) -> tuple[CommentRow, ...]:
    """The same on several measures, in one query."""
    rows = session.scalars(
        select(MeasureComment)
        .where(
            MeasureComment.measure_code.in_(codes),
            MeasureComment.year == year,
            MeasureComment.at < end_of(as_of),
        )
        .order_by(MeasureComment.at.desc(), MeasureComment.id.desc())
    )
    return tuple(
        CommentRow(row.id, row.measure_code, row.year, row.text_vi, row.by_vi, row.at, row.sample)
        for row in rows
    )


def missing_comment(row: MeasureProgress) -> bool:
    """Whether somebody must still say why the measure is late and what will be done.

    Source: indicators.md §3.3, page 3.
    """
    return row.evaluation.status in LATE and not row.commented
