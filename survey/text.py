"""Which words stand on a screen?  The one door to all interface text, by key.

Sentences live in ``text_errors``, ``text_public`` (children) and ``text_work`` (members, staff desk).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from db.queries.moments import day_of
from db.rules.errors import Problem, RuleError
from db.rules.numbers import write_date, write_number
from survey.text_coding import CODING_WORDS
from survey.text_consulting import CONSULTING_WORDS
from survey.text_desk import DESK_WORDS
from survey.text_errors import ERRORS
from survey.text_exports import EXPORT_WORDS
from survey.text_instruments import INSTRUMENTS
from survey.text_ledger import LEDGER
from survey.text_members import MEMBERS
from survey.text_officers import OFFICER_WORDS
from survey.text_people import PEOPLE_WORDS
from survey.text_public import PUBLIC
from survey.text_results import RESULT_WORDS
from survey.text_targets import TARGET_WORDS
from survey.text_work import WORK

TEXT: Final[dict[str, str]] = {
    **ERRORS,
    **PUBLIC,
    **WORK,
    **MEMBERS,
    **LEDGER,
    **DESK_WORDS,
    **PEOPLE_WORDS,
    **INSTRUMENTS,
    **CONSULTING_WORDS,
    **OFFICER_WORDS,
    **RESULT_WORDS,
    **CODING_WORDS,
    **EXPORT_WORDS,
    **TARGET_WORDS,
}
UNKNOWN_FACT = "…"


def say(key: str, **facts: object) -> str:
    """The words under this key, its facts written the Vietnamese way.

    Raises: KeyError for a key nobody wrote; a test walks every template for it.
    """
    return filled(TEXT[key], facts)


def filled(words: str, facts: Mapping[str, object]) -> str:
    """These words with their facts, written the Vietnamese way; marked up where a fact is."""
    if any(isinstance(fact, Markup) for fact in facts.values()):
        words = Markup(words)
    return words.format_map(_Facts(facts))


def sentence(refusal: RuleError | Problem, words: Callable[..., str] = say) -> str:
    """What a person reads when this was refused; a question's own message goes first.

    `words`: whoever says it, where it is not said to everybody alike.
    """
    own = refusal.facts.get("messages")
    if isinstance(own, Mapping) and own.get("vi"):
        return str(own["vi"])
    return words(f"error.{refusal.code}", **_worded(refusal.facts))


def shown(value: object) -> str:
    """A fact as it is written in a sentence; one that is marked up stays so."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, datetime):
        return write_date(day_of(value))
    if isinstance(value, date):
        return write_date(value)
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return write_number(value)
    return str(value)


def _worded(facts: Mapping[str, object]) -> dict[str, object]:
    """States are stored in English and read in Vietnamese."""
    state = TEXT.get(f"state.{facts.get('state')}")
    return {**facts, "state": state} if state else dict(facts)


class _Facts(dict[str, str]):
    """Facts of a sentence; one that is missing leaves a gap instead of breaking the page."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        # A year is a name, not a quantity: 2026, never 2.026.
        super().__init__(
            {name: str(value) if name == "year" else shown(value) for name, value in facts.items()}
        )

    def __missing__(self, key: str) -> str:
        return UNKNOWN_FACT
