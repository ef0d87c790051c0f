"""How does a person sign in and out?  Count the attempt, check, open the session; and end it at once.

A guess is counted before the slow hash and in the writers' queue, so forty parallel guesses pass the
limit no more often than forty in a row.  Nobody is locked out: guesses from strange devices share one
slow lane per name, a device that signed in before has its own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Account, KnownDevice, SignInAttempt, SignInTicket, WebSession
from db.passwords import DUMMY_HASH, matches, open_totp, totp_step
from db.queries.accounts import SignInRecord, account_name, secret_hash
from db.rules.errors import RuleError
from db.rules.roles import SECOND_FACTOR_ROLES

FREE_GUESSES = 5
WINDOW = timedelta(minutes=30)
FIRST_WAIT, LONGEST_WAIT = 15, 900  # seconds; doubled with each further guess
TICKET_LIFE = timedelta(seconds=30)
TOUCH_EVERY = timedelta(seconds=60)
KEEP_SESSIONS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted try; the fresh device name is given to the browser when the try succeeds."""

    id: int
    key: str


def count_attempt(session: Session, secret: bytes, name: str, device: str, now: datetime) -> Attempt:
    """Count a try before anything slow happens.

    Raises: RuleError `too_many_attempts` with the seconds to wait; the refused try is not counted.
    """
    key = _attempt_key(session, secret, name, device)
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
    tries, last = session.execute(
        select(func.count(), func.max(SignInAttempt.at)).where(SignInAttempt.key == key)
    ).one()
    wait = _seconds_to_wait(tries, last, now)
    if wait > 0:
        raise RuleError("too_many_attempts", seconds=wait)
    attempt = SignInAttempt(key=key, at=now)
    session.add(attempt)
    session.flush()
    return Attempt(attempt.id, key)


def _seconds_to_wait(tries: int, last: datetime | None, now: datetime) -> int:
    if tries < FREE_GUESSES or last is None:
        return 0
    pause = min(FIRST_WAIT * 2 ** (tries - FREE_GUESSES), LONGEST_WAIT)
    return max(0, pause - int((now - last).total_seconds()))


def _attempt_key(session: Session, secret: bytes, name: str, device: str) -> str:
    """One lane for each name and known device; all strange devices share the name's lane."""
    known = session.scalar(
        select(KnownDevice.device_hash)
        .join(Account, Account.id == KnownDevice.account_id)
        .where(Account.name == account_name(name), KnownDevice.device_hash == secret_hash(device))
    )
    text = f"{account_name(name)}\0{known or ''}"
    return hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def check_credentials(
    found: SignInRecord | None, password: str, code: str, secret: bytes, now: datetime
) -> int:
    """The password and, where the role needs it, the second factor.  Slow on purpose; no database.

    Returns the step of the code used (0 without one).
    Raises: RuleError `sign_in_failed`, the same for every cause.
    """
    right = matches(password, found.password_hash if found else DUMMY_HASH)
    step = second_factor_step(found, code, secret, now)
    if found is None or not right or found.disabled or step is None:
        raise RuleError("sign_in_failed")
    return step


def second_factor_step(found: SignInRecord | None, code: str, secret: bytes, now: datetime) -> int | None:
    """The step of a right second-factor code; 0 where none is needed; None when it is wrong or used."""
    if found is None or found.role not in SECOND_FACTOR_ROLES:
        return 0
    if found.totp_sealed is None:
        return None
    step = totp_step(open_totp(found.totp_sealed, secret), code, now)
    return step if step is not None and step > found.totp_last_step else None


def finish_sign_in(
    session: Session, attempt: Attempt, found: SignInRecord, step: int, device: str, now: datetime
) -> None:
    """Note the success: the attempt no longer slows, the code is spent, the device is known.

    Raises: RuleError `sign_in_failed` when the password, role or second factor was changed, or the account
        closed, while the slow hash of `found` was computed.
    """
    account = session.get_one(Account, found.account_id)
    changed = account.epoch != found.epoch or account.disabled_at is not None
    if changed or (step and step <= account.totp_last_step):
        raise RuleError("sign_in_failed")
    account.totp_last_step = max(account.totp_last_step, step)
    session.execute(delete(SignInAttempt).where(SignInAttempt.key == attempt.key))
    if session.get(KnownDevice, (account.id, secret_hash(device))) is None:
        session.add(KnownDevice(account_id=account.id, device_hash=secret_hash(device), since=now))


def open_session(session: Session, account_id: UUID, now: datetime) -> str:
    """Open a session and return its secret, which is kept nowhere but in the browser."""
    account = session.get_one(Account, account_id)
    secret = secrets.token_urlsafe(32)
    session.execute(delete(WebSession).where(WebSession.created_at < now - KEEP_SESSIONS))
    session.add(
        WebSession(
            secret_hash=secret_hash(secret),
            account_id=account_id,
            epoch=account.epoch,
            created_at=now,
            last_seen_at=now,
        )
    )
    record(session, Audit(account.name, "session_opened", "account", str(account_id), now))
    return secret


def touch_session(session: Session, session_hash: str, now: datetime) -> None:
    """Note that the session is in use, so that it does not go idle."""
    session.execute(update(WebSession).where(WebSession.secret_hash == session_hash).values(last_seen_at=now))


def close_session(session: Session, secret: str, now: datetime) -> None:
    """End a session for both apps at once; an unknown one is ended already."""
    web = session.get(WebSession, secret_hash(secret))
    if web is None or web.ended_at is not None:
        return
    web.ended_at = now
    account = session.get_one(Account, web.account_id)
    record(session, Audit(account.name, "session_closed", "account", str(account.id), now))


def make_ticket(session: Session, account_id: UUID, now: datetime) -> str:
    """A one-time ticket with which the dashboard's own route opens the session."""
    ticket = secrets.token_urlsafe(32)
    session.execute(delete(SignInTicket).where(SignInTicket.made_at < now - TICKET_LIFE))
    session.add(SignInTicket(ticket_hash=secret_hash(ticket), account_id=account_id, made_at=now))
    return ticket


def redeem_ticket(session: Session, ticket: str, now: datetime) -> str:
    """Turn a fresh ticket into a session; its secret is returned.

    Raises: RuleError `sign_in_needed` when the ticket is unknown, old or used.
    """
    row = session.get(SignInTicket, secret_hash(ticket))
    if row is None or row.used_at is not None or now - row.made_at > TICKET_LIFE:
        raise RuleError("sign_in_needed")
    row.used_at = now
    return open_session(session, row.account_id, now)
