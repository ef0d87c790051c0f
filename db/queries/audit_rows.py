"""What has been done in the system, row by row?  For those who inspect; content never stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.models import AuditEvent
from db.queries.moments import end_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class AuditWanted:
    """Which rows somebody wants to see; "" and None: all of them.  `before`: only rows numbered lower."""

    actor: str = ""
    act: str = ""
    noun: str = ""
    noun_id: str = ""
    first_on: date | None = None
    last_on: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act, and its place in the chain."""

    seq: int
    at: datetime
    actor: str
    act: str
    noun: str
    noun_id: str
    facts: Mapping[str, Any]
    hash: str


def audit_rows(session: Session, wanted: AuditWanted) -> tuple[AuditRow, ...]:
    """One page of rows, the newest first; one more than a page when older ones follow.

    Shape: at most `PAGE` + 1 rows.
    """
    rows = session.scalars(
        select(AuditEvent).where(*_conditions(wanted)).order_by(AuditEvent.seq.desc()).limit(PAGE + 1)
    )
    return tuple(
        AuditRow(row.seq, row.at, row.actor, row.act, row.noun, row.noun_id, row.facts, row.hash)
        for row in rows
    )


def acts_and_nouns(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which acts and kinds of records occur, for the filter."""
    acts = session.scalars(select(AuditEvent.act).distinct().order_by(AuditEvent.act))
    nouns = session.scalars(select(AuditEvent.noun).distinct().order_by(AuditEvent.noun))
    return tuple(acts), tuple(nouns)


def _conditions(wanted: AuditWanted) -> list[ColumnElement[bool]]:
    exact = ((AuditEvent.actor, wanted.actor), (AuditEvent.act, wanted.act), (AuditEvent.noun, wanted.noun))
    found: list[ColumnElement[bool]] = [column == text for column, text in exact if text]
    if wanted.noun_id:
        found.append(AuditEvent.noun_id == wanted.noun_id)
    if wanted.first_on:
        found.append(AuditEvent.at >= end_of(wanted.first_on - timedelta(days=1)))
    if wanted.last_on:
        found.append(AuditEvent.at < end_of(wanted.last_on))
    if wanted.before is not None:
        found.append(AuditEvent.seq < wanted.before)
    return found
