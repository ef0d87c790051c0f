"""In which language does this reader see the page?  Vietnamese first; English on request.

The words of a page are asked for in many places, charts among them, which know no Streamlit.  So the answer
is asked of whoever knows the visit: `state` gives it at import; without a visit it is Vietnamese.  A page
asks hundreds of times, so `state` notes the answer at the top of a run (`speak`) for the rest of it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

VI: Final = "vi"
EN: Final = "en"
PARAMETER: Final = "ngon-ngu"  # of an address
LANGUAGES: Final = (VI, EN)

_asked: list[Callable[[], str]] = []  # at most one
# Of the run being made in this thread.  A fragment skips the top of the script: there it may be unset.
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def ask(of_this_visit: Callable[[], str]) -> None:
    """Who says which language the visit has chosen."""
    _asked[:] = [of_this_visit]


def speak(chosen: str) -> None:
    """From here on the run is written in this language."""
    _spoken.set(chosen)


def language() -> str:
    """The language of the page being made."""
    return _spoken.get() or (_asked[0]() if _asked else VI)


def worded(record: object, field: str) -> str:
    """What a record says in the reader's language: `short` of a measure, `title` of an objective.

    Vietnamese where the record has no English words: names of units and what people wrote stay theirs.
    """
    english = getattr(record, f"{field}_en", "") if language() == EN else ""
    return english or getattr(record, f"{field}_vi")
