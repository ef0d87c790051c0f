"""What may head office enter itself, and what becomes of an entry once a second person has confirmed it?

Staff file the forms below for head office.  Forms with a number become facts like any report; a monitoring
report becomes a milestone, an update of the profile a covered day, a yearly plan a target.  What the seven
quality statements need besides, the five points, is judged by somebody who did not write the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from db.rules.errors import Problem
from db.rules.periods import period_of
from db.rules.plan_target import Approval, in_force
from db.rules.report_forms import FieldSpec, FormSpec

ENTRY_FORMS = ("F1", "F4", "F7", "F12", "F13", "F15", "F17")
MILESTONE, PROFILE, PLAN = "F7", "F13", "F17"
EFFECTS = frozenset({MILESTONE, PROFILE, PLAN})
CHECKLIST = "quality_ok"
PLAN_MEASURE = "5.2"
HALF_YEARLY = frozenset({"3.3"})

# form -> the field that tells one entry from the next.
_SUBJECTS = {
    "F4": "partner",
    "F7": "period",
    "F12": "partner",
    "F13": "doc_name",
    "F15": "task",
    "F17": "year",
}
_MOST_TITLE = 160


def entry_form(spec: FormSpec) -> FormSpec:
    """The form as its author fills it: the quality checklist is somebody else's."""
    return replace(spec, fields=tuple(field for field in spec.fields if field.name != CHECKLIST))


def checklist_of(spec: FormSpec) -> FieldSpec | None:
    """The five points this form is judged by.  None: it is not judged."""
    return spec.field(CHECKLIST)


def passed(checklist: FieldSpec, points: Collection[str]) -> bool:
    """Whether all five points hold.  Source: indicators.md §1, "Seven indicators are quality statements"."""
    return set(points) >= set(checklist.codes)


def entry_title(spec: FormSpec, values: Mapping[str, Any]) -> str:
    """The one line a list shows: the entry's own title, else its form and what it is about."""
    name = _SUBJECTS.get(spec.code)
    field = spec.field(name) if name else None
    if field is None or field.name not in values:
        return str(values.get("title") or spec.title_vi)
    measure = f"{values['measure']} · " if "measure" in values else ""
    return f"{spec.title_vi}: {measure}{field.label_of(str(values[field.name]))}"[:_MOST_TITLE]


def entry_problems(
    spec: FormSpec, values: Mapping[str, Any], planned: Collection[int] = ()
) -> Iterator[Problem]:
    """What the field table cannot say: windows fit their measure, a changed plan says why.

    ``planned``: years that have a plan in force.
    """
    if spec.code == MILESTONE:
        half, wanted = "-H" in values["period"], values["measure"] in HALF_YEARLY
        if half != wanted:
            yield Problem("period", "half_year_needed" if wanted else "whole_year_needed")
        begins = period_of(values["period"]).starts_on
        if "done" in values and date.fromisoformat(values["done"]) < begins:
            yield Problem("done", "too_early", {"least": begins})
    if spec.code == PLAN and values["year"] in planned and not values.get("reason"):
        yield Problem("reason", "reason_needed")


def counted_plans(approvals: tuple[Approval, ...], freeze: date) -> tuple[bool, ...]:
    """Which of a year's approved plans count, in the order given: revisions after the freeze do not.

    Source: indicators.md §2.3, ``annual_plan``.
    """
    counted = list(in_force(approvals, freeze, date.max))
    return tuple(approval in counted for approval in approvals)
