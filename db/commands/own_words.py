"""Which parts of a filled form are a child's own words, where do they go, and what stands in their place?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from db.commands.safeguarding import OwnWords, keep_own_words
from db.rules.answer_kinds import stored_values
from db.rules.answers import Answers
from db.rules.definition import Definition, free_text_questions
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.text_in import clean_text

SEALED = "sealed"  # what an answer keeps of own words: that there were some
CONTACT_FIELD = "+goi_lai"  # no question of an XLSForm can be called so
MOST_CONTACT = 300

Form = Mapping[str, Sequence[str]]


def answer_rows(form: Definition, answers: Answers, token: UUID) -> list[dict[str, object]]:
    """The answers as they are stored, a row for each value; own words replaced by a mark."""
    sealed = dict.fromkeys(free_text_questions(form), SEALED)
    return [
        {"token": token, "question": name, "value": value}
        for name, answer in answers.values.items()
        for value in stored_values(sealed.get(name, answer))
    ]


def take_own_words(
    session: Session, form: Definition, answers: Answers, posted: Form, row: Mapping[str, object]
) -> None:
    """Seal the free text of a submission (`row`), and the wish to be called back, for the officers.

    Raises: RuleError `free_text_needs_sealing`, `fields_refused`.
    """
    names = free_text_questions(form)
    if not names:
        return
    texts = {name: str(answers.values[name]) for name in names if name in answers.values}
    token, consultation_id, day = row["token"], row["consultation_id"], row["received_on"]
    assert isinstance(token, UUID) and isinstance(consultation_id, int) and isinstance(day, date)
    keep_own_words(session, token, consultation_id, OwnWords(texts, contact_of(posted)), day)


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
