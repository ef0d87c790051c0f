"""Which sentence does a broken database constraint deserve?  The last guard, by the constraint's name."""

from __future__ import annotations

import re

from sqlalchemy.exc import IntegrityError

from db.rules.errors import RuleError

# Constraint name (PostgreSQL) or the columns SQLite names instead -> refusal.
REFUSAL_BY_CONSTRAINT: dict[str, str] = {
    "pk_submissions": "token_reused",
    "submissions.token": "token_reused",
    "uq_accounts_name": "account_exists",
    "accounts.name": "account_exists",
    "uq_report_versions_report_id_number": "stale_version",
    "report_versions.report_id, report_versions.number": "stale_version",
    "uq_request_events_request_id_number": "stale_version",
    "request_events.request_id, request_events.number": "stale_version",
}


def translated(fault: IntegrityError) -> Exception:
    """The refusal this constraint stands for, or the fault itself when nobody foresaw it."""
    code = REFUSAL_BY_CONSTRAINT.get(_constraint_name(fault))
    if code is None:
        return fault
    refusal = RuleError(code)
    refusal.__cause__ = fault
    return refusal


def _constraint_name(fault: IntegrityError) -> str:
    diagnosis = getattr(fault.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    named = re.search(r"constraint failed: (.+)$", str(fault.orig))
    return named.group(1) if named else ""
