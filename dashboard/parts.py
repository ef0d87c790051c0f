"""How does a page keep what is not asked for out of the way?  Parts that are made when they are opened.

Which are open stands in the address, so that a link shows the same page.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import widgets
from dashboard.text import text


def show(title: str, key: str, make: Callable[[], None]) -> None:
    """A part under its title; what is in it is fetched and drawn only while it is open."""
    part: Any = st.expander(title, key=key, on_change="rerun", bind="query-params")
    if part.open:
        inside: AbstractContextManager[Any] = part
        with inside:
            make()


def twin(key: str, make: Callable[[], pd.DataFrame], name: str) -> None:
    """The table of a picture: the same in words and numbers."""
    show(text("s.table"), key, lambda: widgets.table(make(), name))
