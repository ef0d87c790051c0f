"""Who is signed in, and who may try to?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from db.models import Account, Organisation, PasswordLink, WebSession
from db.rules.errors import RuleError

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
LINK_LIFE = timedelta(hours=24)  # of a one-time link that sets a password


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a session, as the account stands now."""

    account_id: UUID
    name: str
    display_name: str
    role: str
    organisation_id: int | None
    organisation_vi: str
    session_hash: str
    last_seen_at: datetime
    sample: bool


@dataclass(frozen=True, slots=True)
class SignInRecord:
    """What is needed to check a password and a code; `epoch` moves whenever one of them is changed."""

    account_id: UUID
    name: str
    display_name: str
    role: str
    password_hash: str
    totp_sealed: bytes | None
    totp_last_step: int
    disabled: bool
    epoch: int


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account as the command line lists it."""

    name: str
    display_name: str
    role: str
    organisation_vi: str
    disabled: bool
    sample: bool


def secret_hash(secret: str) -> str:
    """What the database keeps of a session's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


# Asked at every click of everybody: made once, of bare columns.
_W, _A, _O = WebSession.__table__.c, Account.__table__.c, Organisation.__table__.c
_BEHIND = (
    select(
        *(_A.id, _A.name, _A.display_name, _A.role, _A.organisation_id, _A.sample, _A.disabled_at),
        *(_A.epoch.label("accounts_epoch"), _O.name_vi),
        *(_W.secret_hash, _W.epoch, _W.created_at, _W.last_seen_at, _W.ended_at),
    )
    .select_from(WebSession.__table__)
    .join(Account.__table__, _A.id == _W.account_id)
    .outerjoin(Organisation.__table__, _O.id == _A.organisation_id)
    .where(_W.secret_hash == bindparam("secret_hash"))
)


def signed_in(session: Session, secret: str, now: datetime) -> SignedIn | None:
    """The person this session secret stands for, looked up afresh each time.

    None:   unknown, ended, idle over 30 minutes, older than 8 hours, the account disabled, or its
            password or role changed since.
    Source: trust.md section 2.
    """
    row = session.execute(_BEHIND, {"secret_hash": secret_hash(secret)}).first()
    if row is None or not _alive(row, now):
        return None
    return SignedIn(
        row.id,
        row.name,
        row.display_name,
        row.role,
        row.organisation_id,
        row.name_vi or "",
        row.secret_hash,
        row.last_seen_at,
        row.sample,
    )


def _alive(row: Row[Any], now: datetime) -> bool:
    fresh = now - row.last_seen_at < IDLE and now - row.created_at < ABSOLUTE
    return row.ended_at is None and row.disabled_at is None and row.epoch == row.accounts_epoch and fresh


def sign_in_record(session: Session, name: str) -> SignInRecord | None:
    """What to check a sign-in against; None for an unknown name."""
    account = session.scalar(select(Account).where(Account.name == account_name(name)))
    if account is None:
        return None
    return SignInRecord(
        account.id,
        account.name,
        account.display_name,
        account.role,
        account.password_hash,
        account.totp_sealed,
        account.totp_last_step,
        account.disabled_at is not None,
        account.epoch,
    )


def account_name(typed: str) -> str:
    """An account's name as it is stored: small letters, no spaces around it.

    Names are plain ASCII; any other letter, NUL and lone surrogates (which one engine takes and the other
    refuses) become "?", a letter no account has.
    """
    return typed.strip().casefold().encode("ascii", "replace").decode().replace("\0", "?")


def accounts(session: Session) -> tuple[AccountRow, ...]:
    """Every account, by name."""
    rows = session.execute(
        select(Account, Organisation.name_vi)
        .outerjoin(Organisation, Organisation.id == Account.organisation_id)
        .order_by(Account.name)
    )
    return tuple(_account_row(account, unit) for account, unit in rows)


def _account_row(account: Account, unit: str | None) -> AccountRow:
    closed = account.disabled_at is not None
    return AccountRow(account.name, account.display_name, account.role, unit or "", closed, account.sample)


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """One account as the administrator sees it; `link_made_at`: a one-time link waits to be used."""

    id: UUID
    row: AccountRow
    created_at: datetime
    second_factor: bool
    link_made_at: datetime | None


def account_detail(session: Session, name: str) -> AccountDetail:
    """One account.  Raises: RuleError `unknown_account`."""
    found = session.execute(
        select(Account, Organisation.name_vi)
        .outerjoin(Organisation, Organisation.id == Account.organisation_id)
        .where(Account.name == account_name(name))
    ).first()
    if found is None:
        raise RuleError("unknown_account")
    account, unit = found
    link = select(PasswordLink.made_at).where(
        PasswordLink.account_id == account.id, PasswordLink.used_at.is_(None)
    )
    return AccountDetail(
        account.id,
        _account_row(account, unit),
        account.created_at,
        account.totp_sealed is not None,
        session.scalar(link),
    )


def link_owner(session: Session, secret: str, now: datetime) -> tuple[str, str]:
    """Name and display name of whom a one-time link is for.  Raises: RuleError `link_dead`."""
    found = session.execute(
        select(Account.name, Account.display_name)
        .join(PasswordLink, PasswordLink.account_id == Account.id)
        .where(
            PasswordLink.link_hash == secret_hash(secret),
            PasswordLink.used_at.is_(None),
            PasswordLink.made_at > now - LINK_LIFE,
            Account.disabled_at.is_(None),
        )
    ).first()
    if found is None:
        raise RuleError("link_dead")
    return found[0], found[1]


def open_sessions(session: Session, now: datetime) -> int:
    """How many sessions are alive; shown to the operator."""
    return (
        session.scalar(
            select(func.count())
            .select_from(WebSession)
            .where(WebSession.ended_at.is_(None), WebSession.last_seen_at > now - IDLE)
        )
        or 0
    )
