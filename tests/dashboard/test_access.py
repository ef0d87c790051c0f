"""Who may look, and for how long?  The session is looked up on every run."""

from __future__ import annotations

import pytest
import streamlit as st

from dashboard.state import PAGES
from dashboard.text import text
from db.commands.accounts import change_role, disable_account, reset_password
from db.commands.sign_in import close_session
from db.cookies import session_cookie
from db.models import WebSession
from db.queries.accounts import secret_hash
from tests import factories
from tests.dashboard.conftest import Board, words_of


def is_at_the_door(at) -> bool:
    return text("sign_in.title") in words_of(at) and not at.get("vega_lite_chart")


# -- a session is looked up on every run ---------------------------------------------------------------


@pytest.mark.parametrize("page", list(PAGES.values()))
def test_without_a_session_every_page_is_the_door(page, board):
    at = board.open()
    at.switch_page(page).run()
    assert is_at_the_door(at)
    assert "1.3" not in words_of(at) and text("nav.logout") not in words_of(at)


@pytest.mark.parametrize("secret", ["", "x", "a" * 5000, "' OR 1=1 --", "\ud800"])
def test_a_made_up_cookie_is_no_session(secret, board):
    board.cookies[session_cookie(False)] = secret
    assert is_at_the_door(board.open())


def test_an_idle_session_ends_between_two_clicks(board):
    board.be()
    at = board.open()
    assert at.get("vega_lite_chart")
    board.pass_by(minutes=31)
    at.run()
    assert is_at_the_door(at)


def _close(session, board: Board, name: str) -> None:
    close_session(session, board.cookies[session_cookie(False)], board.at)


ENDINGS = {
    "signed out elsewhere": _close,
    "account disabled": lambda session, board, name: disable_account(session, "test", name, board.at),
    "role changed": lambda session, board, name: change_role(session, "test", name, "inspector", board.at),
    "password reset": lambda session, board, name: reset_password(
        session, "test", name, "một câu dài khác hẳn câu trước", board.at
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_session_ended_while_the_page_is_open_shows_nothing_more(ending, board):
    """Control: a role kept in session_state, as the package does it, would go on showing charts."""
    name = board.be()
    at = board.open()
    assert at.get("vega_lite_chart")
    with board.database.write_session() as session:
        ENDINGS[ending](session, board, name)
    at.run()
    assert is_at_the_door(at)


@pytest.mark.parametrize("role", ["staff", "officer", "leader", "inspector", "admin"])
def test_who_may_look(role, board):
    board.be(role)
    assert board.open().get("vega_lite_chart")


def test_a_member_reads_who_grants_the_right_and_where_to_report(board):
    board.be("member")
    at = board.open()
    words = words_of(at)
    assert text("s.denied") in words and text("s.denied_who") in words and text("s.denied_member") in words
    assert at.link_button[0].url == board.settings.survey_url
    assert not at.get("vega_lite_chart")


@pytest.mark.parametrize(("role", "where"), [("leader", "top"), ("member", "hidden")])
def test_the_menu_is_offered_to_whoever_may_open_its_pages(role, where, board, monkeypatch):
    """Control: a menu of pages that all say "no right" leads nowhere."""
    offered, navigation = [], st.navigation

    def noted(pages, *, position):
        offered.append(position)
        return navigation(pages, position=position)

    monkeypatch.setattr(st, "navigation", noted)
    board.be(role)
    board.open()
    assert offered == [where]


def test_a_session_in_use_stays_alive_and_is_noted_once_a_minute(board):
    board.be()
    at = board.open()
    board.pass_by(seconds=30)
    at.run()
    assert _last_seen(board) == factories.NOW
    board.pass_by(seconds=31)
    at.run()
    assert _last_seen(board) == board.at
    board.pass_by(minutes=29)
    at.run()
    assert at.get("vega_lite_chart")


def _last_seen(board: Board):
    with board.database.read_session() as session:
        key = secret_hash(board.cookies[session_cookie(False)])
        return session.get_one(WebSession, key).last_seen_at
