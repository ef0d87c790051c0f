"""How do the officers come by their keys, pass them on, and lose them?

A new key reads nothing until somebody who can read lets it in: another officer, its owner with the old
key, or the paper.  Otherwise an administrator could make an account with the role and read everything.
Only the very first key has nobody to let it in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Account, SafeguardingKey, SealedKey
from db.queries.accounts import SignedIn
from db.queries.safeguarding_keys import valid_key, was_founded
from db.rules.errors import RuleError
from db.rules.roles import check_may
from db.sealing.envelopes import OpenKey, PublicKey, pass_on
from db.sealing.keys import LockedKey


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A fresh pair as the database takes it: the public half, and the private one locked (None: on paper)."""

    public: PublicKey
    locked: LockedKey | None


def make_key(session: Session, by: SignedIn, made: MadeKey, now: datetime) -> SafeguardingKey:
    """Add a key that still waits to be let in: the officer's own, or the recovery key when it is on paper.

    The first officer's key of an installation is let in at once.  A key that waited is replaced.
    """
    check_may(by.role, "read_sealed")
    kind = "officer" if made.locked else "recovery"
    owner = by.account_id if made.locked else None
    _drop_waiting(session, kind, owner)
    first = kind == "officer" and not was_founded(session)
    row = SafeguardingKey(
        id=made.public.id,
        kind=kind,
        account_id=owner,
        public_key=made.public.raw,
        salt=made.locked.salt if made.locked else None,
        work=made.locked.work if made.locked else None,
        locked=made.locked.locked if made.locked else None,
        made_at=now,
        made_by=by.name,
        admitted_at=now if first else None,
        admitted_by=by.name if first else "",
        sample=by.sample,
    )
    session.add(row)
    _note(session, by.name, "key_made", row, now)
    return row


def admit_key(session: Session, by: SignedIn, key_id: UUID, opener: OpenKey, now: datetime) -> int:
    """Let a waiting key in and seal every kept item to it as well; how many items that were.

    `opener` is the officer's own open key, or the recovery key.  An older key of the same holder ends.
    Raises: RuleError `unknown_key`, `no_key` (the opener itself does not count, or is somebody else's).
    """
    check_may(by.role, "read_sealed")
    _check_opener(session, by, opener)
    row = session.get(SafeguardingKey, key_id)
    if row is None or row.admitted_at is not None or row.ended_at is not None:
        raise RuleError("unknown_key")
    passed = _pass_everything_on(session, opener, PublicKey(row.id, row.public_key))
    for older in session.scalars(_same_holder(row)):
        _end(session, by.name, older, now)
    row.admitted_at, row.admitted_by = now, by.name
    _note(session, by.name, "key_admitted", row, now, items=passed)
    return passed


def end_key(session: Session, by: SignedIn, key_id: UUID, now: datetime) -> None:
    """An officer leaves: the key opens nothing from now on, and what was sealed to it goes.

    The others can read everything already, so nothing has to be sealed anew.
    Raises: RuleError `unknown_key`; `last_key` for the last officer's.
    """
    check_may(by.role, "read_sealed")
    row = session.get(SafeguardingKey, key_id)
    if row is None or row.kind != "officer" or row.ended_at is not None:
        raise RuleError("unknown_key")
    if row.admitted_at is not None and not _others(session, row):
        raise RuleError("last_key")
    _end(session, by.name, row, now)


def end_keys_of(session: Session, actor: str, account: Account, now: datetime) -> None:
    """An account is no officer's any more: its keys end, the last one too (the paper remains)."""
    open_keys = select(SafeguardingKey).where(
        SafeguardingKey.account_id == account.id, SafeguardingKey.ended_at.is_(None)
    )
    for row in session.scalars(open_keys):
        _end(session, actor, row, now)


def _check_opener(session: Session, by: SignedIn, opener: OpenKey) -> None:
    row = valid_key(session, opener.id)
    if row is None or (row.kind == "officer" and row.account_id != by.account_id):
        raise RuleError("no_key")


def _pass_everything_on(session: Session, opener: OpenKey, to: PublicKey) -> int:
    rows = session.execute(
        select(SealedKey.item_id, SealedKey.sealed).where(SealedKey.key_id == opener.id)
    ).all()
    fresh = [
        {"item_id": item_id, "key_id": to.id, "sealed": pass_on(item_id, sealed, opener, to)}
        for item_id, sealed in rows
    ]
    if fresh:
        session.execute(insert(SealedKey.__table__), fresh)
    return len(fresh)


def _same_holder(row: SafeguardingKey) -> object:
    return select(SafeguardingKey).where(
        SafeguardingKey.kind == row.kind,
        SafeguardingKey.account_id.is_(row.account_id)
        if row.account_id is None
        else SafeguardingKey.account_id == row.account_id,
        SafeguardingKey.id != row.id,
        SafeguardingKey.ended_at.is_(None),
    )


def _others(session: Session, row: SafeguardingKey) -> list[SafeguardingKey]:
    officers = session.scalars(
        select(SafeguardingKey).where(SafeguardingKey.kind == "officer", SafeguardingKey.id != row.id)
    )
    return [other for other in officers if valid_key(session, other.id) is not None]


def _end(session: Session, actor: str, row: SafeguardingKey, now: datetime) -> None:
    session.execute(delete(SealedKey).where(SealedKey.key_id == row.id))
    row.salt = row.work = row.locked = None
    row.ended_at, row.ended_by = now, actor
    _note(session, actor, "key_ended", row, now)


def _drop_waiting(session: Session, kind: str, owner: UUID | None) -> None:
    waiting = SafeguardingKey.admitted_at.is_(None) & SafeguardingKey.ended_at.is_(None)
    holder = SafeguardingKey.account_id.is_(None) if owner is None else SafeguardingKey.account_id == owner
    session.execute(delete(SafeguardingKey).where(SafeguardingKey.kind == kind, holder, waiting))


def _note(session: Session, actor: str, act: str, row: SafeguardingKey, now: datetime, **facts: int) -> None:
    record(session, Audit(actor, act, "safeguarding_key", str(row.id), now, {"kind": row.kind, **facts}))
