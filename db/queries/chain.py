"""How is the audit log chained?  The hash of a row covers the row and the hash before it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from types import SimpleNamespace

from db.models import AuditEvent

FIRST_HASH = "0" * 64
_WRITTEN = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def chain_hash(row: AuditEvent | SimpleNamespace) -> str:
    """SHA-256 over the row, stored or about to be, and the hash before it."""
    content = [row.seq, row.at.astimezone(UTC).isoformat(), row.actor, row.act, row.noun, row.noun_id]
    text = _WRITTEN.encode([*content, dict(row.facts), row.before_hash])
    return hashlib.sha256(text.encode()).hexdigest()
