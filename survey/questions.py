"""How does a questionnaire become a page?  Its definition and what was typed -> views for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from db.rules.definition import SILENT_KINDS, Choice, Definition, Question, choices_of, in_language
from db.rules.errors import Problem
from survey.fields import LINE, LONG, ChoiceView, FieldView, choice_template, first_of
from survey.text import say, sentence
from survey.visit import Form

LANGUAGE = "vi"
FACES = 5  # drawn from 1, the happiest, to 5
LIKERT = "likert"  # an XLSForm appearance: a scale, written from the best answer to the worst
SEVERAL = "select_multiple"
SELECTS = frozenset({"select_one", SEVERAL})

# Kinds that are typed -> (template, keyboard a phone shows).
TYPED: Final[dict[str, tuple[str, str]]] = {
    "integer": (LINE, "numeric"),
    "decimal": (LINE, "decimal"),
    "date": (LINE, "text"),
    "text": (LONG, "text"),
}


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question's card: its number, the section it opens, the notes before it, its field."""

    number: int
    section: str
    notes: tuple[str, ...]
    field: FieldView


def question_views(
    definition: Definition, form: Form, problems: Iterable[Problem] = ()
) -> tuple[QuestionView, ...]:
    """Every question that takes an answer, in order; notes stand with the question after them."""
    said = {problem.field: sentence(problem) for problem in problems}
    titles = {group.name: in_language(group.labels, LANGUAGE) for group in definition.groups}
    views: list[QuestionView] = []
    notes: list[str] = []
    section = ""
    for question in definition.questions:
        if question.kind in SILENT_KINDS:
            notes.append(in_language(question.labels, LANGUAGE))
            continue
        here = next((titles[name] for name in reversed(question.parents) if titles.get(name)), "")
        field = _field(definition, question, form.get(question.name, []), said.get(question.name, ""))
        views.append(QuestionView(len(views) + 1, here if here != section else "", tuple(notes), field))
        notes, section = [], here
    return tuple(views)


def _field(definition: Definition, question: Question, given: Sequence[str], problem: str) -> FieldView:
    choices = choices_of(definition, question)
    several = question.kind == SEVERAL
    is_select = question.kind in SELECTS
    template, keyboard = (
        (choice_template(len(choices), several), "text") if is_select else TYPED[question.kind]
    )
    hint = in_language(question.hints, LANGUAGE)
    return FieldView(
        name=question.name,
        template=template,
        label=in_language(question.labels, LANGUAGE),
        hint=hint or (say("form.several") if several else ""),
        mark=say("form.needed") if question.required is not None else "",
        several=several,
        input_mode=keyboard,
        placeholder=say("words.date") if question.kind == "date" else "",
        choices=_choice_views(choices, question.appearance, given),
        value=first_of(given),
        problem=problem,
    )


def _choice_views(choices: Sequence[Choice], appearance: str, given: Sequence[str]) -> tuple[ChoiceView, ...]:
    faces = _faces(choices) if LIKERT in appearance.split() else {}
    return tuple(
        ChoiceView(
            choice.name, in_language(choice.labels, LANGUAGE), faces.get(choice.name), choice.name in given
        )
        for choice in choices
    )


def _faces(choices: Sequence[Choice]) -> Mapping[str, int]:
    """Choice -> face, spread from the happiest to the saddest."""
    step = (FACES - 1) / max(1, len(choices) - 1)
    return {choice.name: 1 + round(place * step) for place, choice in enumerate(choices)}
