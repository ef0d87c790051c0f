"""Does a whole text match an author's regular expression, in time that cannot explode?

A backtracking engine (``re`` here, ``RegExp`` in the browser) lets a pattern like ``(a+)+b`` run for ever.
The author's pattern is therefore compiled, at upload, into a small program of states
(``db/xlsform/regex.py``), and this module walks all states at once: at most program × text steps.
A program is a JSON list of instructions:

    ["set", negated, [low, high, …], [category, …]]   one code point in the ranges or Unicode categories
    ["split", a, b]  ["jump", a]                      go on at both; go on at a
    ["start"]  ["end"]                                only at the first, the last place of the text
    ["match"]                                         the text so far matches
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

Program = Sequence[Sequence[Any]]

# Twice the longest answer; an expression can glue answers together, and time grows with the text.
MOST_TEXT: Final = 4_000


def matches(program: Program, text: str) -> bool:
    """Does the whole text match?  A text longer than :data:`MOST_TEXT` never does."""
    size = len(text)
    if size > MOST_TEXT:
        return False
    states = _reach(program, [0], 0, size)
    for at, char in enumerate(text):
        moved = [state + 1 for state in states if _accepts(program[state], char)]
        if not moved:
            return False
        states = _reach(program, moved, at + 1, size)
    return any(program[state][0] == "match" for state in states)


def _reach(program: Program, heads: Sequence[int], at: int, size: int) -> list[int]:
    """The states that consume or match, reached from ``heads`` without consuming anything."""
    seen: set[int] = set()
    waiting = list(heads)
    found = []
    while waiting:
        state = waiting.pop()
        if state in seen:
            continue
        seen.add(state)
        step = program[state]
        if step[0] in ("set", "match"):
            found.append(state)
        else:
            waiting.extend(_onwards(step, state, at, size))
    return found


def _onwards(step: Sequence[Any], state: int, at: int, size: int) -> Sequence[int]:
    if step[0] == "start":
        return (state + 1,) if at == 0 else ()
    if step[0] == "end":
        return (state + 1,) if at == size else ()
    return step[1:]


def _accepts(step: Sequence[Any], char: str) -> bool:
    return step[0] == "set" and _in_set(step, char) != bool(step[1])


def _in_set(step: Sequence[Any], char: str) -> bool:
    code, bounds = ord(char), step[2]
    if any(bounds[i] <= code <= bounds[i + 1] for i in range(0, len(bounds), 2)):
        return True
    return bool(step[3]) and any(unicodedata.category(char).startswith(name) for name in step[3])
