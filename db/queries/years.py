"""Is a year running, provisional, final or revised, and what was frozen when it was closed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import YearClose
from db.queries.head_office import close_of
from db.queries.moments import end_of
from db.queries.progress import MeasureProgress, progress
from db.rules.periods import year_is_ahead
from db.rules.year_life import Close, FrozenValue, NextTarget, fingerprint, says_otherwise, state_of_year


@dataclass(frozen=True, slots=True)
class CloseRow:
    """One recorded version of a closed year.  `intact`: the figures still give the recorded hash."""

    close: Close
    state: str
    closed_at: datetime
    closed_by_vi: str
    note: str
    engine_version: str
    sha256: str
    intact: bool
    sample: bool

    @property
    def version(self) -> int:
        """1 for the close itself, then one more for each revision."""
        return self.close.version

    @property
    def values(self) -> Mapping[str, FrozenValue]:
        """The 28 values as they were frozen."""
        return self.close.values

    @property
    def next_targets(self) -> Mapping[str, NextTarget]:
        """The targets of the following year, frozen with the first version only."""
        return self.close.next_targets


@dataclass(frozen=True, slots=True)
class YearState:
    """Where a year stands in its life.

    `state` is open, provisional, final or revised.  `changed` names the measures that say something else than
    the newest recorded version: a revision with its reason is due.
    """

    year: int
    state: str
    closes: tuple[CloseRow, ...]
    changed: tuple[str, ...]
    as_of: date

    @property
    def ahead(self) -> bool:
        """Whether the year has not begun on the day it is looked at."""
        return year_is_ahead(self.year, self.as_of)

    @property
    def needs_revision(self) -> bool:
        """Whether later knowledge has not been recorded as a revision yet."""
        return bool(self.changed)

    @property
    def closed_on(self) -> date | None:
        """The day the year was closed."""
        return self.closes[0].close.closed_on if self.closes else None


def year_state(session: Session, year: int, as_of: date) -> YearState:
    """The state of a year with its recorded versions, oldest first.  Source: indicators.md §2.9."""
    return year_state_of(progress(session, year, as_of), closes_of(session, year, as_of), year, as_of)


def year_state_of(
    rows: Sequence[MeasureProgress], closes: tuple[CloseRow, ...], year: int, as_of: date
) -> YearState:
    """The same from what was read before."""
    last = closes[-1].close if closes else None
    changed = says_otherwise(last, {row.measure.code: row.evaluation for row in rows})
    return YearState(year, state_of_year(year, as_of, last, changed), closes, changed, as_of)


def closes_of(session: Session, year: int, as_of: date) -> tuple[CloseRow, ...]:
    """The recorded versions of a year as known on a day."""
    query = select(YearClose).where(YearClose.year == year, YearClose.closed_at < end_of(as_of))
    return tuple(_close_row(row) for row in session.scalars(query.order_by(YearClose.version)))


def _close_row(row: YearClose) -> CloseRow:
    return CloseRow(
        close=close_of(row.year, row.version, row.closed_on, row.content),
        state=row.state,
        closed_at=row.closed_at,
        closed_by_vi=row.closed_by_vi,
        note=row.note,
        engine_version=row.engine_version,
        sha256=row.sha256,
        intact=fingerprint(sealed_content(row)) == row.sha256,
        sample=row.sample,
    )


def sealed_content(row: YearClose) -> dict[str, Any]:
    """What the hash of a close covers: everything that was recorded."""
    return {
        "year": row.year,
        "version": row.version,
        "state": row.state,
        "closed_on": row.closed_on.isoformat(),
        "closed_by": row.closed_by,
        "note": row.note,
        "engine_version": row.engine_version,
        **row.content,
    }
