"""Is guessing slow, is nobody locked out, and is a session dead the moment it should be?"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands import accounts as account_commands
from db.commands.sign_in import (
    FREE_GUESSES,
    TICKET_LIFE,
    WINDOW,
    Attempt,
    check_credentials,
    close_session,
    count_attempt,
    finish_sign_in,
    make_ticket,
    open_session,
    redeem_ticket,
    touch_session,
)
from db.engine import Database
from db.models import Account, AuditEvent, SignInAttempt, WebSession
from db.passwords import DUMMY_HASH, check_password, hash_password, matches, prehash
from db.queries.accounts import open_sessions, sign_in_record, signed_in
from db.rules.errors import RuleError
from db.writer import GroupWriter
from tests.factories import NOW, PASSWORD, SECRET, make_account

SECOND = timedelta(seconds=1)
NEW_PASSWORD = "bến nước gốc đa mái đình làng ta"


def refusal(act: Callable[[], object]) -> RuleError:
    with pytest.raises(RuleError) as refused:
        act()
    return refused.value


def guess(database: Database, now: datetime, name: str = "ha.nguyen", device: str = "strange") -> Attempt:
    with database.write_session() as session:
        return count_attempt(session, SECRET, name, device, now)


def guess_often(database: Database, times: int = FREE_GUESSES, **given: str) -> datetime:
    """So many guesses in as many seconds; the moment of the last."""
    for number in range(times):
        guess(database, NOW + number * SECOND, **given)
    return NOW + (times - 1) * SECOND


# -- guesses -------------------------------------------------------------------------------------------


def test_after_five_guesses_each_costs_twice_the_wait(database: Database) -> None:
    at = guess_often(database)
    waits = []
    for _ in range(4):
        refused = refusal(lambda: guess(database, at))
        assert (refused.code, refused.status) == ("too_many_attempts", 429)
        waits.append(refused.facts["seconds"])
        at += timedelta(seconds=waits[-1])
        guess(database, at)
    assert waits == [15, 30, 60, 120]


def test_the_wait_has_an_end_nobody_is_locked_out(database: Database) -> None:
    at, longest = guess_often(database), 0
    for _ in range(8):
        seconds = int(refusal(lambda: guess(database, at)).facts["seconds"])
        longest = max(longest, seconds)
        at += timedelta(seconds=seconds)
        guess(database, at)
    assert longest <= 900
    guess(database, at + WINDOW + SECOND)  # after half an hour it is as if nothing had been


def test_a_refused_guess_is_not_counted(database: Database) -> None:
    last = guess_often(database)
    for number in range(10):
        refusal(lambda: guess(database, last + timedelta(milliseconds=number)))
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == FREE_GUESSES
    guess(database, last + 15 * SECOND)


def test_one_name_however_it_is_written_has_one_lane(database: Database) -> None:
    for number, name in enumerate(("ha.nguyen", "HA.NGUYEN", " ha.nguyen ", "Ha.Nguyen", "ha.nguyeN")):
        guess(database, NOW + number * SECOND, name)
    assert refusal(lambda: guess(database, NOW + 5 * SECOND, "hA.nguyen")).code == "too_many_attempts"
    guess(database, NOW + 5 * SECOND, "lan.tran")  # another person is not slowed down


def test_strange_devices_share_one_lane(database: Database) -> None:
    for number in range(FREE_GUESSES):
        guess(database, NOW + number * SECOND, device=f"device {number}")
    assert refusal(lambda: guess(database, NOW + 5 * SECOND, device="another")).code == "too_many_attempts"


def test_a_known_device_is_not_slowed_by_strangers(database: Database) -> None:
    with database.write_session() as session:
        account = make_account(session, "staff", "ha.nguyen")
        attempt = count_attempt(session, SECRET, "ha.nguyen", "my phone", NOW - timedelta(days=1))
        finish_sign_in(session, attempt, account.id, 0, "my phone", NOW - timedelta(days=1))
    last = guess_often(database)
    refusal(lambda: guess(database, last, device="strange"))
    guess(database, last, device="my phone")


def test_a_known_device_is_known_for_its_own_account_only(database: Database) -> None:
    with database.write_session() as session:
        mine = make_account(session, "staff", "lan.tran")
        make_account(session, "staff", "ha.nguyen")
        attempt = count_attempt(session, SECRET, "lan.tran", "my phone", NOW)
        finish_sign_in(session, attempt, mine.id, 0, "my phone", NOW)
    last = guess_often(database)
    assert refusal(lambda: guess(database, last, device="my phone")).code == "too_many_attempts"


def test_success_forgives_the_guesses_before_it(database: Database) -> None:
    with database.write_session() as session:
        account = make_account(session, "staff", "ha.nguyen")
    last = guess_often(database, FREE_GUESSES - 1)
    attempt = guess(database, last)
    with database.write_session() as session:
        finish_sign_in(session, attempt, account.id, 0, "strange", last)
    guess_often(database)


def test_forty_guesses_at_once_pass_no_more_often_than_forty_in_a_row(database: Database) -> None:
    with closing(GroupWriter(database)) as writer, ThreadPoolExecutor(40) as pool:

        def one(_: int) -> str:
            try:
                writer.call(lambda session: count_attempt(session, SECRET, "ha.nguyen", "strange", NOW))
            except RuleError as refused:
                return refused.code
            return "passed"

        outcomes = list(pool.map(one, range(40)))
    assert outcomes.count("passed") == FREE_GUESSES
    assert outcomes.count("too_many_attempts") == 40 - FREE_GUESSES


HOSTILE_NAMES = ["", "\0", "ha\0nguyen", "\ud800", "a" * 100_000, "' OR 1=1 --", "ｈａ.nguyen", "ﬁ", "😀"]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_a_hostile_name_is_an_unknown_name_on_both_engines(database: Database, name: str) -> None:
    with database.write_session() as session:
        make_account(session, "staff", "ha.nguyen")
        count_attempt(session, SECRET, name, name, NOW)
    with database.read_session() as session:
        assert sign_in_record(session, name) is None
        assert signed_in(session, name, NOW) is None


# -- password and second factor ------------------------------------------------------------------------


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


def check(database: Database, name: str, password: str, code: str = "", now: datetime = NOW) -> int:
    with database.read_session() as session:
        found = sign_in_record(session, name)
    return check_credentials(found, password, code, SECRET, now)


def test_the_right_password_in_either_spelling_of_vietnamese(staff: Database) -> None:
    import unicodedata

    assert check(staff, " HA.nguyen", PASSWORD) == 0
    assert check(staff, "ha.nguyen", unicodedata.normalize("NFD", PASSWORD)) == 0


@pytest.mark.parametrize(("name", "password"), [("ha.nguyen", "x"), ("nobody", PASSWORD), ("ha.nguyen", "\0")])
def test_every_wrong_sign_in_is_refused_in_the_same_words(staff: Database, name: str, password: str) -> None:
    refused = refusal(lambda: check(staff, name, password))
    assert (refused.code, dict(refused.facts)) == ("sign_in_failed", {})


def test_a_disabled_account_is_refused_like_a_wrong_password(staff: Database) -> None:
    with staff.write_session() as session:
        account_commands.disable_account(session, "test", "ha.nguyen", NOW)
    assert refusal(lambda: check(staff, "ha.nguyen", PASSWORD)).code == "sign_in_failed"


def test_an_unknown_name_costs_as_much_as_a_known_one(staff: Database) -> None:
    assert DUMMY_HASH[:7] == hash_password(NEW_PASSWORD)[:7]  # the same kind and cost of hash
    began = time.perf_counter()
    matches(PASSWORD, DUMMY_HASH)
    known = time.perf_counter() - began
    began = time.perf_counter()
    refusal(lambda: check(staff, "nobody", PASSWORD))
    assert time.perf_counter() - began > known / 3


def test_the_second_factor_is_needed_and_counts_once(officer: tuple[Database, str]) -> None:
    database, secret = officer
    code = pyotp.TOTP(secret).at(NOW)
    for wrong in ("", "000000" if code != "000000" else "000001", pyotp.TOTP(secret).at(NOW + timedelta(minutes=3))):
        assert refusal(lambda: check(database, "lan.tran", PASSWORD, wrong)).code == "sign_in_failed"
    step = check(database, "lan.tran", PASSWORD, code)
    assert step == int(NOW.timestamp()) // 30
    with database.write_session() as session:
        attempt = count_attempt(session, SECRET, "lan.tran", "d", NOW)
        account_id = session.scalars(select(Account.id)).one()
        finish_sign_in(session, attempt, account_id, step, "d", NOW)
    assert refusal(lambda: check(database, "lan.tran", PASSWORD, code)).code == "sign_in_failed"


def test_a_code_seen_by_two_at_once_lets_one_in(officer: tuple[Database, str]) -> None:
    database, secret = officer
    step = check(database, "lan.tran", PASSWORD, pyotp.TOTP(secret).at(NOW))
    with database.write_session() as session:
        account_id = session.scalars(select(Account.id)).one()
        finish_sign_in(session, count_attempt(session, SECRET, "lan.tran", "d", NOW), account_id, step, "d", NOW)
    with pytest.raises(RuleError, match="sign_in_failed"), database.write_session() as session:
        finish_sign_in(session, count_attempt(session, SECRET, "lan.tran", "e", NOW), account_id, step, "e", NOW)


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


@pytest.mark.parametrize("password", [PASSWORD, NEW_PASSWORD, "correct horse battery staple", "ế" * 5 + NEW_PASSWORD])
def test_a_passphrase_of_plain_words_is_taken(password: str) -> None:
    check_password(password, ("ha.nguyen",))


def test_no_byte_of_a_long_passphrase_is_ignored() -> None:
    """bcrypt alone reads 72 bytes; thirty Vietnamese letters are longer."""
    stem = "ự" * 60
    assert prehash(stem + "a") != prehash(stem + "b")
    assert not matches(stem + "b", hash_password(stem + "a"))


# -- sessions ------------------------------------------------------------------------------------------


@pytest.fixture
def account_id(database: Database) -> UUID:
    with database.write_session() as session:
        return make_account(session, "staff", "ha.nguyen").id


def begin(database: Database, account_id: UUID, now: datetime = NOW) -> str:
    with database.write_session() as session:
        return open_session(session, account_id, now)


def alive(database: Database, secret: str, now: datetime = NOW) -> bool:
    with database.read_session() as session:
        return signed_in(session, secret, now) is not None


def test_a_session_tells_who_it_is_and_keeps_no_secret(database: Database, account_id: UUID) -> None:
    secret = begin(database, account_id)
    with database.read_session() as session:
        person = signed_in(session, secret, NOW)
        stored = session.scalars(select(WebSession)).one()
        assert person and (person.name, person.role, person.account_id) == ("ha.nguyen", "staff", account_id)
        assert secret not in (stored.secret_hash, person.session_hash)
    assert not alive(database, secret + "x")
    assert not alive(database, "")
    assert begin(database, account_id) != secret


def test_thirty_quiet_minutes_end_a_session(database: Database, account_id: UUID) -> None:
    secret = begin(database, account_id)
    assert alive(database, secret, NOW + timedelta(minutes=30) - SECOND)
    assert not alive(database, secret, NOW + timedelta(minutes=30))


def test_use_keeps_a_session_for_eight_hours_and_no_longer(database: Database, account_id: UUID) -> None:
    secret, now = begin(database, account_id), NOW
    with database.read_session() as session:
        person = signed_in(session, secret, now)
    assert person
    while now < NOW + timedelta(hours=8) - timedelta(minutes=20):
        now += timedelta(minutes=20)
        with database.write_session() as session:
            touch_session(session, person.session_hash, now)
    assert alive(database, secret, NOW + timedelta(hours=8) - SECOND)
    assert not alive(database, secret, NOW + timedelta(hours=8))


ENDINGS: dict[str, Callable[[Session, str], object]] = {
    "logout": lambda session, secret: close_session(session, secret, NOW),
    "disabled": lambda session, _: account_commands.disable_account(session, "t", "ha.nguyen", NOW),
    "password": lambda session, _: account_commands.reset_password(session, "t", "ha.nguyen", NEW_PASSWORD, NOW),
    "role": lambda session, _: account_commands.change_role(session, "t", "ha.nguyen", "leader", NOW),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_session_is_dead_in_the_same_moment(database: Database, account_id: UUID, ending: str) -> None:
    secret = begin(database, account_id)
    assert alive(database, secret)
    with database.write_session() as session:
        ENDINGS[ending](session, secret)
    assert not alive(database, secret)


def test_an_account_that_is_enabled_again_has_no_old_sessions(database: Database, account_id: UUID) -> None:
    secret = begin(database, account_id)
    with database.write_session() as session:
        account_commands.disable_account(session, "t", "ha.nguyen", NOW)
        account_commands.enable_account(session, "t", "ha.nguyen", NOW)
    assert not alive(database, secret)
    assert alive(database, begin(database, account_id))


def test_signing_out_ends_one_session_and_is_written_once(database: Database, account_id: UUID) -> None:
    first, second = begin(database, account_id), begin(database, account_id)
    for _ in range(2):
        with database.write_session() as session:
            close_session(session, first, NOW)
            close_session(session, "never was one", NOW)
    assert (alive(database, first), alive(database, second)) == (False, True)
    with database.read_session() as session:
        acts = session.scalars(select(AuditEvent.act).order_by(AuditEvent.seq.desc()).limit(3)).all()
        assert open_sessions(session, NOW) == 1
    assert acts == ["session_closed", "session_opened", "session_opened"]


def test_sessions_of_last_month_are_forgotten(database: Database, account_id: UUID) -> None:
    begin(database, account_id, NOW - timedelta(days=31))
    begin(database, account_id)
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 1


# -- tickets -------------------------------------------------------------------------------------------


def ticket_for(database: Database, account_id: UUID) -> str:
    with database.write_session() as session:
        return make_ticket(session, account_id, NOW)


def redeem(database: Database, ticket: str, now: datetime = NOW) -> str:
    with database.write_session() as session:
        return redeem_ticket(session, ticket, now)


def test_a_ticket_opens_one_session(database: Database, account_id: UUID) -> None:
    ticket = ticket_for(database, account_id)
    assert alive(database, redeem(database, ticket, NOW + TICKET_LIFE), NOW + TICKET_LIFE)
    assert refusal(lambda: redeem(database, ticket)).code == "sign_in_needed"


def test_a_ticket_lives_thirty_seconds(database: Database, account_id: UUID) -> None:
    ticket = ticket_for(database, account_id)
    assert refusal(lambda: redeem(database, ticket, NOW + TICKET_LIFE + SECOND)).code == "sign_in_needed"
    assert refusal(lambda: redeem(database, "made up")).code == "sign_in_needed"


def test_a_ticket_from_before_a_new_password_opens_nothing(database: Database, account_id: UUID) -> None:
    ticket = ticket_for(database, account_id)
    with database.write_session() as session:
        account_commands.reset_password(session, "t", "ha.nguyen", NEW_PASSWORD, NOW)
    assert refusal(lambda: redeem(database, ticket)).code == "sign_in_needed"
