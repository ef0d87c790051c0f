"""Has anything changed since this page was made?  An open page asks every few seconds and shows what is new.

Charts that can be pressed are widgets, and Streamlit lets a fragment draw none outside itself; a fragment
around the charts would draw all of them every few seconds.  So the fragment reads one number and, only when
it rose, has the page made anew: no reload, and what was opened or chosen stays as it was.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import access, boundary, data, records

EVERY_SECONDS = 5
SEEN, CAUSED, FRESH = "so-da-hien", "tu-lam-moi", "vua-ve"


def begin() -> None:
    """Note what this run will show; called before the page reads its figures."""
    st.session_state[SEEN] = (data.begin(), records.today())
    st.session_state[FRESH] = True


def caused_this_run() -> bool:
    """Whether the page is made anew by itself: then nobody moved, and the session may go idle."""
    return bool(st.session_state.pop(CAUSED, False))


@st.fragment(run_every=EVERY_SECONDS)
def watch() -> None:
    """Make the page anew when there is something new, or when the reader's session has ended.

    The gate stands here as well, because a fragment skips the top of the script.  While the database is
    away, the page stays as it is and says so below.
    """
    if st.session_state.pop(FRESH, False):
        return  # the page around it has only just been made
    with boundary.errors_end_here():
        if not access.still_viewing() or st.session_state.get(SEEN) != _now():
            st.session_state[CAUSED] = True
            st.rerun()


def _now() -> tuple[int, date]:
    return data.newest_version(), records.today()
