"""What did a check find?  One of three states, and the facts its sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

STATES = ("good", "look", "bad")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `words` names its sentence in `text`."""

    check: str
    state: str
    words: str
    facts: Mapping[str, object] = field(default_factory=dict)


def good(check: str, words: str = "good", /, **facts: object) -> Finding:
    """Nothing to do."""
    return Finding(check, "good", f"{check}.{words}", facts)


def look(check: str, words: str, /, **facts: object) -> Finding:
    """Works, but somebody should see to it."""
    return Finding(check, "look", f"{check}.{words}", facts)


def bad(check: str, words: str, /, **facts: object) -> Finding:
    """Something is lost, broken or unsafe, or soon will be."""
    name = words if words == "unreadable" else f"{check}.{words}"
    return Finding(check, "bad", name, facts)
