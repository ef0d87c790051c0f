"""Whose keys open children's words, and may a form ask for own words at all?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from db.models import Account, SafeguardingKey
from db.rules.definition import Definition, free_text_questions
from db.rules.errors import RuleError
from db.rules.roles import OFFICER
from db.rules.safeguarding import LEAST_OFFICERS
from db.sealing.envelopes import PublicKey
from db.sealing.keys import LockedKey, fingerprint


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key as the officers see it; `state` is waiting, admitted or ended."""

    id: UUID
    kind: str
    holder_vi: str
    account_id: UUID | None
    fingerprint: str
    state: str
    made_at: datetime
    admitted_at: datetime | None
    admitted_by: str
    ended_at: datetime | None
    sample: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the ceremony has got: officers who can read, and whether the paper exists."""

    officers: int
    recovery: bool

    @property
    def enough(self) -> bool:
        """Whether a child may be asked for own words."""
        return self.officers >= LEAST_OFFICERS and self.recovery


@dataclass(frozen=True, slots=True)
class OwnKey:
    """An officer's own key, locked."""

    public: PublicKey
    locked: LockedKey


def _valid() -> Select[tuple[SafeguardingKey]]:
    """Keys that count now: admitted, not ended, their officer still one."""
    officer = and_(Account.role == OFFICER, Account.disabled_at.is_(None))
    return (
        select(SafeguardingKey)
        .outerjoin(Account, Account.id == SafeguardingKey.account_id)
        .where(
            SafeguardingKey.admitted_at.is_not(None),
            SafeguardingKey.ended_at.is_(None),
            or_(SafeguardingKey.kind == "recovery", officer),
        )
    )


def sealing_keys(session: Session) -> tuple[PublicKey, ...]:
    """To whom a child's words are sealed now."""
    return tuple(PublicKey(row.id, row.public_key) for row in session.scalars(_valid()))


def readiness(session: Session) -> Readiness:
    """Who could read what a child writes now."""
    kinds = [row.kind for row in session.scalars(_valid())]
    return Readiness(kinds.count("officer"), "recovery" in kinds)


def check_may_ask(session: Session, form: Definition) -> None:
    """Refuse to open a form that asks for own words while nobody could read them safely.

    Raises: RuleError `free_text_needs_sealing` (facts: officers, needed, recovery).
    """
    if not free_text_questions(form):
        return
    ready = readiness(session)
    if not ready.enough:
        raise RuleError(
            "free_text_needs_sealing",
            officers=ready.officers,
            needed=LEAST_OFFICERS,
            recovery=int(ready.recovery),
        )


def valid_key(session: Session, key_id: UUID) -> SafeguardingKey | None:
    """The key under this id as long as it counts."""
    return session.scalar(_valid().where(SafeguardingKey.id == key_id))


def own_key(session: Session, account_id: UUID) -> OwnKey:
    """An officer's key to unlock.  Raises: RuleError `no_key`."""
    row = session.scalar(_valid().where(SafeguardingKey.account_id == account_id))
    if row is None or row.locked is None or row.salt is None or row.work is None:
        raise RuleError("no_key")
    return OwnKey(PublicKey(row.id, row.public_key), LockedKey(row.salt, row.work, row.locked))


def recovery_key(session: Session) -> PublicKey:
    """The public half of the paper that counts now.  Raises: RuleError `no_key`."""
    row = session.scalar(_valid().where(SafeguardingKey.kind == "recovery"))
    if row is None:
        raise RuleError("no_key")
    return PublicKey(row.id, row.public_key)


def was_founded(session: Session) -> bool:
    """Whether any officer's key was ever admitted: from then on, somebody who can read admits the next."""
    found = select(func.count()).where(
        SafeguardingKey.kind == "officer", SafeguardingKey.admitted_at.is_not(None)
    )
    return bool(session.scalar(found))


def key_rows(session: Session) -> tuple[KeyRow, ...]:
    """Every key there ever was, the newest first."""
    rows = session.execute(
        select(SafeguardingKey, Account)
        .outerjoin(Account, Account.id == SafeguardingKey.account_id)
        .order_by(SafeguardingKey.made_at.desc(), SafeguardingKey.id)
    )
    return tuple(_row(key, account) for key, account in rows)


def _row(key: SafeguardingKey, account: Account | None) -> KeyRow:
    gone = account is not None and (account.role != OFFICER or account.disabled_at is not None)
    ended = key.ended_at is not None or gone
    return KeyRow(
        key.id,
        key.kind,
        account.display_name if account else "",
        key.account_id,
        fingerprint(key.public_key),
        "ended" if ended else "admitted" if key.admitted_at else "waiting",
        key.made_at,
        key.admitted_at,
        key.admitted_by,
        key.ended_at,
        key.sample,
    )


def of_account(rows: Iterable[KeyRow], account_id: UUID, state: str) -> KeyRow | None:
    """An account's key in this state; None when it has none."""
    return next((row for row in rows if row.account_id == account_id and row.state == state), None)
