"""Who is looking, and may they?  Sign-in, the look-up on every run, and sign-out.

streamlit-authenticator checks the password over our own account store.  As it comes it would not be safe
here, so only its controller is used: no cookie of its own, one account per attempt instead of a table, the
attempt counted before the slow hash, an unknown name given a dummy hash, its random key never kept.  The
session is ours and lives in the database; this module is the dashboard's only writer.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import streamlit as st

from dashboard import records
from db.commands.sign_in import (
    TOUCH_EVERY,
    close_session,
    count_attempt,
    finish_sign_in,
    make_ticket,
    redeem_ticket,
    second_factor_step,
    touch_session,
)
from db.cookies import DEVICE_COOKIE, session_cookie
from db.passwords import DUMMY_HASH, prehash
from db.queries.accounts import SignedIn, SignInRecord, sign_in_record, signed_in
from db.rules.errors import RuleError
from db.rules.roles import check_may, may

# The package keeps who signed in under these names; we never read them, so nothing is left to trust.
PACKAGE_KEYS = ("authentication_status", "username", "name", "email", "roles", "logout", "password_hint")
ROLE = "vai"  # in the memory of the visit
ONE_ACCOUNT = "account"  # the package folds names its own way; ours never reaches it


def cookie(name: str) -> str | None:
    """A cookie as the browser sent it when this page was opened."""
    value = st.context.cookies.get(name)
    return value if isinstance(value, str) else None


def signed_in_person(*, moved: bool = True) -> SignedIn | None:
    """The person behind this page, looked up afresh on every run; None when nobody is signed in.

    A session ended, gone idle, disabled or re-roled since the last run is None at once.  A page that makes
    itself anew is no sign of life: only a person who `moved` keeps the session from going idle.
    """
    person = _behind_this_page()
    st.session_state[ROLE] = "" if person is None else person.role
    if person is not None and moved:
        _touch(person, records.now())
    return person


def viewers_role() -> str:
    """The role this page was begun for: which links it offers; what they open asks again by itself."""
    return str(st.session_state.get(ROLE, ""))


def still_viewing() -> bool:
    """Whether the session behind this page still lives and may look; asked by what runs by itself."""
    person = _behind_this_page()
    return person is not None and may(person.role, "view_dashboard")


def _behind_this_page() -> SignedIn | None:
    return person_behind(cookie(session_cookie(records.settings().production)), records.now())


def person_behind(secret: str | None, now: datetime) -> SignedIn | None:
    """The person this session secret stands for; None without one, or when it is over."""
    if not secret:
        return None
    with records.reading() as session:
        return signed_in(session, secret, now)


def check_viewer(person: SignedIn | None) -> SignedIn:
    """The person, if they may look at the dashboard; called in every run and in every fragment.

    Raises: RuleError `sign_in_needed` or `forbidden`.
    """
    if person is None:
        raise RuleError("sign_in_needed")
    check_may(person.role, "view_dashboard")
    return person


def _touch(person: SignedIn, now: datetime) -> None:
    """Keep the session from going idle; at most once a minute, because it is a write."""
    if now - person.last_seen_at < TOUCH_EVERY:
        return
    with records.database().write_session() as session:
        touch_session(session, person.session_hash, now)


def sign_in(name: str, password: str, code: str) -> str:
    """Check a sign-in and return the one-time ticket for `enter`.

    Raises: RuleError `too_many_attempts`, or `sign_in_failed`, the same for every cause and in the same time.
    Source: trust.md section 2.
    """
    now, settings = records.now(), records.settings()
    device = cookie(DEVICE_COOKIE) or secrets.token_urlsafe(32)  # never an empty one: it would be everybody
    with records.database().write_session() as session:
        attempt = count_attempt(session, settings.secret, name, device, now)
    with records.reading() as session:
        found = sign_in_record(session, name)
    right = _password_is_right(found, password)
    step = second_factor_step(found, code, settings.secret, now)
    if found is None or not right or found.disabled or step is None:
        raise RuleError("sign_in_failed")
    with records.database().write_session() as session:
        finish_sign_in(session, attempt, found, step, device, now)
        return make_ticket(session, found.account_id, now)


def _password_is_right(found: SignInRecord | None, password: str) -> bool:
    """What streamlit-authenticator says of this password: one bcrypt check, for an unknown name as well."""
    # Here and not at the top: the package reads Streamlit's settings as it is imported, which would fix them
    # before asgi.py has said where they are.
    from streamlit_authenticator.controllers import AuthenticationController

    stored = found.password_hash if found else DUMMY_HASH
    controller = AuthenticationController(
        credentials={"usernames": {ONE_ACCOUNT: {"password": stored}}},
        auto_hash=False,
        secret_key=secrets.token_urlsafe(32),
    )
    try:
        return controller.login(ONE_ACCOUNT, prehash(password)) is True
    finally:
        for key in PACKAGE_KEYS:
            st.session_state.pop(key, None)


def enter(ticket: str, old_secret: str | None) -> str:
    """Turn a ticket into a session and return its secret; a session the browser still had is ended.

    Raises: RuleError `sign_in_needed` when the ticket is unknown, used or older than 30 seconds.
    """
    with records.database().write_session() as session:
        secret = redeem_ticket(session, ticket, records.now())
        if old_secret:
            close_session(session, old_secret, records.now())
        return secret


def leave(secret: str | None) -> None:
    """End the session for both apps at once; nothing happens when there is none."""
    if not secret:
        return
    with records.database().write_session() as session:
        close_session(session, secret, records.now())
