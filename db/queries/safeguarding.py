"""What waits for the safeguarding officers, and in which order?

Everything with content needs an open key; what is counted without one says nothing but "one waits".
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Concern, Consultation, Passage, SealedItem, SealedKey
from db.rules.disclosure_words import FIRST, IN_TURN, Phrase, WordList, compile_words, order_class
from db.rules.safeguarding import is_overdue
from db.sealing.envelopes import NotOpened, OpenKey, open_item
from db.seed import rows as seed_rows

CHUNK = 200  # items opened at once to order the queue


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, without a word of content: unread, unread for a day, passages to confirm."""

    new: int
    overdue: int
    passages: int


@dataclass(frozen=True, slots=True)
class Glance:
    """What an open desk remembers of an item to order the queue: its class, and a wish to be called."""

    order: int
    contact: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; `glance` is None while the desk is shut or the words are gone."""

    id: UUID
    consultation_vi: str
    sample: bool
    received_on: date
    state: str
    overdue: bool
    glance: Glance | None


@cache
def disclosure_words() -> WordList:
    """The word list that orders the queue."""
    return compile_words(Phrase(row["words"], int(row["weight"])) for row in seed_rows("disclosure_words"))


def waiting(session: Session, today: date) -> Waiting:
    """What waits for the officers; needs no key, tells no content."""
    unread = select(func.count()).select_from(Concern).where(Concern.state == "new")
    proposed = select(func.count()).select_from(Passage).where(Passage.state == "proposed")
    return Waiting(
        new=session.scalar(unread) or 0,
        overdue=session.scalar(unread.where(Concern.received_on < today)) or 0,
        passages=session.scalar(proposed) or 0,
    )


def queue(
    session: Session,
    today: date,
    opener: OpenKey | None = None,
    known: MutableMapping[UUID, Glance] | None = None,
    *,
    closed: bool = False,
) -> tuple[QueueRow, ...]:
    """Every concern in the order to read: new ones by class and day, then those being worked on.

    `known` remembers the classes worked out before; they exist nowhere else.
    """
    rows = session.execute(
        select(Concern, Consultation.title_vi, Consultation.sample)
        .join(Consultation, Consultation.id == Concern.consultation_id)
        .where(Concern.state == "closed" if closed else Concern.state != "closed")
        .order_by(Concern.received_on, Concern.id)
    ).all()
    glances = {} if known is None else known
    if opener is not None:
        _look(session, [row.Concern.item_id for row in rows], opener, glances)
    made = [queue_row(row.Concern, row.title_vi, row.sample, today, glances) for row in rows]
    return tuple(sorted(made, key=_reading_order))


def _reading_order(row: QueueRow) -> tuple[bool, int, date]:
    order = row.glance.order if row.glance else IN_TURN
    return row.state != "new", order, row.received_on


def _look(
    session: Session, item_ids: Sequence[UUID | None], opener: OpenKey, known: MutableMapping[UUID, Glance]
) -> None:
    """Open what was not looked at yet, keep its class, forget its words."""
    fresh = [item_id for item_id in item_ids if item_id is not None and item_id not in known]
    for at in range(0, len(fresh), CHUNK):
        items = select(SealedItem.id, SealedItem.body, SealedKey.sealed).join(
            SealedKey, SealedKey.item_id == SealedItem.id
        )
        chunk = items.where(SealedKey.key_id == opener.id, SealedItem.id.in_(fresh[at : at + CHUNK]))
        for item_id, body, sealed in session.execute(chunk):
            known[item_id] = _glance(item_id, body, sealed, opener)


def _glance(item_id: UUID, body: bytes, sealed: bytes, opener: OpenKey) -> Glance:
    """A wish to be called back is read first, whatever else was written; so is what no key opens."""
    try:
        content = open_item(item_id, body, sealed, opener)
    except NotOpened:
        return Glance(FIRST, contact=False)
    contact = bool(content["contact"])
    text = "\n".join([*content["texts"].values(), content["contact"]])
    return Glance(FIRST if contact else order_class(text, disclosure_words()), contact)


def queue_row(
    concern: Concern, title: str, sample: bool, today: date, known: MutableMapping[UUID, Glance]
) -> QueueRow:
    """One line of the queue."""
    glance = known.get(concern.item_id) if concern.item_id else None
    overdue = is_overdue(concern.state, concern.received_on, today)
    return QueueRow(concern.id, title, sample, concern.received_on, concern.state, overdue, glance)
