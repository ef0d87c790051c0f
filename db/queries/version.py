"""Has anything changed?  A number that rises with every write."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import AuditEvent


def data_version(session: Session) -> int:
    """The length of the audit log: every write adds to it, so equal numbers mean equal pages."""
    return session.scalar(select(func.max(AuditEvent.seq))) or 0
