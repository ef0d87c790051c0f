"""How long is an answer of the database kept, and for whom?  One copy for every reader of this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

_T = TypeVar("_T")

KEEP_SECONDS = 3600  # a safety net: what is kept is found by the data's version


def kept(entries: int) -> Callable[[Callable[..., _T]], Callable[..., _T]]:
    """Keep the newest so many answers, found by the arguments whose names do not begin with "_"."""
    # What queries hand out is frozen, so one copy serves every reader: nothing is pickled at each look.
    return st.cache_resource(max_entries=entries, ttl=KEEP_SECONDS, show_spinner=False)
