"""How is the audit log chained?  The hash of a row covers the row and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from db.models import AuditEvent

FIRST_HASH = "0" * 64
_WRITTEN = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def chain_hash(row: AuditEvent) -> str:
    """The hash a stored row must have."""
    about = row.seq, row.at, row.actor, row.act, row.noun, row.noun_id
    return link_hash(*about, facts=row.facts, before_hash=row.before_hash)


def link_hash(
    seq: int,
    at: datetime,
    actor: str,
    act: str,
    noun: str,
    noun_id: str,
    facts: Mapping[str, Any],
    before_hash: str,
) -> str:
    """SHA-256 over a row, stored or about to be, and the hash before it."""
    content = [seq, at.astimezone(UTC).isoformat(), actor, act, noun, noun_id, dict(facts), before_hash]
    return hashlib.sha256(_WRITTEN.encode(content).encode()).hexdigest()
