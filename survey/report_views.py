"""How does a report look: as a form to fill, and as a record to read?  FormSpec and values -> plain views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from db.queries.organisations import OrganisationRow
from db.rules.errors import Problem
from db.rules.numbers import exact, write_date, write_number
from db.rules.report_forms import SECTIONS, FieldSpec, FormSpec
from survey.fields import (
    CHOICES,
    LINE,
    LIST,
    LONG,
    PARTS,
    TICK,
    ChoiceView,
    FieldView,
    choice_template,
    first_of,
)
from survey.text import TEXT, say, sentence
from survey.visit import Form

# kind of field -> (template, keyboard a phone shows).
TEMPLATES: Final[dict[str, tuple[str, str]]] = {
    "text": (LINE, "text"),
    "long_text": (LONG, "text"),
    "lines": (LONG, "text"),
    "links": (LONG, "url"),
    "count": (LINE, "numeric"),
    "money": (LINE, "numeric"),
    "decimal": (LINE, "decimal"),
    "date": (LINE, "text"),
    "choice": (CHOICES, "text"),
    "choices": (CHOICES, "text"),
    "checklist": (CHOICES, "text"),
    "provinces": (CHOICES, "text"),
    "province": (LIST, "text"),
    "organisation": (LIST, "text"),
    "quarter": (LINE, "text"),
    "period": (LINE, "text"),
    "request": (LINE, "text"),
    "consultation": (LINE, "text"),
    "parts": (PARTS, "numeric"),
    "checkbox": (TICK, "text"),
}
DATE: Final = "date"
SEVERAL: Final = frozenset({"choices", "checklist", "provinces"})
MOST_LINES = 10_000  # a browser's stop for texts whose real bound counts lines

Pairs: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a form with its fields."""

    title: str
    fields: tuple[FieldView, ...]


def unit_choices(organisations: Iterable[OrganisationRow]) -> Pairs:
    """The units as choices; invented ones say so."""
    label = say("sample.label")
    return [(str(one.id), f"{one.name_vi} ({label})" if one.sample else one.name_vi) for one in organisations]


def _choices_of(field: FieldSpec, units: Pairs) -> Pairs:
    return units if field.kind == "organisation" else field.choices


def form_sections(
    spec: FormSpec, form: Form, units: Pairs, problems: Iterable[Problem] = ()
) -> tuple[Section, ...]:
    """The form's fields by section, with what was typed and what is wrong."""
    said = {problem.field: sentence(problem) for problem in problems}
    return tuple(
        Section(
            say(f"section.{name}"),
            tuple(_field_view(field, form, units, said) for field in spec.fields if field.section == name),
        )
        for name in SECTIONS
        if any(field.section == name for field in spec.fields)
    )


def _field_view(field: FieldSpec, form: Form, units: Pairs, said: Mapping[str, str]) -> FieldView:
    given = form.get(field.name, [])
    template, keyboard = TEMPLATES[field.kind]
    choices = _choices_of(field, units)
    several = field.kind in SEVERAL
    return FieldView(
        name=field.name,
        template=choice_template(len(choices), several) if template == CHOICES else template,
        label=field.label_vi,
        hint=field.hint_vi,
        mark=TEXT.get(f"needed.{field.required}", ""),
        several=several,
        input_mode=keyboard,
        placeholder=say("words.date") if field.kind == DATE else "",
        most=field.most if isinstance(field.most, int) and field.kind == "long_text" else MOST_LINES,
        choices=tuple(ChoiceView(code, label, None, code in given) for code, label in choices),
        value=first_of(given),
        problem=said.get(field.name, ""),
        parts=tuple(_part_view(field, code, form, said) for code in field.codes) if template == PARTS else (),
    )


def _part_view(field: FieldSpec, code: str, form: Form, said: Mapping[str, str]) -> FieldView:
    name = f"{field.name}.{code}"
    value = first_of(form.get(name, []))
    return FieldView(name, LINE, field.label_of(code), value=value, problem=said.get(name, ""))


# -- stored values: as they were typed, and as they are read ---------------------------------------------


def as_typed(spec: FormSpec, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Stored values as a form would post them, for editing."""
    form: dict[str, list[str]] = {}
    for field in spec.fields:
        value = values.get(field.name)
        if isinstance(value, dict):
            form |= {f"{field.name}.{code}": [str(part)] for code, part in value.items() if part is not None}
        elif value is not None:
            form[field.name] = _typed(field, value)
    return form


def _typed(field: FieldSpec, value: Any) -> list[str]:
    if field.kind in SEVERAL:
        return [str(code) for code in value]
    if field.kind in ("lines", "links"):
        return ["\n".join(value)]
    if field.kind == DATE:
        return [write_date(date.fromisoformat(value))]
    return ["1"] if value is True else [_number_or_text(field, value)]


def _number_or_text(field: FieldSpec, value: Any) -> str:
    numbers = ("count", "money", "decimal")
    return write_number(Fraction(exact(value)), 6) if field.kind in numbers else str(value)


def read_pairs(spec: FormSpec, values: Mapping[str, Any], units: Pairs) -> tuple[tuple[str, str], ...]:
    """Every answered field as (label, words), in the form's order."""
    return tuple(
        (field.label_vi, _words(field, values[field.name], units))
        for field in spec.fields
        if field.name in values
    )


def _words(field: FieldSpec, value: Any, units: Pairs) -> str:
    if isinstance(value, dict):
        parts = [(code, part) for code, part in value.items() if part is not None]
        return "\n".join(f"{field.label_of(code)}: {write_number(part)}" for code, part in parts)
    if isinstance(value, list):
        return "\n".join(field.label_of(line) for line in value)
    if field.kind in _WRITERS:
        return _WRITERS[field.kind](value)
    offered = dict(_choices_of(field, units))
    return offered.get(str(value)) or _number_or_text(field, value)


def period_words(label: str) -> str:
    """A year or a half-year in words."""
    year, _, half = label.partition("-")
    return say(f"period.{half or 'year'}", year=year)


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {
    DATE: lambda day: write_date(date.fromisoformat(day)),
    "checkbox": lambda ticked: say("words.yes"),
    "period": period_words,
}
