"""Is guessing slow, and is nobody locked out by it?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.sign_in import (
    FREE_GUESSES,
    WINDOW,
    Attempt,
    count_attempt,
    finish_sign_in,
)
from db.engine import Database
from db.models import SignInAttempt
from db.queries.accounts import SignInRecord, sign_in_record, signed_in
from db.rules.errors import RuleError
from db.writer import GroupWriter
from tests.db.refusals import refusal
from tests.factories import NOW, SECRET, make_account

SECOND = timedelta(seconds=1)


def guess(database: Database, now: datetime, name: str = "ha.nguyen", device: str = "strange") -> Attempt:
    with database.write_session() as session:
        return count_attempt(session, SECRET, name, device, now)


def guess_often(database: Database, times: int = FREE_GUESSES, **given: str) -> datetime:
    """So many guesses in as many seconds; the moment of the last."""
    for number in range(times):
        guess(database, NOW + number * SECOND, **given)
    return NOW + (times - 1) * SECOND


def test_after_five_guesses_each_costs_twice_the_wait(database: Database) -> None:
    at = guess_often(database)
    waits = []
    for _ in range(4):
        refused = refusal(partial(guess, database, at))
        assert (refused.code, refused.status) == ("too_many_attempts", 429)
        waits.append(refused.facts["seconds"])
        at += timedelta(seconds=waits[-1])
        guess(database, at)
    assert waits == [15, 30, 60, 120]


def test_the_wait_has_an_end_nobody_is_locked_out(database: Database) -> None:
    at, longest = guess_often(database), 0
    for _ in range(8):
        seconds = int(refusal(partial(guess, database, at)).facts["seconds"])
        longest = max(longest, seconds)
        at += timedelta(seconds=seconds)
        guess(database, at)
    assert longest <= 900
    guess(database, at + WINDOW + SECOND)  # after half an hour it is as if nothing had been


def test_a_refused_guess_is_not_counted(database: Database) -> None:
    last = guess_often(database)
    for number in range(10):
        refusal(partial(guess, database, last + timedelta(milliseconds=number)))
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == FREE_GUESSES
    guess(database, last + 15 * SECOND)


def test_one_name_however_it_is_written_has_one_lane(database: Database) -> None:
    for number, name in enumerate(("ha.nguyen", "HA.NGUYEN", " ha.nguyen ", "Ha.Nguyen", "ha.nguyeN")):
        guess(database, NOW + number * SECOND, name)
    assert refusal(lambda: guess(database, NOW + 5 * SECOND, "hA.nguyen")).code == "too_many_attempts"
    guess(database, NOW + 5 * SECOND, "lan.tran")  # another person is not slowed down


def known(session: Session, name: str) -> SignInRecord:
    found = sign_in_record(session, name)
    assert found is not None
    return found


def test_strange_devices_share_one_lane(database: Database) -> None:
    for number in range(FREE_GUESSES):
        guess(database, NOW + number * SECOND, device=f"device {number}")
    assert refusal(lambda: guess(database, NOW + 5 * SECOND, device="another")).code == "too_many_attempts"


def test_a_known_device_is_not_slowed_by_strangers(database: Database) -> None:
    with database.write_session() as session:
        make_account(session, "staff", "ha.nguyen")
        attempt = count_attempt(session, SECRET, "ha.nguyen", "my phone", NOW - timedelta(days=1))
        finish_sign_in(session, attempt, known(session, "ha.nguyen"), 0, "my phone", NOW - timedelta(days=1))
    last = guess_often(database)
    refusal(lambda: guess(database, last, device="strange"))
    guess(database, last, device="my phone")


def test_a_known_device_is_known_for_its_own_account_only(database: Database) -> None:
    with database.write_session() as session:
        make_account(session, "staff", "lan.tran")
        make_account(session, "staff", "ha.nguyen")
        attempt = count_attempt(session, SECRET, "lan.tran", "my phone", NOW)
        finish_sign_in(session, attempt, known(session, "lan.tran"), 0, "my phone", NOW)
    last = guess_often(database)
    assert refusal(lambda: guess(database, last, device="my phone")).code == "too_many_attempts"


def test_success_forgives_the_guesses_before_it(database: Database) -> None:
    with database.write_session() as session:
        make_account(session, "staff", "ha.nguyen")
    last = guess_often(database, FREE_GUESSES - 1)
    attempt = guess(database, last)
    with database.write_session() as session:
        finish_sign_in(session, attempt, known(session, "ha.nguyen"), 0, "strange", last)
    guess_often(database, device="another strange one")  # the lane all strangers share is free again


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
