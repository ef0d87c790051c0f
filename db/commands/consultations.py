"""What happens in a consultation?  A form is published, a child answers, a child takes the answer back."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, by_child, record
from db.models import Consultation, ErasedToken, FormVersion, Instrument, Response, Submission
from db.queries.consultations import clean_slip, definition_of
from db.queries.moments import day_of
from db.rules.answer_kinds import stored_values
from db.rules.answers import Answers, canonical_bytes, check_answers
from db.rules.consultation import check_may_record
from db.rules.definition import free_text_questions, read_definition
from db.rules.errors import RuleError
from db.rules.tokens import read_token

SLIP_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no O 0 I 1
SLIP_LENGTH = 8
ASSENT_VERSION = "2026-11"
ASSENT_FIELD = "dong_y"

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a child keeps: the slip's code; `repeated` when the same answer had arrived before."""

    slip: str
    repeated: bool


def publish_form(
    session: Session,
    actor: str,
    slug: str,
    source: str,
    xform: str,
    definition: Mapping[str, object],
    now: datetime,
) -> FormVersion:
    """Freeze one version of an instrument.

    Raises: RuleError `free_text_needs_sealing` while nobody could read a child's own words safely.
    """
    compiled = read_definition(definition)
    if free_text_questions(compiled):
        raise RuleError("free_text_needs_sealing")
    instrument = session.scalar(select(Instrument).where(Instrument.slug == slug))
    if instrument is None:
        instrument = Instrument(slug=slug, title_vi=compiled.title)
        session.add(instrument)
        session.flush()
    last = session.scalar(
        select(func.max(FormVersion.number)).where(FormVersion.instrument_id == instrument.id)
    )
    text = json.dumps(definition, sort_keys=True, ensure_ascii=False)
    version = FormVersion(
        instrument_id=instrument.id,
        number=(last or 0) + 1,
        source=source,
        xform=xform,
        definition=dict(definition),
        assent_version=ASSENT_VERSION,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published_at=now,
        published_by=actor,
    )
    session.add(version)
    session.flush()
    record(session, Audit(actor, "form_published", "form_version", str(version.id), now))
    return version


def open_consultation(session: Session, actor: str, consultation: Consultation, now: datetime) -> None:
    """Add a consultation; it takes answers from its opening to its closing moment."""
    session.add(consultation)
    session.flush()
    record(session, Audit(actor, "consultation_opened", "consultation", consultation.slug, now))


def record_submission(
    session: Session, secret: bytes, slug: str, form: Form, now: datetime, channel: str = "web"
) -> Receipt:
    """Keep a child's answers, exactly once whatever was pressed.

    Raises: RuleError `token_missing`, `token_malformed`, `token_erased`, `token_reused`,
            `unknown_consultation`, `consultation_not_open`, `consultation_closed`, `unknown_version`,
            `assent_missing`, `fields_refused`.
    Source: trust.md section 1; consultations.md sections 2 and 3.
    """
    token = read_token(form)
    if session.get(ErasedToken, _token_hash(secret, token)) is not None:
        raise RuleError("token_erased")
    consultation = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if consultation is None:
        raise RuleError("unknown_consultation")
    first = session.get(Submission, token)
    if first is not None:
        return _repeated(session, first, consultation, form, now)
    late = check_may_record(consultation.opens_at, consultation.closes_at, now)
    answers = _checked(session, consultation, form, now)
    submission = Submission(
        token=token,
        consultation_id=consultation.id,
        form_version_id=consultation.form_version_id,
        received_on=day_of(now),
        channel=channel,
        language="vi",
        late=late,
        slip=_new_slip(session),
        content_hash=_content_hash(answers, consultation),
    )
    session.add(submission)
    session.flush()
    values = [
        {"token": token, "question": name, "value": value}
        for name, answer in answers.values.items()
        for value in stored_values(answer)
    ]
    if values:
        session.execute(insert(Response), values)
    record(session, by_child("submission_recorded", slug, now))
    return Receipt(submission.slip, repeated=False)


def _checked(session: Session, consultation: Consultation, form: Form, now: datetime) -> Answers:
    """The child's yes, then the answers, under the version the page was made from."""
    if list(form.get("version", ())) != [str(consultation.form_version_id)]:
        raise RuleError("unknown_version")
    if list(form.get(ASSENT_FIELD, ())) != ["1"]:
        raise RuleError("assent_missing")
    return check_answers(definition_of(session, consultation.form_version_id), form, today=day_of(now))


def _repeated(
    session: Session, first: Submission, consultation: Consultation, form: Form, now: datetime
) -> Receipt:
    """The same receipt for the same content; anything else under a used token is refused."""
    try:
        same = (
            first.consultation_id == consultation.id
            and _content_hash(_checked(session, consultation, form, now), consultation) == first.content_hash
        )
    except RuleError as refusal:
        raise RuleError("token_reused") from refusal
    if not same:
        raise RuleError("token_reused")
    return Receipt(first.slip, repeated=True)


def _content_hash(answers: Answers, consultation: Consultation) -> str:
    return hashlib.sha256(canonical_bytes(answers, consultation.form_version_id)).hexdigest()


def _new_slip(session: Session) -> str:
    """A code nobody has; with 32⁸ of them a second try is a rarity."""
    while True:
        code = "".join(secrets.choice(SLIP_LETTERS) for _ in range(SLIP_LENGTH))
        if session.scalar(select(Submission.slip).where(Submission.slip == code)) is None:
            return code


def withdraw_submission(session: Session, secret: bytes, code: str, now: datetime) -> None:
    """Erase a child's answers for ever; the next release counts without them.

    Raises: RuleError `unknown_slip`.
    """
    submission = session.scalar(select(Submission).where(Submission.slip == clean_slip(code)))
    if submission is None:
        raise RuleError("unknown_slip")
    slug = session.scalar(select(Consultation.slug).where(Consultation.id == submission.consultation_id))
    session.add(ErasedToken(token_hash=_token_hash(secret, submission.token), erased_on=day_of(now)))
    session.execute(delete(Response).where(Response.token == submission.token))
    session.delete(submission)
    record(session, by_child("submission_withdrawn", slug or "", now))


def _token_hash(secret: bytes, token: UUID) -> str:
    return hmac.new(secret, b"token:" + token.bytes, hashlib.sha256).hexdigest()
