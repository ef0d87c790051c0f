"""Has anything the dashboard shows changed?  A number that rises with every such write."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import AuditEvent
from db.models.audit import SHOWN

_NEWEST = select(func.max(AuditEvent.__table__.c.seq)).where(SHOWN)


def data_version(session: Session) -> int:
    """The place in the audit log of the last act that changed what the dashboard shows.

    Every write adds to the log, so equal numbers mean equal pages; a child's answer or a sign-in is in the
    log as well and moves nothing.  One look at the end of an index, however long the log is.
    """
    return session.scalar(_NEWEST) or 0
