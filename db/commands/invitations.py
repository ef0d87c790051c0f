"""How is a class invited, an invitation taken back, and a group of waiting answers decided upon?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.changes import note_change
from db.commands.consulting_desk import LAST_MINUTE, checked
from db.commands.submission_marks import SLIP_LETTERS
from db.models import Consultation, Invitation, Submission
from db.queries.accounts import SignedIn
from db.queries.consultation_forms import consultation_form
from db.queries.consulting_desk import ACTION, NOUN
from db.queries.invitations import invitation_record
from db.queries.step_records import consultation_named
from db.rules.consultation import UNANNOUNCED, read_moment
from db.rules.errors import Problem, RuleError
from db.rules.invitations import CODE_LENGTH
from db.rules.roles import check_may
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]


def add_invitation(session: Session, by: SignedIn, slug: str, form: Form, now: datetime) -> int:
    """A code for one class or session; the same one when the form is sent again.

    Raises: RuleError `forbidden`, `unknown_consultation`, `token_missing`, `token_malformed`,
        `fields_refused`.
    """
    check_may(by.role, ACTION)
    row, token = consultation_named(session, slug), read_token(form)
    before = session.scalar(select(Invitation.id).where(Invitation.token == token))
    if before is not None:
        return before
    values = checked(session, by, consultation_form("invitation"), form, now)
    opens, closes = read_moment(values, "opens", time()), read_moment(values, "closes", LAST_MINUTE)
    if opens is not None and closes is not None and closes <= opens:
        raise RuleError("fields_refused", [Problem("closes_on", "end_before_start")])
    made = Invitation(
        consultation_id=row.id,
        token=token,
        code=_free_code(session),
        label_vi=values["label_vi"],
        opens_at=opens,
        closes_at=closes,
        most=values.get("most"),
        made_at=now,
        made_by=by.name,
    )
    session.add(made)
    session.flush()
    _note(session, by, row, "invitation_made", {"label_vi": (None, made.label_vi)}, now)
    return made.id


def revoke_invitation(
    session: Session, by: SignedIn, slug: str, number: int, form: Form, now: datetime
) -> None:
    """What comes by this code from now on waits for a look; what came before too, when asked for.

    Raises: RuleError `forbidden`, `unknown_consultation`, `unknown_invitation`, `wrong_state` when it was
        revoked before, `fields_refused`.
    """
    values = checked(session, by, consultation_form("revoke"), form, now)
    row = consultation_named(session, slug)
    made = invitation_record(session, row.id, number)
    if made.revoked_at is not None:
        raise RuleError("wrong_state", state="revoked")
    made.revoked_at = now
    if values.get("hold"):
        session.execute(
            update(Submission)
            .where(Submission.invitation_id == made.id, Submission.standing == "counted")
            .values(standing="waiting", held_for="revoked")
        )
    changed = {"invitation": (made.label_vi, None)}
    _note(session, by, row, "invitation_revoked", changed, now, values["reason"])


def decide_group(
    session: Session, by: SignedIn, slug: str, number: int, why: str, form: Form, now: datetime
) -> None:
    """Count a group of waiting answers, or leave it out; what was left out may be taken in later.

    `number` is the invitation (0: none that we know), `why` the reason for which they wait.
    Raises: RuleError `forbidden`, `unknown_consultation`, `wrong_state` after the findings were sent,
        `unknown_group`, `fields_refused`.
    """
    values = checked(session, by, consultation_form("held"), form, now)
    row = consultation_named(session, slug)
    if row.state in (*UNANNOUNCED, "concluded", "told"):
        raise RuleError("wrong_state", state=row.state)
    release = values["decision"] == "release"
    decided = session.execute(
        update(Submission)
        .where(
            Submission.consultation_id == row.id,
            Submission.invitation_id == number if number else Submission.invitation_id.is_(None),
            Submission.held_for == why,
            Submission.standing.in_(("waiting", "left_out") if release else ("waiting",)),
        )
        .values(standing="counted" if release else "left_out")
    )
    if not decided.rowcount:  # type: ignore[attr-defined]
        raise RuleError("unknown_group")
    act = "held_released" if release else "held_left_out"
    _note(session, by, row, act, {"held_for": (why, None)}, now, values["reason"])


def _free_code(session: Session) -> str:
    """A code nobody has; 32 letters to the sixth leave room."""
    while True:
        code = "".join(secrets.choice(SLIP_LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Invitation.id).where(Invitation.code == code)) is None:
            return code


def _note(
    session: Session,
    by: SignedIn,
    row: Consultation,
    act: str,
    changed: Mapping[str, tuple[Any, Any]],
    now: datetime,
    reason: str = "",
) -> None:
    session.flush()
    note_change(session, by.name, act, (NOUN, str(row.id)), changed, now, reason)
    record(session, Audit(by.name, act, NOUN, row.slug, now))
