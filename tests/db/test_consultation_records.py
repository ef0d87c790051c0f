"""Is a child's answer kept exactly once, and only while the consultation takes answers?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.commands.submissions import Receipt
from db.engine import Database
from db.models import Consultation, Submission
from db.queries.consultations import (
    consultation,
    latest_release,
)
from tests.db.children import SLUG, answers_of, kept, send
from tests.db.refusals import refusal
from tests.factories import NOW, make_consultation, make_form
from tests.questionnaire import ANSWERS


def test_an_answer_is_kept_whole_with_the_day_and_nothing_finer(
    database: Database, asked: Consultation
) -> None:
    late_evening = datetime(2026, 11, 22, 17, 30, tzinfo=NOW.tzinfo)  # after midnight in Viet Nam
    receipt = send(database, make_form(asked), late_evening)
    assert not receipt.repeated
    assert answers_of(database, receipt.slip) == {name: sorted(values) for name, values in ANSWERS.items()}
    with database.read_session() as session:
        row = session.scalars(select(Submission)).one()
    assert (row.received_on, row.channel, row.late) == (date(2026, 11, 23), "web", False)


def test_a_skipped_question_is_no_answer_and_not_an_empty_one(
    database: Database, asked: Consultation
) -> None:
    code = send(database, make_form(asked, gioi_tinh=(), kenh=(), so_gio=("",))).slip
    assert set(answers_of(database, code)) == {"nhom_tuoi", "tinh", "an_toan"}


def test_the_same_answer_again_gives_the_same_slip_and_no_second_row(
    database: Database, asked: Consultation
) -> None:
    form = make_form(asked)
    first = send(database, form)
    before = kept(database)
    shuffled = {name: list(reversed(form[name])) for name in reversed(form)}
    spaced = {**form, "so_gio": [" 3 "], "thêm": ["một ô lạ"]}
    for again in (form, shuffled, spaced):
        assert send(database, again) == Receipt(first.slip, repeated=True)
    assert kept(database) == before


def test_other_content_under_a_used_token_is_refused_and_the_first_stays(
    database: Database, asked: Consultation
) -> None:
    token = str(uuid4())
    first = send(database, make_form(asked, token))
    before = kept(database)
    for other in ({"an_toan": ("khong",)}, {"kenh": ("thay_co",)}, {"so_gio": ()}, {"an_toan": ("bịa",)}):
        refused = refusal(lambda o=other: send(database, make_form(asked, token, **o)))
        assert (refused.code, refused.status) == ("token_reused", 422)
    assert kept(database) == before
    assert answers_of(database, first.slip)["an_toan"] == ["co"]


def test_a_token_belongs_to_one_consultation(database: Database, asked: Consultation) -> None:
    """The same questionnaire asked twice: an answer to one is no answer to the other."""
    with database.write_session() as session:
        make_consultation(session, "doc-sach").form_version_id = asked.form_version_id
    form = make_form(asked)
    send(database, form)
    assert refusal(lambda: send(database, form, slug="doc-sach")).code == "token_reused"
    assert kept(database)[0] == 1


def test_a_resend_after_the_end_still_gives_its_receipt(database: Database, asked: Consultation) -> None:
    """The first answer arrived, its receipt was lost on the way: the child must not be told "too late"."""
    form = make_form(asked)
    first = send(database, form)
    assert send(database, form, NOW + timedelta(days=30)) == Receipt(first.slip, repeated=True)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], "token_missing"),
        ([""], "token_missing"),
        (["abc"], "token_malformed"),
        (["\0"], "token_malformed"),
        (["\ud800"], "token_malformed"),
        (["c232ab00-9414-11ec-b3c8-9e6bdeced846"], "token_malformed"),  # version 1 tells machine and time
        (["018f6b1e-7c5a-7cc3-98c4-dc0c0c07398f"], "token_malformed"),  # version 7 tells time
        (["00000000-0000-0000-0000-000000000000"], "token_malformed"),
        (["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"], "token_malformed"),
    ],
)
def test_a_bad_token_is_refused_before_anything_is_kept(
    sqlite_database: Database, given: list[str], code: str
) -> None:
    with sqlite_database.write_session() as session:
        asked = make_consultation(session)
    before = kept(sqlite_database)
    assert refusal(lambda: send(sqlite_database, {**make_form(asked), "token": given})).code == code
    assert kept(sqlite_database) == before


# -- when ----------------------------------------------------------------------------------------------


BEGIN, END = NOW - timedelta(days=7), NOW + timedelta(days=7)
SECOND = timedelta(seconds=1)
MOMENTS = {
    "not_open": (BEGIN - SECOND, "consultation_not_open", 403),
    "first": (BEGIN, None, False),
    "last": (END - SECOND, None, False),
    "grace": (END, None, True),
    "end of grace": (END + timedelta(minutes=30) - SECOND, None, True),
    "closed": (END + timedelta(minutes=30), "consultation_closed", 410),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_answers_are_taken_from_the_opening_to_the_end_of_grace(
    database: Database, asked: Consultation, moment: str
) -> None:
    at, code, wanted = MOMENTS[moment]
    if code:
        refused = refusal(lambda: send(database, make_form(asked), at))
        assert (refused.code, refused.status) == (code, wanted)
        assert kept(database)[0] == 0
    else:
        send(database, make_form(asked), at)
        with database.read_session() as session:
            assert session.scalars(select(Submission.late)).one() is wanted
            assert consultation(session, SLUG, at).state == ("grace" if wanted else "open")


def test_a_consultation_without_an_end_stays_open(database: Database) -> None:
    with database.write_session() as session:
        asked = make_consultation(session, closes_at=None)
    send(database, make_form(asked), NOW + timedelta(days=2000))
    assert kept(database)[0] == 1


# NUL and broken letters are refused by the survey before they come here (tests/walk/test_child_walk.py).
UNKNOWN_SLUGS = ["", "khong-co", "AN-TOAN-TREN-MANG", "' OR 1=1 --", "a" * 100_000]


@pytest.mark.parametrize("slug", UNKNOWN_SLUGS, ids=range(len(UNKNOWN_SLUGS)))
def test_an_unknown_address_is_unknown_on_both_engines(
    database: Database, asked: Consultation, slug: str
) -> None:
    form = make_form(asked)
    assert refusal(lambda: send(database, form, slug=slug)).code == "unknown_consultation"
    with database.read_session() as session:
        assert refusal(lambda: consultation(session, slug, NOW)).code == "unknown_consultation"
        assert latest_release(session, slug) is None
