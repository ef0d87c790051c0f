"""How does a child's form travel: in which language, by which invitation, in how many parts?

What the page was opened with is carried in its address and in hidden fields, never in a cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from db.queries.consultations import LANGUAGE_FIELD, ConsultationCard, asked_language
from db.queries.invitations import CODE_FIELD
from db.rules.definition import Definition, Language
from db.rules.invitations import CODE_LENGTH, clean_code
from survey.forms import first
from survey.questions import LANGUAGE, QuestionView
from survey.text import say, shown
from survey.text_public_en import PUBLIC_EN
from survey.visit import Visit

MOST_TYPED = 80
SPOKEN = (LANGUAGE, "en")  # what `PUBLIC` and `PUBLIC_EN` are written in

Say: TypeAlias = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Opened:
    """With what a child's page was opened: language and invitation, both perhaps empty."""

    language: str
    code: str

    @property
    def carried(self) -> str:
        """The same for the address of the next page, "" when there is nothing to carry."""
        return address_of(
            {LANGUAGE_FIELD: "" if self.language == LANGUAGE else self.language, CODE_FIELD: self.code}
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the form where there is no script: a section with its questions."""

    number: int
    questions: tuple[QuestionView, ...]


def address_of(given: Mapping[str, str]) -> str:
    """These fields as the tail of an address."""
    kept = {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def typed_in(visit: Visit, name: str) -> str:
    """What stands under a name in the posted form, else in the address."""
    typed = first(visit.form, name) or visit.request.query_params.get(name, "")
    return typed[:MOST_TYPED]


def opened(visit: Visit, card: ConsultationCard, definition: Definition) -> Opened:
    """With what this page was opened."""
    asked = typed_in(visit, LANGUAGE_FIELD)
    wanted = {LANGUAGE_FIELD: [asked]} if asked in card.languages else {}
    return Opened(
        asked_language(definition, wanted),
        clean_code(typed_in(visit, CODE_FIELD))[:CODE_LENGTH],
    )


def offered_languages(card: ConsultationCard, definition: Definition) -> tuple[Language, ...]:
    """The languages a child may choose from; none when there is only one."""
    both = tuple(one for one in definition.languages if one.code in card.languages)
    return both if len(both) > 1 else ()


def speaker(language: str) -> Say:
    """`say` in the child's language; Vietnamese where a sentence was not translated."""
    if language == LANGUAGE:
        return say

    def say_there(key: str, **facts: object) -> str:
        words = PUBLIC_EN.get(key)
        if words is None:
            return say(key, **facts)
        return words.format_map({name: shown(fact) for name, fact in facts.items()})

    return say_there


def asked_in(visit: Visit) -> str:
    """The language a slip's page was opened in: one that its words are written in."""
    asked = typed_in(visit, LANGUAGE_FIELD)
    return asked if asked in SPOKEN else LANGUAGE


def parts_of(questions: Sequence[QuestionView]) -> tuple[Part, ...]:
    """The questions by section; a form without sections is one part."""
    parts: list[list[QuestionView]] = []
    for question in questions:
        if question.section or not parts:
            parts.append([])
        parts[-1].append(question)
    return tuple(Part(number, tuple(part)) for number, part in enumerate(parts, 1))
