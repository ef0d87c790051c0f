"""Which acts does a state allow, and where do they lead?

A machine is its transition table and nothing else: records store what happened, the state follows by
folding the acts over the table, and the picture in ``DIAGRAMS.md`` is drawn from the same table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from db.rules.errors import RuleError

Transitions: TypeAlias = Mapping[tuple[str, str], str]  # (state, act) -> state


def move(table: Transitions, state: str, act: str) -> str:
    """The state after the act.

    Raises: wrong_state (facts: state, act) when the state does not allow it.
    """
    if (state, act) not in table:
        raise RuleError("wrong_state", state=state, act=act)
    return table[state, act]


def may(table: Transitions, state: str, act: str) -> bool:
    """Whether the state allows the act."""
    return (state, act) in table


def acts_from(table: Transitions, state: str) -> tuple[str, ...]:
    """What can be done in this state, in the table's order; nothing in a final one."""
    return tuple(act for source, act in table if source == state)


def states_of(table: Transitions, start: str) -> tuple[str, ...]:
    """Every state of the machine, the first one first, then in the table's order."""
    pairs = ((source, target) for (source, _), target in table.items())
    return tuple(dict.fromkeys([start, *(state for pair in pairs for state in pair)]))


def fold(table: Transitions, start: str, acts: Iterable[str]) -> str:
    """The state after all acts, in the order in which they were recorded.

    Raises: wrong_state (facts: state, act) for a history that cannot have happened.
    """
    state = start
    for act in acts:
        state = move(table, state, act)
    return state


def mermaid(table: Transitions, start: str) -> str:
    """The machine as a Mermaid state diagram: one line per pair of states, final states marked."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (source, act), target in table.items():
        arrows.setdefault((source, target), []).append(act)
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {source} --> {target}: {', '.join(acts)}" for (source, target), acts in arrows.items()]
    lines += [f"    {state} --> [*]" for state in states_of(table, start) if not acts_from(table, state)]
    return "\n".join(lines)
