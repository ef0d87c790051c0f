"""Is the audit log whole?  Its head, and the first row that does not fit the chain."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AuditEvent
from db.queries.chain import FIRST_HASH, chain_hash

_EVENTS = AuditEvent.__table__.c
_LAST = select(_EVENTS.seq, _EVENTS.hash).order_by(_EVENTS.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last row's number and hash: write it on paper, and no earlier row can be changed unseen."""

    seq: int
    hash: str


def audit_head(session: Session) -> AuditHead:
    """The end of the chain; zero and zeros when nothing happened yet."""
    row = session.connection().execute(_LAST).first()
    return AuditHead(row.seq, row.hash) if row else AuditHead(0, FIRST_HASH)


def first_broken_row(session: Session) -> int | None:
    """The number of the first row that was changed, removed or inserted; None when the chain is whole."""
    seq, before = 0, FIRST_HASH
    rows = session.scalars(select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=1000))
    for row in rows:
        if row.seq != seq + 1 or row.before_hash != before or chain_hash(row) != row.hash:
            return seq + 1
        seq, before = row.seq, row.hash
    return None
