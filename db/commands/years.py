"""How does a year end?  A person closes it with a note; what is learnt later is recorded as a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import YearClose
from db.queries.accounts import SignedIn
from db.queries.history import STRATEGY_BEGAN
from db.queries.inputs import read_inputs
from db.queries.moments import day_of, end_of
from db.queries.progress import MeasureProgress, progress, progress_of
from db.queries.strategy import measures
from db.queries.years import sealed_content, year_state
from db.rules.errors import RuleError
from db.rules.roles import check_may
from db.rules.targets import ENGINE_VERSION
from db.rules.text_in import clean_text
from db.rules.year_life import fingerprint, frozen_value, next_target, to_stored

MOST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class CloseReceipt:
    """What was recorded: which version of which year, under which hash."""

    year: int
    version: int
    sha256: str


def close_year(session: Session, by: SignedIn, year: int, note: str, now: datetime) -> CloseReceipt:
    """Close a year that is over: 28 values and the next year's targets are frozen, with a hash.

    Raises: RuleError `forbidden`, `note_needed`, `year_running`, `year_closed`, `year_not_ready` (a report of
            the year may still come in time; facts: until).
    Source: indicators.md §2.9.
    """
    check_may(by.role, "close_year")
    said = _said(note)
    state = year_state(session, year, day_of(now)).state
    if state != "provisional" or year < STRATEGY_BEGAN.year:
        raise RuleError("year_running" if state == "open" else "year_closed")
    content = {"values": _values(session, year, now), "next_targets": _next_targets(session, year, now)}
    return _record(session, by, YearClose(state="final", version=1, content=content), year, said, now)


def revise_year(session: Session, by: SignedIn, year: int, reason: str, now: datetime) -> CloseReceipt:
    """Record what a closed year says now, with the reason; next year's target stays as it was frozen.

    Raises: RuleError `forbidden`, `note_needed`, `year_not_closed`, `year_unchanged`.
    Source: indicators.md §2.9.
    """
    check_may(by.role, "close_year")
    said = _said(reason)
    state = year_state(session, year, day_of(now))
    if not state.closes:
        raise RuleError("year_not_closed")
    if not state.changed:
        raise RuleError("year_unchanged")
    version = state.closes[-1].version + 1
    content = {"values": _values(session, year, now), "next_targets": {}}
    return _record(session, by, YearClose(state="revised", version=version, content=content), year, said, now)


def _said(typed: str) -> str:
    said = clean_text(typed, MOST_NOTE)
    if not said:
        raise RuleError("note_needed")
    return said


def _values(session: Session, year: int, now: datetime) -> dict[str, Any]:
    """The 28 values as they stand, with whether each is known for the whole year."""
    as_of = day_of(now)
    inputs = read_inputs(session, year, as_of)
    rows = progress_of(measures(session, end_of(as_of)), inputs, year, as_of)
    _check_ready(rows)
    return {
        row.measure.code: to_stored(
            frozen_value(row.evaluation, whole=_is_whole(inputs.history.get(row.measure.code, {}), year))
        )
        for row in rows
    }


def _is_whole(history: Mapping[str, Any], year: int) -> bool:
    entry = history.get(str(year))
    return not isinstance(entry, Mapping) or entry.get("full_year") is not False


def _check_ready(rows: Sequence[MeasureProgress]) -> None:
    """A window in its days of grace may still be filled in time; the year waits for it."""
    waiting = [
        window.in_time_until
        for row in rows
        for window in row.evaluation.windows
        if window.state == "in_grace"
    ]
    if waiting:
        raise RuleError("year_not_ready", until=max(waiting).isoformat())


def _next_targets(session: Session, year: int, now: datetime) -> dict[str, Any]:
    """The targets of the following year that stand on this one."""
    following = progress(session, year + 1, day_of(now))
    targets = {row.measure.code: next_target(row.evaluation.basis) for row in following}
    return {code: asdict(target) for code, target in targets.items() if target is not None}


def _record(
    session: Session, by: SignedIn, close: YearClose, year: int, note: str, now: datetime
) -> CloseReceipt:
    close.year, close.note, close.engine_version = year, note, ENGINE_VERSION
    close.closed_at, close.closed_on = now, day_of(now)
    close.closed_by, close.closed_by_vi, close.sample = by.name, by.display_name, by.sample
    close.sha256 = fingerprint(sealed_content(close))
    session.add(close)
    act = "year_closed" if close.state == "final" else "year_revised"
    facts: dict[str, str | int | bool | None] = {"version": close.version, "sha256": close.sha256}
    record(session, Audit(by.name, act, "year", str(year), now, facts))
    return CloseReceipt(year, close.version, close.sha256)
