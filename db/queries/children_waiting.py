"""What do children still wait for: to be read by the officers, and to be told what became of their opinions?

For pages that leaders open: of words that nobody has read it says how many, rounded as every count of
children is, and since when; never what they say, nor in which consultation they were written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from db.base import UtcDateTime
from db.models import Concern, ConcernEvent, Consultation, Telling
from db.queries.moments import day_of, end_of
from db.rules.consultation import FEEDBACK_DAYS, UNANNOUNCED, feedback_reminder
from db.rules.periods import year_is_ahead, year_is_over
from db.rules.safeguarding import NEW
from db.rules.suppression import rounded_live_count

LATE = "late"


@dataclass(frozen=True, slots=True)
class UnreadWords:
    """Children's words that waited for the officers longer than they may.

    Units:  `count` rounded; `days` since the oldest came.
    None:   `count`: fewer than ten.
    """

    count: int | None
    days: int


@dataclass(frozen=True, slots=True)
class LateFeedback:
    """A consultation whose children should have been told by `due_on`, `days` ago, and were not."""

    slug: str
    title_vi: str
    owner_vi: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class ChildrenWaiting:
    """Both, as known on a day.  None: no words wait too long."""

    words: UnreadWords | None = None
    feedback: tuple[LateFeedback, ...] = ()


def children_waiting(session: Session, year: int, as_of: date) -> ChildrenWaiting:
    """What children waited for on a day: one query; nothing on the page of a year that did not run that day.

    Source: indicators.md §3.3, page 1; trust.md section 3 (unread after 24 hours escalates).
    """
    if year_is_ahead(year, as_of) or year_is_over(year, as_of):
        return ChildrenWaiting()
    rows = session.execute(union_all(_words(as_of), _untold(as_of))).all()
    words = next(row for row in rows if row.slug is None)
    unread = UnreadWords(_shown(words.n), (as_of - words.since).days) if words.n else None
    return ChildrenWaiting(unread, tuple(_late(rows, as_of)))


def _shown(count: int) -> int | None:
    return rounded_live_count(count).count


def _words(as_of: date) -> Select[Any]:
    """Unread at the end of the day, and not come on it (rules.safeguarding.is_overdue)."""
    known_at = end_of(as_of)
    read_later = (
        select(ConcernEvent.concern_id)
        .where(ConcernEvent.act == "read")
        .group_by(ConcernEvent.concern_id)
        .having(func.min(ConcernEvent.at) >= known_at)
    )
    return select(
        cast(null(), String).label("slug"),
        cast(null(), String).label("title"),
        cast(null(), String).label("owner"),
        cast(null(), UtcDateTime()).label("closed"),
        func.min(Concern.received_on).label("since"),
        func.count().label("n"),
    ).where(Concern.received_on < as_of, or_(Concern.state == NEW, Concern.id.in_(read_later)))


def _untold(as_of: date) -> Select[Any]:
    """Announced consultations closed long enough ago, whose children nobody had told by the day."""
    told = select(Telling.id).where(Telling.consultation_id == Consultation.id, Telling.told_on <= as_of)
    return select(
        Consultation.slug,
        Consultation.title_vi,
        Consultation.owner_vi,
        Consultation.closes_at,
        cast(null(), Date),
        literal(0, Integer),
    ).where(
        and_(
            Consultation.state.not_in(UNANNOUNCED),
            Consultation.closes_at < end_of(as_of - timedelta(days=FEEDBACK_DAYS)),
            ~told.exists(),
        )
    )


def _late(rows: Iterable[Any], as_of: date) -> Iterable[LateFeedback]:
    """The longest overdue first."""
    for row in sorted((row for row in rows if row.slug), key=lambda row: (row.closed, row.slug)):
        closed_on = day_of(row.closed)
        if feedback_reminder(closed_on, None, as_of) == LATE:
            due_on = closed_on + timedelta(days=FEEDBACK_DAYS)
            yield LateFeedback(row.slug, row.title, row.owner, due_on, (as_of - due_on).days)
