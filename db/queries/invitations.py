"""Which invitations has a consultation, what came by each, and which answers wait for a look?

Numbers that leave are rounded; a group that waits is never shown answer by answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Consultation, Invitation, Submission
from db.rules.consultation import UNANNOUNCED
from db.rules.errors import RuleError
from db.rules.invitations import CODE_LENGTH, clean_code
from db.rules.suppression import rounded_live_count

CODE_FIELD: Final = "moi"


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation; the numbers are rounded words."""

    id: int
    code: str
    label_vi: str
    opens_at: datetime | None
    closes_at: datetime | None
    most: int | None
    revoked_at: datetime | None
    counted_shown: str
    held: bool


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Answers that do not count: by which invitation, why, how many (rounded); `left_out`: for good."""

    invitation_id: int
    label_vi: str
    why: str
    left_out: bool
    count_shown: str


def code_in(form: Mapping[str, Sequence[str]]) -> str:
    """The invitation's code a posted form carries, as it is stored; "" without one."""
    return clean_code(next(iter(form.get(CODE_FIELD, ())), "")[:80])[:CODE_LENGTH]


def consultation_of_code(session: Session, typed: str) -> str:
    """The name of the consultation an invitation is for, also when it was revoked or its hours are over.

    Raises: RuleError `unknown_invitation`.
    """
    slug = session.scalar(
        select(Consultation.slug)
        .join(Invitation, Invitation.consultation_id == Consultation.id)
        .where(Invitation.code == clean_code(typed), Consultation.state.not_in(UNANNOUNCED))
    )
    if slug is None:
        raise RuleError("unknown_invitation")
    return slug


def invitations(session: Session, consultation_id: int) -> tuple[InvitationRow, ...]:
    """The invitations of a consultation, newest first."""
    counted, held = _numbers(session, consultation_id)
    rows = session.scalars(
        select(Invitation).where(Invitation.consultation_id == consultation_id).order_by(Invitation.id.desc())
    )
    return tuple(_row(row, counted.get(row.id, 0), row.id in held) for row in rows)


def invitation(session: Session, consultation_id: int, number: int) -> InvitationRow:
    """One invitation.  Raises: RuleError `unknown_invitation`."""
    row = invitation_record(session, consultation_id, number)
    counted, held = _numbers(session, consultation_id)
    return _row(row, counted.get(row.id, 0), row.id in held)


def invitation_record(session: Session, consultation_id: int, number: int) -> Invitation:
    """The record, for commands.  Raises: RuleError `unknown_invitation`."""
    row = session.get(Invitation, number)
    if row is None or row.consultation_id != consultation_id:
        raise RuleError("unknown_invitation")
    return row


def held_groups(session: Session, consultation_id: int) -> tuple[HeldGroup, ...]:
    """What waits, then what was left out, by invitation and reason; invitation 0: none that we know."""
    rows = session.execute(
        select(
            func.coalesce(Submission.invitation_id, 0),
            func.coalesce(Invitation.label_vi, ""),
            Submission.held_for,
            Submission.standing,
            func.count(),
        )
        .outerjoin(Invitation, Invitation.id == Submission.invitation_id)
        .where(Submission.consultation_id == consultation_id, Submission.standing != "counted")
        .group_by(Submission.invitation_id, Invitation.label_vi, Submission.held_for, Submission.standing)
    ).all()
    groups = [
        HeldGroup(number, label, why, standing == "left_out", rounded_live_count(count).shown)
        for number, label, why, standing, count in rows
    ]
    return tuple(sorted(groups, key=lambda one: (one.left_out, one.invitation_id, one.why)))


def _numbers(session: Session, consultation_id: int) -> tuple[Mapping[int, int], set[int]]:
    """Invitation → how many counted answers; and the invitations of which some wait."""
    rows = session.execute(
        select(Submission.invitation_id, Submission.standing, func.count())
        .where(Submission.consultation_id == consultation_id, Submission.invitation_id.is_not(None))
        .group_by(Submission.invitation_id, Submission.standing)
    ).all()
    counted = {number: count for number, standing, count in rows if standing == "counted"}
    return counted, {number for number, standing, _ in rows if standing == "waiting"}


def _row(row: Invitation, counted: int, held: bool) -> InvitationRow:
    return InvitationRow(
        id=row.id,
        code=row.code,
        label_vi=row.label_vi,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        most=row.most,
        revoked_at=row.revoked_at,
        counted_shown=rounded_live_count(counted).shown,
        held=held,
    )
