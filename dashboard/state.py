"""Which page, which year, as known on which day?  Choices live in the address, so that a link can be sent.

The address is the truth: a link, or the browser's back button, changes the choice, and a choice changes the
address.  Where the address is silent (the menu drops parameters), what was chosen earlier in this visit
holds.  Streamlit's own binding is not used: it puts labels instead of keys into the address, and refuses to
let a pressed chart row carry the year along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.language import EN, LANGUAGES, VI, ask, language, speak
from dashboard.language import PARAMETER as LANGUAGE
from dashboard.text import text

# address of a page -> its file; the first is the start page.  Titles stand under "nav.<file's stem>".
PAGES: dict[str, str] = {
    "": "views/tong_quan.py",
    "muc-tieu": "views/muc_tieu.py",
    "chi-so": "views/chi_so.py",
    "vi-sao": "views/vi_sao.py",
    "giai-doan": "views/giai_doan.py",
    "don-vi": "views/don_vi.py",
    "chat-luong": "views/chat_luong.py",
    "y-kien": "views/y_kien.py",
    "xuat-so-lieu": "views/xuat_so_lieu.py",
}
_offered: ContextVar[Mapping[str, st.Page] | None] = ContextVar("offered", default=None)  # of this run
YEAR, AS_OF, OBJECTIVE, MEASURE = "nam", "tinh-den", "muc", "ma"
CONSULTATION, BY, QUESTION = "dot", "theo", "cau"
FROM, QUARTER, ISSUE = "tu-ngay", "quy", "viec"
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


def offer(pages: Iterable[st.Page]) -> None:
    """Note the pages of this run for its links: to find one by its file takes longer than the link."""
    _offered.set({page.url_path: page for page in pages})


def page_at(address: str) -> st.Page | str:
    """The page at this address, as a link takes it; in a fragment, which offers no pages, by its file."""
    return (_offered.get() or PAGES)[address]


def choose_language() -> str:
    """What the address says, else what was chosen earlier in this visit; before any word is written."""
    wanted = _wanted(LANGUAGE)
    chosen = wanted if wanted in LANGUAGES else VI
    _show_in_address(LANGUAGE, chosen, VI)
    speak(chosen)
    return chosen


def language_switch(key: str) -> None:
    """A button that shows the same page in the other language; it says so in that language."""
    st.button(text(f"language.{other_language()}"), key=key, type="tertiary", on_click=speak_the_other)


def other_language() -> str:
    """The language this page is not in."""
    return VI if language() == EN else EN


def speak_the_other() -> None:
    """Into the memory of this visit and into the address."""
    chosen = other_language()
    st.session_state[_memory(LANGUAGE)] = chosen
    st.query_params[LANGUAGE] = chosen


def _language_of_this_visit() -> str:
    if get_script_run_ctx(suppress_warning=True) is None:
        return VI
    chosen = st.session_state.get(_memory(LANGUAGE), VI)
    return chosen if chosen in LANGUAGES else VI


ask(_language_of_this_visit)


def choose_period(today: date) -> Period:
    """The sidebar's year and as-of; both default to today."""
    years = {str(year): str(year) for year in range(today.year, FIRST_DAY.year - 1, -1)}
    with st.sidebar:
        year = choose(st.selectbox, text("t.year"), years, YEAR)
        as_of = _choose_day(today)
    return Period(int(year), as_of)


def choose(kind: Pick, label: str, names: Mapping[str, str], parameter: str, usual: str = "") -> str:
    """One of several by name; the address holds its key, and the usual one, or the first, is the default."""
    keys, widget = list(names), _widget(parameter)
    default = usual or keys[0]
    wanted = _wanted(parameter)
    chosen = wanted if wanted in names else default
    st.session_state[widget] = chosen
    kind(label, keys, format_func=names.__getitem__, key=widget, on_change=_keep, args=(parameter,))
    _show_in_address(parameter, chosen, default)
    return chosen


def choose_earlier_day(label: str, explained: str, usual: date, last: date) -> date:
    """A day before the as-of, to compare with; its own place in the address."""
    chosen = _day(_wanted(FROM), last) if _wanted(FROM) else max(usual, FIRST_DAY)
    widget = _widget(FROM)
    st.session_state[widget] = chosen
    st.date_input(
        label,
        min_value=FIRST_DAY,
        max_value=last,
        format="DD/MM/YYYY",
        key=widget,
        help=explained,
        on_change=_keep,
        args=(FROM,),
    )
    _show_in_address(FROM, chosen.isoformat(), max(usual, FIRST_DAY).isoformat())
    return chosen


def back_to_today() -> None:
    """Undo the choice of year and day, in the address and in the memory of this visit."""
    for parameter in (YEAR, AS_OF):
        st.session_state.pop(_memory(parameter), None)
        st.query_params.pop(parameter, None)


def _choose_day(today: date) -> date:
    chosen = _day(_wanted(AS_OF), today)
    widget = _widget(AS_OF)
    st.session_state[widget] = chosen
    st.date_input(
        text("t.asof"),
        min_value=FIRST_DAY,
        max_value=today,
        format="DD/MM/YYYY",
        key=widget,
        help=text("t.asof_help"),
        on_change=_keep,
        args=(AS_OF,),
    )
    _show_in_address(AS_OF, chosen.isoformat(), today.isoformat())
    return chosen


def _day(wanted: str, today: date) -> date:
    """The day an address names, within the strategy and not after today; today when it names none."""
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        return today
    return min(max(day, FIRST_DAY), today)


def _wanted(parameter: str) -> str:
    """What the address says; where it says nothing, what was chosen earlier in this visit."""
    given = st.query_params.get(parameter, "")
    if given:
        st.session_state[_memory(parameter)] = given
    return given or st.session_state.get(_memory(parameter), "")


def _keep(parameter: str) -> None:
    """A choice was made: into the memory of this visit and into the address."""
    value = st.session_state[_widget(parameter)]
    kept = value.isoformat() if isinstance(value, date) else str(value or "")
    st.session_state[_memory(parameter)] = kept
    st.query_params[parameter] = kept


def _show_in_address(parameter: str, chosen: str, default: str) -> None:
    """A choice that is not the default stands in the address, so that the link can be sent."""
    if chosen != default and st.query_params.get(parameter) != chosen:
        st.query_params[parameter] = chosen


def _widget(parameter: str) -> str:
    return f"chon-{parameter}"


def _memory(parameter: str) -> str:
    return f"nho-{parameter}"
