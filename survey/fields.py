"""How does one field of any form look: a child's question or a line of a member's report?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

MOST_RADIOS = 15  # beyond, a list to choose from (the 34 provinces)
CHOICES, LIST, LINE, LONG = (f"fields/{name}.html" for name in ("choices", "list", "line", "text"))
DATE: Final = "date"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice: what is posted, what is read, the face beside it (None: no face), whether it was chosen."""

    code: str
    label: str
    face: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as a template shows it; `problem` is the sentence beside it, empty when all is well."""

    name: str
    template: str
    label: str
    hint: str = ""
    required: bool = False
    several: bool = False
    input_type: str = "text"
    input_mode: str = "text"
    most: int = 2_000
    choices: tuple[ChoiceView, ...] = ()
    value: str = ""
    problem: str = ""

    @property
    def described_by(self) -> str:
        """The ids a screen reader reads with the field."""
        parts = ((self.hint, f"{self.name}-y"), (self.problem, f"{self.name}-loi"))
        return " ".join(name for words, name in parts if words)


def input_type_of(kind: str, value: str) -> str:
    """The browser's own date field, unless it could not show what was typed: that must not be lost."""
    return DATE if kind == DATE and _is_iso(value) else "text"


def _is_iso(value: str) -> bool:
    try:
        return not value or bool(date.fromisoformat(value))
    except ValueError:
        return False


def choice_template(count: int, several: bool) -> str:
    """Radios and boxes as far as a thumb can scroll, a list beyond."""
    return LIST if count > MOST_RADIOS and not several else CHOICES


def first_of(given: Sequence[str]) -> str:
    """The first value typed; empty when there is none."""
    return next(iter(given), "")
