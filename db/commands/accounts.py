"""Who gets an account, with which role, and when does it end?"""

from __future__ import annotations

import re
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.changes import note_change
from db.commands.safeguarding_keys import end_keys_of
from db.models import Account, Organisation, SignInTicket
from db.passwords import check_password, hash_password, new_totp, seal_totp
from db.queries.accounts import account_name
from db.rules.errors import RuleError
from db.rules.roles import ACCOUNT_ROLES, MEMBER, SECOND_FACTOR_ROLES

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def add_account(
    session: Session,
    actor: str,
    name: str,
    display_name: str,
    role: str,
    password: str,
    now: datetime,
    *,
    organisation: str | None = None,
    sample: bool = False,
) -> Account:
    """Make an account.  A second-factor role signs in only after `reset_second_factor`.

    Raises: RuleError `account_name_bad`, `account_exists`, `not_a_choice`, `organisation_needed`,
            `unknown_organisation`, or the password's refusals.
    """
    stored = account_name(name)
    if not NAME.fullmatch(stored):
        raise RuleError("account_name_bad")
    if session.scalar(select(Account.id).where(Account.name == stored)):
        raise RuleError("account_exists")
    _check_role(role)
    check_password(password, (stored, display_name))
    account = Account(
        id=uuid4(),
        name=stored,
        display_name=display_name or stored,
        role=role,
        organisation_id=_organisation_of(session, role, organisation),
        password_hash=hash_password(password),
        totp_last_step=0,
        epoch=1,
        created_at=now,
        sample=sample,
    )
    session.add(account)
    _note_added(session, actor, account, now)
    return account


def _note_added(session: Session, actor: str, account: Account, now: datetime) -> None:
    shown = {"role": (None, account.role), "display_name": (None, account.display_name)}
    note_change(session, actor, "account_added", ("account", str(account.id)), shown, now)
    facts = {"role": account.role}
    record(session, Audit(actor, "account_added", "account", str(account.id), now, facts))


def _check_role(role: str) -> None:
    if role not in ACCOUNT_ROLES:
        raise RuleError("not_a_choice", field="role")


def _organisation_of(session: Session, role: str, organisation: str | None) -> int | None:
    if not organisation:
        if role == MEMBER:
            raise RuleError("organisation_needed")
        return None
    found = session.scalar(select(Organisation.id).where(Organisation.name_vi == organisation))
    if found is None:
        raise RuleError("unknown_organisation")
    return found


def change_role(
    session: Session, actor: str, name: str, role: str, now: datetime, *, reason: str = ""
) -> None:
    """Give an account another role; its open sessions die."""
    _check_role(role)
    account = account_named(session, name)
    if role == MEMBER and account.organisation_id is None:
        raise RuleError("organisation_needed")
    before, account.role = account.role, role
    end_sessions(session, account)
    end_keys_of(session, actor, account, now)
    note_change(
        session, actor, "role_changed", ("account", str(account.id)), {"role": (before, role)}, now, reason
    )
    facts = {"from": before, "to": role}
    record(session, Audit(actor, "role_changed", "account", str(account.id), now, facts))


def reset_password(session: Session, actor: str, name: str, password: str, now: datetime) -> None:
    """Give an account a new password; its open sessions die."""
    account = account_named(session, name)
    check_password(password, (account.name, account.display_name))
    account.password_hash = hash_password(password)
    end_sessions(session, account)
    _note(session, actor, "password_reset", account, now)
    record(session, Audit(actor, "password_reset", "account", str(account.id), now))


def reset_second_factor(session: Session, actor: str, name: str, key: bytes, now: datetime) -> str | None:
    """Give an account a new second-factor secret and return it once; None when its role needs none."""
    account = account_named(session, name)
    if account.role not in SECOND_FACTOR_ROLES:
        return None
    secret = new_totp()
    account.totp_sealed = seal_totp(secret, key)
    account.totp_last_step = 0
    end_sessions(session, account)
    _note(session, actor, "second_factor_reset", account, now)
    record(session, Audit(actor, "second_factor_reset", "account", str(account.id), now))
    return secret


def disable_account(session: Session, actor: str, name: str, now: datetime, *, reason: str = "") -> None:
    """End an account; its open sessions die within the second."""
    account = account_named(session, name)
    account.disabled_at = now
    end_sessions(session, account)
    end_keys_of(session, actor, account, now)
    _note(session, actor, "account_disabled", account, now, reason)
    record(session, Audit(actor, "account_disabled", "account", str(account.id), now))


def enable_account(session: Session, actor: str, name: str, now: datetime, *, reason: str = "") -> None:
    """Let a disabled account sign in again."""
    account = account_named(session, name)
    account.disabled_at = None
    _note(session, actor, "account_enabled", account, now, reason)
    record(session, Audit(actor, "account_enabled", "account", str(account.id), now))


def _note(session: Session, actor: str, act: str, account: Account, now: datetime, reason: str = "") -> None:
    note_change(session, actor, act, ("account", str(account.id)), {}, now, reason)


def end_sessions(session: Session, account: Account) -> None:
    """Every session of the account dies, and every ticket that could still open one."""
    account.epoch += 1
    session.execute(delete(SignInTicket).where(SignInTicket.account_id == account.id))


def account_named(session: Session, name: str) -> Account:
    """The account under this name.  Raises: RuleError `unknown_account`."""
    account = session.scalar(select(Account).where(Account.name == account_name(name)))
    if account is None:
        raise RuleError("unknown_account")
    return account
