"""How does a child's form travel: in which language, to whom, by which invitation, in how many parts?

What the page was opened with is carried in its address and in hidden fields, never in a cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import Response

from db.queries.consultations import LANGUAGE_FIELD, ConsultationCard, asked_language
from db.queries.invitations import CODE_FIELD
from db.rules.definition import ADULTS, CHILDREN, Definition, Language
from db.rules.invitations import CODE_LENGTH, clean_code
from survey.forms import first
from survey.pages import render
from survey.questions import LANGUAGE, QuestionView
from survey.text import filled, say, shown
from survey.text_public_adults import PUBLIC_ADULTS, PUBLIC_ADULTS_EN
from survey.text_public_en import PUBLIC_EN
from survey.visit import Visit

MOST_TYPED = 80
ENGLISH: Final = "en"
# What `PUBLIC` and `PUBLIC_EN` are written in: the languages of every page that is not a questionnaire.
SPOKEN: Final = (Language(LANGUAGE, "Tiếng Việt"), Language(ENGLISH, "English"))
SLIP_FIELD: Final = "ma"
# What the page is asked for when it goes on a board: without the groups, which take pages.
ON_PAPER: Final = "in"
# Whom a page speaks to, where no consultation is at hand to say so.
AUDIENCE_FIELD: Final = "hoi_ai"
# What an address keeps when the same page is read in another language.
KEPT: Final = (CODE_FIELD, SLIP_FIELD, ON_PAPER, AUDIENCE_FIELD)
# Words of their own -> in which language, to whom; all that is missing is said as to a child.
ENGLISH_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    CHILDREN: PUBLIC_EN,
    ADULTS: {**PUBLIC_EN, **PUBLIC_ADULTS_EN},
}

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
class LanguageLink:
    """The same page in another language, or in this one."""

    code: str
    name: str
    address: str
    current: bool


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
    """The languages a child may choose from."""
    return tuple(one for one in definition.languages if one.code in card.languages)


def switch(visit: Visit, languages: Sequence[Language], current: str) -> tuple[LanguageLink, ...]:
    """The links to this page in each of these languages; none when there is only one."""
    if len(languages) < 2:
        return ()
    kept = {name: typed_in(visit, name) for name in KEPT}
    return tuple(
        LanguageLink(
            one.code,
            one.name.partition(" (")[0],
            address_of({**kept, LANGUAGE_FIELD: one.code}),
            one.code == current,
        )
        for one in languages
    )


def speaker(language: str, audience: str = CHILDREN) -> Say:
    """`say` in English for who chose it; Vietnamese for everybody else, and where nothing was translated.

    `audience`: whom the questionnaire asks; a grown-up is spoken to as one.
    """
    in_vietnamese = say_to_adults if audience == ADULTS else say
    if language != ENGLISH:
        return in_vietnamese
    known = ENGLISH_WORDS[audience]

    def say_there(key: str, **facts: object) -> str:
        words = known.get(key)
        if words is None:
            return in_vietnamese(key, **facts)
        if any(isinstance(fact, Markup) for fact in facts.values()):
            words = Markup(words)
        return words.format_map({name: shown_there(fact) for name, fact in facts.items()})

    return say_there


def say_to_adults(key: str, **facts: object) -> str:
    """`say` to a grown-up; what is not said to a child in particular is said alike."""
    return filled(PUBLIC_ADULTS[key], facts) if key in PUBLIC_ADULTS else say(key, **facts)


def speaks_of(refusal: str) -> bool:
    """Whether this refusal is told in every language of the public pages."""
    return f"error.{refusal}" in PUBLIC_EN


def shown_there(fact: object) -> str:
    """A fact in an English sentence; words that are not English keep their mark."""
    if isinstance(fact, Markup):
        return fact
    whole = isinstance(fact, int) and not isinstance(fact, bool)
    return f"{fact:,}" if whole else shown(fact)


def marker(language: str) -> Callable[[str], str]:
    """Marks words that stand in Vietnamese only, so that a page in another language has them read rightly."""
    if language == LANGUAGE:
        return str
    return Markup(f'<span lang="{LANGUAGE}">{{}}</span>').format


def asked_in(visit: Visit) -> str:
    """The language a page was opened in: one that its words are written in."""
    asked = typed_in(visit, LANGUAGE_FIELD)
    return asked if any(asked == one.code for one in SPOKEN) else LANGUAGE


def spoken_to(visit: Visit) -> str:
    """Whom a page speaks to that belongs to no consultation, as the page before it said."""
    return ADULTS if typed_in(visit, AUDIENCE_FIELD) == ADULTS else CHILDREN


def carried_in(language: str, audience: str = CHILDREN) -> str:
    """The language as the tail of an address; "" for Vietnamese.  `audience`: for a page that cannot know."""
    return address_of(
        {
            LANGUAGE_FIELD: "" if language == LANGUAGE else language,
            AUDIENCE_FIELD: "" if audience == CHILDREN else audience,
        }
    )


def spoken(
    visit: Visit,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    audience: str = "",
    **facts: object,
) -> Response:
    """A public page in the language it was opened in, which its links carry on; it offers the other one.

    `audience`: whom its consultation asks, "" on pages that have none.
    """
    language = asked_in(visit)
    words = words_in(language, audience or spoken_to(visit))
    return render(
        visit, template, status, headers, **{"switch": switch(visit, SPOKEN, language), **words, **facts}
    )


def words_in(language: str, audience: str = CHILDREN) -> dict[str, object]:
    """What a template needs to speak this language to whoever is asked."""
    return {
        "language": language,
        "say": speaker(language, audience),
        "to_adults": audience == ADULTS,
        "vi": marker(language),
        "carried": carried_in(language),
    }


def parts_of(questions: Sequence[QuestionView]) -> tuple[Part, ...]:
    """The questions by section; a form without sections is one part."""
    parts: list[list[QuestionView]] = []
    for question in questions:
        if question.section or not parts:
            parts.append([])
        parts[-1].append(question)
    return tuple(Part(number, tuple(part)) for number, part in enumerate(parts, 1))
