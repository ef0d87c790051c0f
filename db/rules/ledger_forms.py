"""Which form records a request of each measure, and which form each act upon it?

What a request is about comes from the field table (forms ``F5-…``), who owns it and the acts from the act
table; both are parsed by ``report_forms``.  Result document and quality checklist are not typed with the
request: somebody other than its owner records them by the act ``assess``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from db.rules.errors import RuleError
from db.rules.ledger_states import STAGE_ACTS, STAGES
from db.rules.report_forms import LEDGER_FORMS, Choices, FieldSpec, FormSpec, form_named

PREFIX = "F5-"
ENTRY, CORRECT, CONFIRM = "entry", "correct", "confirm"
BY_ASSESSMENT = frozenset({"quality_ok", "report_doc"})
# Case kinds that are violence or abuse by themselves; for others the box says so.
ABUSE_KINDS = frozenset({"violence", "abuse"})
ABUSE_BOX, MAY_CONCERN_ABUSE = "concerns_abuse", frozenset({"4.1", "4.2"})
POINTS = 5
# Acts whose reason only makes sense when a day is corrected; tracking goes on and may always be.
DATED_ONCE = frozenset(STAGE_ACTS) - {"track"}
# What the one line of a list says about a request: those of these that its form has.
SUBJECTS = ("doc_kind", "kind", "event", "agency", "inviter", "authority")


def ledger_measures() -> tuple[str, ...]:
    """Measures that have a ledger, in the order of their codes."""
    return tuple(code.removeprefix(PREFIX) for code in LEDGER_FORMS)


def entry_form(
    forms: Mapping[str, FormSpec], acts: Mapping[str, FormSpec], code: str, people: Choices
) -> FormSpec:
    """The form for a request of this measure; ``people`` may own it.

    Raises: unknown_form for a measure without a ledger.
    """
    if code not in STAGES:
        raise RuleError("unknown_form")
    spec = form_named(forms, f"{PREFIX}{code}")
    about = tuple(field for field in spec.fields if field.name not in BY_ASSESSMENT)
    extra = tuple(
        field for field in acts[ENTRY].fields if field.name != ABUSE_BOX or code in MAY_CONCERN_ABUSE
    )
    ordered = sorted((*about, *extra), key=lambda field: ("what", "figures", "more").index(field.section))
    return replace(spec, fields=with_people(ordered, people))


def correction_form(entry: FormSpec, acts: Mapping[str, FormSpec]) -> FormSpec:
    """The same form once more, with the reason for changing what was said."""
    return replace(entry, fields=(*entry.fields, *acts[CORRECT].fields))


def act_form(acts: Mapping[str, FormSpec], act: str, people: Choices, *, asks_reason: bool) -> FormSpec:
    """The form of one act; dating a stage for the first time is not asked why.

    ``asks_reason`` makes the reason needed (``needs_reason``) where the table only offers it.
    """
    spec, first = form_named(acts, act), act in DATED_ONCE and not asks_reason
    fields = (
        replace(field, required="yes") if field.name == "reason" and asks_reason else field
        for field in with_people(spec.fields, people)
        if not (first and field.name == "reason")
    )
    return replace(spec, fields=tuple(fields))


def with_people(fields: tuple[FieldSpec, ...] | list[FieldSpec], people: Choices) -> tuple[FieldSpec, ...]:
    """Fields that name a person offer these people."""
    return tuple(
        replace(field, choices=people) if field.name in ("owner", "approver") else field for field in fields
    )


def concerns_abuse(values: Mapping[str, Any]) -> bool:
    """Whether violence against or abuse of a child is feared, by the case's kind or by the box."""
    return values.get(ABUSE_BOX) is True or values.get("kind") in ABUSE_KINDS


def subject_of(spec: FormSpec, values: Mapping[str, Any]) -> str:
    """The one line a list shows: the other side or the occasion, never a person."""
    fields = [field for name in SUBJECTS if name in values and (field := spec.field(name)) is not None]
    return " · ".join(field.label_of(values[field.name]) for field in fields) or spec.title_vi


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields whose value is another one now, added and removed ones included."""
    names = dict.fromkeys([*before, *after])
    return tuple(name for name in names if before.get(name) != after.get(name))


def check_correction(before: Mapping[str, Any], after: Mapping[str, Any], reason: str) -> None:
    """Adding what was not known needs no reason; changing what was said does.

    Raises: reason_needed.
    """
    rewritten = [name for name in changed_fields(before, after) if name in before]
    if rewritten and not reason.strip():
        raise RuleError("reason_needed")


def confirm_form(acts: Mapping[str, FormSpec]) -> FormSpec:
    """The form that says up to which day somebody looked through which ledgers."""
    codes = tuple((code, code) for code in ledger_measures())
    spec = form_named(acts, CONFIRM)
    fields = (replace(field, choices=codes) if field.name == "codes" else field for field in spec.fields)
    return replace(spec, fields=tuple(fields))
