"""How does a repaired form become the definition that is stored with its version?

Compiled from the author's rows, not from the converter's output, so that every refusal can name the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from db.rules.definition import (
    CHILDREN,
    Choice,
    Definition,
    Group,
    Language,
    Question,
    Words,
    free_text_questions,
    stored_definition,
)
from db.xlsform.book import Book, Row
from db.xlsform.columns import AUDIENCE, language_code, read_type
from db.xlsform.faults import Fault, FormFault, Note
from db.xlsform.own_choices import own_choices, own_list, read_parameters
from db.xlsform.resolve import Place, names_in, numbered_chances, resolve

# What authors write in the required column instead of an expression.
_ALWAYS: Final = frozenset({"yes", "true", "true()"})
_NEVER: Final = frozenset({"no", "false", "false()"})
_IS_EXPRESSION: Final = re.compile(r"\$\{|\(")
# kind -> the column that says what the server works out.
_COMPUTED_FROM: Final = {"calculate": "calculation", "hidden": "default"}
_PLAIN_CHOICE_COLUMNS: Final = ("list_name", "name")


@dataclass(slots=True)
class _Part:
    """A question or group on its way: its row, the groups around it."""

    row: Row
    parents: tuple[str, ...]
    is_group: bool


@dataclass(slots=True)
class _Draft:
    """What compiling one form has found so far."""

    book: Book
    parts: dict[str, _Part]
    columns: frozenset[str]
    paths: dict[tuple[str, ...], str]
    faults: list[Fault] = field(default_factory=list)
    own: dict[str, tuple[Choice, ...]] = field(default_factory=dict)


def compile_form(book: Book, form_name: str) -> tuple[dict[str, Any], list[Fault], list[Note]]:
    """The definition as JSON, what is wrong with its expressions, and what its author should know."""
    parts = dict(_parts(book))
    paths = {(*part.parents, name): name for name, part in parts.items() if not part.is_group}
    draft = _Draft(book, parts, _columns(book), paths)
    questions = tuple(_question(name, part, draft) for name, part in draft.parts.items() if not part.is_group)
    groups = tuple(_group(name, part, draft) for name, part in draft.parts.items() if part.is_group)
    definition = Definition(
        form_id=book.settings.get("form_id", form_name),
        title=book.settings.get("form_title", form_name),
        version=book.settings.get("version", ""),
        languages=tuple(Language(language_code(name), name) for name in book.languages),
        groups=groups,
        questions=questions,
        choices={**_choices(book, {question.choices for question in questions}), **draft.own},
        order=tuple(_ordered((*groups, *questions), draft)),
        audience=book.settings.get(AUDIENCE, CHILDREN),
    )
    own_words = free_text_questions(definition)
    notes = [Note("free_text", "survey", draft.parts[name].row.number, {"name": name}) for name in own_words]
    return stored_definition(definition), draft.faults, notes


def _parts(book: Book) -> Iterator[tuple[str, _Part]]:
    opened: list[str] = []
    for row in book.survey:
        kind = read_type(row["type"]).kind
        if kind == "end group":
            opened = opened[:-1]
        elif row["name"] not in book.blanked:
            yield row["name"], _Part(row, tuple(opened), kind == "begin group")
            if kind == "begin group":
                opened = [*opened, row["name"]]


def _columns(book: Book) -> frozenset[str]:
    """What a choice filter may name: the choice's own name and the author's extra columns."""
    return frozenset({"name", *(column for row in book.choices for column in _extra(row))})


def _extra(row: Row) -> dict[str, str]:
    return {
        column: text
        for column, text in row.cells.items()
        if column not in _PLAIN_CHOICE_COLUMNS and not column.startswith("label::")
    }


def _tree(column: str, name: str, part: _Part, draft: _Draft) -> list[Any] | None:
    """The syntax tree of one cell, None when it is empty; what is wrong with it joins the faults."""
    text = part.row[column]
    if column == "default" and not _IS_EXPRESSION.search(text):
        return ["str", text]
    if not text or (column == "required" and text.lower() in _NEVER):
        return None
    if column == "required" and text.lower() in _ALWAYS:
        return ["call", "true", []]
    place = Place(
        column=column,
        path=(*part.parents, name),
        paths=draft.paths,
        blanked=draft.book.blanked,
        columns=draft.columns if column == "choice_filter" else None,
        may_dot=column == "constraint",
        version=draft.book.settings.get("version", ""),
    )
    try:
        return numbered_chances(resolve(text, place), f"{name}.{column}")
    except FormFault as found:
        draft.faults += [Fault(f.reason, "survey", part.row.number, f.facts) for f in found.faults]
        return None


def _question(name: str, part: _Part, draft: _Draft) -> Question:
    row, asked = part.row, read_type(part.row["type"])
    parameters = read_parameters(row["parameters"])
    return Question(
        name=name,
        kind=asked.kind,
        parents=part.parents,
        labels=_words(row, "label", draft),
        hints=_words(row, "hint", draft),
        choices=asked.choices or _own_choices(name, asked.kind, parameters, part, draft),
        required=_tree("required", name, part, draft),
        relevant=_tree("relevant", name, part, draft),
        constraint=_tree("constraint", name, part, draft),
        choice_filter=_tree("choice_filter", name, part, draft),
        required_messages=_words(row, "required_message", draft),
        constraint_messages=_words(row, "constraint_message", draft),
        appearance=row["appearance"],
        row=row.number,
        calculation=_calculation(asked.kind, name, part, draft),
        parameters=parameters,
    )


def _calculation(kind: str, name: str, part: _Part, draft: _Draft) -> list[Any] | None:
    column = _COMPUTED_FROM.get(kind)
    return _tree(column, name, part, draft) if column else None


def _own_choices(
    name: str, kind: str, parameters: Mapping[str, str], part: _Part, draft: _Draft
) -> str | None:
    """The list of a kind that brings its own choices, None for others."""
    codes = [language_code(language) for language in draft.book.languages]
    try:
        found = own_choices(kind, parameters, codes)
    except FormFault as bad:
        draft.faults += [Fault(f.reason, "survey", part.row.number, f.facts) for f in bad.faults]
        return None
    if not found:
        return None
    draft.own[own_list(kind, name)] = found
    return own_list(kind, name)


def _group(name: str, part: _Part, draft: _Draft) -> Group:
    return Group(
        name=name,
        parents=part.parents,
        labels=_words(part.row, "label", draft),
        relevant=_tree("relevant", name, part, draft),
        appearance=part.row["appearance"],
        row=part.row.number,
    )


def _words(row: Row, column: str, draft: _Draft) -> Words:
    """The words by language code, in the order of the form's languages."""
    found = row.words(column)
    codes = [language_code(name) for name in draft.book.languages]
    return {code: found[code] for code in codes if code in found}


def _choices(book: Book, used: set[str | None]) -> Mapping[str, tuple[Choice, ...]]:
    codes = [language_code(name) for name in book.languages]
    lists: dict[str, list[Choice]] = {}
    for row in book.choices:
        if row["list_name"] in used:
            words = row.words("label")
            labels = {code: words[code] for code in codes if code in words}
            lists.setdefault(row["list_name"], []).append(Choice(row["name"], labels, _extra(row)))
    return {name: tuple(choices) for name, choices in lists.items()}


# -- in which order is it decided what is shown? -------------------------------------------------------
def _ordered(parts: Sequence[Group | Question], draft: _Draft) -> list[str]:
    """All names, each after whatever decides whether it is shown."""
    needs = {part.name: [*part.parents, *sorted(_looks_at(part))] for part in parts}
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as found:
        circle = set(found.args[1])
    for name in (name for name in draft.parts if name in circle):
        row = draft.parts[name].row
        column = "calculation" if row["calculation"] else "relevant"
        facts: dict[str, object] = {"column": column, "value": name}
        draft.faults.append(Fault("circular", "survey", row.number, facts))
    return []


def _looks_at(part: Group | Question) -> set[str]:
    """What must be settled before it: whatever shows it, and what it is calculated from."""
    calculated = names_in(part.calculation) if isinstance(part, Question) else set()
    return names_in(part.relevant) | calculated
