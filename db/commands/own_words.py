"""Which parts of a filled form are a child's own words, where do they go, and what stands in their place?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from db.commands.safeguarding import store_items
from db.models import Concern
from db.rows import insert_rows
from db.rules.answer_kinds import stored_values
from db.rules.answers import Answers
from db.rules.definition import Definition, free_text_questions
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.text_in import clean_text
from db.sealing.envelopes import Envelope, PublicKey, seal

SEALED = "sealed"  # what an answer keeps of own words: that there were some
CONTACT_FIELD = "+goi_lai"  # no question of an XLSForm can be called so
MOST_CONTACT = 300

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, repr=False)
class OwnWords:
    """A child's own words on their way: question -> text, and how to call back.  Has no printed form."""

    texts: Mapping[str, str]
    contact: str

    @property
    def any(self) -> bool:
        """Whether anything was written at all."""
        return bool(self.texts or self.contact)


# What was sealed, and the row of the submission it came with.
Kept: TypeAlias = tuple[Envelope, Mapping[str, Any]]


def answer_rows(form: Definition, answers: Answers, token: UUID) -> list[dict[str, object]]:
    """The answers as they are stored, a row for each value; own words replaced by a mark."""
    sealed = dict.fromkeys(free_text_questions(form), SEALED)
    return [
        {"token": token, "question": name, "value": value}
        for name, answer in answers.values.items()
        for value in stored_values(sealed.get(name, answer))
    ]


def own_words(form: Definition, answers: Answers, posted: Form) -> OwnWords | None:
    """What a child wrote, and the wish to be called back; None in a form that asks for no own words.

    Raises: RuleError `fields_refused`.
    """
    names = free_text_questions(form)
    if not names:
        return None
    texts = {name: str(answers.values[name]) for name in names if name in answers.values}
    return OwnWords(texts, contact_of(posted))


def contact_of(posted: Form) -> str:
    """How to call the child back; empty without the wish.

    Raises: RuleError `fields_refused` with `too_long` or `bad_text` at the field.
    """
    given = next(iter(posted.get(CONTACT_FIELD, ())), "")
    try:
        return clean_text(given, MOST_CONTACT)
    except RuleError as refused:
        refuse_fields([Problem(CONTACT_FIELD, refused.code, refused.facts)])
        raise


def seal_own_words(keys: Sequence[PublicKey], words: OwnWords | None) -> Envelope | None:
    """What a child wrote, sealed to these keys; None when there is nothing to keep.

    Sealed even when nothing was written, so that writing takes no longer than not writing; only then it is
    thrown away.
    Raises: RuleError `free_text_needs_sealing` when no key is left to seal to.
    """
    if words is None:
        return None
    if not keys:
        raise RuleError("free_text_needs_sealing")
    envelope = seal(uuid4(), {"texts": dict(words.texts), "contact": words.contact}, keys)
    return envelope if words.any else None


def keep_own_words(session: Session, kept: Sequence[Kept]) -> None:
    """Put what children wrote into the officers' queue; nothing else keeps it."""
    store_items(session, [envelope for envelope, _ in kept])
    concerns = [
        {
            "id": uuid4(),
            "consultation_id": submission["consultation_id"],
            "token": submission["token"],
            "item_id": envelope.item_id,
            "received_on": submission["received_on"],
            "state": "new",
        }
        for envelope, submission in kept
    ]
    insert_rows(session, Concern, concerns)
