"""How is the audit log chained?  The hash of a row covers the row and the hash before it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from db.models import AuditEvent

FIRST_HASH = "0" * 64


def chain_hash(row: AuditEvent) -> str:
    """SHA-256 over the row and the hash before it."""
    content = [row.seq, row.at.astimezone(UTC).isoformat(), row.actor, row.act, row.noun, row.noun_id]
    text = json.dumps([*content, dict(row.facts), row.before_hash], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
