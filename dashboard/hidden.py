"""How does a number that is not published read in the reader's language?  Releases are kept in Vietnamese."""

from __future__ import annotations

from typing import Final

from dashboard.text import text
from db.queries.consultations import ReleasedCell
from db.rules.suppression import POLICY, WORDS

_KEYS: Final = {POLICY.word(key): f"hidden.{key}" for key in WORDS}


def published(shown: str) -> str:
    """A published number as it stands, or the words in its place."""
    return text(_KEYS[shown], n=POLICY.threshold) if shown in _KEYS else shown


def published_cell(cell: ReleasedCell) -> str:
    """One answer's share and number, or the words in their place."""
    if cell.share_pct is None:
        return published(cell.shown)
    return text("c.cell", share=cell.share_pct, n=cell.shown)
