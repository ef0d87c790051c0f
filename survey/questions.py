"""How does a questionnaire become a page?  Its definition and what was typed -> views for the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from db.commands.own_words import CONTACT_FIELD, MOST_CONTACT
from db.rules.definition import (
    COMPUTED_KINDS,
    SILENT_KINDS,
    Choice,
    Definition,
    Question,
    choices_of,
    free_text_questions,
    in_language,
)
from db.rules.errors import Problem, RuleError
from survey.fields import LINE, LONG, ChoiceView, FieldView, choice_template, first_of
from survey.text import say, sentence
from survey.visit import Form

Say: TypeAlias = Callable[..., str]

LANGUAGE = "vi"
FACES = 5  # drawn from 1, the happiest, to 5
LIKERT = "likert"  # an XLSForm appearance: a scale, written from the best answer to the worst
SEVERAL = "select_multiple"
AGREE = "acknowledge"
# Kinds answered by choosing: the values of a range are choices, an acknowledgement has one box.
SELECTS = frozenset({"select_one", SEVERAL, "range", AGREE})

# Kinds that are typed -> (template, keyboard a phone shows, the browser's own field for it).
TYPED: Final[dict[str, tuple[str, str, str]]] = {
    "integer": (LINE, "numeric", "text"),
    "decimal": (LINE, "decimal", "text"),
    "date": (LINE, "text", "text"),
    "time": (LINE, "text", "time"),
    "datetime": (LINE, "text", "datetime-local"),
    "text": (LONG, "text", "text"),
}


@dataclass(frozen=True, slots=True)
class NoteView:
    """Words that ask nothing, under the name by which the script may hide them."""

    name: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question's card: its number, the section it opens, the notes before it, its field.

    `after`: notes behind the last question, which have no question to stand before.
    """

    number: int
    section: str
    notes: tuple[NoteView, ...]
    field: FieldView
    after: tuple[NoteView, ...] = ()


def question_views(
    definition: Definition,
    form: Form,
    problems: Iterable[Problem] = (),
    language: str = LANGUAGE,
    words: Say = say,
) -> tuple[QuestionView, ...]:
    """Every question that takes an answer, in order; notes stand with the question after them.

    `words` says what the page itself says (“chọn một hoặc nhiều”) in the same language.
    """
    said = {problem.field: said_in(language, words, problem) for problem in problems}
    titles = {group.name: in_language(group.labels, language) for group in definition.groups}
    views: list[QuestionView] = []
    notes: list[NoteView] = []
    section = ""
    for question in definition.questions:
        if question.kind in COMPUTED_KINDS:
            continue
        if question.kind in SILENT_KINDS:
            notes.append(NoteView(question.name, in_language(question.labels, language)))
            continue
        here = next((titles[name] for name in reversed(question.parents) if titles.get(name)), "")
        given = form.get(question.name, [])
        field = _field(definition, question, given, said.get(question.name, ""), language, words)
        views.append(QuestionView(len(views) + 1, here if here != section else "", tuple(notes), field))
        notes, section = [], here
    if notes and views:
        views[-1] = replace(views[-1], after=tuple(notes))
    return tuple(views)


def contact_view(
    definition: Definition,
    form: Form,
    problems: Iterable[Problem] = (),
    language: str = LANGUAGE,
    words: Say = say,
) -> FieldView | None:
    """Where a child may leave a way to be called back; None in a form without own words."""
    if not free_text_questions(definition):
        return None
    found = (said_in(language, words, one) for one in problems if one.field == CONTACT_FIELD)
    said = next(found, "")
    value = first_of(form.get(CONTACT_FIELD, []))
    return FieldView(CONTACT_FIELD, LONG, "", most=MOST_CONTACT, value=value, problem=said)


def said_in(language: str, words: Say, refusal: RuleError | Problem) -> str:
    """Why this was refused: in the author's own words where there are some, else in the page's."""
    messages = refusal.facts.get("messages")
    own = messages.get(language) if isinstance(messages, Mapping) else None
    if own or language == LANGUAGE:
        return str(own) if own else sentence(refusal, words)
    return words(f"error.{refusal.code}", **refusal.facts)


def _field(
    definition: Definition,
    question: Question,
    given: Sequence[str],
    problem: str,
    language: str,
    words: Say,
) -> FieldView:
    choices = choices_of(definition, question)
    several = question.kind in (SEVERAL, AGREE)
    is_select = question.kind in SELECTS
    template, keyboard, browser_field = (
        (choice_template(len(choices), several), "text", "text") if is_select else TYPED[question.kind]
    )
    hint = in_language(question.hints, language)
    return FieldView(
        name=question.name,
        template=template,
        label=in_language(question.labels, language),
        hint=hint or (words("form.several") if question.kind == SEVERAL else ""),
        mark=words("form.needed") if question.required is not None else "",
        several=several,
        input_mode=keyboard,
        input_type=browser_field,
        placeholder=words("words.date") if question.kind == "date" else "",
        choices=_choice_views(choices, question.appearance, given, language),
        value=first_of(given),
        problem=problem,
    )


def _choice_views(
    choices: Sequence[Choice], appearance: str, given: Sequence[str], language: str
) -> tuple[ChoiceView, ...]:
    faces = _faces(choices) if LIKERT in appearance.split() else {}
    return tuple(
        ChoiceView(
            choice.name, in_language(choice.labels, language), faces.get(choice.name), choice.name in given
        )
        for choice in choices
    )


def _faces(choices: Sequence[Choice]) -> Mapping[str, int]:
    """Choice -> face, spread from the happiest to the saddest."""
    step = (FACES - 1) / max(1, len(choices) - 1)
    return {choice.name: 1 + round(place * step) for place, choice in enumerate(choices)}
