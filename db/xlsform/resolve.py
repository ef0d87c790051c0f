"""What do the names in an expression mean, and is everything in it something we can evaluate?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from db.rules.expressions import arity
from db.rules.xpath_functions import REFUSED
from db.xlsform.expression import read_expression
from db.xlsform.faults import Fault, FormFault
from db.xlsform.regex import compile_pattern

# Functions that look at the answer itself when they are given nothing.
_SELF_IF_BARE: Final = frozenset({"string-length", "normalize-space"})
_CURRENT: Final = "current()/"
_QUOTED_REF = re.compile(r"\s*\$\{\s*([^{}\s]+)\s*\}\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands, and what it may name.

    ``paths``: every question by its path from the root; ``columns``: of the choices sheet, for a choice
    filter only.
    """

    column: str
    path: tuple[str, ...]
    paths: Mapping[tuple[str, ...], str]
    blanked: frozenset[str]
    columns: frozenset[str] | None = None
    may_dot: bool = False
    version: str = ""

    def fault(self, reason: str, value: str = "") -> FormFault:
        """A refusal of this expression."""
        return FormFault(Fault(reason, facts={"column": self.column, "value": value}))


def resolve(text: str, place: Place) -> list[Any]:
    """The tree of an expression as ``db.rules.expressions`` evaluates it.

    Raises: FormFault, without sheet and row.
    """
    return _resolved(read_expression(text, place.column), place)


def _resolved(tree: list[Any], place: Place) -> list[Any]:
    leaf = _LEAVES.get(tree[0])
    if leaf:
        return leaf(tree, place)
    if tree[0] == "call":
        return _call(tree[1], tree[2], place)
    return [tree[0], *(_resolved(part, place) for part in tree[1:])]


def _as_is(tree: list[Any], _: Place) -> list[Any]:
    return tree


def _ref(tree: list[Any], place: Place) -> list[Any]:
    return _named(tree[1], place)


def _named(name: str, place: Place) -> list[Any]:
    if name.startswith("last-saved#"):
        raise place.fault("unsupported_path", name)
    if name in place.blanked:
        return ["str", ""]
    if name not in place.paths.values():
        raise place.fault("unknown_question", name)
    return ["ref", name]


def _path(tree: list[Any], place: Place) -> list[Any]:
    """``/form/group/q`` from the root, whatever it is called, or ``../q`` from where the question stands.

    ``current()/../q``, as choice filters say it, is the same: nothing here is nearer than the question.
    """
    steps = tree[1].removeprefix(_CURRENT).split("/")
    if steps[0] == "":
        wanted = tuple(steps[2:])
    else:
        base = list(place.path)
        while steps and steps[0] == "..":
            steps, base = steps[1:], base[:-1]
        wanted = (*base, *steps)
    if any(not step or "." in (step, step[:1]) for step in wanted):
        raise place.fault("unsupported_path", tree[1])
    name = place.paths.get(wanted)
    if name is None:
        raise place.fault("unknown_question", tree[1])
    return _named(name, place)


def _bare(tree: list[Any], place: Place) -> list[Any]:
    if place.columns is None:
        raise place.fault("unsupported_path", tree[1])
    if tree[1] not in place.columns:
        raise place.fault("unknown_column", tree[1])
    return ["col", tree[1]]


def _dot(tree: list[Any], place: Place) -> list[Any]:
    if not place.may_dot:
        raise place.fault("dot_not_here", ".")
    return tree


_LEAVES: Final = {"num": _as_is, "str": _as_is, "ref": _ref, "path": _path, "bare": _bare, "dot": _dot}


def _call(name: str, arguments: list[Any], place: Place) -> list[Any]:
    special = _SPECIAL.get(name)
    if special:
        return special(name, arguments, place)
    if name in REFUSED:
        raise place.fault(REFUSED[name], name)
    if name in _SELF_IF_BARE and not arguments:
        arguments = [["dot"]]
    _check_arity(name, len(arguments), place)
    return ["call", name, [_resolved(argument, place) for argument in arguments]]


def _check_arity(name: str, given: int, place: Place) -> None:
    allowed = arity(name)
    if allowed is None:
        raise place.fault("unknown_function", name)
    least, most = allowed
    if given < least or (most is not None and given > most):
        raise place.fault("wrong_arguments", name)
    if name == "weighted-checklist" and given % 2:
        raise place.fault("wrong_arguments", name)
    if name == "once" and not (place.may_dot or place.column == "calculation"):
        raise place.fault("dot_not_here", name)


def _regex(name: str, arguments: list[Any], place: Place) -> list[Any]:
    if len(arguments) != 2:
        raise place.fault("wrong_arguments", name)
    if arguments[1][0] != "str":
        raise place.fault("pattern_not_literal", name)
    try:
        program = compile_pattern(arguments[1][1])
    except FormFault as bad:
        facts = {"column": place.column, **bad.faults[0].facts}
        raise FormFault(Fault("bad_pattern", facts=facts)) from bad
    return ["regex", _resolved(arguments[0], place), program]


def _choice_name(name: str, arguments: list[Any], place: Place) -> list[Any]:
    """``jr:choice-name(${q}, '${q}')``: the second argument is the question, as text."""
    if len(arguments) != 2 or arguments[1][0] != "str":
        raise place.fault("wrong_arguments", name)
    quoted = _QUOTED_REF.fullmatch(arguments[1][1])
    named = _named(quoted[1], place) if quoted else _path(["path", arguments[1][1].strip()], place)
    return ["choice-name", _resolved(arguments[0], place), named[1]]


def _version(name: str, arguments: list[Any], place: Place) -> list[Any]:
    """The version its author gave the form: the same for every answer, so known here."""
    if arguments:
        raise place.fault("wrong_arguments", name)
    return ["str", place.version]


def _random(name: str, arguments: list[Any], place: Place) -> list[Any]:
    """Which throw this is, is said where the whole form is known (:func:`numbered_chances`)."""
    if arguments:
        raise place.fault("wrong_arguments", name)
    return ["random", ""]


def _position(name: str, arguments: list[Any], place: Place) -> list[Any]:
    """Of what does not repeat, the first is the only one."""
    if len(arguments) != 1 or arguments[0][0] != "path":
        raise place.fault("wrong_arguments", name)
    if set(arguments[0][1].removeprefix(_CURRENT).split("/")) != {".."}:
        raise place.fault("needs_repeat", name)
    return ["num", 1]


_SPECIAL: Final = {
    "regex": _regex,
    "jr:choice-name": _choice_name,
    "version": _version,
    "random": _random,
    "position": _position,
}


def numbered_chances(tree: Any, where: str) -> Any:
    """The tree with every throw of the dice under a name of its own."""
    throws = count(1)

    def numbered(part: Any) -> Any:
        if not isinstance(part, list):
            return part
        return (
            ["random", f"{where}.{next(throws)}"]
            if part[:1] == ["random"]
            else [numbered(one) for one in part]
        )

    return numbered(tree)


def names_in(tree: Any) -> set[str]:
    """The questions an expression looks at."""
    if not isinstance(tree, list) or not tree:
        return set()
    if tree[0] == "ref":
        return {tree[1]}
    return {name for part in tree for name in names_in(part)}
