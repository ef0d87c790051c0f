"""Does an answer that came by this invitation count at once, or does a person look at its group first?

Nobody is refused and nobody is told: the child's page is the same either way.  A code is not a password;
it says where an answer comes from, so that a flood of invented ones can be seen and left out together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.rules.consultation import GRACE

CODE_LENGTH = 6
# Why an answer waits, in the order of the tests.
HELD_FOR = ("no_invitation", "unknown_code", "revoked", "outside_hours", "over_cap")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as the decision needs it; `taken_n`: how many answers came by it before."""

    opens_at: datetime | None
    closes_at: datetime | None
    most: int | None
    revoked: bool
    taken_n: int


def clean_code(typed: str) -> str:
    """An invitation's code as it is stored, whatever case, spaces and dashes were typed."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def held_for(named: str, invited: Invited | None, invited_only: bool, now: datetime) -> str:
    """Why this answer waits for a look, "" when it counts at once.

    ``named``: the code the page was opened with, "" without one; ``invited``: what it stands for.
    A child who began in time may finish within the same half-hour as at the end of a consultation.
    """
    if not named:
        return "no_invitation" if invited_only else ""
    if invited is None:
        return "unknown_code"
    if invited.revoked:
        return "revoked"
    if not _in_hours(invited, now):
        return "outside_hours"
    return "over_cap" if invited.most is not None and invited.taken_n >= invited.most else ""


def _in_hours(invited: Invited, now: datetime) -> bool:
    begun = invited.opens_at is None or now >= invited.opens_at
    return begun and (invited.closes_at is None or now < invited.closes_at + GRACE)
