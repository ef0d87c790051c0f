"""What runs at every click: who is looking, which pages they may open, and one place where errors end."""

from __future__ import annotations

import sys
from pathlib import Path

# Streamlit puts this folder on the path, not the project's: without this line "No module named 'dashboard'".
ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402 - the path comes first

from dashboard import access, boundary, front_door, live, state, widgets  # noqa: E402
from dashboard.state import PAGES  # noqa: E402
from dashboard.text import text  # noqa: E402

SIDEBAR_PIXELS = 220


def main() -> None:
    """Decide who is looking, then run the page they asked for."""
    language = state.choose_language()
    st.set_page_config(text("app.title"), layout="wide", initial_sidebar_state=SIDEBAR_PIXELS)
    widgets.spoken(language)
    pages = [_page(address, file) for address, file in PAGES.items()]
    state.offer(pages)
    person = None
    with boundary.errors_end_here():
        person = access.signed_in_person(moved=not live.caused_this_run())
        page = st.navigation(pages, position="top" if front_door.opens_to(person) else "hidden")
        with st.container(key="trang"):
            if front_door.let_in(person, page.url_path):
                with st.sidebar:
                    state.language_switch("ngon-ngu-ben")
                widgets.phone_menu(page.title)
                widgets.on_paper()
                live.begin()
                page.run()
                live.watch()
    if person is not None:
        front_door.who_is_looking(person)


def _page(address: str, file: str) -> st.Page:
    title = text(f"nav.{Path(file).stem}")
    return st.Page(file, title=title, url_path=address or None, default=not address)


main()
