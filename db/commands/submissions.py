"""What happens to a child's answers?  They are kept, exactly once, or the child takes them back.

Forms that arrive together are kept together: what is known is asked once for all, and every table is
written once.  One form alone is a group of one; there is no second way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, by_child, record, record_all
from db.commands.own_words import (
    Kept,
    answer_rows,
    keep_own_words,
    own_words,
    seal_own_words,
)
from db.commands.safeguarding import forget_words_of
from db.commands.submission_marks import content_hash, new_slip, token_hash
from db.models import Consultation, ErasedToken, Response, Submission
from db.queries.arrivals import (
    Asked,
    First,
    asked_consultations,
    erased_among,
    first_arrivals,
    invitations_under,
)
from db.queries.consultations import asked_language, clean_slip
from db.queries.invitations import code_in
from db.queries.moments import day_of
from db.queries.safeguarding_keys import sealing_keys
from db.rows import insert_rows
from db.rules.answers import Answers, check_answers
from db.rules.consultation import check_may_enter_paper, check_may_record
from db.rules.errors import RuleError
from db.rules.invitations import Invited, held_for
from db.rules.tokens import read_token
from db.sealing.envelopes import PublicKey

ASSENT_FIELD = "dong_y"
WEB, PAPER = "web", "paper"

Form = Mapping[str, Sequence[str]]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a child keeps: the slip's code; `repeated` when the same answer had arrived before."""

    slip: str
    repeated: bool


@dataclass(frozen=True, slots=True, repr=False)
class Filled:
    """One filled form on its way: for which consultation, and when it came.  Has no printed form."""

    secret: bytes
    slug: str
    form: Form
    now: datetime
    channel: str = WEB


Outcome = Receipt | RuleError


@dataclass(slots=True, repr=False)
class _Group:
    """What forms that arrive together share: what is known, and the rows they add."""

    asked: Mapping[str, Asked]
    first: dict[UUID, First]
    erased: Collection[UUID]
    invited: dict[tuple[int, str], tuple[int, Invited]]
    keys: tuple[PublicKey, ...]
    submissions: list[Row] = field(default_factory=list)
    responses: list[Row] = field(default_factory=list)
    words: list[Kept] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)


# -- arriving ------------------------------------------------------------------------------------------


def record_submission(
    session: Session, secret: bytes, slug: str, form: Form, now: datetime, channel: str = WEB
) -> Receipt:
    """Keep a child's answers, exactly once whatever was pressed.

    Raises: RuleError `token_missing`, `token_malformed`, `token_erased`, `token_reused`,
            `unknown_consultation`, `consultation_not_open`, `consultation_closed`, `unknown_version`,
            `assent_missing`, `fields_refused`, `free_text_needs_sealing`.
    Source: trust.md section 1; consultations.md sections 2 and 3.
    """
    (outcome,) = record_submissions(session, [Filled(secret, slug, form, now, channel)])
    if isinstance(outcome, RuleError):
        raise outcome
    return outcome


def record_submissions(session: Session, arrived: Sequence[Filled]) -> list[Outcome]:
    """Keep what arrived together; for each form its receipt, or why it was refused."""
    tokens = [_token(one.form) for one in arrived]
    group = _looked_up(session, arrived, tokens)
    outcomes = [_attempted(group, one, token) for one, token in zip(arrived, tokens, strict=True)]
    insert_rows(session, Submission, group.submissions)
    insert_rows(session, Response, group.responses)
    keep_own_words(session, group.words)
    record_all(session, group.audits)
    return outcomes


def _token(form: Form) -> UUID | RuleError:
    """The form's token; one that is none is refused when the form's turn comes."""
    try:
        return read_token(form)
    except RuleError as refusal:
        return refusal


def _looked_up(session: Session, arrived: Sequence[Filled], tokens: Sequence[UUID | RuleError]) -> _Group:
    """Everything the decisions need, in one question to the database for each kind."""
    hashes = {
        token_hash(one.secret, token): token
        for one, token in zip(arrived, tokens, strict=True)
        if isinstance(token, UUID)
    }
    asked = asked_consultations(session, {one.slug for one in arrived})
    speaking = any(one.form.free_text for one in asked.values())
    return _Group(
        asked=asked,
        first=first_arrivals(session, hashes.values()),
        erased={hashes[one] for one in erased_among(session, hashes)},
        invited=invitations_under(session, {code for one in arrived if (code := code_in(one.form))}),
        keys=sealing_keys(session) if speaking else (),
    )


def _attempted(group: _Group, one: Filled, token: UUID | RuleError) -> Outcome:
    if isinstance(token, RuleError):
        return token
    try:
        return _decided(group, one, token)
    except RuleError as refusal:
        return refusal


def _decided(group: _Group, one: Filled, token: UUID) -> Receipt:
    """The receipt of one form; a new one adds its rows to the group, a refused one nothing."""
    asked = group.asked.get(one.slug)
    if asked is None:
        raise RuleError("unknown_consultation")
    if token in group.erased:
        raise RuleError("token_erased")
    first = group.first.get(token)
    if first is not None:
        return _repeated(asked, first, one)
    late = _is_late(asked, one)
    answers = _checked(asked, one)
    content = content_hash(one.secret, answers, one.form, asked.version_id)
    envelope = seal_own_words(group.keys, own_words(asked.form, answers, one.form))
    slip = new_slip()
    row = {
        "token": token,
        "consultation_id": asked.id,
        "form_version_id": asked.version_id,
        "received_on": day_of(one.now),
        "channel": one.channel,
        "language": asked_language(asked.form, one.form),
        "late": late,
        "slip": slip,
        "content_hash": content,
        **_arrival(group, asked, one),
    }
    group.submissions.append(row)
    group.responses += answer_rows(asked.form, answers, token)
    if envelope is not None:
        group.words.append((envelope, row))
    group.audits.append(by_child("submission_recorded", one.slug, one.now))
    group.first[token] = First(asked.id, slip, content)
    return Receipt(slip, repeated=False)


def _arrival(group: _Group, asked: Asked, one: Filled) -> Row:
    """The columns that say by which invitation a form came and whether it counts at once."""
    code, invited_only = code_in(one.form), asked.invited_only and one.channel == WEB
    number, invited = group.invited.get((asked.id, code), (None, None))
    why = held_for(code, invited, invited_only, one.now)
    if number is not None and invited is not None:
        group.invited[asked.id, code] = number, replace(invited, taken_n=invited.taken_n + 1)
    return {"invitation_id": number, "standing": "waiting" if why else "counted", "held_for": why}


def _is_late(asked: Asked, one: Filled) -> bool:
    """Whether the answer came in the half-hour after the end; paper comes back when it comes back."""
    if one.channel == WEB:
        return check_may_record(asked.opens_at, asked.closes_at, one.now)
    check_may_enter_paper(asked.state)
    return False


def _checked(asked: Asked, one: Filled) -> Answers:
    """The child's yes, then the answers, under the version the page was made from."""
    if list(one.form.get("version", ())) != [str(asked.version_id)]:
        raise RuleError("unknown_version")
    if list(one.form.get(ASSENT_FIELD, ())) != ["1"]:
        raise RuleError("assent_missing")
    return check_answers(asked.form, one.form, today=day_of(one.now))


def _repeated(asked: Asked, first: First, one: Filled) -> Receipt:
    """The same receipt for the same content; anything else under a used token is refused."""
    try:
        content = content_hash(one.secret, _checked(asked, one), one.form, asked.version_id)
    except RuleError as refusal:
        raise RuleError("token_reused") from refusal
    if first.consultation_id != asked.id or content != first.content_hash:
        raise RuleError("token_reused")
    return Receipt(first.slip, repeated=True)


# -- leaving -------------------------------------------------------------------------------------------


def withdraw_submission(session: Session, secret: bytes, code: str, now: datetime) -> None:
    """Erase a child's answers for ever; the next release counts without them.

    Raises: RuleError `unknown_slip`.
    """
    submission = session.scalar(select(Submission).where(Submission.slip == clean_slip(code)))
    if submission is None:
        raise RuleError("unknown_slip")
    slug = session.scalar(select(Consultation.slug).where(Consultation.id == submission.consultation_id))
    session.add(ErasedToken(token_hash=token_hash(secret, submission.token), erased_on=day_of(now)))
    forget_words_of(session, submission.token, day_of(now))
    session.execute(delete(Response).where(Response.token == submission.token))
    session.delete(submission)
    record(session, by_child("submission_withdrawn", slug or "", now))
