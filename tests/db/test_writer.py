"""Does the one writer acknowledge only what is committed, and keep a bad act away from its neighbours?"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

import db.writer
from db.engine import Database
from db.models import Account, SignInAttempt
from db.rules.errors import RuleError
from db.writer import Act, GroupWriter
from tests.db.groups import one_group
from tests.factories import NOW, make_account


def in_a_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a loop of its own thread: a browser test before may have left one running in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture
def writer(database: Database) -> Iterator[GroupWriter]:
    with closing(GroupWriter(database)) as made:
        yield made


def write(key: str) -> Act:
    """An act that leaves one row and answers its key."""

    def act(session: Session) -> str:
        session.execute(insert(SignInAttempt).values(key=key, at=NOW))
        return key

    return act


def keys(database: Database) -> list[str]:
    with database.read_session() as session:
        return sorted(session.scalars(select(SignInAttempt.key)))


def test_the_answer_of_an_act_is_handed_back(writer: GroupWriter, database: Database) -> None:
    assert writer.call(write("a")) == "a"
    assert in_a_loop(writer.run(write("b"))) == "b"
    assert keys(database) == ["a", "b"]


def test_nobody_is_answered_before_the_commit(writer: GroupWriter, database: Database) -> None:
    answered_early: list[bool] = []
    futures: list[Any] = []

    @event.listens_for(database.writer, "commit")
    def note(_connection: object) -> None:
        answered_early.extend(future.done() for future in futures)

    with one_group(writer) as submit:
        futures.extend([submit(write("a")), submit(write("b"))])
    assert [future.result(10) for future in futures] == ["a", "b"]
    assert answered_early == [False] * 4  # two at the holding act's commit, two at their own


def test_what_waits_is_committed_together(writer: GroupWriter, database: Database) -> None:
    commits: list[int] = []
    event.listen(database.writer, "commit", lambda _connection: commits.append(1))
    with one_group(writer) as submit:
        futures = [submit(write(f"{number:02}")) for number in range(40)]
    assert [future.result(10) for future in futures] == [f"{number:02}" for number in range(40)]
    assert len(commits) == 2  # the holding act, then one group of forty
    assert len(keys(database)) == 40


def test_a_group_has_a_limit(writer: GroupWriter, database: Database) -> None:
    commits: list[int] = []
    event.listen(database.writer, "commit", lambda _connection: commits.append(1))
    with one_group(writer) as submit:
        futures = [submit(write("x")) for _ in range(db.writer.MOST_IN_GROUP + 1)]
    for future in futures:
        future.result(10)
    assert len(commits) == 3


def test_a_refused_act_leaves_nothing_and_takes_nobody_along(writer: GroupWriter, database: Database) -> None:
    def refused(session: Session) -> None:
        write("half")(session)
        raise RuleError("wrong_state")

    with one_group(writer) as submit:
        before, bad, after = submit(write("a")), submit(refused), submit(write("b"))
    assert (before.result(10), after.result(10)) == ("a", "b")
    with pytest.raises(RuleError, match="wrong_state"):
        bad.result(10)
    assert keys(database) == ["a", "b"]


def test_a_fault_nobody_foresaw_reaches_its_caller_only(writer: GroupWriter, database: Database) -> None:
    def faulty(session: Session) -> None:
        write("half")(session)
        raise ZeroDivisionError

    with one_group(writer) as submit:
        bad, good = submit(faulty), submit(write("a"))
    with pytest.raises(ZeroDivisionError):
        bad.result(10)
    assert good.result(10) == "a"
    assert keys(database) == ["a"]


def test_a_broken_constraint_becomes_its_sentence(writer: GroupWriter, database: Database) -> None:
    def twice(session: Session) -> None:
        for _ in range(2):
            make_account(session, "staff", "cùng-tên")

    with one_group(writer) as submit:
        bad, good = submit(twice), submit(write("a"))
    with pytest.raises(RuleError) as refusal:
        bad.result(10)
    assert refusal.value.code == "account_exists"
    assert good.result(10) == "a"
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0


def test_a_constraint_nobody_foresaw_stays_a_fault(writer: GroupWriter) -> None:
    def no_such_role(session: Session) -> None:
        make_account(session, "staff", "a.b")
        session.execute(text("UPDATE accounts SET role = 'king'"))

    with pytest.raises(IntegrityError):
        writer.call(no_such_role)


def test_when_the_transaction_fails_each_act_is_done_once_alone(
    writer: GroupWriter, database: Database
) -> None:
    def disk_trouble(session: Session) -> None:
        write("half")(session)
        session.execute(text("SELECT * FROM no_such_table"))

    with one_group(writer) as submit:
        first, bad, last = submit(write("a")), submit(disk_trouble), submit(write("b"))
    assert (first.result(10), last.result(10)) == ("a", "b")
    with pytest.raises(RuleError) as refusal:
        bad.result(10)
    assert refusal.value.status == 503
    assert keys(database) == ["a", "b"]


def test_a_commit_that_fails_is_never_acknowledged(writer: GroupWriter, database: Database) -> None:
    failing = threading.Event()
    failing.set()

    @event.listens_for(database.writer, "commit")
    def disk_full(_connection: object) -> None:
        if failing.is_set():
            raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    with pytest.raises(RuleError) as refusal:
        writer.call(write("lost"))
    assert refusal.value.code == "unavailable"
    failing.clear()
    assert writer.call(write("kept")) == "kept"  # recovers without a restart
    assert keys(database) == ["kept"]


def test_too_many_waiting_are_told_so_at_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.writer, "MOST_WAITING", 3)
    with closing(GroupWriter(database)) as writer:
        with one_group(writer) as submit:
            waiting = [submit(write("x")) for _ in range(3)]
            with pytest.raises(RuleError) as refusal:
                submit(write("too many"))
        assert refusal.value.code == "unavailable"
        assert [future.result(10) for future in waiting] == ["x"] * 3


def test_an_act_whose_caller_went_away_is_durable(writer: GroupWriter, database: Database) -> None:
    with one_group(writer) as submit:
        gone, stays = submit(write("gone")), submit(write("stays"))
        assert gone.cancel()
    assert stays.result(10) == "stays"
    assert keys(database) == ["gone", "stays"]


def test_closing_finishes_what_is_waiting(database: Database) -> None:
    writer = GroupWriter(database)
    with one_group(writer) as submit:
        futures = [submit(write("x")) for _ in range(10)]
        closer = threading.Thread(target=writer.close)
        closer.start()
    closer.join(10)
    assert not closer.is_alive()
    assert [future.result(0) for future in futures] == ["x"] * 10
    assert keys(database) == ["x"] * 10


def test_many_writers_at_once_lose_nothing(writer: GroupWriter, database: Database) -> None:
    async def burst() -> list[str]:
        return await asyncio.gather(*(writer.run(write(f"{number:03}")) for number in range(200)))

    wanted = [f"{number:03}" for number in range(200)]
    assert in_a_loop(burst()) == wanted
    assert keys(database) == wanted
