"""Is the write-ahead log moved beside the writer, so that nobody's answer waits for it?"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from db.checkpoints import ACTS_BETWEEN, Checkpointer
from db.engine import Database, sqlite_module
from db.erasure import settle_erased
from db.writer import GroupWriter

SECONDS = 20
ROWS = "SELECT count(*) FROM erased_tokens"
INSERT = text("INSERT INTO erased_tokens (token_hash, erased_on) VALUES (:hash, '2026-11-23')")


def keep(number: int) -> Callable[[Session], None]:
    def act(session: Session) -> None:
        session.execute(INSERT, {"hash": f"{number:064}"})

    return act


def moved_rows(database: Database, tmp_path: Path) -> int:
    """How many rows stand in the file itself: a copy of it without its log is asked."""
    with database.reader.connect() as connection:
        (place,) = connection.exec_driver_sql("SELECT file FROM pragma_database_list").scalars()
    alone = shutil.copy(place, tmp_path / "alone.db")
    with closing(sqlite_module().connect(alone)) as copy:
        return int(copy.execute(ROWS).fetchone()[0])


def wait_for(happened: Callable[[], bool]) -> bool:
    until = time.monotonic() + SECONDS
    while not happened():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_what_was_acknowledged_reaches_the_file_without_any_commit_moving_it(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint=0")  # the net is not there
    with closing(GroupWriter(sqlite_database)) as writer:
        for number in range(ACTS_BETWEEN - 1):
            writer.call(keep(number))
        assert moved_rows(sqlite_database, tmp_path) == 0
        writer.call(keep(ACTS_BETWEEN))
        assert wait_for(lambda: moved_rows(sqlite_database, tmp_path) == ACTS_BETWEEN)


def test_a_checkpoint_that_fails_is_said_and_the_next_one_runs(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[int] = []

    def away(_self: Checkpointer) -> None:
        asked.append(1)
        raise OperationalError("PRAGMA", {}, Exception("disk I/O error"))

    monkeypatch.setattr(Checkpointer, "_move", away)
    with caplog.at_level(logging.WARNING, "nhipcau.db"), closing(Checkpointer(sqlite_database)) as beside:
        for times in (1, 2):
            beside.committed(ACTS_BETWEEN)
            assert wait_for(lambda wanted=times: len(asked) == wanted)
        assert wait_for(lambda: len(caplog.messages) == 2)
    assert caplog.messages == ["checkpoint OperationalError"] * 2


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_postgresql_looks_after_its_own_log(database: Database) -> None:
    with closing(Checkpointer(database)) as beside:
        beside.committed(10 * ACTS_BETWEEN)


def test_an_erasure_waits_for_a_checkpoint_under_way(sqlite_database: Database) -> None:
    """SQLite answers "busy" at once where another checkpoint runs; an erasure must not give up for that."""
    with closing(GroupWriter(sqlite_database)) as writer:
        settled = []
        for number in range(10 * ACTS_BETWEEN):
            writer.call(keep(number))
            if number % ACTS_BETWEEN == 0:
                settled.append(settle_erased(sqlite_database))
    assert settled and all(settled)
