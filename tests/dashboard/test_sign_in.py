"""How does a person get in through the form: the password, the second factor, the ticket?"""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from dashboard import access
from dashboard.text import refusal, text
from db.commands.accounts import reset_second_factor
from db.commands.sign_in import FREE_GUESSES
from db.cookies import DEVICE_COOKIE, session_cookie
from db.models import KnownDevice, SignInAttempt, SignInTicket
from db.passwords import hash_password
from db.queries.accounts import secret_hash
from db.rules.errors import RuleError
from tests import factories
from tests.dashboard.conftest import Board, words_of

TICKET = re.compile(r'name="ve" value="([^"]+)"')
FAILED = refusal("sign_in_failed", {})


def send(at, name: str, password: str, code: str = ""):
    """Fill the form and press the button."""
    at.text_input[0].set_value(name)
    at.text_input[1].set_value(password)
    at.text_input[2].set_value(code)
    return at.form_submit_button[0].click().run()


def ticket_of(at) -> str:
    found = TICKET.search(words_of(at))
    assert found, "no ticket was handed over"
    return found[1]


def account(board: Board, role: str = "leader", **given) -> str:
    with board.database.write_session() as session:
        return factories.make_account(session, role, **given).name


# -- the form ------------------------------------------------------------------------------------------


def test_the_right_password_hands_over_a_ticket_that_opens_a_session(board):
    name = account(board)
    at = send(board.open("", nam="2025"), name, factories.PASSWORD)
    words = words_of(at)
    assert 'method="post" action="vao"' in words and 'name="tim" value="nam=2025"' in words
    secret = access.enter(ticket_of(at), None)
    person = access.person_behind(secret, board.at)
    assert person is not None and person.name == name


def test_the_ticket_is_kept_as_a_hash_and_never_in_the_session_state(board):
    at = send(board.open(), account(board), factories.PASSWORD)
    ticket = ticket_of(at)
    with board.database.read_session() as session:
        assert session.scalars(select(SignInTicket.ticket_hash)).all() == [secret_hash(ticket)]
    kept = {key: at.session_state[key] for key in at.session_state.to_dict()}
    assert ticket not in str(kept) and factories.PASSWORD not in str(
        {key: value for key, value in kept.items() if not key.startswith("$$")}
    )
    assert not set(access.PACKAGE_KEYS) & set(kept)


def test_every_wrong_sign_in_says_the_same(board):
    leader, gone = account(board), account(board, name="da.nghi", disabled_at=factories.NOW)
    officer = account(board, "officer")
    tries = (
        (leader, "mật khẩu sai hoàn toàn", ""),
        ("khong.co.ai", factories.PASSWORD, ""),
        ("", "", ""),
        (gone, factories.PASSWORD, ""),
        (officer, factories.PASSWORD, ""),
        (officer, factories.PASSWORD, "123456"),
    )
    for name, password, code in tries:
        at = send(board.open(), name, password, code)
        assert [error.value for error in at.error] == [FAILED]
        assert not TICKET.search(words_of(at))


def test_the_second_factor_lets_its_code_in_once(board):
    name = account(board, "officer")
    with board.database.write_session() as session:
        secret = reset_second_factor(session, "test", name, board.settings.secret, board.at)
    code = pyotp.TOTP(secret).at(board.at)
    assert ticket_of(send(board.open(), name, factories.PASSWORD, code))
    again = send(board.open(), name, factories.PASSWORD, code)
    assert [error.value for error in again.error] == [FAILED]


def test_a_passphrase_counts_to_its_last_letter(board):
    """bcrypt alone reads 72 bytes: both of these would be the same password."""
    long = "đường về nhà có hàng cau và giàn trầu không " * 2
    with board.database.write_session() as session:
        factories.make_account(session, "leader", "ten.dai").password_hash = hash_password(long + "a")
    assert send(board.open(), "ten.dai", long + "b").error
    assert ticket_of(send(board.open(), " Ten.Dai ", long + "a"))


@pytest.mark.usefixtures("true_hashes")
def test_an_unknown_name_costs_the_same_hash(board, monkeypatch):
    """Counted instead of timed: one bcrypt check each, over a hash of the same cost."""
    import bcrypt

    costs = []
    checked = bcrypt.checkpw

    def counting(password: bytes, stored: bytes) -> bool:
        costs.append(stored[:7])
        return checked(password, stored)

    known = hash_password("một mật khẩu nào đó rất dài")
    monkeypatch.setattr(bcrypt, "checkpw", counting)
    with board.database.write_session() as session:
        factories.make_account(session, "leader", "co.that").password_hash = known
    send(board.open(), "co.that", "sai sai sai sai sai")
    send(board.open(), "khong.co", "sai sai sai sai sai")
    assert costs == [b"$2b$12$", b"$2b$12$"]


def test_guesses_are_counted_before_the_hash_and_slow_down(board, monkeypatch):
    name = account(board)
    for _ in range(FREE_GUESSES):
        assert send(board.open(), name, "đoán mò một câu gì đó").error
    monkeypatch.setattr(access, "_password_is_right", lambda *_: pytest.fail("hashed after the limit"))
    (error,) = send(board.open(), name, factories.PASSWORD).error
    assert re.fullmatch(r"Đã thử nhiều lần\. Hãy đợi \d+ giây rồi thử lại\.", error.value)


def test_a_known_device_is_not_slowed_by_strangers(board):
    name = account(board)
    board.cookies[DEVICE_COOKIE] = "máy của tôi"
    assert ticket_of(send(board.open(), name, factories.PASSWORD))
    board.cookies[DEVICE_COOKIE] = "máy lạ"
    for _ in range(FREE_GUESSES + 1):
        send(board.open(), name, "đoán mò một câu gì đó")
    board.cookies[DEVICE_COOKIE] = "máy của tôi"
    assert ticket_of(send(board.open(), name, factories.PASSWORD))


def test_a_browser_without_a_device_cookie_never_becomes_everybodys_known_device(board):
    send(board.open(), account(board), factories.PASSWORD)
    with board.database.read_session() as session:
        assert session.scalars(select(KnownDevice.device_hash)).all() != [secret_hash("")]


def test_a_success_forgives_the_guesses_before_it(board):
    name = account(board)
    send(board.open(), name, "đoán mò một câu gì đó")
    send(board.open(), name, factories.PASSWORD)
    with board.database.read_session() as session:
        assert not session.scalars(select(SignInAttempt)).all()


def test_a_person_who_came_from_the_survey_sees_no_form(board):
    board.be()
    at = board.open()
    assert not at.text_input and text("nav.logout") in words_of(at)


# -- tickets and leaving -------------------------------------------------------------------------------


def test_a_ticket_opens_one_session(board):
    ticket = ticket_of(send(board.open(), account(board), factories.PASSWORD))
    access.enter(ticket, None)
    with pytest.raises(RuleError, match="sign_in_needed"):
        access.enter(ticket, None)


def test_a_ticket_lives_thirty_seconds(board):
    ticket = ticket_of(send(board.open(), account(board), factories.PASSWORD))
    board.at += timedelta(seconds=31)
    with pytest.raises(RuleError, match="sign_in_needed"):
        access.enter(ticket, None)


def test_entering_ends_the_session_the_browser_still_had(board):
    board.be("staff")
    old = board.cookies.pop(session_cookie(False))
    ticket = ticket_of(send(board.open(), account(board), factories.PASSWORD))
    access.enter(ticket, old)
    assert access.person_behind(old, board.at) is None


def test_leaving_ends_the_session_and_leaving_twice_does_nothing(board):
    board.be()
    secret = board.cookies[session_cookie(False)]
    access.leave(secret)
    assert access.person_behind(secret, board.at) is None
    access.leave(secret)
    access.leave(None)


def test_the_gate_refuses_whoever_may_not_look():
    with pytest.raises(RuleError, match="sign_in_needed"):
        access.check_viewer(None)
