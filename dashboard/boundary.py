"""Where do errors end?  In one sentence a reader can act on, with a code that finds the log line.

Nothing of the error's own words is shown or logged: they could hold what somebody wrote.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dashboard import records
from dashboard.text import refusal, text
from db.queries.moments import VIETNAM
from db.rules.errors import RuleError

log = logging.getLogger("nhipcau.dashboard")


@contextmanager
def errors_end_here() -> Iterator[None]:
    """Run a page; whatever goes wrong in it ends as a sentence on it."""
    try:
        yield
    except Exception as fault:  # noqa: BLE001 - the one place where errors end
        show(fault)


def show(fault: Exception) -> bool:
    """Say what happened in the reader's words; True, because nothing more is to be shown.

    Streamlit calls it too, for errors outside a page's run.
    """
    if isinstance(fault, RuleError):
        st.error(refusal(fault.code, fault.facts))
    elif isinstance(fault, DBAPIError | PoolTimeout):
        _show_away(_noted(fault))
    else:
        st.error(refusal("broken", {}))
        st.caption(text("app.support_code", code=_noted(fault)))
    return True


def _noted(fault: Exception) -> str:
    """Log where it happened, without the error's message, and return the code that stands beside it."""
    code = secrets.token_hex(4).upper()
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("%s %s\n%s", code, type(fault).__name__, where)
    return code


def _show_away(code: str) -> None:
    st.title(text("s.away_title"), anchor=False)
    st.error(text("s.away"))
    last = records.last_read_at()
    if last is not None:
        st.write(text("s.last_read", time=f"{last.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"))
    st.caption(text("app.support_code", code=code))
    st.button(text("s.retry"))
