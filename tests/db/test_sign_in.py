"""Does the right person get in, and nobody else, at the same price for every wrong try?"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands import accounts as account_commands
from db.commands.sign_in import (
    check_credentials,
    count_attempt,
    finish_sign_in,
    open_session,
)
from db.engine import Database
from db.models import Account
from db.passwords import DUMMY_HASH, check_password, hash_password, matches, prehash
from db.queries.accounts import SignInRecord, sign_in_record, signed_in
from db.rules.errors import RuleError
from tests.db.refusals import refusal
from tests.factories import NOW, PASSWORD, SECRET, make_account

NEW_PASSWORD = "bến nước gốc đa mái đình làng ta"


@pytest.fixture
def staff(sqlite_database: Database) -> Database:
    with sqlite_database.write_session() as session:
        make_account(session, "staff", "ha.nguyen")
    return sqlite_database


@pytest.fixture
def officer(sqlite_database: Database) -> tuple[Database, str]:
    """An officer's account and the secret in their telephone."""
    with sqlite_database.write_session() as session:
        make_account(session, "officer", "lan.tran")
        secret = account_commands.reset_second_factor(session, "test", "lan.tran", SECRET, NOW)
    assert secret
    return sqlite_database, secret


def known(session: Session, name: str) -> SignInRecord:
    found = sign_in_record(session, name)
    assert found is not None
    return found


def check(database: Database, name: str, password: str, code: str = "", now: datetime = NOW) -> int:
    with database.read_session() as session:
        found = sign_in_record(session, name)
    return check_credentials(found, password, code, SECRET, now)


def test_the_right_password_in_either_spelling_of_vietnamese(staff: Database) -> None:
    import unicodedata

    assert check(staff, " HA.nguyen", PASSWORD) == 0
    assert check(staff, "ha.nguyen", unicodedata.normalize("NFD", PASSWORD)) == 0


@pytest.mark.parametrize(
    ("name", "password"), [("ha.nguyen", "x"), ("nobody", PASSWORD), ("ha.nguyen", "\0")]
)
def test_every_wrong_sign_in_is_refused_in_the_same_words(staff: Database, name: str, password: str) -> None:
    refused = refusal(lambda: check(staff, name, password))
    assert (refused.code, dict(refused.facts)) == ("sign_in_failed", {})


def test_a_disabled_account_is_refused_like_a_wrong_password(staff: Database) -> None:
    with staff.write_session() as session:
        account_commands.disable_account(session, "test", "ha.nguyen", NOW)
    assert refusal(lambda: check(staff, "ha.nguyen", PASSWORD)).code == "sign_in_failed"


@pytest.mark.usefixtures("true_hashes")
def test_an_unknown_name_costs_as_much_as_a_known_one(staff: Database) -> None:
    assert DUMMY_HASH[:7] == hash_password(NEW_PASSWORD)[:7] == "$2b$12$"  # the same kind and cost of hash
    began = time.perf_counter()
    matches(PASSWORD, DUMMY_HASH)
    known = time.perf_counter() - began
    began = time.perf_counter()
    refusal(lambda: check(staff, "nobody", PASSWORD))
    assert time.perf_counter() - began > known / 3


def test_the_second_factor_is_needed_and_counts_once(officer: tuple[Database, str]) -> None:
    database, secret = officer
    code = pyotp.TOTP(secret).at(NOW)
    for wrong in (
        "",
        "000000" if code != "000000" else "000001",
        pyotp.TOTP(secret).at(NOW + timedelta(minutes=3)),
    ):
        assert refusal(partial(check, database, "lan.tran", PASSWORD, wrong)).code == "sign_in_failed"
    step = check(database, "lan.tran", PASSWORD, code)
    assert step == int(NOW.timestamp()) // 30
    with database.write_session() as session:
        attempt = count_attempt(session, SECRET, "lan.tran", "d", NOW)
        finish_sign_in(session, attempt, known(session, "lan.tran"), step, "d", NOW)
    assert refusal(lambda: check(database, "lan.tran", PASSWORD, code)).code == "sign_in_failed"


def test_a_code_seen_by_two_at_once_lets_one_in(officer: tuple[Database, str]) -> None:
    database, secret = officer
    step = check(database, "lan.tran", PASSWORD, pyotp.TOTP(secret).at(NOW))
    with database.write_session() as session:
        found = known(session, "lan.tran")
        finish_sign_in(session, count_attempt(session, SECRET, "lan.tran", "d", NOW), found, step, "d", NOW)
    with pytest.raises(RuleError, match="sign_in_failed"), database.write_session() as session:
        finish_sign_in(session, count_attempt(session, SECRET, "lan.tran", "e", NOW), found, step, "e", NOW)


MEANWHILE = {
    "the password is reset": lambda s: account_commands.reset_password(s, "x", "lan.tran", NEW_PASSWORD, NOW),
    "the second factor is reset": lambda s: account_commands.reset_second_factor(
        s, "x", "lan.tran", SECRET, NOW
    ),
    "the account is closed": lambda s: account_commands.disable_account(s, "x", "lan.tran", NOW),
    "the role is changed": lambda s: account_commands.change_role(s, "x", "lan.tran", "staff", NOW),
}


@pytest.mark.parametrize("case", MEANWHILE)
def test_what_changed_while_the_password_was_checked_lets_nobody_in(
    officer: tuple[Database, str], case: str
) -> None:
    database, secret = officer
    with database.read_session() as session:
        found = known(session, "lan.tran")
    step = check(database, "lan.tran", PASSWORD, pyotp.TOTP(secret).at(NOW))
    with database.write_session() as session:
        MEANWHILE[case](session)
    with pytest.raises(RuleError, match="sign_in_failed"), database.write_session() as session:
        finish_sign_in(session, count_attempt(session, SECRET, "lan.tran", "d", NOW), found, step, "d", NOW)


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_clock_half_a_minute_off_is_forgiven(officer: tuple[Database, str], seconds: int) -> None:
    database, secret = officer
    code = pyotp.TOTP(secret).at(NOW + timedelta(seconds=seconds))
    assert check(database, "lan.tran", PASSWORD, f" {code[:3]} {code[3:]} ")


def test_a_role_that_needs_a_second_factor_is_nobody_without_one(staff: Database) -> None:
    with staff.write_session() as session:
        account_commands.change_role(session, "test", "ha.nguyen", "admin", NOW)
    assert refusal(lambda: check(staff, "ha.nguyen", PASSWORD)).code == "sign_in_failed"


def test_another_installations_key_opens_no_second_factor(officer: tuple[Database, str]) -> None:
    database, secret = officer
    with database.read_session() as session:
        found = sign_in_record(session, "lan.tran")
    assert found and found.totp_sealed and secret.encode() not in found.totp_sealed


# -- passwords -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("bốn chữ ngắn", "password_too_short"),
        ("x" * 129, "password_too_long"),
        ("matkhaumatkhau1", "password_too_common"),
        ("123456789012345", "password_too_common"),
        ("vietnamvodich2026", "password_too_common"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_too_common"),
        ("nguyenthiha12345", "password_too_common"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, code: str) -> None:
    assert refusal(lambda: check_password(password, ("nguyenthiha",))).code == code


@pytest.mark.parametrize(
    "password", [PASSWORD, NEW_PASSWORD, "correct horse battery staple", "ế" * 5 + NEW_PASSWORD]
)
def test_a_passphrase_of_plain_words_is_taken(password: str) -> None:
    check_password(password, ("ha.nguyen",))


def test_no_byte_of_a_long_passphrase_is_ignored() -> None:
    """bcrypt alone reads 72 bytes; thirty Vietnamese letters are longer."""
    stem = "ự" * 60
    assert prehash(stem + "a") != prehash(stem + "b")
    assert not matches(stem + "b", hash_password(stem + "a"))


def test_a_session_that_was_opened_as_an_account_was_ended_opens_nothing(staff: Database) -> None:
    """Ending an account ends its sessions; one that slips in beside that is dead all the same."""
    with staff.write_session() as session:
        account = session.scalars(select(Account)).one()
        secret = open_session(session, account.id, NOW)
        assert signed_in(session, secret, NOW) is not None
        account.disabled_at = NOW
        session.flush()
        assert signed_in(session, secret, NOW) is None
