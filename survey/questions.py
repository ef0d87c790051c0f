"""How does a questionnaire become a page?  Its definition and what was typed -> plain views for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from db.rules.definition import (
    SILENT_KINDS,
    Choice,
    Definition,
    Question,
    choices_of,
    in_language,
)
from db.rules.errors import Problem
from survey.text import sentence
from survey.visit import Form

LANGUAGE = "vi"
MOST_RADIOS = 15  # beyond, a list to choose from (the 34 provinces)
FACES = 5  # drawn from 1, the happiest, to 5
FACE_COLUMN = "face"  # an author may give each choice its face; "likert" alone spreads them in order
LIKERT = "likert"

# Kind of question -> template in templates/fields.
TEMPLATES: Final[dict[str, str]] = {
    "select_one": "fields/choices.html",
    "select_multiple": "fields/choices.html",
    "integer": "fields/line.html",
    "decimal": "fields/line.html",
    "date": "fields/line.html",
    "text": "fields/text.html",
}
LIST_TEMPLATE = "fields/list.html"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice: what is posted, what is read, the face beside it (None: no face), whether it was chosen."""

    code: str
    label: str
    face: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question as its card shows it."""

    name: str
    template: str
    input_type: str
    several: bool
    number: int
    section: str
    notes: tuple[str, ...]
    label: str
    hint: str
    required: bool
    choices: tuple[ChoiceView, ...]
    value: str
    problem: str


def question_views(
    definition: Definition, form: Form, problems: Iterable[Problem] = ()
) -> tuple[QuestionView, ...]:
    """Every question that takes an answer, in order; notes stand with the question after them."""
    said = {problem.field: sentence(problem) for problem in problems}
    sections = {group.name: in_language(group.labels, LANGUAGE) for group in definition.groups}
    views: list[QuestionView] = []
    notes: list[str] = []
    section = ""
    for question in definition.questions:
        if question.kind in SILENT_KINDS:
            notes.append(in_language(question.labels, LANGUAGE))
            continue
        here = next((sections[name] for name in reversed(question.parents) if sections.get(name)), "")
        place = _Place(len(views) + 1, here if here != section else "", tuple(notes))
        views.append(_view(definition, question, form, place, said.get(question.name, "")))
        notes, section = [], here
    return tuple(views)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question stands: its number, the section it opens, the notes before it."""

    number: int
    section: str
    notes: tuple[str, ...]


def _view(
    definition: Definition, question: Question, form: Form, place: _Place, problem: str
) -> QuestionView:
    given = form.get(question.name, [])
    choices = choices_of(definition, question)
    value = next(iter(given), "")
    several = question.kind == "select_multiple"
    is_list = len(choices) > MOST_RADIOS and not several
    return QuestionView(
        name=question.name,
        template=LIST_TEMPLATE if is_list else TEMPLATES[question.kind],
        input_type="date" if question.kind == "date" and _is_iso(value) else "text",
        several=several,
        number=place.number,
        section=place.section,
        notes=place.notes,
        label=in_language(question.labels, LANGUAGE),
        hint=in_language(question.hints, LANGUAGE),
        required=question.required is not None,
        choices=_choice_views(choices, question.appearance, given),
        value=value,
        problem=problem,
    )


def _is_iso(value: str) -> bool:
    """Whether a date field can show this value; what it cannot show must not be lost."""
    if not value:
        return True
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _choice_views(choices: Sequence[Choice], appearance: str, given: Sequence[str]) -> tuple[ChoiceView, ...]:
    faces = _faces(choices, LIKERT in appearance.split())
    return tuple(
        ChoiceView(choice.name, in_language(choice.labels, LANGUAGE), faces.get(choice.name), choice.name in given)
        for choice in choices
    )


def _faces(choices: Sequence[Choice], likert: bool) -> Mapping[str, int]:
    """Choice -> face; from the author's column, else spread over a likert scale, best first."""
    drawn = {choice.name: int(text) for choice in choices if (text := choice.columns.get(FACE_COLUMN, "")) in "12345" and text}
    if drawn or not likert or len(choices) < 2:
        return drawn
    step = (FACES - 1) / (len(choices) - 1)
    return {choice.name: 1 + round(place * step) for place, choice in enumerate(choices)}
