"""When does a day end for the Association?  At midnight in Viet Nam (UTC+7, no summer time)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))


def end_of(day: date) -> datetime:
    """The first moment after `day`: what was known by then was known on that day."""
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day this moment belongs to in Viet Nam."""
    return moment.astimezone(VIETNAM).date()
