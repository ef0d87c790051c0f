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
from db.commands.own_words import answer_rows, contact_of, take_own_words
from db.commands.safeguarding import forget_words_of
from db.models import Consultation, ErasedToken, FormVersion, Instrument, Response, Submission
from db.queries.consultations import asked_language, clean_slip, definition_of
from db.queries.invitations import arrival
from db.queries.moments import day_of
from db.queries.safeguarding_keys import check_may_ask
from db.rules.answers import Answers, canonical_bytes, check_answers
from db.rules.consultation import UNANNOUNCED, check_may_enter_paper, check_may_record
from db.rules.definition import read_definition
from db.rules.errors import RuleError
from db.rules.tokens import read_token

SLIP_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no O 0 I 1
SLIP_LENGTH = 8
ASSENT_VERSION = "2026-11"
ASSENT_FIELD = "dong_y"
WEB, PAPER = "web", "paper"

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
    source: str | bytes,
    xform: str,
    definition: Mapping[str, object],
    now: datetime,
    source_name: str = "",
) -> FormVersion:
    """Freeze one version of an instrument; `source` as it was uploaded, or Markdown as text."""
    compiled = read_definition(definition)
    instrument = session.scalar(select(Instrument).where(Instrument.slug == slug))
    if instrument is None:
        instrument = Instrument(slug=slug, title_vi=compiled.title[:200])
        session.add(instrument)
        session.flush()
    last = session.scalar(
        select(func.max(FormVersion.number)).where(FormVersion.instrument_id == instrument.id)
    )
    text = json.dumps(definition, sort_keys=True, ensure_ascii=False)
    version = FormVersion(
        instrument_id=instrument.id,
        number=(last or 0) + 1,
        source=source.encode() if isinstance(source, str) else source,
        source_name=source_name or f"{slug}.md",
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
    """Add a consultation; it takes answers from its opening to its closing moment.

    Raises: RuleError `free_text_needs_sealing` while nobody could read a child's own words safely.
    """
    check_may_ask(session, definition_of(session, consultation.form_version_id))
    session.add(consultation)
    session.flush()
    record(session, Audit(actor, "consultation_opened", "consultation", consultation.slug, now))


def record_submission(
    session: Session, secret: bytes, slug: str, form: Form, now: datetime, channel: str = WEB
) -> Receipt:
    """Keep a child's answers, exactly once whatever was pressed.

    Raises: RuleError `token_missing`, `token_malformed`, `token_erased`, `token_reused`,
            `unknown_consultation`, `consultation_not_open`, `consultation_closed`, `unknown_version`,
            `assent_missing`, `fields_refused`.
    Source: trust.md section 1; consultations.md sections 2 and 3.
    """
    token = read_token(form)
    found = _standing(session, secret, slug, token)
    if found.first_hash is not None:
        return _repeated(session, secret, found, form, now)
    late = _is_late(found, channel, now)
    answers = _checked(session, found.version_id, form, now)
    asked = definition_of(session, found.version_id)
    slip = "".join(secrets.choice(SLIP_LETTERS) for _ in range(SLIP_LENGTH))
    submission = {
        "token": token,
        "consultation_id": found.consultation_id,
        "form_version_id": found.version_id,
        "received_on": day_of(now),
        "channel": channel,
        "language": asked_language(asked, form),
        "late": late,
        "slip": slip,
        "content_hash": _content_hash(secret, answers, form, found.version_id),
        **arrival(session, found.consultation_id, found.invited_only and channel == WEB, form, now),
    }
    session.execute(insert(Submission.__table__), submission)
    values = answer_rows(asked, answers, token)
    if values:
        session.execute(insert(Response.__table__), values)
    take_own_words(session, asked, answers, form, submission)
    record(session, by_child("submission_recorded", slug, now))
    return Receipt(slip, repeated=False)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a posted form stands: its consultation, and the submission its token made before, if any."""

    consultation_id: int
    version_id: int
    opens_at: datetime
    closes_at: datetime | None
    state: str
    invited_only: bool
    first_consultation_id: int | None
    first_slip: str
    first_hash: str | None


def _standing(session: Session, secret: bytes, slug: str, token: UUID) -> _Standing:
    """Everything the decision needs, in one question to the database.

    Raises: RuleError `token_erased`, `unknown_consultation`.
    """
    row = session.execute(
        select(
            Consultation.id,
            Consultation.form_version_id,
            Consultation.opens_at,
            Consultation.closes_at,
            Consultation.state,
            Consultation.invited_only,
            Submission.consultation_id.label("first_id"),
            Submission.slip,
            Submission.content_hash,
            ErasedToken.token_hash,
        )
        .select_from(Consultation)
        .outerjoin(Submission, Submission.token == token)
        .outerjoin(ErasedToken, ErasedToken.token_hash == _token_hash(secret, token))
        .where(Consultation.slug == slug)
    ).first()
    if row is None or row.state in UNANNOUNCED:
        raise RuleError("unknown_consultation")
    if row.token_hash is not None:
        raise RuleError("token_erased")
    return _Standing(
        consultation_id=row.id,
        version_id=row.form_version_id,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        state=row.state,
        invited_only=row.invited_only,
        first_consultation_id=row.first_id,
        first_slip=row.slip or "",
        first_hash=row.content_hash,
    )


def _is_late(found: _Standing, channel: str, now: datetime) -> bool:
    """Whether the answer came in the half-hour after the end; paper comes back when it comes back."""
    if channel == WEB:
        return check_may_record(found.opens_at, found.closes_at, now)
    check_may_enter_paper(found.state)
    return False


def _checked(session: Session, version_id: int, form: Form, now: datetime) -> Answers:
    """The child's yes, then the answers, under the version the page was made from."""
    if list(form.get("version", ())) != [str(version_id)]:
        raise RuleError("unknown_version")
    if list(form.get(ASSENT_FIELD, ())) != ["1"]:
        raise RuleError("assent_missing")
    return check_answers(definition_of(session, version_id), form, today=day_of(now))


def _repeated(session: Session, secret: bytes, found: _Standing, form: Form, now: datetime) -> Receipt:
    """The same receipt for the same content; anything else under a used token is refused."""
    try:
        answers = _checked(session, found.version_id, form, now)
        same_content = _content_hash(secret, answers, form, found.version_id) == found.first_hash
    except RuleError as refusal:
        raise RuleError("token_reused") from refusal
    if found.first_consultation_id != found.consultation_id or not same_content:
        raise RuleError("token_reused")
    return Receipt(found.first_slip, repeated=True)


def _content_hash(secret: bytes, answers: Answers, form: Form, version_id: int) -> str:
    """Keyed: from a plain hash in the database, short own words could be guessed."""
    content = b"content:" + canonical_bytes(answers, version_id) + contact_of(form).encode()
    return hmac.new(secret, content, hashlib.sha256).hexdigest()


def withdraw_submission(session: Session, secret: bytes, code: str, now: datetime) -> None:
    """Erase a child's answers for ever; the next release counts without them.

    Raises: RuleError `unknown_slip`.
    """
    submission = session.scalar(select(Submission).where(Submission.slip == clean_slip(code)))
    if submission is None:
        raise RuleError("unknown_slip")
    slug = session.scalar(select(Consultation.slug).where(Consultation.id == submission.consultation_id))
    session.add(ErasedToken(token_hash=_token_hash(secret, submission.token), erased_on=day_of(now)))
    forget_words_of(session, submission.token, day_of(now))
    session.execute(delete(Response).where(Response.token == submission.token))
    session.delete(submission)
    record(session, by_child("submission_withdrawn", slug or "", now))


def _token_hash(secret: bytes, token: UUID) -> str:
    return hmac.new(secret, b"token:" + token.bytes, hashlib.sha256).hexdigest()
