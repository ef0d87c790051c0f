"""What does the administrator do with accounts?  Add, change the role, close, open, send a one-time link.

Nobody changes the role of their own account or closes it.  The administrator never knows a password: the
person sets it by a link that works once, within a day, and of which only the hash is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.commands import accounts
from db.commands.audit import Audit, record
from db.commands.changes import note_change
from db.models import Account, Organisation, PasswordLink, SignInTicket, WebSession
from db.passwords import new_totp, seal_totp
from db.queries.accounts import LINK_LIFE, SignedIn, secret_hash
from db.queries.desk_forms import desk_form
from db.queries.moments import day_of
from db.rules.errors import RuleError
from db.rules.report_checks import check_report
from db.rules.roles import SECOND_FACTOR_ROLES, check_may

Form = Mapping[str, Sequence[str]]
ACTION, NOUN = "manage_accounts", "account"


def add_by_form(session: Session, by: SignedIn, form: Form, now: datetime) -> str:
    """A new account that nobody can sign in to yet; the secret of the link that sets its password.

    Raises: RuleError `forbidden`, `account_exists`, `account_name_bad`, `fields_refused`.
    """
    values = _read(session, by, "account_add", form, now)
    unit = session.get(Organisation, int(values["organisation"])) if "organisation" in values else None
    account = accounts.add_account(
        session,
        by.name,
        values["name"],
        values["display_name"],
        values["role"],
        secrets.token_urlsafe(32),
        now,
        organisation=unit.name_vi if unit else None,
        sample=by.sample,
    )
    session.flush()
    return _new_link(session, by, account, now)


def change_role_by_form(session: Session, by: SignedIn, name: str, form: Form, now: datetime) -> None:
    """Another role; the person has to sign in again.

    Raises: RuleError `forbidden`, `own_account`, `unknown_account`, `organisation_needed`, `fields_refused`.
    """
    values = _read(session, by, "account_role", form, now)
    _check_not_own(by, name)
    accounts.change_role(session, by.name, name, values["role"], now, reason=values["reason"])


def close_by_form(session: Session, by: SignedIn, name: str, form: Form, now: datetime) -> None:
    """The account ends: its sessions die, its links too."""
    values = _read(session, by, "account_close", form, now)
    _check_not_own(by, name)
    accounts.disable_account(session, by.name, name, now, reason=values["reason"])
    _drop_links(session, accounts.account_named(session, name).id)


def open_by_form(session: Session, by: SignedIn, name: str, form: Form, now: datetime) -> None:
    """The account may sign in again."""
    values = _read(session, by, "account_open", form, now)
    accounts.enable_account(session, by.name, name, now, reason=values["reason"])


def send_link(session: Session, by: SignedIn, name: str, form: Form, now: datetime) -> str:
    """A fresh one-time link for this account; earlier ones work no more.  Its secret is shown once.

    Raises: RuleError `forbidden`, `unknown_account`, `fields_refused`.
    """
    values = _read(session, by, "account_link", form, now)
    account = accounts.account_named(session, name)
    note_change(session, by.name, "link_made", (NOUN, str(account.id)), {}, now, values["reason"])
    return _new_link(session, by, account, now)


def drop_second_factor(session: Session, by: SignedIn, name: str, form: Form, now: datetime) -> None:
    """The second factor was lost: the account gets another one with its next one-time link.

    Raises: RuleError `forbidden`, `own_account`, `unknown_account`, `fields_refused`.
    """
    values = _read(session, by, "account_factor", form, now)
    _check_not_own(by, name)
    account = accounts.account_named(session, name)
    account.totp_sealed = None
    accounts.end_sessions(session, account)
    act, place = "second_factor_dropped", (NOUN, str(account.id))
    note_change(session, by.name, act, place, {}, now, values["reason"])
    record(session, Audit(by.name, act, NOUN, str(account.id), now))


# -- by the person themselves --------------------------------------------------------------------------


def set_password_by_link(
    session: Session, secret: str, password_hash: str, key: bytes, now: datetime
) -> str | None:
    """Use the link: the password is set, every session dies.

    Returns a second-factor secret, to be shown once, for a role that needs one and has none; else None.
    Raises: RuleError `link_dead`.
    """
    link = session.get(PasswordLink, secret_hash(secret))
    account = session.get(Account, link.account_id) if link else None
    if link is None or account is None or account.disabled_at is not None or not is_fresh(link, now):
        raise RuleError("link_dead")
    link.used_at = now
    account.password_hash = password_hash
    accounts.end_sessions(session, account)
    note_change(session, account.name, "password_set", (NOUN, str(account.id)), {}, now)
    record(session, Audit(account.name, "password_set", NOUN, str(account.id), now))
    if account.role not in SECOND_FACTOR_ROLES or account.totp_sealed is not None:
        return None
    totp = new_totp()
    account.totp_sealed, account.totp_last_step = seal_totp(totp, key), 0
    record(session, Audit(account.name, "second_factor_enrolled", NOUN, str(account.id), now))
    return totp


def is_fresh(link: PasswordLink, now: datetime) -> bool:
    """Whether the link may still be used."""
    return link.used_at is None and now - link.made_at < LINK_LIFE


def change_own_password(session: Session, by: SignedIn, password_hash: str, now: datetime) -> None:
    """A new password; every session dies but the one in which it was typed.

    Raises: RuleError `sign_in_needed` when that one died meanwhile: somebody else has just reset the account.
    """
    check_may(by.role, "change_password")
    account, web = session.get_one(Account, by.account_id), session.get(WebSession, by.session_hash)
    if web is None or web.ended_at is not None or web.epoch != account.epoch:
        raise RuleError("sign_in_needed")
    account.password_hash = password_hash
    accounts.end_sessions(session, account)
    session.flush()
    session.execute(
        update(WebSession).where(WebSession.secret_hash == by.session_hash).values(epoch=account.epoch)
    )
    _drop_links(session, account.id)
    note_change(session, by.name, "password_changed", (NOUN, str(account.id)), {}, now)
    record(session, Audit(by.name, "password_changed", NOUN, str(account.id), now))


# -- details -------------------------------------------------------------------------------------------


def _read(session: Session, by: SignedIn, form_name: str, form: Form, now: datetime) -> Mapping[str, Any]:
    check_may(by.role, ACTION)
    units = frozenset(str(number) for number in session.scalars(select(Organisation.id)))
    return check_report(desk_form(form_name), form, today=day_of(now), organisations=units).values


def _check_not_own(by: SignedIn, name: str) -> None:
    if accounts.account_name(name) == by.name:
        raise RuleError("own_account")


def _new_link(session: Session, by: SignedIn, account: Account, now: datetime) -> str:
    _drop_links(session, account.id)
    secret = secrets.token_urlsafe(32)
    session.add(
        PasswordLink(link_hash=secret_hash(secret), account_id=account.id, made_at=now, made_by=by.name)
    )
    record(session, Audit(by.name, "password_link_made", NOUN, str(account.id), now))
    return secret


def _drop_links(session: Session, account_id: UUID) -> None:
    session.execute(delete(PasswordLink).where(PasswordLink.account_id == account_id))
    session.execute(delete(SignInTicket).where(SignInTicket.account_id == account_id))
