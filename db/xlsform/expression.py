"""How is the text of an expression read into a syntax tree?

The tree is that of ``db.rules.expressions`` with three kinds of leaf that ``resolve`` replaces:
``["path", "../q"]``, ``["bare", "name"]`` and the text of ``["ref", name]``, not yet known to exist.
"""

from __future__ import annotations

from typing import Any, Final

from lark import Lark, Token, Transformer, UnexpectedInput

from db.xlsform.faults import Fault, FormFault

# Longer or deeper than any of the 114 collected forms by far; keeps every walk of a tree shallow.
MOST_CHARACTERS: Final = 4_000
MOST_DEPTH: Final = 50
_NEAR: Final = 12  # characters shown around the place that cannot be read

_GRAMMAR: Final = r"""
    ?start: or_
    ?or_: and_ (_OR and_)*
    ?and_: equality (_AND equality)*
    ?equality: relation | equality EQUAL relation -> binary
    ?relation: sum | relation ORDER sum -> binary
    ?sum: product | sum SIGN product -> binary
    ?product: unary | product TIMES unary -> binary
    ?unary: "-" unary -> negative | primary
    ?primary: NUMBER -> number
        | STRING -> string
        | REF -> ref
        | PATH -> path
        | NAME -> bare
        | DOT -> dot
        | call
        | "(" or_ ")"
    call: FUNCTION "(" [or_ ("," or_)*] ")"

    _OR: /or(?![\w.-])/
    _AND: /and(?![\w.-])/
    EQUAL: "=" | "!="
    ORDER: "<=" | ">=" | "<" | ">"
    SIGN: "+" | "-"
    TIMES: "*" | /div(?![\w.-])/ | /mod(?![\w.-])/
    NUMBER: /\d{1,15}(\.\d{0,15})?|\.\d{1,15}/
    STRING: /"[^"]*"|'[^']*'/
    REF: /\$\{\s*[^{}\s]+\s*\}/
    FUNCTION.1: /(?!current\(\)\/)[^\W\d][\w.-]*(:[^\W\d][\w.-]*)?(?=\s*\()/
    PATH: /(current\(\)\/)?(\.\.?\/|\/)[^\s()\[\],<>=!|*+'"]*|(current\(\)\/)?\.\.(?![\w\/.])/
    NAME: /[^\W\d][\w.-]*(?!\s*\()/
    DOT: /\.(?![\d.\/])/
    %ignore /\s+/
"""


class _Tree(Transformer[Token, list[Any]]):
    """Builds the lists from the leaves up, while parsing: depth costs no recursion."""

    def or_(self, parts: list[Any]) -> list[Any]:
        return ["or", *parts]

    def and_(self, parts: list[Any]) -> list[Any]:
        return ["and", *parts]

    def binary(self, parts: list[Any]) -> list[Any]:
        return [str(parts[1]), parts[0], parts[2]]

    def negative(self, parts: list[Any]) -> list[Any]:
        return ["neg", parts[0]]

    def number(self, parts: list[Token]) -> list[Any]:
        value = float(parts[0])
        return ["num", int(value) if value.is_integer() and value < 2**53 else value]

    def string(self, parts: list[Token]) -> list[Any]:
        return ["str", str(parts[0])[1:-1]]

    def ref(self, parts: list[Token]) -> list[Any]:
        return ["ref", str(parts[0])[2:-1].strip()]

    def path(self, parts: list[Token]) -> list[Any]:
        return ["path", str(parts[0])]

    def bare(self, parts: list[Token]) -> list[Any]:
        return ["bare", str(parts[0])]

    def dot(self, _: list[Token]) -> list[Any]:
        return ["dot"]

    def call(self, parts: list[Any]) -> list[Any]:
        return ["call", str(parts[0]), [part for part in parts[1:] if part is not None]]


_PARSER: Final = Lark(_GRAMMAR, parser="lalr", transformer=_Tree(), maybe_placeholders=True)


def read_expression(text: str, column: str) -> list[Any]:
    """The syntax tree of one expression, names not yet resolved.

    Raises: FormFault with ``syntax`` or ``too_complex`` (sheet and row are added by the caller).
    """
    if len(text) > MOST_CHARACTERS:
        raise FormFault(Fault("too_complex", facts={"column": column}))
    try:
        tree: list[Any] = _PARSER.parse(text)  # type: ignore[assignment]
    except UnexpectedInput as unread:
        place = unread.pos_in_stream or 0
        near = text[max(0, place - _NEAR) : place + _NEAR] if place >= 0 else text[-_NEAR:]
        facts: dict[str, object] = {"column": column, "value": text, "near": near}
        raise FormFault(Fault("syntax", facts=facts)) from unread
    if _too_deep(tree):
        raise FormFault(Fault("too_complex", facts={"column": column}))
    return tree


def _too_deep(tree: list[Any]) -> bool:
    """Level by level, without recursion: a hostile text may nest a thousand brackets."""
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            return True
        level = [part for parent in level for part in parent if isinstance(part, list)]
    return False
