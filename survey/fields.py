"""How does one field of any form look: a child's question or a line of a member's report?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_RADIOS = 15  # beyond, a list to choose from (the 34 provinces)
CHOICES, LIST, LINE, LONG, PARTS, TICK = (
    f"fields/{name}.html" for name in ("choices", "list", "line", "text", "parts", "tick")
)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice: what is posted, what is read, the face beside it (None: no face), whether it was chosen."""

    code: str
    label: str
    face: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as a template shows it.

    `mark` says that it is needed, `problem` what is wrong; both are empty otherwise.
    `parts`: the small fields of one split, “trung ương / tỉnh / xã”.
    """

    name: str
    template: str
    label: str
    hint: str = ""
    mark: str = ""
    several: bool = False
    input_mode: str = "text"
    input_type: str = "text"
    placeholder: str = ""
    most: int = 2_000
    choices: tuple[ChoiceView, ...] = ()
    value: str = ""
    problem: str = ""
    parts: tuple[FieldView, ...] = ()

    @property
    def described_by(self) -> str:
        """The ids a screen reader reads with the field."""
        parts = ((self.hint, f"{self.name}-y"), (self.problem, f"{self.name}-loi"))
        return " ".join(name for words, name in parts if words)


def choice_template(count: int, several: bool) -> str:
    """Radios and boxes as far as a thumb can scroll, a list beyond."""
    return LIST if count > MOST_RADIOS and not several else CHOICES


def first_of(given: Sequence[str]) -> str:
    """The first value typed; empty when there is none."""
    return next(iter(given), "")
