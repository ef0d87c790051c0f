"""Who tried to open an officer's desk, and did it open?  Every try is counted, every outcome is noted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.sign_in import Attempt, count_attempt
from db.models import SignInAttempt
from db.queries.accounts import SignedIn
from db.rules.roles import check_may

LANE = "/khoa"  # no account's name has a slash, so this lane of guesses is nobody's sign-in


def count_guess(session: Session, secret: bytes, by: SignedIn, now: datetime) -> Attempt:
    """Count a try at a passphrase before the slow work; all devices of one officer share one lane.

    Raises: RuleError `forbidden`; `too_many_attempts` with the seconds to wait.
    """
    check_may(by.role, "read_sealed")
    return count_attempt(session, secret, by.name + LANE, "", now)


def note_opened(session: Session, by: SignedIn, attempt: Attempt, now: datetime) -> None:
    """The desk is open: the tries before no longer slow anybody down."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.key == attempt.key))
    record(session, Audit(by.name, "desk_opened", "account", str(by.account_id), now))


def note_wrong(session: Session, by: SignedIn, now: datetime) -> None:
    """A wrong passphrase stands in the log, for the inspector to see."""
    record(session, Audit(by.name, "passphrase_wrong", "account", str(by.account_id), now))
