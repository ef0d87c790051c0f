"""Does a slip open its answer, take it back for ever, and stand nowhere else?"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from db.commands.submission_marks import SLIP_LETTERS
from db.commands.submissions import record_submission, withdraw_submission
from db.engine import Database
from db.models import AuditEvent, Consultation, ErasedToken
from db.queries.consultations import (
    slip,
)
from tests.db.children import SLUG, kept, send, take_back
from tests.db.refusals import refusal
from tests.factories import (
    NOW,
    SECRET,
    make_form,
)


def test_a_slip_is_eight_letters_nobody_mistakes(database: Database, asked: Consultation) -> None:
    codes = {send(database, make_form(asked)).slip for _ in range(30)}
    assert len(codes) == 30
    assert all(len(code) == 8 and set(code) <= set(SLIP_LETTERS) for code in codes)
    assert not set("O0I1") & set(SLIP_LETTERS)


def test_a_slip_opens_however_a_child_types_it(database: Database, asked: Consultation) -> None:
    code = send(database, make_form(asked)).slip
    with database.read_session() as session:
        for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} ", f"{code[:4]} {code[4:]}"):
            found = slip(session, typed, NOW)
            assert (found.code, found.consultation.slug, found.received_on) == (code, SLUG, NOW.date())


@pytest.mark.parametrize("typed", ["", "AAAAAAAA", "\0", "\ud800", "%", "_" * 8, "x" * 100_000, "ＡＢＣＤ"])
def test_an_unknown_slip_opens_nothing(database: Database, asked: Consultation, typed: str) -> None:
    send(database, make_form(asked))
    with database.read_session() as session:
        assert refusal(lambda: slip(session, typed, NOW)).code == "unknown_slip"
    with database.write_session() as session:
        assert refusal(lambda: withdraw_submission(session, SECRET, typed, NOW)).code == "unknown_slip"
    assert kept(database)[0] == 1


# -- taking back ---------------------------------------------------------------------------------------


def test_a_withdrawn_answer_leaves_nothing_but_a_keyed_hash(database: Database, asked: Consultation) -> None:
    form = make_form(asked)
    code, other = send(database, form).slip, send(database, make_form(asked)).slip
    take_back(database, f"{code[:4]}-{code[4:].lower()}")
    assert kept(database)[:2] == (1, 7)
    with database.read_session() as session:
        assert refusal(lambda: slip(session, code, NOW)).code == "unknown_slip"
        assert slip(session, other, NOW).code == other
        tombstone = session.scalars(select(ErasedToken)).one()
    assert form["token"][0].replace("-", "") not in tombstone.token_hash
    assert refusal(lambda: take_back(database, code)).code == "unknown_slip"


def test_an_erased_answer_never_comes_back(database: Database, asked: Consultation) -> None:
    form = make_form(asked)
    take_back(database, send(database, form).slip)
    for again in (form, {**form, "an_toan": ["khong"]}):
        refused = refusal(lambda f=again: send(database, f))
        assert (refused.code, refused.status) == ("token_erased", 410)
    assert kept(database)[:2] == (0, 0)


def test_the_tombstone_cannot_be_made_without_the_installations_secret(
    database: Database, asked: Consultation
) -> None:
    form = make_form(asked)
    take_back(database, send(database, form).slip)
    with database.write_session() as session:  # another installation's key does not recognise it
        assert record_submission(session, b"another" * 10, SLUG, form, NOW).slip


# -- the log -------------------------------------------------------------------------------------------


def test_a_childs_rows_in_the_log_name_no_child_and_the_day_only(
    database: Database, asked: Consultation
) -> None:
    form = make_form(asked)
    code = send(database, form, NOW + timedelta(minutes=7)).slip
    take_back(database, code)
    with database.read_session() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(2)).all()
    assert [row.act for row in rows] == ["submission_withdrawn", "submission_recorded"]
    for row in rows:
        assert (row.actor, row.noun, row.noun_id, row.facts) == ("public", "consultation", SLUG, {})
        assert (row.at.hour, row.at.minute, row.at.second, row.at.microsecond) == (0, 0, 0, 0)
        said = json.dumps([row.actor, row.act, row.noun, row.noun_id, row.facts])
        for hidden in (code, form["token"][0], "t11_13"):
            assert hidden not in said
