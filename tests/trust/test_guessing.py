"""A passphrase guessed 1,000 times; an older backup restored; the log edited 1,000 times (B27)."""

from __future__ import annotations

import random
import shutil
import string
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

import db.commands.audit
import db.queries.chain
from db.commands.audit import Audit, record
from db.commands.safeguarding_desk import count_guess
from db.commands.safeguarding_keys import admit_key
from db.engine import Database, open_database
from db.models import SafeguardingKey
from db.queries.audit import audit_head, first_broken_row
from db.queries.safeguarding_keys import own_key, recovery_key
from db.rules.errors import RuleError
from db.sealing.keys import from_paper, on_paper, unlock
from db.settings import Settings
from tests.db.refusals import refusal
from tests.factories import NOW, SECRET
from tests.trust.officers import PASSPHRASE, ask_own_words, give_key, hold_ceremony, tell
from tests.trust.test_sealing import TEXT, words

# -- guesses -------------------------------------------------------------------------------------------

GUESSES = 1_000


def moment_of_guess(database: Database, count: int, lane=count_guess) -> timedelta:
    """How long so many guesses take for somebody who never waits longer than told."""
    ceremony = hold_ceremony(database)
    at = NOW
    with database.write_session() as session:
        for _ in range(count):
            while True:
                try:
                    lane(session, SECRET, ceremony.first.person, at)
                    break
                except RuleError as refused:
                    at += timedelta(seconds=int(str(refused.facts["seconds"])))
    return at - NOW


def test_a_thousand_guesses_take_days_and_are_all_wrong(sqlite_database: Database) -> None:
    """With `zxcvbn`'s least strength for a passphrase, guessing it takes longer than anybody lives."""
    assert moment_of_guess(sqlite_database, GUESSES) > timedelta(days=1)
    with sqlite_database.read_session() as session:
        own = own_key(session, account_of(session))
    chance = random.Random(87)
    for _ in range(GUESSES):
        wrong = "".join(chance.choices(string.ascii_lowercase + " ", k=len(PASSPHRASE)))
        assert refusal(lambda wrong=wrong: unlock(own.public, own.locked, wrong)).code == "wrong_passphrase"
    unlock(own.public, own.locked, PASSPHRASE)


def account_of(session: Session):
    owners = select(SafeguardingKey.account_id).where(SafeguardingKey.kind == "officer")
    return session.scalars(owners).first()


def test_control_without_counting_a_thousand_guesses_take_no_time(sqlite_database: Database) -> None:
    assert moment_of_guess(sqlite_database, GUESSES, lambda *_: None) == timedelta(0)


# -- a restored backup ---------------------------------------------------------------------------------


def test_a_restored_backup_opens_with_the_keys_of_its_day_and_no_others(sqlite_settings: Settings) -> None:
    data, kept = sqlite_settings.data_dir, sqlite_settings.data_dir / "backup"
    with closing(open_database(sqlite_settings)) as database:
        ceremony = hold_ceremony(database)
        asked = ask_own_words(database)
        slip = tell(database, asked, TEXT)
    kept.mkdir()
    shutil.copy(data / "nhipcau.db", kept)
    with closing(open_database(sqlite_settings)) as database, database.write_session() as session:
        fresh = give_key(session, ceremony.first.person)
        admit_key(session, ceremony.first.person, fresh.key.id, ceremony.first.key, NOW)
    shutil.copy(kept / "nhipcau.db", data / "nhipcau.db")
    with closing(open_database(sqlite_settings)) as database:
        with database.read_session() as session:
            own = own_key(session, ceremony.first.person.account_id)
            paper = from_paper(recovery_key(session), " ".join(on_paper(ceremony.paper)))
        older = unlock(own.public, own.locked, PASSPHRASE)
        later = tell(database, asked, TEXT)  # sealed to the keys that are there now
        for code in (slip, later):
            assert words(database, code, older) == words(database, code, paper) == TEXT
            assert refusal(lambda code=code: words(database, code, fresh.key)).code == "no_key"


# -- the log -------------------------------------------------------------------------------------------

EDITS, ROWS = 1_000, 30
NO_TRIGGER = (
    "CREATE TRIGGER no_delete_audit_events BEFORE DELETE ON audit_events WHEN false BEGIN SELECT 1; END"
)
COLUMNS = ("at", "actor", "act", "noun", "noun_id", "facts", "before_hash", "hash", "seq")


def write_log(database: Database) -> tuple[int, str]:
    """A log of a few rows, its triggers taken off; what was printed on paper."""
    with database.write_session() as session:
        for number in range(ROWS):
            facts = {"số": number, "có": True}
            record(session, Audit(f"người.{number}", "tested", "thing", str(number), NOW, facts))
        head = audit_head(session)
    with database.writer.begin() as connection:
        for act in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER no_{act}_audit_events"))
    return head.seq, head.hash


def edit(connection: Connection, chance: random.Random, last: int) -> str:
    """One random edit: a character of any column of any row, a row removed, repeated, or two exchanged."""
    at, way = chance.randint(1, last), chance.choice((*COLUMNS, "remove", "repeat", "swap"))
    if way == "remove":
        connection.execute(text("DELETE FROM audit_events WHERE seq = :at"), {"at": at})
    elif way == "repeat":
        columns = ", ".join(COLUMNS[:-1])
        copied = f"SELECT :new, {columns} FROM audit_events WHERE seq = :at"
        connection.execute(
            text(f"INSERT INTO audit_events (seq, {columns}) {copied}"), {"at": at, "new": last + 1}
        )
    elif way == "swap":
        other = at % last + 1
        for old, new in ((at, -1), (other, at), (-1, other)):
            moved = text("UPDATE audit_events SET seq = :new WHERE seq = :old")
            connection.execute(moved, {"old": old, "new": new})
    else:
        change(connection, chance, at, way, last)
    return f"{way} at {at}"


def change(connection: Connection, chance: random.Random, at: int, column: str, last: int) -> None:
    """Another value in one column."""
    new: object = {
        "seq": last + chance.randint(2, 99),
        "at": f"20{chance.randint(10, 25)}-01-01 00:00:00.000000",
        "facts": f'{{"số": {chance.randint(1_000, 9_999)}}}',
    }.get(column, "".join(chance.choices(string.hexdigits, k=12)))
    changed = text(f"UPDATE audit_events SET {column} = :new WHERE seq = :at")
    connection.execute(changed, {"new": new, "at": at})


def found_edits(database: Database, count: int = EDITS) -> list[str]:
    """Edits of the log that were not found."""
    last, printed = write_log(database)
    chance, missed = random.Random(27), []
    for _ in range(count):
        with database.writer.connect() as connection:
            transaction = connection.begin()
            what = edit(connection, chance, last)
            with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
                head = audit_head(session)
                if first_broken_row(session) is None and (head.seq, head.hash) == (last, printed):
                    missed.append(what)
            transaction.rollback()
    return missed


def test_a_thousand_edits_of_the_log_are_found(sqlite_database: Database) -> None:
    assert found_edits(sqlite_database) == []


def test_control_a_chain_that_leaves_a_column_out_misses_edits(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = db.queries.chain.link_hash

    def careless(seq: int, at: datetime, actor: str, act: str, *rest: Any, **named: Any) -> str:
        return whole(seq, at, "anybody", act, *rest, **named)

    with sqlite_database.writer.begin() as connection:  # a log that was written carelessly from its first row
        connection.execute(text("DROP TRIGGER no_delete_audit_events"))
        connection.execute(text("DELETE FROM audit_events"))
        connection.execute(text(NO_TRIGGER))
    monkeypatch.setattr(db.queries.chain, "link_hash", careless)
    monkeypatch.setattr(db.commands.audit, "link_hash", careless)
    assert any(missed.startswith("actor") for missed in found_edits(sqlite_database, 100))
