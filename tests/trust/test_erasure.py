"""B24: what was erased or has expired leaves no byte: not in the database, its log, its free pages."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

import db.cli_safeguarding
import db.engine
from db.commands.safeguarding import decide_concern, erase_expired, read_concern, reopen_concern
from db.commands.safeguarding_passages import propose_passage, release_passage
from db.commands.submissions import withdraw_submission
from db.engine import Database, open_database
from db.erasure import settle_erased
from db.models import AuditEvent, Concern, ConcernEvent, Passage, SealedItem, SealedKey, Submission
from db.queries.opened_words import released_passages
from db.queries.safeguarding import queue
from db.settings import Settings
from tests.db.refusals import refusal
from tests.factories import NOW, SECRET, TODAY
from tests.trust.officers import (
    QUESTION,
    Ceremony,
    ask_own_words,
    concern_of,
    hold_ceremony,
    tell,
)
from tests.trust.traces import files_with

TEXT = "em bị đánh ở nhà, em sợ lắm"
PIECE, STEP = 24, 200  # bytes: no two ciphertexts share so many; a piece from each row of a page


def pieces(database: Database) -> list[bytes]:
    """Every sealed byte of the installation, in pieces."""
    with database.read_session() as session:
        blobs = [*session.scalars(select(SealedItem.body)), *session.scalars(select(SealedKey.sealed))]
    return [blob[at : at + PIECE] for blob in blobs for at in range(0, len(blob) - PIECE + 1, STEP)]


def close_concern(database: Database, ceremony: Ceremony, slip: str, now=NOW) -> None:
    concern_id, by = concern_of(database, slip), ceremony.first.person
    with database.write_session() as session:
        read_concern(session, by, concern_id, now)
        decide_concern(session, by, concern_id, "called_111", now, reference="111-7", closing=True)


def prepared(database: Database, children: int = 12) -> tuple[Ceremony, list[str], list[bytes]]:
    """Children who wrote something, with passages on the way; every sealed byte."""
    ceremony = hold_ceremony(database)
    asked = ask_own_words(database)
    slips = [tell(database, asked, f"{TEXT} {number}", "0912 345 678") for number in range(children)]
    with database.write_session() as session:
        for slip in slips[:5]:
            found = concern_of(database, slip)
            propose_passage(session, ceremony.first.person, found, QUESTION, "em sợ lắm", NOW, token=uuid4())
    return ceremony, slips, pieces(database)


@pytest.mark.parametrize("way", ["withdrawn", "expired"])
def test_not_a_byte_is_left(sqlite_settings: Settings, way: str) -> None:
    with closing(open_database(sqlite_settings)) as database:
        ceremony, slips, sealed = prepared(database)
        assert files_with([sqlite_settings.data_dir], sealed)  # they are there before
        erase(database, ceremony, slips, way)
        assert settle_erased(database)
        assert files_with([sqlite_settings.data_dir], sealed) == {}
        with database.read_session() as session:
            assert session.scalar(select(func.count()).select_from(SealedItem)) == 0
    assert files_with([sqlite_settings.data_dir], sealed) == {}  # nor once everything is closed


def erase(database: Database, ceremony: Ceremony, slips: list[str], way: str) -> None:
    if way == "expired":
        for slip in slips:
            close_concern(database, ceremony, slip)
        with database.write_session() as session:
            assert erase_expired(session, "test", NOW + timedelta(days=90)) == len(slips)
        return
    for slip in slips:
        with database.write_session() as session:
            withdraw_submission(session, SECRET, slip, NOW)


@pytest.mark.parametrize("fault", ["the log is not emptied", "deleted pages are not zeroed"])
def test_control_an_erasure_that_forgets_a_copy_is_noticed(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "deleted pages are not zeroed":
        monkeypatch.setattr(db.engine, "PRAGMAS", {**db.engine.PRAGMAS, "secure_delete": 0})
    with closing(open_database(sqlite_settings)) as database:
        ceremony, slips, sealed = prepared(database)
        erase(database, ceremony, slips, "withdrawn")
        if fault == "deleted pages are not zeroed":
            settle_erased(database)
        assert files_with([sqlite_settings.data_dir], sealed) != {}


def test_words_are_kept_to_the_ninetieth_day_and_not_a_day_longer(database: Database) -> None:
    ceremony = hold_ceremony(database)
    asked = ask_own_words(database)
    early, late, open_one = (tell(database, asked, TEXT) for _ in range(3))
    close_concern(database, ceremony, early)
    close_concern(database, ceremony, late, NOW + timedelta(days=1))
    concerns = {name: concern_of(database, slip) for name, slip in (("early", early), ("open", open_one))}
    for days, erased in ((89, 0), (90, 1), (90, 0), (91, 1), (500, 0)):
        with database.write_session() as session:
            assert erase_expired(session, "test", NOW + timedelta(days=days)) == erased, days
    with database.write_session() as session:
        assert session.get_one(Concern, concerns["open"]).item_id is not None
        gone = session.get_one(Concern, concerns["early"])
        assert (gone.item_id, gone.erased_on, gone.state) == (None, TODAY + timedelta(days=90), "closed")
        refused = refusal(lambda: reopen_concern(session, ceremony.first.person, gone.id, NOW))
        assert refused.code == "words_erased"
        assert session.scalar(select(func.count()).where(AuditEvent.act == "concern_erased")) == 2


def test_a_guess_at_erased_words_is_never_confirmed(database: Database) -> None:
    """Somebody with the server's secret and its database sends the same page with what they guess."""
    ceremony, token = hold_ceremony(database), str(uuid4())
    asked = ask_own_words(database)
    slip = tell(database, asked, "không", token=token)
    assert tell(database, asked, "không", token=token) == slip  # the right guess, while the words are there
    close_concern(database, ceremony, slip)
    with database.write_session() as session:
        assert erase_expired(session, "test", NOW + timedelta(days=90)) == 1
    for guess in ("không", "có", ""):
        assert refusal(lambda text=guess: tell(database, asked, text, token=token)).code == "token_reused"
    with database.read_session() as session:
        assert session.scalars(select(Submission.slip)).all() == [slip]  # the answer itself stays


def test_what_officers_did_stays_when_a_child_withdraws_but_no_link_and_no_passage(
    database: Database,
) -> None:
    ceremony = hold_ceremony(database)
    asked = ask_own_words(database)
    slip = tell(database, asked, TEXT)
    concern_id, passage = concern_of(database, slip), uuid4()
    with database.write_session() as session:
        by = ceremony.first.person
        propose_passage(session, by, concern_id, QUESTION, "em sợ", NOW, token=passage)
        session.flush()
        release_passage(session, ceremony.second.person, passage, ceremony.second.key, NOW)
    close_concern(database, ceremony, slip)
    with database.read_session() as session:
        assert len(released_passages(session, asked.id)) == 1
    with database.write_session() as session:
        withdraw_submission(session, SECRET, slip, NOW)
    with database.read_session() as session:
        row = session.get_one(Concern, concern_id)
        assert (row.token, row.item_id, row.erased_on) == (None, None, TODAY)
        acts = session.scalars(select(ConcernEvent.act).where(ConcernEvent.concern_id == concern_id)).all()
        assert acts == ["read", "called_111", "close"]
        assert session.scalar(select(func.count()).select_from(Passage)) == 0
        assert released_passages(session, asked.id) == ()
        assert len(queue(session, TODAY, closed=True)) == 1


def test_the_operators_commands_print_counts_and_nothing_else(
    sqlite_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(sqlite_settings)) as database:
        hold_ceremony(database)
        nothing = argparse.Namespace(overdue_only=False)
        db.cli_safeguarding.officers_alert(database, sqlite_settings, nothing)
        assert capsys.readouterr().out == ""
        tell(database, ask_own_words(database), TEXT, "0912 345 678")
        db.cli_safeguarding.officers_alert(database, sqlite_settings, nothing)
        late = "1 mục đã sang ngày hôm sau mà chưa ai đọc.\n"
        assert capsys.readouterr().out in ("1 mục mới.\n", f"{late}1 mục mới.\n")
        db.cli_safeguarding.erase(database, sqlite_settings, nothing)
        assert capsys.readouterr().out == "Erased: 0. No copy remains.\n"
