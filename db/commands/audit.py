"""Who did what?  The audit row every write carries, chained by hash to the row before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from db.models import AuditEvent
from db.queries.audit import AuditHead, audit_head
from db.queries.chain import chain_hash
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
    day = datetime.combine(day_of(now), time(), UTC)
    return Audit("public", act, "consultation", consultation, day)


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
    row = {
        "seq": head.seq + 1,
        "at": audit.at,
        "actor": audit.actor,
        "act": audit.act,
        "noun": audit.noun,
        "noun_id": audit.noun_id,
        "facts": dict(audit.facts),
        "before_hash": head.hash,
    }
    return {**row, "hash": chain_hash(SimpleNamespace(**row))}
