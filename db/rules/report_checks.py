"""Is a filled form acceptable, and what does it say, in one canonical form?

Every problem of the form is collected before anything is refused, so that a person corrects a form once.
Values are JSON: text, whole numbers, ISO days, lists of codes, ``{part: number}``; a decimal is exact text.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.numbers import exact
from db.rules.periods import period_of
from db.rules.report_forms import Condition, FieldSpec, FormSpec
from db.rules.report_values import Raw, Value, read_value


@dataclass(frozen=True, slots=True)
class ReportData:
    """What a checked form says: ``values`` by field, only those that were answered.

    None:   an unanswered field is absent, a zero is there; ``event_on`` on forms that record no fact.
    """

    form: str
    values: Mapping[str, Value]
    title: str
    event_on: date | None
    province_code: str | None


def check_report(
    spec: FormSpec, raw: Raw, *, today: date, organisations: Collection[str] | None = None
) -> ReportData:
    """The canonical content of a filled form.

    ``raw`` holds what was posted: field → values; a part as ``field.part``.  ``organisations``: the ids that
    may be named; not checked here when None.
    Raises: fields_refused with every problem found.
    Source: indicators.md §4.5; report_fields.csv.
    """
    filled = _Filled(spec, today)
    for field in spec.fields:
        _read_into(filled, field, raw, organisations)
    for field in spec.fields:
        if field.name in filled.values:
            filled.problems.extend(_relation_problems(filled, field))
        elif field.name not in filled.unreadable and _is_required(field, filled.values):
            filled.problems.append(Problem(field.name, "required"))
    refuse_fields(filled.problems)
    return report_data(spec, filled.values)


def report_data(spec: FormSpec, values: Mapping[str, Value]) -> ReportData:
    """The same from stored values, which were checked when they were filed."""
    title = values.get("title") or spec.title_vi
    return ReportData(spec.code, dict(values), title, _event_on(spec, values), values.get("province_code"))


def missing_for_verification(spec: FormSpec, data: ReportData) -> tuple[str, ...]:
    """Fields that may be added later but are needed before the report is verified."""
    return tuple(
        field.name for field in spec.fields if field.required == "verify" and field.name not in data.values
    )


class _Filled:
    """A form while it is read: values, problems, and the fields that could not be read."""

    __slots__ = ("problems", "spec", "today", "unreadable", "values")

    def __init__(self, spec: FormSpec, today: date) -> None:
        self.spec = spec
        self.today = today
        self.values: dict[str, Value] = {}
        self.problems: list[Problem] = []
        self.unreadable: set[str] = set()


def _event_on(spec: FormSpec, values: Mapping[str, Value]) -> date | None:
    """The day that decides the year; an activity running over New Year counts once, when it ends."""
    field = spec.event_field
    if field is None or field.name not in values:
        return None
    if field.kind == "quarter":
        return period_of(values[field.name]).ends_on
    day = date.fromisoformat(values[field.name])
    end = values.get("date_end") if field.name == "date_start" else None
    last = date.fromisoformat(end) if end else day
    return last if last.year != day.year else day


def _read_into(filled: _Filled, field: FieldSpec, raw: Raw, organisations: Collection[str] | None) -> None:
    try:
        value = read_value(field, raw, organisations)
    except RuleError as refusal:
        filled.unreadable.add(field.name)
        filled.problems.extend(refusal.problems or [Problem(field.name, refusal.code, refusal.facts)])
        return
    if value is not None:
        filled.values[field.name] = value


# -- between fields -------------------------------------------------------------------------------------


def _is_required(field: FieldSpec, values: Mapping[str, Value]) -> bool:
    return field.required == "yes" or (field.when is not None and holds(field.when, values))


def holds(condition: Condition, values: Mapping[str, Value]) -> bool:
    """Whether a condition is met by the values of a form; never when its field is unanswered."""
    value = values.get(condition.field)
    if value is None:
        return False
    if condition.sign == "=":
        return value in condition.codes
    if condition.sign in ("<", ">"):
        return (exact(value) > 0) == (condition.sign == ">") and exact(value) != 0
    return True


def _relation_problems(filled: _Filled, field: FieldSpec) -> list[Problem]:
    value = filled.values[field.name]
    if field.kind == "date":
        return _day_problems(filled, field, date.fromisoformat(value))
    if field.kind == "quarter" and period_of(value).starts_on > filled.today:
        return [Problem(field.name, "future_date")]
    return _whole_problems(filled, field, value)


def _day_problems(filled: _Filled, field: FieldSpec, day: date) -> list[Problem]:
    latest, earliest = _day_bound(filled, field.most), _day_bound(filled, field.least)
    if latest is not None and day > latest:
        return [Problem(field.name, "future_date")]
    if earliest is not None and day < earliest:
        named = isinstance(field.least, str) and not field.least[0].isdigit()
        code = "end_before_start" if named else "too_early"
        return [Problem(field.name, code, {"least": earliest})]
    return []


def _day_bound(filled: _Filled, bound: object) -> date | None:
    if not isinstance(bound, str):
        return None
    if bound == "today":
        return filled.today
    text = bound if bound[0].isdigit() else filled.values.get(bound)
    return date.fromisoformat(text) if text else None


def _whole_problems(filled: _Filled, field: FieldSpec, value: Value) -> list[Problem]:
    whole = _sum(filled.values, field.part_of or field.sum_of)
    if whole is None:
        return []
    size = sum(part or 0 for part in value.values()) if isinstance(value, dict) else value
    if field.sum_of and size != whole:
        return [Problem(field.name, "sum_mismatch", {"whole": whole})]
    if size > whole:
        return [Problem(field.name, "part_above_whole", {"whole": whole})]
    if field.sum_of:  # the parts add up, so the ones left blank are zero
        filled.values[field.name] = {code: part or 0 for code, part in value.items()}
    return []


def _sum(values: Mapping[str, Value], names: Sequence[str]) -> int | None:
    """The whole that parts are measured against; None while one of its fields is unanswered."""
    if not names or any(name not in values for name in names):
        return None
    return sum(int(values[name]) for name in names)
