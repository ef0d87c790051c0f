"""What does a reader see before the first page?  The sign-in form, the hand-over, or who grants the right."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import access, records, state, widgets
from dashboard.text import refusal, text
from db.queries.accounts import SignedIn
from db.rules.errors import REFUSALS, RuleError
from db.rules.roles import MEMBER, may

REASON = "loi"  # parameter of an address: why the sign-in form is shown

# Sent as a POST, so that the ticket is in no address, history or log.  The script is a file of ours: the
# content policy allows no inline script.  The button is for a browser in which the script did not arrive.
_HAND_OVER = """
<form id="vao" method="post" action="vao">
  <input type="hidden" name="ve" value="{ticket}">
  <input type="hidden" name="trang" value="{page}">
  <input type="hidden" name="tim" value="{query}">
  <p>{going_on}</p>
  <button type="submit">{go_on}</button>
</form>
<script src="vao.js"></script>
"""


def opens_to(person: SignedIn | None) -> bool:
    """Whether the pages may be offered: to nobody who could open none of them."""
    return person is not None and may(person.role, "view_dashboard")


def let_in(person: SignedIn | None, page: str) -> bool:
    """Whether the page may be shown; if not, what stands in its place is shown here."""
    if person is None:
        _sign_in_page(page)
        return False
    if not opens_to(person):
        _no_right(person)
        return False
    access.check_viewer(person)
    return True


def _sign_in_page(page: str) -> None:
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(key=widgets.DOOR):
        state.language_switch("ngon-ngu-cua")
        st.title(text("sign_in.title"))
        st.write(text("app.association"))
        reason = st.query_params.get(REASON, "")
        if reason in REFUSALS:
            st.info(refusal("sign_in_needed", {}))
        with st.form("dang-nhap"):
            name = st.text_input(text("sign_in.name"), autocomplete="username")
            password = st.text_input(
                text("sign_in.password"), type="password", autocomplete="current-password"
            )
            code = st.text_input(text("sign_in.code"), autocomplete="one-time-code")
            sent = st.form_submit_button(text("sign_in.submit"), type="primary")
        if sent:
            _try_sign_in(name, password, code, page)
        widgets.small(text("sign_in.forgotten"))


def _try_sign_in(name: str, password: str, code: str, page: str) -> None:
    try:
        ticket = access.sign_in(name, password, code)
    except RuleError as refused:
        st.error(refusal(refused.code, refused.facts))
        return
    kept = [(key, value) for key, value in st.query_params.items() if key != REASON]
    form = _HAND_OVER.format(
        ticket=escape(ticket),
        page=escape(page),
        query=escape(urlencode(kept)),
        going_on=escape(text("sign_in.going_on")),
        go_on=escape(text("sign_in.go_on")),
    )
    st.html(form, unsafe_allow_javascript=True)


def who_is_looking(person: SignedIn) -> None:
    """At the foot of the sidebar: the name, and the way out."""
    with st.sidebar:
        name = widgets.small_html(text("app.person", name=person.display_name))
        button = f'<button type="submit" class="nc-thoat">{escape(text("nav.logout"))}</button>'
        st.html(f'{name}<form method="post" action="dang-xuat">{button}</form>')


def _no_right(person: SignedIn) -> None:
    state.language_switch("ngon-ngu-cua")
    st.title(text("s.denied"))
    st.write(text("s.denied_who"))
    if person.role == MEMBER:
        st.write(text("s.denied_member"))
    st.link_button(text("app.to_survey"), records.settings().survey_url)
