"""Which reports may be verified without a look of their own?  Those without a warning, one act each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from db.commands.reports import verify_report
from db.queries.accounts import SignedIn
from db.queries.verification import context_of
from db.rules.errors import RuleError
from db.rules.roles import check_may


def verify_plain_report(session: Session, by: SignedIn, report_id: UUID, version: int, now: datetime) -> None:
    """Verify one of several reports, unless something about it asks for a look of its own.

    Raises: RuleError `has_warnings`, and what `verify_report` raises.
    Source: indicators.md section 3.3, page 7.
    """
    check_may(by.role, "verify_report")
    if context_of(session, report_id).warnings:
        raise RuleError("has_warnings")
    verify_report(session, by, report_id, version, now)
