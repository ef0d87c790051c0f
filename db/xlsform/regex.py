"""How does an author's regular expression become a program that cannot run for ever?

The pattern is parsed into a tree and the tree flattened into the instructions of ``db.rules.patterns``
(Thompson's construction: each state is visited at most once for each character).  What such a machine
cannot do, back-references and look-around, is refused; so are flags, ``\\b`` and possessive quantifiers.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from lark import Lark, Token, Transformer, UnexpectedInput

from db.xlsform.faults import Fault, FormFault

# A program this long against 2,000 characters, the longest answer, takes about a second at worst.
MOST_INSTRUCTIONS: Final = 1_000
MOST_REPEATS: Final = 500
_LAST: Final = 0x10FFFF

_GRAMMAR: Final = r"""
    ?start: either
    either: sequence ("|" sequence)*
    sequence: repeat*
    ?repeat: atom | atom QUANTIFIER -> repeated
    ?atom: CHAR -> char
        | ESCAPE -> escape
        | CLASS -> bracket
        | "." -> anything
        | "^" -> begin
        | "$" -> finish
        | ("(?:" | "(") either ")" -> group
    CLASS: /\[\^?\]?(\\.|[^\]\\])*\]/s
    ESCAPE: /\\([pP]\{[A-Za-z]{1,2}\}|[pP][A-Z]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^a-zA-Z0-9]|[dDwWsStnr])/
    QUANTIFIER: /([*+?]|\{\d{1,3}(,\d{0,3})?\})\??(?!\+)/
    CHAR: /[^\\\[\](){}.^$|*+?]/s
"""

# What the escapes stand for, as in Java (ODK Collect): ASCII only.
_RANGES: Final[dict[str, list[int]]] = {
    "d": [48, 57],
    "w": [48, 57, 65, 90, 95, 95, 97, 122],
    "s": [9, 13, 32, 32],
    "t": [9, 9],
    "n": [10, 10],
    "r": [13, 13],
}
_LINE_ENDS: Final = [10, 10, 13, 13, 0x85, 0x85, 0x2028, 0x2029]
_CATEGORY: Final = re.compile(r"(C[cfnos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)")
_IN_CLASS: Final = re.compile(
    r"\\(?:[pP]\{[A-Za-z]{1,2}\}|[pP][A-Z]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^a-zA-Z0-9]|[dwstnr])|[^\\]",
    re.DOTALL,
)


def _set(negated: bool, ranges: list[int], categories: list[str]) -> list[Any]:
    return ["set", int(negated), ranges, categories]


def _complement(ranges: list[int]) -> list[int]:
    edges = [-1, *ranges, _LAST + 1]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [bound for low, high in pairs if high - low > 1 for bound in (low + 1, high - 1)]


def _escaped(text: str) -> list[Any]:
    """The set one escape stands for: ``\\d``, ``\\p{L}``, ``\\.``, ``\\u1EA1``."""
    letter = text[1]
    if letter in "pP":
        category = text[2:].strip("{}")
        if not _CATEGORY.fullmatch(category):
            raise ValueError(f"unknown category {text}")
        return _set(letter == "P", [], [category])
    if letter in "xu":
        return _set(False, [int(text[2:], 16)] * 2, [])
    if letter in "DWS":
        return _set(False, _complement(_RANGES[letter.lower()]), [])
    return _set(False, list(_RANGES.get(letter, [ord(letter)] * 2)), [])


class _Flat(Transformer[Token, list[Any]]):
    """Every node is its list of instructions, jumps relative to their own place."""

    def char(self, parts: list[Token]) -> list[Any]:
        return [_set(False, [ord(parts[0])] * 2, [])]

    def escape(self, parts: list[Token]) -> list[Any]:
        return [_escaped(str(parts[0]))]

    def bracket(self, parts: list[Token]) -> list[Any]:
        return [_bracketed(str(parts[0])[1:-1])]

    def anything(self, _: list[Token]) -> list[Any]:
        return [_set(True, _LINE_ENDS, [])]

    def begin(self, _: list[Token]) -> list[Any]:
        return [["start"]]

    def finish(self, _: list[Token]) -> list[Any]:
        return [["end"]]

    def group(self, parts: list[Any]) -> list[Any]:
        found: list[Any] = parts[0]
        return found

    def sequence(self, parts: list[Any]) -> list[Any]:
        return _short([step for part in parts for step in part])

    def either(self, parts: list[Any]) -> list[Any]:
        program: list[Any] = parts[-1]
        for part in reversed(parts[:-1]):
            program = [["split", 1, len(part) + 2], *part, ["jump", len(program) + 1], *program]
        return _short(program)

    def repeated(self, parts: list[Any]) -> list[Any]:
        least, most = _bounds(str(parts[1]))
        if most is None:
            return _short(parts[0] * least + _star(parts[0]))
        optional: list[Any] = []
        for _ in range(most - least):
            optional = _short([["split", 1, len(parts[0]) + len(optional) + 1], *parts[0], *optional])
        return _short(parts[0] * least + optional)


def _star(body: list[Any]) -> list[Any]:
    return [["split", 1, len(body) + 2], *body, ["jump", -len(body) - 1]]


def _short(program: list[Any]) -> list[Any]:
    if len(program) > MOST_INSTRUCTIONS:
        raise ValueError("the pattern is too long once its repeats are written out")
    return program


def _bounds(quantifier: str) -> tuple[int, int | None]:
    mark = quantifier.rstrip("?") or "?"
    if mark in "*+?":
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[mark]
    low, comma, high = mark.strip("{}").partition(",")
    least, most = int(low), int(high) if high else (None if comma else int(low))
    if max(least, most or 0) > MOST_REPEATS or (most is not None and most < least):
        raise ValueError(f"repeats {mark}")
    return least, most


def _bracketed(content: str) -> list[Any]:
    """The set of a character class; ranges, escapes and categories, no class inside a class."""
    negated = content.startswith("^")
    parts = _IN_CLASS.findall(content.removeprefix("^"))
    if "[" in parts or "".join(parts) != content.removeprefix("^") or "&&" in content:
        raise ValueError(f"class [{content}]")
    ranges: list[int] = []
    categories: list[str] = []
    while parts:
        low = _escaped(parts[0]) if len(parts[0]) > 1 else _set(False, [ord(parts[0])] * 2, [])
        if low[1]:
            raise ValueError(f"{parts[0]} inside a class")
        if len(parts) > 2 and parts[1] == "-":
            ranges += _range(low, parts[2])
            parts = parts[3:]
        else:
            ranges, categories, parts = ranges + low[2], categories + low[3], parts[1:]
    return _set(negated, ranges, categories)


def _range(low: list[Any], last: str) -> list[int]:
    high = _escaped(last) if len(last) > 1 else _set(False, [ord(last)] * 2, [])
    bounds = [*low[2], *high[2]]
    if len(bounds) != 4 or bounds[0] != bounds[1] or bounds[2] != bounds[3] or bounds[0] > bounds[2]:
        raise ValueError("range in a class")
    return [bounds[0], bounds[2]]


_PARSER: Final = Lark(_GRAMMAR, parser="lalr", transformer=_Flat())


def compile_pattern(pattern: str) -> list[Any]:
    """The program for one pattern, as ``db.rules.patterns`` runs it.

    Raises: FormFault with ``bad_pattern`` (facts: value, detail).
    """
    try:
        program: Any = _PARSER.parse(unicodedata.normalize("NFC", pattern))
    except UnexpectedInput as unread:
        raise _bad(pattern, f"place {unread.pos_in_stream}") from unread
    except ValueError as refused:
        raise _bad(pattern, str(refused)) from refused
    return [_placed(step, at) for at, step in enumerate([*program, ["match"]])]


def _placed(step: list[Any], at: int) -> list[Any]:
    return [step[0], *(at + leap for leap in step[1:])] if step[0] in ("split", "jump") else step


def _bad(pattern: str, detail: str) -> FormFault:
    return FormFault(Fault("bad_pattern", facts={"value": pattern, "detail": detail}))
