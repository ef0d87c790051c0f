"""Which answers did a child give: read, checked, only to questions that were asked, in one canonical form?

The server decides all of it again, whatever the browser showed: a value that was not offered is refused,
an answer to a hidden question is dropped, an unknown field is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final, TypeAlias

from db.rules.answer_kinds import KINDS, Answer, codes_of, stored_values, weigh
from db.rules.definition import (
    COMPUTED_KINDS,
    SILENT_KINDS,
    Choice,
    Definition,
    Question,
    choice_label,
    choices_of,
)
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.expressions import Scope, Tree, computed, is_true
from db.rules.xpath_values import Clock, Node, clock, is_blank

Raw: TypeAlias = Mapping[str, Sequence[str]]

# What chance follows from: the token of the page, known to the phone as well.
SEED_FIELD: Final = "token"
# The questions that say who answers, under these names in every instrument (consultations.md §2).
AGE_BAND: Final = "nhom_tuoi"
SEX: Final = "gioi_tinh"
PROVINCE: Final = "tinh"
# A spreadsheet turns the province code 01 into the number 1, so instruments write p01.
PROVINCE_PREFIX: Final = "p"


_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Answers:
    """What is stored of one filled form: ``values`` by question, in the form's order, skipped ones absent.

    ``asked`` names the questions that were shown and take an answer, whether answered or skipped.
    """

    values: Mapping[str, Answer]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """Who answered, as coarse as it is ever kept: age band (``t11_13``), sex, province (``01``)."""

    age_band: str | None
    sex: str | None
    province: str | None


@dataclass(frozen=True, slots=True)
class _Filled:
    """A form being checked: what was read, what could not be, and what is hidden."""

    form: Definition
    values: dict[str, Answer]
    unreadable: dict[str, Problem]
    hidden: frozenset[str]
    scope: Scope


def check_answers(form: Definition, raw: Raw, *, today: date, now: datetime | None = None) -> Answers:
    """The answers to keep of one filled form.

    ``raw`` is the posted form: field name → its values, blank ones meaning skipped.
    Raises: fields_refused with a problem for each refused question: not_a_choice, not_a_whole_number,
            not_a_number, not_a_date, too_small, too_large, too_long, bad_text, required (facts:
            messages), constraint_unmet (facts: messages, by language).
    Source: consultations.md §4.
    """
    filled = _fill(form, raw, clock(today, now))
    asked = [question for question in _visible(form) if question.name not in filled.hidden]
    refuse_fields(problem for question in asked if (problem := _problem(question, filled)))
    names = tuple(question.name for question in asked if question.kind not in SILENT_KINDS)
    return Answers({name: filled.values[name] for name in names if name in filled.values}, names)


def shown_questions(
    form: Definition, raw: Raw, *, today: date, now: datetime | None = None
) -> tuple[str, ...]:
    """The questions and notes to show for what was answered so far; what cannot be read counts as skipped.

    For the page without script, which is drawn again whenever this grows.
    """
    hidden = _fill(form, raw, clock(today, now)).hidden
    return tuple(question.name for question in _visible(form) if question.name not in hidden)


def _visible(form: Definition) -> Iterable[Question]:
    """Everything a person may be shown; what is computed never is."""
    return (question for question in form.questions if question.kind not in COMPUTED_KINDS)


def offered_choices(
    form: Definition, name: str, raw: Raw, *, today: date, now: datetime | None = None
) -> tuple[Choice, ...]:
    """The choices of one question that its choice filter leaves, for what was answered so far."""
    filled = _fill(form, raw, clock(today, now))
    question = next(question for question in form.questions if question.name == name)
    return tuple(_offered(question, choices_of(form, question), filled.scope))


def _fill(form: Definition, raw: Raw, at: Clock) -> _Filled:
    values: dict[str, Answer] = {}
    unreadable: dict[str, Problem] = {}
    live: dict[str, Node] = {question.name: "" for question in form.questions}
    for question in form.questions:
        name = question.name
        if not (given := _given(raw, name)):
            continue
        try:
            answer = _read(question, given, form)
        except RuleError as refused:
            unreadable[name] = Problem(name, refused.code, refused.facts)
        else:
            if answer is not None:
                values[name], live[name] = answer, weigh(answer, question.kind)
    language = form.languages[0].code if form.languages else ""
    seed = next(iter(raw.get(SEED_FIELD, ())), "")
    scope = Scope(live, at, label=partial(choice_label, form, language), seed=seed)
    return _Filled(form, values, unreadable, _settle(form, live, scope), scope)


def _given(raw: Raw, name: str) -> list[str]:
    """What was posted for a question; nothing but spaces is nothing."""
    return [value for value in raw.get(name, ()) if value.strip()]


def _read(question: Question, given: Sequence[str], form: Definition) -> Answer | None:
    read = KINDS.get(question.kind)
    return read(given, choices_of(form, question)) if read else None


def _settle(form: Definition, live: dict[str, Node], scope: Scope) -> frozenset[str]:
    """The groups and questions not shown; on the way their answers leave ``live``, what is computed enters.

    ``order`` puts whatever an expression looks at before it, so one pass settles everything.
    """
    hidden: set[str] = set()
    for name in form.order:
        part = form.parts[name]
        irrelevant = part.relevant is not None and not is_true(part.relevant, scope)
        if irrelevant or not hidden.isdisjoint(part.parents):
            hidden.add(name)
            live.pop(name, None)
        elif isinstance(part, Question) and part.calculation is not None:
            live[name] = computed(part.calculation, scope)
    return frozenset(hidden)


def _problem(question: Question, filled: _Filled) -> Problem | None:
    """What is wrong with one question that was asked: at most one thing, the first found."""
    name = question.name
    if name in filled.unreadable:
        return filled.unreadable[name]
    if name not in filled.values:
        missing = _holds(question.required, filled.scope)
        return Problem(name, "required", {"messages": dict(question.required_messages)}) if missing else None
    if not _was_offered(question, filled):
        return Problem(name, "not_a_choice")
    if not _meets_constraint(question, filled.scope):
        return Problem(name, "constraint_unmet", {"messages": dict(question.constraint_messages)})
    return None


def _holds(tree: Tree | None, scope: Scope) -> bool:
    return tree is not None and is_true(tree, scope)


def _was_offered(question: Question, filled: _Filled) -> bool:
    if question.choice_filter is None:
        return True
    answer = filled.values[question.name]
    chosen = [choice for choice in choices_of(filled.form, question) if choice.name in codes_of(answer)]
    return len(list(_offered(question, chosen, filled.scope))) == len(chosen)


def _offered(question: Question, choices: Iterable[Choice], scope: Scope) -> Iterable[Choice]:
    tree = question.choice_filter
    for choice in choices:
        row = {**choice.columns, "name": choice.name}
        if tree is None or is_true(tree, scope.at_choice(row)):
            yield choice


def _meets_constraint(question: Question, scope: Scope) -> bool:
    """Does the answer meet its question's own rule?  A skipped answer is never measured."""
    if question.constraint is None:
        return True
    dot = scope.values.get(question.name, "")
    return is_blank(dot) or is_true(question.constraint, scope.at_answer(dot))


def about(answers: Answers) -> About:
    """Who answered, from the three questions every instrument may ask; None where skipped or not asked."""
    province = _code(answers, PROVINCE)
    return About(
        age_band=_code(answers, AGE_BAND),
        sex=_code(answers, SEX),
        province=province.removeprefix(PROVINCE_PREFIX) if province else None,
    )


def _code(answers: Answers, name: str) -> str | None:
    answer = answers.values.get(name)
    return answer if isinstance(answer, str) else None


def canonical_bytes(answers: Answers, version_id: object) -> bytes:
    """The bytes whose SHA-256 tells "the same answers again" from "other answers under one token".

    Independent of the order fields arrived in, of spaces around them, and of anything hidden or unknown.
    What is computed is not part of it: it follows from the answers, and from the day.
    """
    kept = {name: stored_values(answer) for name, answer in answers.values.items()}
    content = {"answers": kept, "version": str(version_id)}
    return _CANONICAL.encode(content).encode()
