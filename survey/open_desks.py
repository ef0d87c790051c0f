"""Which officers' desks are open now?  Private keys in this process's memory, 15 minutes, and nowhere else.

A desk belongs to one session: it is forgotten when its time is over, when the officer shuts it or signs out,
and with the process.  Every copy of the survey has its own; where several run, an officer's browser has to
stay with one of them, or the passphrase is asked again.
"""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from db.queries.safeguarding import Glance
from db.rules.errors import RuleError
from db.sealing.envelopes import OpenKey

OPEN_FOR = timedelta(minutes=15)


@dataclass(slots=True, repr=False)
class OpenDesk:
    """One officer's open desk: the key, until when, and the order of what was looked at.  Never printed."""

    key: OpenKey
    until: datetime
    known: MutableMapping[UUID, Glance] = field(default_factory=dict)
    recovery: OpenKey | None = None  # a new recovery key between the printing and the asking back


@dataclass(slots=True, repr=False)
class OpenDesks:
    """The open desks of this process, by session."""

    _desks: dict[str, OpenDesk] = field(default_factory=dict)

    def open(self, session_hash: str, key: OpenKey, now: datetime) -> None:
        """Open a desk for 15 minutes; forgotten even if nobody ever comes back."""
        self._sweep(now)
        self._desks[session_hash] = OpenDesk(key, now + OPEN_FOR)
        asyncio.get_running_loop().call_later(OPEN_FOR.total_seconds(), self._forget_key, session_hash, key)

    def find(self, session_hash: str, now: datetime) -> OpenDesk | None:
        """The session's desk; None when it is shut."""
        self._sweep(now)
        return self._desks.get(session_hash)

    def need(self, session_hash: str, now: datetime) -> OpenDesk:
        """The session's desk.  Raises: RuleError `desk_shut`."""
        desk = self.find(session_hash, now)
        if desk is None:
            raise RuleError("desk_shut")
        return desk

    def shut(self, session_hash: str) -> None:
        """Forget the session's key; a shut desk stays shut."""
        self._desks.pop(session_hash, None)

    def shut_key(self, key_id: UUID) -> None:
        """Forget a key that was ended, whichever session had it open."""
        for session_hash in [name for name, desk in self._desks.items() if desk.key.id == key_id]:
            self.shut(session_hash)

    def _forget_key(self, session_hash: str, key: OpenKey) -> None:
        desk = self._desks.get(session_hash)
        if desk is not None and desk.key is key:
            self.shut(session_hash)

    def _sweep(self, now: datetime) -> None:
        for session_hash in [name for name, desk in self._desks.items() if desk.until <= now]:
            self.shut(session_hash)
