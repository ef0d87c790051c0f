"""What of a half-typed form is kept, and what does the next report of the same kind begin with?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from db.rules.errors import RuleError
from db.rules.report_forms import NUMBER_KINDS, FieldSpec, FormSpec
from db.rules.text_in import clean_text

Typed: TypeAlias = Mapping[str, Sequence[str]]

# Beside the fields: the form's token, and which version of a report is being revised.
TOKEN, VERSION = "token", "version"
MOST_DRAFT = 30_000  # characters; the longest form filled to its bounds has about 20,000
# What is true of one activity only: its days, its numbers, its proof, what was promised about it.
_OF_ONE_ACTIVITY = frozenset(
    {*NUMBER_KINDS, "date", "quarter", "period", "parts", "links", "checkbox", "request"}
)
_NUMBERED = "_no"  # numbers of documents: evidence_no, decision_no


def draft_fields(spec: FormSpec, form: Typed) -> dict[str, list[str]]:
    """The fields of this form as typed, its token and version; nothing else that was posted.

    Raises: too_long (facts: most), bad_text.
    """
    kept = {
        name: list(form[name]) for name in (*field_names(spec), TOKEN, VERSION) if any(form.get(name, ()))
    }
    room = MOST_DRAFT
    for values in kept.values():
        for number, text in enumerate(values):
            values[number] = clean_text(text, room)
            room -= len(values[number])
            if room < 0:
                raise RuleError("too_long", most=MOST_DRAFT)
    return kept


def field_names(spec: FormSpec) -> tuple[str, ...]:
    """Names under which the form's fields are posted; a split has one name for each part."""
    return tuple(name for field in spec.fields for name in _names(field))


def _names(field: FieldSpec) -> tuple[str, ...]:
    return tuple(f"{field.name}.{code}" for code in field.codes) if field.kind == "parts" else (field.name,)


def as_last_time(spec: FormSpec, form: Typed) -> dict[str, list[str]]:
    """An earlier report as the beginning of the next one: without days, numbers and proof."""
    return {
        field.name: list(form[field.name])
        for field in spec.fields
        if field.name in form and field.kind not in _OF_ONE_ACTIVITY and not field.name.endswith(_NUMBERED)
    }
