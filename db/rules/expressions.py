"""What does a form's expression answer, given what a child has answered so far?

The expression was parsed at upload (``db/xlsform``) into a syntax tree of JSON lists, kept for ever with
the form version.  This interpreter decides; the browser's, held to the same golden vectors
(``tests/rules/expression_vectors.json``), only shows and hides.  The tree:

    ["num", 1.5]  ["str", "x"]       literals
    ["ref", "name"]                  the answer to a question; several values if it repeats
    ["dot"]                          the answer being checked (constraints)
    ["col", "name"]                  a column of the choice being offered (choice filters)
    ["or"|"and", a, b, …]            stops at the first that settles it
    ["="|"!="|"<"|"<="|">"|">=", a, b]   true if any pair of nodes makes it true
    ["+"|"-"|"*"|"div"|"mod", a, b]  ["neg", a]
    ["call", "name", [a, …]]         a function of ``xpath_functions.FUNCTIONS``, or of LAZY below
    ["regex", a, program]            ``db.rules.patterns``
    ["choice-name", a, "question"]   the label of a chosen code
    ["random", "place"]              ``xpath_chance``

Numbers are IEEE doubles, the one place in the rules where floats are right: see ``xpath_values``.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from db.rules import patterns
from db.rules.xpath_chance import share
from db.rules.xpath_functions import FUNCTIONS
from db.rules.xpath_values import (
    Clock,
    Node,
    Value,
    clock,
    is_blank,
    nodes,
    one,
    same,
    to_number,
    to_text,
    to_truth,
)

Tree: TypeAlias = Sequence[Any]
# (question, code) -> the label of that choice, in the language the person reads
Label: TypeAlias = Callable[[str, str], str]

_NO_ROW: Final[Mapping[str, str]] = MappingProxyType({})


def _code_itself(_: str, code: str) -> str:
    return code


@dataclass(slots=True)  # not frozen: one is made for every answer that is checked
class Scope:
    """All an expression may look at: answers by question (a hidden one is absent), the clock, the dice."""

    values: Mapping[str, Node]
    at: Clock
    dot: Node = ""
    row: Mapping[str, str] = field(default_factory=dict)
    label: Label = _code_itself
    seed: str = ""

    def at_answer(self, dot: Node) -> Scope:
        """The same, looking at one answer."""
        return Scope(self.values, self.at, dot, self.row, self.label, self.seed)

    def at_choice(self, row: Mapping[str, str]) -> Scope:
        """The same, looking at one choice."""
        return Scope(self.values, self.at, self.dot, row, self.label, self.seed)


def evaluate(
    tree: Tree,
    values: Mapping[str, Node],
    *,
    today: date,
    now: datetime | None = None,
    dot: Node = "",
    row: Mapping[str, str] = _NO_ROW,
    label: Label = _code_itself,
    seed: str = "",
) -> Value:
    """The one value an expression answers.

    Units:  ``values`` by question: text (codes joined by spaces), float, date; a tuple for a repeat.
            A question that is not relevant is absent and reads as empty text.
    None:   never; no value is ``""`` or NaN, which are both stored as an empty answer.
    Source: ODK Collect (JavaRosa); consultations.md §4.
    """
    return one(run(tree, Scope(values, clock(today, now), dot, row, label, seed)))


def is_true(tree: Tree, scope: Scope) -> bool:
    """Does the expression hold?  An answer that is not empty holds, whatever it says."""
    return to_truth(run(tree, scope))


def computed(tree: Tree, scope: Scope) -> Value:
    """What a calculation leaves for other expressions to see: one value of its own type, NaN as empty."""
    value = one(run(tree, scope))
    return "" if is_blank(value) else value


def run(tree: Tree, scope: Scope) -> Node:
    """The value, or nodes, of one part of a tree."""
    return _RUN[tree[0]](tree, scope)


def _either(tree: Tree, scope: Scope) -> Node:
    for part in tree[1:]:  # noqa: SIM110 - half the time of any(), in the hottest place
        if to_truth(_RUN[part[0]](part, scope)):
            return True
    return False


def _all(tree: Tree, scope: Scope) -> Node:
    for part in tree[1:]:  # noqa: SIM110
        if not to_truth(_RUN[part[0]](part, scope)):
            return False
    return True


_Step: TypeAlias = Callable[[Tree, Scope], Node]


def _pairs(holds: Callable[[Value, Value], bool]) -> _Step:
    """A comparison: true if it holds for any node of one side with any node of the other."""

    def compare(tree: Tree, scope: Scope) -> Node:
        left, right = _RUN[tree[1][0]](tree[1], scope), _RUN[tree[2][0]](tree[2], scope)
        if not isinstance(left, tuple) and not isinstance(right, tuple):
            return holds(left, right)
        return any(holds(a, b) for a in nodes(left) for b in nodes(right))

    return compare


def _order(holds: Callable[[float, float], bool]) -> _Step:
    return _pairs(lambda a, b: holds(to_number(a), to_number(b)))


def _arithmetic(compute: Callable[[float, float], float]) -> _Step:
    return lambda tree, scope: compute(to_number(run(tree[1], scope)), to_number(run(tree[2], scope)))


def _divide(left: float, right: float) -> float:
    """IEEE division: by zero it is ±Infinity, 0 by 0 is NaN."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _modulo(left: float, right: float) -> float:
    """The remainder with the sign of the left side, as in Java and JavaScript."""
    if right == 0 or not math.isfinite(left):
        return math.nan
    return math.fmod(left, right)


def _call(tree: Tree, scope: Scope) -> Node:
    name, arguments = tree[1], tree[2]
    lazy = LAZY.get(name)
    if lazy:
        return lazy(arguments, scope)
    return FUNCTIONS[name].answer([run(argument, scope) for argument in arguments], scope.at)


def _if(arguments: Tree, scope: Scope) -> Node:
    return run(arguments[1 if is_true(arguments[0], scope) else 2], scope)


def _coalesce(arguments: Tree, scope: Scope) -> Node:
    first = run(arguments[0], scope)
    return run(arguments[1], scope) if is_blank(first) else first


def _once(arguments: Tree, scope: Scope) -> Node:
    return run(arguments[0], scope) if is_blank(scope.dot) else scope.dot


def _depend(arguments: Tree, scope: Scope) -> Node:
    return run(arguments[0], scope)


# Functions that do not look at all their arguments, or look at the answer itself; with their arity.
LAZY: Final[dict[str, Callable[[Tree, Scope], Node]]] = {
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "depend": _depend,
}
LAZY_ARITY: Final[dict[str, tuple[int, int | None]]] = {
    "if": (3, 3),
    "coalesce": (2, 2),
    "once": (1, 1),
    "depend": (1, None),
}


def arity(name: str) -> tuple[int, int | None] | None:
    """Least and most arguments of a function, None when there is no such function."""
    if name in LAZY_ARITY:
        return LAZY_ARITY[name]
    function = FUNCTIONS.get(name)
    return (function.least, function.most) if function else None


def _regex(tree: Tree, scope: Scope) -> Node:
    return patterns.matches(tree[2], to_text(run(tree[1], scope)))


def _choice_name(tree: Tree, scope: Scope) -> Node:
    return ", ".join(scope.label(tree[2], code) for code in to_text(run(tree[1], scope)).split())


_RUN: Final[dict[str, _Step]] = {
    "num": lambda tree, _: float(tree[1]),
    "str": lambda tree, _: str(tree[1]),
    "ref": lambda tree, scope: scope.values.get(tree[1], ()),
    "dot": lambda _, scope: scope.dot,
    "col": lambda tree, scope: scope.row.get(tree[1], ""),
    "or": _either,
    "and": _all,
    "=": _pairs(same),
    "!=": _pairs(lambda a, b: not same(a, b)),
    "<": _order(operator.lt),
    "<=": _order(operator.le),
    ">": _order(operator.gt),
    ">=": _order(operator.ge),
    "+": _arithmetic(operator.add),
    "-": _arithmetic(operator.sub),
    "*": _arithmetic(operator.mul),
    "div": _arithmetic(_divide),
    "mod": _arithmetic(_modulo),
    "neg": lambda tree, scope: -to_number(run(tree[1], scope)),
    "call": _call,
    "regex": _regex,
    "choice-name": _choice_name,
    "random": lambda tree, scope: share(scope.seed, tree[1]),
}
