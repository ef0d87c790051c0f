"""Does a migrated database hold what the models promise, and refuse what may never happen?"""

from __future__ import annotations

import importlib
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, Enum, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from db.base import Base
from db.commands.releases import release_tables
from db.commands.submissions import withdraw_submission
from db.engine import Database, open_database
from db.migrate import check_migrated, found_revision, migrate, wanted_revision
from db.settings import SettingsError
from tests.conftest import settings_for
from tests.factories import (
    NOW,
    SECRET,
    TODAY,
    make_account,
    make_consultation,
    make_fact,
    make_person,
    make_report,
    make_submission,
)

FROZEN = importlib.import_module("db.migrations.versions.0001_first_shape").FROZEN


def run(database: Database, statement: str) -> None:
    with database.writer.begin() as connection:
        connection.execute(text(statement))


def test_an_empty_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with closing(open_database(settings_for(tmp_path))) as database:
        with pytest.raises(SettingsError, match="python -m db init"):
            check_migrated(database)
        migrate(database)
        check_migrated(database)
        assert found_revision(database) == wanted_revision()


def test_a_database_of_another_version_is_refused(sqlite_database: Database) -> None:
    run(sqlite_database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SettingsError, match="9999"):
        check_migrated(sqlite_database)


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.write_session() as session:
        make_account(session, "staff", "ở.lại")
    migrate(database)
    check_migrated(database)
    with database.read_session() as session:
        assert session.execute(text("SELECT count(*) FROM accounts")).scalar_one() == 1


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """The last table is in the way: everything the migration made before it is undone."""
    with closing(open_database(settings_for(tmp_path))) as database:
        run(database, "CREATE TABLE fact_evidence (here INTEGER)")
        with pytest.raises(DBAPIError, match="fact_evidence"):
            migrate(database)
        assert inspect(database.reader).get_table_names() == ["fact_evidence"]


def test_every_list_of_words_is_guarded_by_the_database(database: Database) -> None:
    """`Enum(native_enum=False)` alone writes no CHECK; a word nobody offered must not get in."""
    guarded = {
        (table.name, check["name"])
        for table in Base.metadata.sorted_tables
        for check in inspect(database.writer).get_check_constraints(table.name)
    }
    wanted = {
        (table.name, constraint.name)
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    lists = [column for column in columns if isinstance(column.type, Enum)]
    assert len(lists) >= 6
    assert len(wanted) >= len(lists)
    assert {name for _, name in guarded} >= {name for _, name in wanted}


def test_a_word_nobody_offered_is_refused(database: Database) -> None:
    with database.write_session() as session:
        make_account(session, "staff")
        make_submission(session, make_consultation(session))
        make_fact(session, "1.3", 5, TODAY)
    for statement in (
        "UPDATE accounts SET role = 'king'",
        "UPDATE submissions SET channel = 'pigeon'",
        "UPDATE facts SET origin = 'rumour'",
        "UPDATE measures SET kind = 'hope'",
    ):
        with pytest.raises(IntegrityError):
            run(database, statement)


def test_a_fact_is_not_voided_before_it_was_verified(database: Database) -> None:
    with database.write_session() as session:
        fact = make_fact(session, "1.3", 5, TODAY, NOW)
    with (
        pytest.raises(IntegrityError, match="ck_facts_void_after_verify"),
        database.write_session() as session,
    ):
        session.merge(fact).voided_at = NOW - timedelta(days=1)


def test_not_even_the_order_of_arrival_is_kept_of_children(sqlite_database: Database) -> None:
    with sqlite_database.reader.connect() as connection:
        for table in ("submissions", "responses"):
            with pytest.raises(DBAPIError, match="rowid"):
                connection.execute(text(f"SELECT rowid FROM {table}"))


@pytest.fixture
def full(database: Database) -> Database:
    """A row in every table that may never change."""
    with database.write_session() as session:
        consultation = make_consultation(session)
        for _ in range(30):
            make_submission(session, consultation)
        release_tables(session, "test", consultation.slug, NOW)
        make_fact(session, "1.3", 5, TODAY)
        make_report(session, make_person(session))
    return database


# What `full` fills; the other frozen tables have rows in the tests of their own commands.
FILLED = {
    "audit_events", "objectives", "activities", "report_versions", "report_events", "form_versions",
    "releases", "facts",
}  # fmt: skip
COLUMN = {"objectives": "wording_vi", "activities": "target_vi", "facts": "value"}


def rows_in(database: Database, table: str) -> int:
    with database.reader.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_what_may_never_change_does_not(full: Database) -> None:
    filled = [table for table in FROZEN if rows_in(full, table)]
    assert set(filled) >= FILLED
    for table in filled:
        column = COLUMN.get(table) or inspect(full.writer).get_columns(table)[0]["name"]
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match=f"{table} is append-only"):
                run(full, statement)


CATALOGUE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
}


def test_every_frozen_table_has_its_guards(database: Database) -> None:
    with database.reader.connect() as connection:
        found = set(connection.execute(text(CATALOGUE[connection.dialect.name])).scalars())
    assert {f"no_{act}_{table}" for table in FROZEN for act in ("update", "delete")} <= found


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_nothing_frozen_is_emptied_in_one_go_either(full: Database) -> None:
    for table in FROZEN:
        with pytest.raises(DBAPIError, match="append-only"):
            run(full, f"TRUNCATE {table} CASCADE")


def test_what_may_change_beside_the_frozen_words_does(full: Database) -> None:
    """A translation is mended; a fact is voided; a child takes back."""
    run(full, "UPDATE activities SET wording_en = 'mended' WHERE code = '1.3'")
    run(full, "UPDATE facts SET voided_at = verified_at WHERE origin = 'staff'")
    with full.write_session() as session:
        slip = session.execute(text("SELECT slip FROM submissions LIMIT 1")).scalar_one()
        withdraw_submission(session, SECRET, slip, NOW)
        assert session.execute(text("SELECT count(*) FROM submissions")).scalar_one() == 29
