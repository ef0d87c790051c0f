"""Who did what?  The audit row every write carries, chained by hash to the row before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from db.models import AuditEvent
from db.queries.audit import audit_head
from db.queries.chain import chain_hash


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
    day = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    return Audit("public", act, "consultation", consultation, day)


def record(session: Session, audit: Audit) -> None:
    """Append the event to the chain, in the caller's transaction.

    Writers are serialised (`Database.write_session`), so the last row read here is the last row.
    """
    session.flush()
    head = audit_head(session)
    row = AuditEvent(
        seq=head.seq + 1,
        at=audit.at,
        actor=audit.actor,
        act=audit.act,
        noun=audit.noun,
        noun_id=audit.noun_id,
        facts=dict(audit.facts),
        before_hash=head.hash,
        hash="",
    )
    row.hash = chain_hash(row)
    session.add(row)
    session.flush()
