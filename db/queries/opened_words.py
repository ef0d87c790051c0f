"""What did a child write, what was done about it, and which of the words may leave?

Everything with content needs an open key, but for passages that two officers let out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.models import (
    Concern,
    ConcernEvent,
    Consultation,
    Passage,
    Province,
    Response,
    SealedItem,
    SealedKey,
)
from db.queries.consultations import definition_of
from db.queries.safeguarding import QueueRow, queue_row
from db.rules.answers import AGE_BAND, PROVINCE, PROVINCE_PREFIX, SEX
from db.rules.definition import Definition, choice_label, in_language, question_named
from db.rules.errors import RuleError
from db.sealing.envelopes import NotOpened, OpenKey, open_item

LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing an officer did."""

    act: str
    done_on: date | None
    reference: str
    at: datetime
    by_vi: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """One passage on its way out; `text_vi` only with an open key, or once it is out."""

    id: UUID
    concern_id: UUID
    consultation_vi: str
    question_vi: str
    text_vi: str
    state: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class OpenedConcern:
    """What one child wrote, for the officer's eyes.  Has no printed form."""

    row: QueueRow
    texts: tuple[tuple[str, str, str], ...]  # question, its words, what was written
    contact: str
    about: tuple[tuple[str, str], ...]  # age band, sex, province, in words
    events: tuple[EventRow, ...]
    passages: tuple[PassageRow, ...]
    erased_on: date | None


@dataclass(frozen=True, slots=True)
class ReleasedPassage:
    """A passage two officers let out: what staff may code and quote."""

    id: UUID
    question: str
    text_vi: str
    age_band: str
    region_vi: str
    released_at: datetime


def opened_concern(session: Session, concern_id: UUID, opener: OpenKey, today: date) -> OpenedConcern:
    """What one child wrote, and what was done.  Raises: RuleError `unknown_concern`."""
    concern = session.get(Concern, concern_id)
    if concern is None:
        raise RuleError("unknown_concern")
    asked = session.get_one(Consultation, concern.consultation_id)
    form = definition_of(session, asked.form_version_id)
    content = _opened(session, concern.item_id, opener) if concern.item_id else {"texts": {}, "contact": ""}
    texts = content["texts"]
    return OpenedConcern(
        queue_row(concern, asked.title_vi, asked.sample, today, {}),
        tuple((name, _label(form, name), text) for name, text in texts.items()),
        content["contact"],
        _about(session, form, concern.token),
        _events(session, concern_id),
        _passages(session, Passage.concern_id == concern_id, opener),
        concern.erased_on,
    )


def proposed_passages(session: Session, opener: OpenKey) -> tuple[PassageRow, ...]:
    """Passages that wait for a second officer."""
    return _passages(session, Passage.state == "proposed", opener)


def released_passages(session: Session, consultation_id: int) -> tuple[ReleasedPassage, ...]:
    """What of a consultation's own words was let out, in the order of release; needs no key."""
    rows = session.scalars(
        select(Passage)
        .where(Passage.consultation_id == consultation_id, Passage.state == "released")
        .order_by(Passage.decided_at, Passage.id)
    )
    return tuple(
        ReleasedPassage(row.id, row.question, row.text_vi, row.age_band, row.region_vi, row.decided_at)
        for row in rows
        if row.decided_at is not None
    )


def opened_passage(session: Session, passage_id: UUID, opener: OpenKey) -> str:
    """The words of one proposed passage.  Raises: RuleError `unknown_passage`."""
    item_id = session.scalar(select(Passage.item_id).where(Passage.id == passage_id))
    if item_id is None:
        raise RuleError("unknown_passage")
    return str(_opened(session, item_id, opener)["passage"])


def _opened(session: Session, item_id: UUID, opener: OpenKey) -> dict[str, Any]:
    row = session.execute(
        select(SealedItem.body, SealedKey.sealed)
        .join(SealedKey, SealedKey.item_id == SealedItem.id)
        .where(SealedItem.id == item_id, SealedKey.key_id == opener.id)
    ).first()
    if row is None:
        raise RuleError("no_key")
    try:
        return open_item(item_id, row.body, row.sealed, opener)
    except NotOpened as changed:
        raise RuleError("words_unreadable") from changed


def _label(form: Definition, name: str) -> str:
    question = question_named(form, name)
    return in_language(question.labels, LANGUAGE) if question else name


def _about(session: Session, form: Definition, token: UUID | None) -> tuple[tuple[str, str], ...]:
    told = dict(
        session.execute(
            select(Response.question, Response.value).where(
                Response.token == token, Response.question.in_((AGE_BAND, SEX, PROVINCE))
            )
        ).all()
    )
    words = {name: choice_label(form, LANGUAGE, name, told[name]) for name in (AGE_BAND, SEX) if name in told}
    if PROVINCE in told:
        province = session.get(Province, told[PROVINCE].removeprefix(PROVINCE_PREFIX))
        words[PROVINCE] = province.name_vi if province else told[PROVINCE]
    return tuple(words.items())


def _events(session: Session, concern_id: UUID) -> tuple[EventRow, ...]:
    rows = session.scalars(
        select(ConcernEvent).where(ConcernEvent.concern_id == concern_id).order_by(ConcernEvent.id)
    )
    return tuple(EventRow(row.act, row.done_on, row.reference, row.at, row.by_vi) for row in rows)


def _passages(session: Session, which: ColumnElement[bool], opener: OpenKey) -> tuple[PassageRow, ...]:
    rows = session.execute(
        select(Passage, Consultation)
        .join(Consultation, Consultation.id == Passage.consultation_id)
        .where(which)
        .order_by(Passage.proposed_at, Passage.id)
    )
    return tuple(_passage_row(session, passage, asked, opener) for passage, asked in rows.all())


def _passage_row(session: Session, row: Passage, asked: Consultation, opener: OpenKey) -> PassageRow:
    text = opened_passage(session, row.id, opener) if row.item_id else row.text_vi
    label = _label(definition_of(session, asked.form_version_id), row.question)
    return PassageRow(
        row.id, row.concern_id, asked.title_vi, label, text, row.state, row.proposed_by, row.proposed_at
    )
