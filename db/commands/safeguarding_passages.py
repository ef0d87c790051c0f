"""How do words leave the officers' desk?  One officer proposes a passage, another lets it out or does not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.safeguarding import erase_item, seal_for_officers
from db.models import Concern, Passage, Province, Response
from db.queries.accounts import SignedIn
from db.queries.opened_words import opened_passage
from db.rules.answers import AGE_BAND, PROVINCE, PROVINCE_PREFIX
from db.rules.errors import RuleError
from db.rules.roles import check_may
from db.rules.safeguarding import identifying_marks
from db.rules.text_in import clean_text
from db.sealing.envelopes import OpenKey

MOST_PASSAGE = 600


def propose_passage(
    session: Session,
    by: SignedIn,
    concern_id: UUID,
    question: str,
    passage: str,
    now: datetime,
    *,
    token: UUID,
    seen: bool = False,
) -> None:
    """Propose a passage without anything that tells who wrote it; sealed until another officer confirms.

    `token` makes it once, however often the form is sent.
    `seen`: the officer was warned of what looks like a name, phone number, school… and keeps the words.
    Raises: RuleError `unknown_concern`, `words_erased`, `required`, `too_long`, `bad_text`,
            `passage_identifies` (facts: marks) unless seen.
    """
    check_may(by.role, "read_sealed")
    concern = _readable(session, concern_id)
    if session.get(Passage, token) is not None:
        return
    text = clean_text(passage, MOST_PASSAGE)
    if not text:
        raise RuleError("required")
    marks = identifying_marks(text)
    if marks and not seen:
        raise RuleError("passage_identifies", marks=marks)
    item_id = seal_for_officers(session, {"passage": text})
    session.add(_proposal(session, by, concern, token, question, item_id, now))
    session.flush()
    record(session, Audit(by.name, "passage_proposed", "passage", str(token), now, {"warned": bool(marks)}))


def _readable(session: Session, concern_id: UUID) -> Concern:
    concern = session.get(Concern, concern_id)
    if concern is None:
        raise RuleError("unknown_concern")
    if concern.item_id is None:
        raise RuleError("words_erased")
    return concern


def _proposal(
    session: Session, by: SignedIn, concern: Concern, token: UUID, question: str, item_id: UUID, now: datetime
) -> Passage:
    """The passage with as much about the child as may go along: age band and region."""
    return Passage(
        id=token,
        concern_id=concern.id,
        consultation_id=concern.consultation_id,
        question=question,
        age_band=_told(session, concern.token, AGE_BAND),
        region_vi=_region(session, concern.token),
        item_id=item_id,
        proposed_at=now,
        proposed_by=by.name,
    )


def release_passage(session: Session, by: SignedIn, passage_id: UUID, opener: OpenKey, now: datetime) -> None:
    """Let the sealed passage out as it was proposed, for coding and quotation.

    Raises: RuleError `unknown_passage`, `second_person_needed` for whoever proposed it.
    """
    row = _proposed(session, by, passage_id)
    if row.proposed_by == by.name:
        raise RuleError("second_person_needed")
    row.text_vi = opened_passage(session, row.id, opener)
    _decide(session, by, row, "released", now)


def refuse_passage(session: Session, by: SignedIn, passage_id: UUID, now: datetime) -> None:
    """Keep the passage in: the proposer changed their mind, or the other officer does not agree."""
    _decide(session, by, _proposed(session, by, passage_id), "refused", now)


def _proposed(session: Session, by: SignedIn, passage_id: UUID) -> Passage:
    check_may(by.role, "read_sealed")
    row = session.get(Passage, passage_id)
    if row is None or row.state != "proposed" or row.item_id is None:
        raise RuleError("unknown_passage")
    return row


def _decide(session: Session, by: SignedIn, row: Passage, state: str, now: datetime) -> None:
    item_id, row.item_id = row.item_id, None
    row.state, row.decided_at, row.decided_by = state, now, by.name
    session.flush()
    erase_item(session, item_id)
    record(session, Audit(by.name, f"passage_{state}", "passage", str(row.id), now))


def _told(session: Session, token: UUID | None, question: str) -> str:
    value = session.scalar(
        select(Response.value).where(Response.token == token, Response.question == question)
    )
    return value or ""


def _region(session: Session, token: UUID | None) -> str:
    code = _told(session, token, PROVINCE).removeprefix(PROVINCE_PREFIX)
    return session.scalar(select(Province.region_vi).where(Province.code == code)) or ""
