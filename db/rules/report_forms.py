"""Which forms do members and staff file, and which fields does each have?

The table ``db/seed/report_fields.csv`` is the truth; it is read elsewhere and parsed here.  A row is a field,
or says what a form takes over: ``include`` brings the fields of another form (the common header F0),
``omit`` drops one of them, and a row of the same name replaces one where it stands.

    required   yes · no · verify (may be saved without, not verified) · when:<condition>
    condition  field (answered) · field=code|code · field>0 · field<0
    least/most the bound of a number or a day (a day: ISO, ``today``, or another date field);
               the length of a text; how many choices, lines or links
    part_of    the field this one is a part of (may be a sum: a+b);  sum_of: its parts add up to this one
    counts_as  measures this field is the number of · event (the day that decides the year) · supporting
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from db.rules.errors import RuleError

Choices: TypeAlias = tuple[tuple[str, str], ...]
Bound: TypeAlias = int | Fraction | str | None

KINDS = (
    "text",
    "long_text",
    "lines",
    "links",
    "count",
    "decimal",
    "money",
    "date",
    "choice",
    "choices",
    "parts",
    "checklist",
    "checkbox",
    "province",
    "provinces",
    "organisation",
    "request",
    "consultation",
    "quarter",
    "period",
)
NUMBER_KINDS = ("count", "decimal", "money")
SECTIONS = ("what", "figures", "more")

MEMBER_FORMS = ("F3", "F9", "F8", "F8b", "F8c", "F10", "F11", "F14", "F14b", "F1", "F2", "F16")
STAFF_FORMS = ("F1", "F4", "F6", "F7", "F12", "F13", "F15", "F17")
LEDGER_FORMS = ("F5-2.2", "F5-2.3", "F5-2.4", "F5-3.1", "F5-4.1", "F5-4.2", "F5-7.3")

_COLUMN_OF_LIST = {"province": "province", "provinces": "province"}


@dataclass(frozen=True, slots=True)
class Condition:
    """When a field is required: ``field`` is answered, is one of ``codes``, or is above or below zero."""

    field: str
    sign: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form.

    ``required`` is yes, no, verify or when (then ``when`` says when).  ``part_of`` and ``sum_of`` name the
    fields whose sum is the whole.
    """

    name: str
    section: str
    label_vi: str
    hint_vi: str
    kind: str
    required: str
    when: Condition | None
    choices: Choices
    least: Bound
    most: Bound
    part_of: tuple[str, ...]
    sum_of: tuple[str, ...]
    disaggregates: tuple[str, ...]
    counts_as: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the choices or parts, in the order in which they are shown."""
        return tuple(code for code, _ in self.choices)

    def label_of(self, code: str) -> str:
        """The words of one choice; the code itself when the form no longer offers it."""
        return dict(self.choices).get(code, code)


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One form: its fields in the order of the page, by section."""

    code: str
    title_vi: str
    fields: tuple[FieldSpec, ...]

    def field(self, name: str) -> FieldSpec | None:
        """The field of this name, None when the form has none."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def measures(self) -> tuple[str, ...]:
        """Codes of the measures this form feeds."""
        marks = (mark for field in self.fields for mark in field.counts_as)
        return tuple(sorted({mark for mark in marks if mark[0].isdigit()}))

    @property
    def headline(self) -> tuple[FieldSpec, ...]:
        """The numbers this form exists for."""
        return tuple(
            field
            for field in self.fields
            if field.kind in NUMBER_KINDS and any(mark[0].isdigit() for mark in field.counts_as)
        )

    @property
    def event_field(self) -> FieldSpec | None:
        """The date (or quarter) that decides the year of the fact; None for forms that record no fact."""
        return next((field for field in self.fields if "event" in field.counts_as), None)


def forms_of(rows: Iterable[Mapping[str, str]], provinces: Mapping[str, str]) -> dict[str, FormSpec]:
    """All forms of the table, by code; ``provinces`` (code → name) become the choices of province fields.

    Raises: ValueError for a row that says nothing understandable: unknown kind, section, field in a rule.
    """
    forms: dict[str, dict[str, FieldSpec]] = {}
    titles: dict[str, str] = {}
    for row in rows:
        fields = forms.setdefault(row["form"], {})
        titles[row["form"]] = row["form_title_vi"]
        if row["kind"] == "include":
            fields.update(forms[row["choices"]])
        elif row["kind"] == "omit":
            del fields[row["field"]]
        else:
            fields[row["field"]] = _field(row, provinces)
    return {code: _form(code, titles[code], fields) for code, fields in forms.items()}


def form_named(forms: Mapping[str, FormSpec], code: str) -> FormSpec:
    """The form of this code.

    Raises: unknown_form.
    """
    if code not in forms:
        raise RuleError("unknown_form")
    return forms[code]


def _form(code: str, title: str, fields: Mapping[str, FieldSpec]) -> FormSpec:
    ordered = tuple(sorted(fields.values(), key=lambda field: SECTIONS.index(field.section)))
    for field in ordered:
        _check_names(code, field, fields)
    return FormSpec(code, title, ordered)


def _check_names(form: str, field: FieldSpec, fields: Mapping[str, FieldSpec]) -> None:
    """A rule that names a field this form does not have would silently never apply."""
    bounds = [bound for bound in (field.least, field.most) if isinstance(bound, str)]
    named = [bound for bound in bounds if bound != "today" and not bound[0].isdigit()]
    named += [*field.part_of, *field.sum_of, *([field.when.field] if field.when else [])]
    unknown = [name for name in named if name not in fields]
    if unknown:
        raise ValueError(f"{form}.{field.name} names unknown fields {unknown}")


def _field(row: Mapping[str, str], provinces: Mapping[str, str]) -> FieldSpec:
    place, kind = f"{row['form']}.{row['field']}", row["kind"]
    if kind not in KINDS or row["section"] not in SECTIONS or not row["label_vi"]:
        raise ValueError(f"{place} has no known kind, section or label")
    required, when = _required(place, row["required"])
    listed = tuple(provinces.items()) if kind in _COLUMN_OF_LIST else _choices(place, row["choices"])
    return FieldSpec(
        name=row["field"],
        section=row["section"],
        label_vi=row["label_vi"],
        hint_vi=row["hint_vi"],
        kind=kind,
        required=required,
        when=when,
        choices=listed,
        least=_bound(kind, row["least"]),
        most=_bound(kind, row["most"]),
        part_of=_names(row["part_of"], "+"),
        sum_of=_names(row["sum_of"], "+"),
        disaggregates=_names(row["disaggregates"], ";"),
        counts_as=_names(row["counts_as"], "|"),
    )


def _names(text: str, separator: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(separator) if (name := part.strip()))


def _choices(place: str, text: str) -> Choices:
    pairs = tuple((code, label) for code, _, label in (item.partition("=") for item in _names(text, "|")))
    if any(not label for _, label in pairs) or len(dict(pairs)) != len(pairs):
        raise ValueError(f"{place} has a choice without words, or one twice")
    return pairs


def _bound(kind: str, text: str) -> Bound:
    if not text or kind == "date":
        return text or None
    return Fraction(text) if kind == "decimal" else int(text)


def _required(place: str, text: str) -> tuple[str, Condition | None]:
    if text in ("yes", "no", "verify"):
        return text, None
    if not text.startswith("when:"):
        raise ValueError(f"{place}: required says {text!r}")
    return "when", _condition(text.removeprefix("when:"))


def _condition(text: str) -> Condition:
    for sign in ("=", ">", "<"):
        name, found, rest = text.partition(sign)
        if found:
            return Condition(name, sign, _names(rest, "|"))
    return Condition(text)
