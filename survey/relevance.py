"""What does a child's page need to know to show and hide questions by itself?

The plan stands in the page as ``<script type="application/json" id="lien-quan">`` and is read by
``static/relevance.js``; it holds only what decides, so a form without conditions has none, and no script.
The server decides again, whatever the page showed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from db.rules.definition import SILENT_KINDS, Definition, Group, Question, choices_of, in_language
from db.rules.expressions import Tree

# What expressions.js can do alone; anything else wants expressions_more.js (the browser's tests compare).
CORE: Final = frozenset(
    {
        *("boolean", "concat", "contains", "count", "count-non-empty", "count-selected", "false", "int"),
        *("is-selected", "max", "min", "not", "number", "selected", "string", "string-length", "sum", "true"),
        *("if", "coalesce", "once", "depend"),
    }
)
# Steps that are only there; the first two have a tree in their second place, and something else in the third.
_WITH_TREE: Final = frozenset({"regex", "choice-name"})
_MORE_STEPS: Final = _WITH_TREE | {"random"}
_CHOSEN_KINDS: Final = frozenset({"select_one", "select_multiple", "acknowledge", *SILENT_KINDS})


def relevance_plan(form: Definition, language: str) -> dict[str, Any] | None:
    """The plan of a form, for the page in this language.

    Shape:  ``asked`` (questions that take an answer, in order), ``parts`` (what decides or may be hidden,
            in the form's own order of deciding), ``labels`` (question → code → words, where an expression
            looks at them).
    None:   nothing in the form depends on an answer.
    """
    if not _decides(form):
        return None
    wanted = _wanted(form)
    parts = _parts(form)
    named = {tree[2] for tree in _nodes(form) if tree[0] == "choice-name"}
    return {
        "asked": [question.name for question in form.questions if question.kind not in SILENT_KINDS],
        "parts": [_planned(parts[name], form, wanted) for name in form.order if name in wanted],
        "labels": {name: _labels(form, name, language) for name in sorted(named)},
    }


def relevance_json(form: Definition, language: str) -> str:
    """The plan as it may stand inside a ``<script>``; empty when there is none."""
    plan = relevance_plan(form, language)
    return json.dumps(plan, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c") if plan else ""


def relevance_scripts(form: Definition) -> tuple[str, ...]:
    """The scripts this form's page needs, in the order they must run."""
    if not _decides(form):
        return ()
    more = ("expressions_more.js",) if _needs_more(form) else ()
    return ("expressions.js", *more, "relevance.js")


def _needs_more(form: Definition) -> bool:
    calls = {tree[1] for tree in _nodes(form) if tree[0] == "call"}
    steps = {tree[0] for tree in _nodes(form)}
    kinds = {question.kind for question in form.questions if question.name in _referred(form)}
    return bool(calls - CORE or steps & _MORE_STEPS or kinds - _CHOSEN_KINDS)


def _decides(form: Definition) -> bool:
    return any(True for _ in _showing(form))


def _showing(form: Definition) -> Iterator[Tree]:
    """Every expression that shows or hides something."""
    everything: Iterable[Group | Question] = (*form.groups, *form.questions)
    filters = (question.choice_filter for question in form.questions)
    return (tree for tree in chain((part.relevant for part in everything), filters) if tree is not None)


def _deciding(form: Definition) -> list[Tree]:
    """Those expressions, and the calculations they look at, however far back."""
    found = list(_showing(form))
    waiting = {question.name: question.calculation for question in form.questions}
    for tree in found:  # grows on the way
        for node in _parts_of(tree):
            calculation = waiting.pop(node[1], None) if node[0] == "ref" else None
            if calculation is not None:
                found.append(calculation)
    return found


def _nodes(form: Definition) -> Iterator[Tree]:
    """Every operator, call and leaf of what decides."""
    return (node for tree in _deciding(form) for node in _parts_of(tree))


def _parts_of(whole: Tree) -> Iterator[Tree]:
    waiting = [whole]
    while waiting:
        tree = waiting.pop()
        yield tree
        if tree[0] == "call":
            waiting.extend(tree[2])
        elif tree[0] in _WITH_TREE:
            waiting.append(tree[1])
        else:
            waiting.extend(part for part in tree[1:] if not isinstance(part, str | int | float))


def _referred(form: Definition) -> set[str]:
    return {tree[1] for tree in _nodes(form) if tree[0] == "ref"}


def _parts(form: Definition) -> Mapping[str, Group | Question]:
    return {part.name: part for part in (*form.groups, *form.questions)}


def _wanted(form: Definition) -> set[str]:
    """What the plan must know: what has a condition, what stands inside it, what is looked at."""
    parts = _parts(form)
    hiding = {name for name, part in parts.items() if part.relevant is not None}
    inside = {name for name, part in parts.items() if not hiding.isdisjoint(part.parents)}
    filtered = {question.name for question in form.questions if question.choice_filter is not None}
    return hiding | inside | filtered | _referred(form)


def _planned(part: Group | Question, form: Definition, wanted: set[str]) -> dict[str, Any]:
    planned: dict[str, Any] = {
        "name": part.name,
        "parents": [name for name in part.parents if name in wanted],
    }
    if part.relevant is not None:
        planned["relevant"] = part.relevant
    if isinstance(part, Question):
        planned["kind"] = part.kind
        if part.calculation is not None:
            planned["calculation"] = part.calculation
        if part.choice_filter is not None:
            planned["filter"] = part.choice_filter
            planned["rows"] = {choice.name: dict(choice.columns) for choice in choices_of(form, part)}
    return planned


def _labels(form: Definition, name: str, language: str) -> dict[str, str]:
    question = _parts(form)[name]
    choices = choices_of(form, question) if isinstance(question, Question) else ()
    return {choice.name: in_language(choice.labels, language) for choice in choices}
