"""Who changed a record that has no versions of its own, from what to what, and why?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db.models import RecordChange

Changed = Mapping[str, tuple[Any, Any]]


def note_change(
    session: Session,
    by: str,
    act: str,
    place: tuple[str, str],
    changed: Changed,
    now: datetime,
    reason: str = "",
) -> None:
    """Keep one change of the record at `place` (noun, id); fields that stayed are left out."""
    kept = {
        name: [_written(before), _written(after)]
        for name, (before, after) in changed.items()
        if before != after
    }
    noun, noun_id = place
    session.add(RecordChange(noun=noun, noun_id=noun_id, act=act, at=now, by=by, changes=kept, reason=reason))


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
