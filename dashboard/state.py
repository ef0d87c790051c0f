"""Which page, which year, as known on which day?  Choices live in the address, so that a link can be sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from dashboard.text import text

# address of a page -> its file; the first is the start page.  Titles stand under "nav.<file's stem>".
PAGES: dict[str, str] = {
    "": "views/tong_quan.py",
    "muc-tieu": "views/muc_tieu.py",
    "chi-so": "views/chi_so.py",
    "y-kien": "views/y_kien.py",
}
YEAR, AS_OF, OBJECTIVE, MEASURE = "nam", "tinh-den", "muc", "ma"
CONSULTATION, BY, QUESTION = "dot", "theo", "cau"
FIRST_DAY = date(2023, 6, 1)  # Decision 87/QĐ-HBVQTE


Pick = Callable[..., Any]  # st.selectbox, st.radio: what offers the choice


@dataclass(frozen=True, slots=True)
class Period:
    """The year looked at, and the day of knowledge."""

    year: int
    as_of: date

    def address(self, **more: str) -> dict[str, str]:
        """The same choice as parameters of an address, with more beside it."""
        return {YEAR: str(self.year), AS_OF: self.as_of.isoformat(), **more}


def choose_period(today: date) -> Period:
    """The sidebar's year and as-of; both default to today and both stand in the address."""
    years = list(range(today.year, FIRST_DAY.year - 1, -1))
    with st.sidebar:
        year = st.selectbox(text("t.year"), years, key=YEAR, bind="query-params", filter_mode=None)
        as_of = st.date_input(
            text("t.asof"),
            value=today,
            min_value=FIRST_DAY,
            max_value=today,
            format="DD/MM/YYYY",
            key=AS_OF,
            bind="query-params",
            help=text("t.asof_help"),
        )
    return Period(_among(year, years), _between(as_of, FIRST_DAY, today))


def choose(kind: Pick, label: str, names: Mapping[str, str], parameter: str) -> str:
    """One of several by name; the address holds its key.

    Streamlit's own binding would put the name into the address.  The address is the truth here: a link or
    the browser's back button changes the choice, and a choice changes the address.
    """
    keys, widget = list(names), f"chon-{parameter}"
    wanted = st.query_params.get(parameter, "")
    st.session_state[widget] = wanted if wanted in names else keys[0]
    kind(label, keys, format_func=names.__getitem__, key=widget, on_change=_keep, args=(widget, parameter))
    chosen = st.session_state[widget]
    return chosen if chosen in names else keys[0]


def _keep(widget: str, parameter: str) -> None:
    st.query_params[parameter] = st.session_state[widget]


def _among(value: object, offered: list[int]) -> int:
    """The year, or this year when the browser sent one that was not offered."""
    return value if isinstance(value, int) and value in offered else offered[0]


def _between(value: object, first: date, last: date) -> date:
    return min(max(value, first), last) if isinstance(value, date) else last
