"""What is in one frozen version of a questionnaire, as the rules and the pages see it?

The compiled form (``db/xlsform/compile.py``) is stored as JSON and read into these objects.  Its shape::

    {"format": 1, "form_id": "…", "title": "…", "version": "…",
     "languages": [{"code": "vi", "name": "Tiếng Việt (vi)"}, …],          # Vietnamese first
     "groups": [{"name", "parents": […], "labels": {"vi": "…"}, "relevant": tree | null,
                 "appearance": "", "row": 3}],
     "questions": [{"name", "kind", "parents": ["group", …], "labels": {…}, "hints": {…},
                    "choices": "list" | null, "required": tree | null, "relevant": tree | null,
                    "constraint": tree | null, "choice_filter": tree | null,
                    "required_messages": {…}, "constraint_messages": {…}, "appearance": "", "row": 5,
                    "calculation": tree | null, "parameters": {"start": "1", …}}],
     "choices": {"list": [{"name": "code", "labels": {…}, "columns": {…}}]},
     "order": ["name", …], "audience": "adults"}

``tree`` is a syntax tree of ``db.rules.expressions``; ``order`` names groups and questions so that
whatever decides whether one is shown, or what is calculated, comes before it; ``row`` is the row of the
author's survey sheet; ``audience`` is kept only where it is not children.  A version stored before
``calculation`` and ``parameters`` existed has neither.
The values of a range and the one box of an acknowledgement are lists of choices like any other, under a
name with a space, which no author's list can have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from db.rules.expressions import Tree

FORMAT: Final = 1
# Whom a questionnaire asks: the pages around the questions speak to a child or to a grown-up.
CHILDREN: Final = "children"
ADULTS: Final = "adults"
WHO_IS_ASKED: Final = (CHILDREN, ADULTS)
# Kinds whose answers are a person's own words: sealed on arrival, never published as they are.
FREE_TEXT_KINDS: Final = frozenset({"text"})
# Kinds that are neither shown nor asked: the server works them out, never the page that is posted.
COMPUTED_KINDS: Final = frozenset({"calculate", "hidden"})
# Kinds that take no answer: what is computed, and notes, which only show something.
SILENT_KINDS: Final = COMPUTED_KINDS | {"note"}

Words = Mapping[str, str]  # language code -> text


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the form: its code (``vi``) and the name its author gave it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: the code that is stored, the words shown, extra columns for choice filters."""

    name: str
    labels: Words
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the form; hidden with all it holds when its ``relevant`` does not hold."""

    name: str
    parents: tuple[str, ...]
    labels: Words
    relevant: Tree | None
    appearance: str
    row: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, how it is answered, and when it is shown, needed and accepted."""

    name: str
    kind: str
    parents: tuple[str, ...]
    labels: Words
    hints: Words
    choices: str | None
    required: Tree | None
    relevant: Tree | None
    constraint: Tree | None
    choice_filter: Tree | None
    required_messages: Words
    constraint_messages: Words
    appearance: str
    row: int
    calculation: Tree | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Definition:
    """One published questionnaire, questions in the order they are asked.

    ``parts`` and ``free_text`` follow from the rest and are made once, because every arriving form asks for
    them: groups and questions by name, and the names of the questions answered in own words.
    """

    form_id: str
    title: str
    version: str
    languages: tuple[Language, ...]
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    order: tuple[str, ...]
    audience: str = CHILDREN
    parts: Mapping[str, Group | Question] = field(init=False, repr=False, compare=False)
    free_text: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make what follows from the rest."""
        everything: tuple[Group | Question, ...] = (*self.groups, *self.questions)
        own = (question.name for question in self.questions if question.kind in FREE_TEXT_KINDS)
        object.__setattr__(self, "parts", {part.name: part for part in everything})
        object.__setattr__(self, "free_text", tuple(own))


def read_definition(stored: Mapping[str, Any]) -> Definition:
    """The definition a form version keeps as JSON.

    Raises: ValueError for another ``format``: a version is read by the code that knows it, never guessed.
    """
    if stored.get("format") != FORMAT:
        raise ValueError(f"definition format {stored.get('format')!r} is not {FORMAT}")
    return Definition(
        form_id=stored["form_id"],
        title=stored["title"],
        version=stored["version"],
        languages=tuple(Language(**language) for language in stored["languages"]),
        groups=tuple(_made(Group, group) for group in stored["groups"]),
        questions=tuple(_made(Question, question) for question in stored["questions"]),
        choices={
            name: tuple(_made(Choice, choice) for choice in rows) for name, rows in stored["choices"].items()
        },
        order=tuple(stored["order"]),
        audience=stored.get("audience", CHILDREN),
    )


def stored_definition(definition: Definition) -> dict[str, Any]:
    """The JSON a form version keeps: exactly the shape above, lists for tuples."""
    stored: dict[str, Any] = {"format": FORMAT, **_plain(definition)}
    if definition.audience == CHILDREN:  # as every version was stored before others could be asked
        del stored["audience"]
    return stored


def _made(kind: type[Any], stored: Mapping[str, Any]) -> Any:
    return kind(**{name: _frozen(value) for name, value in stored.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value) if part.init}
    return value


def in_language(words: Words, language: str) -> str:
    """The words in this language, else in the first the author wrote; empty when there are none."""
    return words.get(language) or next(iter(words.values()), "")


def question_named(definition: Definition, name: str) -> Question | None:
    """The question under this name, None when the form has none."""
    return next((question for question in definition.questions if question.name == name), None)


def free_text_questions(definition: Definition) -> tuple[str, ...]:
    """Questions answered in a person's own words; a form with any needs sealing before it is published."""
    return definition.free_text


def changed_kinds(before: Definition, after: Definition) -> tuple[str, ...]:
    """Questions of both versions answered in another way now; such a version may not be published."""
    kinds = {question.name: question.kind for question in before.questions}
    return tuple(
        question.name
        for question in after.questions
        if kinds.get(question.name, question.kind) != question.kind
    )


def choices_of(definition: Definition, question: Question) -> tuple[Choice, ...]:
    """All choices of a question, before any choice filter; none for other kinds."""
    return definition.choices.get(question.choices, ()) if question.choices else ()


def choice_label(form: Definition, language: str, name: str, code: str) -> str:
    """The label of one choice of a question; the code itself where there is no such choice."""
    question = question_named(form, name)
    choices = choices_of(form, question) if question else ()
    return next((in_language(choice.labels, language) for choice in choices if choice.name == code), code)
