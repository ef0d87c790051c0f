"""Which page, which year, as known on which day?  Choices live in the address, so that a link can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.text import text

# address of a page -> its file; the first is the start page.  Titles stand under "nav.<file's stem>".
PAGES: dict[str, str] = {
    "": "views/tong_quan.py",
    "muc-tieu": "views/muc_tieu.py",
    "chi-so": "views/chi_so.py",
    "y-kien": "views/y_kien.py",
}
YEAR, AS_OF, OBJECTIVE, MEASURE, CONSULTATION = "nam", "tinh-den", "muc", "ma", "dot"
FIRST_DAY = date(2023, 6, 1)  # Decision 87/QĐ-HBVQTE


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


def _among(value: object, offered: list[int]) -> int:
    """The year, or this year when the browser sent one that was not offered."""
    return value if isinstance(value, int) and value in offered else offered[0]


def _between(value: object, first: date, last: date) -> date:
    return min(max(value, first), last) if isinstance(value, date) else last
