"""Does every session open with the promises of trust.md, on both engines?"""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from db.engine import LOG_PAGES, PRAGMAS, Database, check_sqlite_version, open_database, sqlite_module
from db.models import Account, LedgerConfirmation, SignInAttempt
from db.settings import Settings, SettingsError
from tests.factories import NOW, make_account

SAFE = [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 52, 0), (3, 53, 4), (4, 0, 0)]
UNSAFE = [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 9), (3, 49, 2), (3, 50, 6), (3, 51, 0), (3, 51, 2)]
NEW_ATTEMPT = insert(SignInAttempt).values(key="k", at=NOW)


def attempts(database: Database) -> int:
    with database.read_session() as session:
        return session.scalar(select(func.count()).select_from(SignInAttempt)) or 0


def pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize("version", SAFE)
def test_a_mended_sqlite_is_taken(version: tuple[int, ...]) -> None:
    check_sqlite_version(version)


@pytest.mark.parametrize("version", UNSAFE)
def test_an_sqlite_that_can_damage_the_file_is_refused_by_name(version: tuple[int, ...]) -> None:
    with pytest.raises(SettingsError, match=".".join(map(str, version))):
        check_sqlite_version(version)


def test_the_loaded_sqlite_is_the_checked_one(sqlite_database: Database) -> None:
    with sqlite_database.writer.connect() as connection:
        found = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    assert found == sqlite_module().sqlite_version


@pytest.mark.parametrize("door", ["reader", "writer"])
def test_every_sqlite_connection_keeps_every_promise(sqlite_database: Database, door: str) -> None:
    with getattr(sqlite_database, door).connect() as connection:
        assert {name: pragma(connection, name) for name in PRAGMAS} == PRAGMAS
        assert pragma(connection, "query_only") == (1 if door == "reader" else 0)


def test_every_pooled_reader_keeps_the_promises_not_only_the_first(sqlite_database: Database) -> None:
    connections = [sqlite_database.reader.connect() for _ in range(4)]
    try:
        assert [pragma(connection, "synchronous") for connection in connections] == [2] * 4
        assert [pragma(connection, "query_only") for connection in connections] == [1] * 4
    finally:
        for connection in connections:
            connection.close()


def test_only_the_process_that_writes_for_all_moves_the_wal(sqlite_settings: Settings) -> None:
    with closing(open_database(sqlite_settings)) as survey:
        with survey.writer.connect() as connection:
            assert pragma(connection, "wal_autocheckpoint") == LOG_PAGES
        with survey.reader.connect() as connection:
            assert pragma(connection, "wal_autocheckpoint") == 0
    with closing(open_database(sqlite_settings, checkpoints=False)) as dashboard:
        for door in (dashboard.reader, dashboard.writer):
            with door.connect() as connection:
                assert pragma(connection, "wal_autocheckpoint") == 0


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_postgresql_waits_for_its_disk_and_speaks_utc(database: Database) -> None:
    for door, read_only in ((database.reader, "on"), (database.writer, "off")):
        with door.connect() as connection:
            shown = {
                name: connection.exec_driver_sql(f"SHOW {name}").scalar_one()
                for name in ("synchronous_commit", "timezone", "transaction_read_only")
            }
        assert shown == {"synchronous_commit": "on", "timezone": "UTC", "transaction_read_only": read_only}


def test_a_promise_that_is_not_kept_refuses_to_start(sqlite_settings: Settings) -> None:
    in_memory = replace(sqlite_settings, database_url="sqlite:///:memory:")  # cannot have a WAL
    with pytest.raises(SettingsError, match="journal_mode is memory"):
        open_database(in_memory)


def test_a_database_that_cannot_be_opened_is_one_sentence(sqlite_settings: Settings, tmp_path: Path) -> None:
    nowhere = replace(sqlite_settings, database_url=f"sqlite:///{tmp_path}/no/such/folder/x.db")
    with pytest.raises(SettingsError, match="cannot be opened"):
        open_database(nowhere)


def test_what_reads_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read_session() as session:
        session.execute(NEW_ATTEMPT)
        session.commit()
    assert attempts(database) == 0


def test_a_write_is_kept_when_the_block_ends_and_gone_when_it_raises(database: Database) -> None:
    with database.write_session() as session:
        session.execute(NEW_ATTEMPT)
    with pytest.raises(ZeroDivisionError), database.write_session() as session:
        session.execute(NEW_ATTEMPT)
        raise ZeroDivisionError
    assert attempts(database) == 1


def test_a_reader_never_sees_half_an_act(database: Database) -> None:
    with database.write_session() as session:
        session.execute(NEW_ATTEMPT)
        assert attempts(database) == 0
    assert attempts(database) == 1


def test_a_reader_keeps_one_picture_while_others_write_on_sqlite(sqlite_database: Database) -> None:
    with sqlite_database.read_session() as session:
        count = select(func.count()).select_from(SignInAttempt)
        before = session.scalar(count)
        with sqlite_database.write_session() as other:
            other.execute(NEW_ATTEMPT)
        assert session.scalar(count) == before


def test_writers_take_turns_so_that_read_then_write_is_never_raced(database: Database) -> None:
    with database.write_session() as session:
        name = make_account(session, "staff").name

    def raise_epoch() -> None:
        for _ in range(5):
            with database.write_session() as session:
                account = session.scalars(select(Account).where(Account.name == name)).one()
                account.epoch = account.epoch + 1

    threads = [threading.Thread(target=raise_epoch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read_session() as session:
        assert session.scalars(select(Account.epoch).where(Account.name == name)).one() == 21


def test_foreign_keys_hold(database: Database) -> None:
    row = {"confirmed_to": NOW.date(), "recorded_at": NOW, "recorded_by": "t", "sample": False}
    with pytest.raises(DBAPIError), database.write_session() as session:
        session.execute(insert(LedgerConfirmation).values(measure_code="9.9", **row))


def test_a_moment_comes_back_as_it_went_in_utc(database: Database) -> None:
    hanoi = datetime(2026, 1, 1, 6, 59, 59, 123456, tzinfo=timezone(timedelta(hours=7)))
    with database.write_session() as session:
        session.execute(insert(SignInAttempt).values(key="k", at=hanoi))
    with database.read_session() as session:
        found = session.scalars(select(SignInAttempt.at)).one()
    assert found == hanoi
    assert found.tzinfo is UTC
    assert (found.year, found.hour) == (2025, 23)


def test_moments_compare_in_the_database_as_they_do_here(database: Database) -> None:
    with database.write_session() as session:
        session.execute(NEW_ATTEMPT)
    same_moment = NOW.astimezone(timezone(timedelta(hours=7)))
    with database.read_session() as session:
        assert session.scalar(select(SignInAttempt.key).where(SignInAttempt.at == same_moment)) == "k"
        assert session.scalar(select(SignInAttempt.key).where(SignInAttempt.at < same_moment)) is None


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 1, 1)
    with pytest.raises(StatementError, match="time zone"), database.write_session() as session:
        session.execute(insert(SignInAttempt).values(key="k", at=naive))


def test_closing_gives_every_connection_back(database: Database) -> None:
    with database.read_session() as session:
        session.execute(text("SELECT 1"))
    database.close()
    assert database.reader.pool.checkedout() == 0
    assert database.writer.pool.checkedout() == 0
