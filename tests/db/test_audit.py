"""Does every write leave its row, and is every later change to the log found?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from db.commands.audit import Audit, by_child, record
from db.engine import Database
from db.models import AuditEvent
from db.queries.audit import audit_head, first_broken_row
from db.queries.chain import chain_hash
from db.queries.version import data_version
from db.rules.errors import RuleError
from db.writer import GroupWriter
from tests.factories import NOW

FACTS = {"số": 3, "có": True, "không": None, "chữ": "Đắk Lắk"}


def event(act: str = "tested", **given: object) -> Audit:
    return Audit("người.thử", act, "thing", "1", NOW + timedelta(microseconds=123457), FACTS, **given)


def write_rows(database: Database, count: int) -> None:
    with database.write_session() as session:
        for number in range(count):
            record(session, event(f"act_{number}"))


def broken_row(database: Database) -> int | None:
    with database.read_session() as session:
        return first_broken_row(session)


def head(database: Database) -> tuple[int, str]:
    with database.read_session() as session:
        found = audit_head(session)
    return found.seq, found.hash


def tamper(database: Database, act: Callable[[Connection], object]) -> None:
    """Change the log as somebody with the file, or the server's keys, in hand could."""
    with database.writer.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER IF EXISTS no_update_audit_events"))
            connection.execute(text("DROP TRIGGER IF EXISTS no_delete_audit_events"))
        else:
            connection.execute(text("ALTER TABLE audit_events DISABLE TRIGGER USER"))
        act(connection)


def sql(statement: str) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(text(statement))


def test_a_whole_log_is_whole_and_numbered_without_a_gap(database: Database) -> None:
    first, _ = head(database)
    write_rows(database, 5)
    assert head(database)[0] == first + 5
    assert broken_row(database) is None


def test_what_a_row_says_comes_back_as_it_was_written(database: Database) -> None:
    write_rows(database, 1)
    with database.read_session() as session:
        row = session.get_one(AuditEvent, head(database)[0])
    assert (row.actor, row.act, row.noun, row.noun_id) == ("người.thử", "act_0", "thing", "1")
    assert row.at == NOW + timedelta(microseconds=123457)
    assert row.facts == FACTS


# Every column, a removed row, an inserted one, two that changed places; `N` is the row in the middle.
EDITS = {
    "at": "UPDATE audit_events SET at = '2020-01-01 00:00:00' WHERE seq = :n",
    "actor": "UPDATE audit_events SET actor = 'somebody' WHERE seq = :n",
    "act": "UPDATE audit_events SET act = 'nothing' WHERE seq = :n",
    "noun": "UPDATE audit_events SET noun = 'else' WHERE seq = :n",
    "noun_id": "UPDATE audit_events SET noun_id = '2' WHERE seq = :n",
    "facts": """UPDATE audit_events SET facts = '{"số": 4}' WHERE seq = :n""",
    "before_hash": "UPDATE audit_events SET before_hash = hash WHERE seq = :n",
    "hash": "UPDATE audit_events SET hash = before_hash WHERE seq = :n",
    "removed": "DELETE FROM audit_events WHERE seq = :n",
    "repeated": "INSERT INTO audit_events SELECT seq + 100, at, actor, act, noun, noun_id, facts,"
    " before_hash, hash FROM audit_events WHERE seq = :n",
    "moved": "UPDATE audit_events SET seq = seq + 100 WHERE seq = :n",
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_log_is_found_at_its_row(database: Database, edit: str) -> None:
    write_rows(database, 5)
    middle = head(database)[0] - 2
    tamper(database, lambda connection: connection.execute(text(EDITS[edit]), {"n": middle}))
    found = broken_row(database)
    assert found == (middle + 3 if edit == "repeated" else middle)


def forge(database: Database, at: int, **changes: object) -> None:
    """Change a row and make its own hash anew, as somebody who knows the recipe would."""

    def rewrite(connection: Connection) -> None:
        row = Session(bind=connection).get_one(AuditEvent, at)
        for name, value in changes.items():
            setattr(row, name, value)
        forged = {"actor": row.actor, "new": row.seq, "hash": chain_hash(row), "at": at}
        connection.execute(
            text("UPDATE audit_events SET actor = :actor, seq = :new, hash = :hash WHERE seq = :at"), forged
        )

    tamper(database, rewrite)


def test_a_row_changed_with_its_hash_made_anew_breaks_the_next(sqlite_database: Database) -> None:
    write_rows(sqlite_database, 4)
    last = head(sqlite_database)[0]
    forge(sqlite_database, last - 2, actor="nobody")
    assert broken_row(sqlite_database) == last - 1


def test_a_number_left_out_is_found_though_every_hash_fits(sqlite_database: Database) -> None:
    write_rows(sqlite_database, 3)
    last = head(sqlite_database)[0]
    forge(sqlite_database, last, seq=last + 5)
    assert broken_row(sqlite_database) == last


def test_a_log_cut_at_its_end_shows_in_its_head(database: Database) -> None:
    write_rows(database, 3)
    printed = head(database)
    tamper(database, sql(f"DELETE FROM audit_events WHERE seq = {printed[0]}"))
    assert broken_row(database) is None  # a shorter chain is whole; the head on paper is what tells
    assert head(database) != printed


def test_the_database_refuses_to_change_the_log(database: Database) -> None:
    write_rows(database, 1)
    for statement in ("UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events"):
        with pytest.raises(Exception, match="append-only"), database.writer.begin() as connection:
            connection.execute(text(statement))
    assert broken_row(database) is None


def test_an_act_that_fails_leaves_no_row(database: Database) -> None:
    before = head(database)
    with pytest.raises(ZeroDivisionError), database.write_session() as session:
        record(session, event())
        raise ZeroDivisionError
    assert head(database) == before


def test_acts_refused_inside_a_group_leave_no_hole_in_the_chain(database: Database) -> None:
    """The writer commits many acts together; one that fails after its row takes only its own row back."""
    before, _ = head(database)

    def refused(session: Session) -> None:
        record(session, event("refused"))
        raise RuleError("wrong_state")

    with closing(GroupWriter(database)) as writer:
        for round_ in range(3):
            acts = [lambda s: record(s, event("kept")), refused, lambda s: record(s, event("kept"))]
            futures = [writer.handed_in(act) for act in acts * 4]
            codes = [type(future.exception(10)).__name__ for future in futures]
            assert codes == ["NoneType", "RuleError", "NoneType"] * 4, round_
    assert broken_row(database) is None
    assert head(database)[0] == before + 3 * 4 * 2


def test_a_session_that_writes_twice_reads_the_head_anew(database: Database) -> None:
    """What it remembers of the chain ends with its transaction: others wrote meanwhile."""
    before, _ = head(database)
    with Session(database.writer) as session:
        for _ in range(3):
            with session.begin():
                record(session, event("mine"))
            session.close()
            write_rows(database, 1)
    assert broken_row(database) is None
    assert head(database)[0] == before + 6


def test_parallel_writers_keep_one_chain(database: Database) -> None:
    first, _ = head(database)
    threads = [threading.Thread(target=lambda: [write_rows(database, 2) for _ in range(5)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert head(database)[0] == first + 40
    assert broken_row(database) is None


def test_the_data_version_rises_with_every_write(database: Database) -> None:
    seen = []
    for _ in range(3):
        write_rows(database, 1)
        with database.read_session() as session:
            seen.append(data_version(session))
    assert seen == sorted(set(seen))


def test_a_childs_row_tells_the_day_and_the_consultation_only() -> None:
    late_evening = NOW.replace(hour=13, minute=59, second=58, microsecond=999)
    row = by_child("submission_recorded", "an-toan", late_evening)
    assert row == by_child("submission_recorded", "an-toan", late_evening - timedelta(hours=2))
    assert (row.actor, row.noun_id, dict(row.facts)) == ("public", "an-toan", {})
