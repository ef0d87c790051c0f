"""Who did what?  The audit row every write carries, chained by hash to the row before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from db.models import AuditEvent
from db.queries.audit import AuditHead, audit_head
from db.queries.chain import link_hash
from db.queries.moments import day_of
from db.rows import insert_rows

HEAD = "audit_head"  # where a session remembers the end of the chain


@event.listens_for(Session, "after_soft_rollback")
def forget_head_rolled_back(session: Session, _transaction: SessionTransaction) -> None:
    """A savepoint that was undone took its audit rows along."""
    session.info.pop(HEAD, None)


@event.listens_for(Session, "after_transaction_end")
def forget_head_at_end(session: Session, transaction: SessionTransaction) -> None:
    """Once the transaction is over, others may write."""
    if transaction.parent is None:
        session.info.pop(HEAD, None)


@dataclass(frozen=True, slots=True)
class Audit:
    """The event a command records: who, what, about which record.  Never content."""

    actor: str
    act: str
    noun: str
    noun_id: str
    at: datetime
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)


def by_child(act: str, consultation: str, now: datetime) -> Audit:
    """A child's act: the day only and the consultation only, so that no row points to a child."""
    return _of_a_day(act, consultation, day_of(now))


@lru_cache(maxsize=64)
def _of_a_day(act: str, consultation: str, day: date) -> Audit:
    """One for all children of that day: they do not differ."""
    return Audit("public", act, "consultation", consultation, datetime.combine(day, time(), UTC))


def record(session: Session, audit: Audit) -> None:
    """Append the event to the chain, in the caller's transaction."""
    record_all(session, [audit])


def record_all(session: Session, audits: Sequence[Audit]) -> None:
    """Append these events to the chain, in the caller's transaction and in one statement.

    Writers are serialised (`Database.write_session`), so the last row read in this transaction stays the
    last row until it ends: it is read once and then remembered by the session.
    """
    if not audits:
        return
    session.flush()
    head = session.info.get(HEAD) or audit_head(session)
    rows = []
    for audit in audits:
        row = _linked(audit, head)
        head = AuditHead(row["seq"], row["hash"])
        rows.append(row)
    insert_rows(session, AuditEvent, rows)
    session.info[HEAD] = head


def _linked(audit: Audit, head: AuditHead) -> dict[str, Any]:
    """The event's row, chained to the row before."""
    row: dict[str, Any] = {
        "seq": head.seq + 1,
        "at": audit.at,
        "actor": audit.actor,
        "act": audit.act,
        "noun": audit.noun,
        "noun_id": audit.noun_id,
        "facts": dict(audit.facts),
        "before_hash": head.hash,
    }
    row["hash"] = link_hash(**row)
    return row
