"""Is a child's answer kept exactly once, taken back for ever, and never seen raw outside db?"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db.commands.consultations import (
    SLIP_LETTERS,
    Receipt,
    publish_form,
    record_submission,
    withdraw_submission,
)
from db.commands.releases import release_tables
from db.engine import Database
from db.models import AuditEvent, Consultation, ErasedToken, FormVersion, Release, Response, Submission
from db.queries.consultations import (
    clean_slip,
    consultation,
    consultations,
    form_definition,
    latest_release,
    slip,
)
from db.rules.errors import RuleError
from tests.factories import ANSWERS, NOW, SECRET, make_consultation, make_definition, make_form, make_submission

SLUG = "an-toan-tren-mang"
ASKED = tuple(ANSWERS)


@pytest.fixture
def asked(database: Database) -> Consultation:
    """An open consultation; `database` holds it."""
    with database.write_session() as session:
        return make_consultation(session)


def send(database: Database, form: dict[str, list[str]], now: datetime = NOW, slug: str = SLUG) -> Receipt:
    with database.write_session() as session:
        return record_submission(session, SECRET, slug, form, now)


def refusal(act: Callable[[], object]) -> RuleError:
    with pytest.raises(RuleError) as refused:
        act()
    return refused.value


def kept(database: Database) -> tuple[int, int, int]:
    """How many submissions, answers and audit rows there are."""
    with database.read_session() as session:
        tables = (Submission, Response, AuditEvent)
        found = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return found[0], found[1], found[2]


def answers_of(database: Database, code: str) -> dict[str, list[str]]:
    with database.read_session() as session:
        rows = session.execute(
            select(Response.question, Response.value)
            .join(Submission, Submission.token == Response.token)
            .where(Submission.slip == code)
            .order_by(Response.question, Response.value)
        ).all()
    return {name: [value for question, value in rows if question == name] for name, _ in rows}


# -- once ----------------------------------------------------------------------------------------------


def test_an_answer_is_kept_whole_with_the_day_and_nothing_finer(database: Database, asked: Consultation) -> None:
    late_evening = datetime(2026, 11, 22, 17, 30, tzinfo=NOW.tzinfo)  # after midnight in Viet Nam
    receipt = send(database, make_form(asked), late_evening)
    assert not receipt.repeated
    assert answers_of(database, receipt.slip) == {name: sorted(values) for name, values in ANSWERS.items()}
    with database.read_session() as session:
        row = session.scalars(select(Submission)).one()
    assert (row.received_on, row.channel, row.late) == (date(2026, 11, 23), "web", False)


def test_a_skipped_question_is_no_answer_and_not_an_empty_one(database: Database, asked: Consultation) -> None:
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
    with database.write_session() as session:
        second = make_consultation(session, "doc-sach")
    form = make_form(asked)
    send(database, form)
    assert refusal(lambda: send(database, make_form(second, form["token"][0]), slug="doc-sach")).code == "token_reused"
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


# -- what ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [[], [""], ["0"], ["999"], ["1 "], ["1", "1"], ["\0"]])
def test_only_the_version_the_page_was_made_from_is_taken(
    sqlite_database: Database, version: list[str]
) -> None:
    with sqlite_database.write_session() as session:
        asked = make_consultation(session)
    refused = refusal(lambda: send(sqlite_database, {**make_form(asked), "version": version}))
    assert refused.code == "unknown_version"
    assert kept(sqlite_database)[0] == 0


@pytest.mark.parametrize("said", [[], [""], ["0"], ["yes"], ["1", "1"], ["1", "0"]])
def test_without_the_childs_yes_nothing_is_kept(sqlite_database: Database, said: list[str]) -> None:
    with sqlite_database.write_session() as session:
        asked = make_consultation(session)
    refused = refusal(lambda: send(sqlite_database, {**make_form(asked), "dong_y": said}))
    assert refused.code == "assent_missing"
    assert kept(sqlite_database)[:2] == (0, 0)


BAD_ANSWERS: dict[str, tuple[str, Sequence[str], str]] = {
    "a choice nobody offered": ("an_toan", ("có thể",), "not_a_choice"),
    "NUL": ("an_toan", ("co\0",), "not_a_choice"),
    "a lone surrogate": ("kenh", ("\ud800",), "not_a_choice"),
    "two of one": ("an_toan", ("co", "khong"), "not_a_choice"),
    "one of several not offered": ("kenh", ("thay_co", "x"), "not_a_choice"),
    "2 MB": ("an_toan", ("x" * 2_000_000,), "not_a_choice"),
    "not a number": ("so_gio", ("ba",), "not_a_whole_number"),
    "NaN": ("so_gio", ("NaN",), "not_a_whole_number"),
    "Infinity": ("so_gio", ("Infinity",), "not_a_whole_number"),
    "a fraction": ("so_gio", ("1,5",), "not_a_whole_number"),
    "beyond 64 bits": ("so_gio", ("9223372036854775808",), "too_large"),
    "its own rule": ("so_gio", ("25",), "constraint_unmet"),
    "a required one": ("an_toan", (), "required"),
    "NFD of a code is another code": ("an_toan", (unicodedata.normalize("NFD", "có"),), "not_a_choice"),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_answer_is_refused_at_its_question_the_same_on_both_engines(
    database: Database, asked: Consultation, case: str
) -> None:
    name, values, code = BAD_ANSWERS[case]
    before = kept(database)
    refused = refusal(lambda: send(database, make_form(asked, **{name: values})))
    assert refused.code == "fields_refused"
    assert [(problem.field, problem.code) for problem in refused.problems] == [(name, code)]
    assert kept(database) == before


def test_every_bad_answer_is_told_at_once(database: Database, asked: Consultation) -> None:
    refused = refusal(lambda: send(database, make_form(asked, nhom_tuoi=(), an_toan=("x",), so_gio=("99",))))
    assert [problem.field for problem in refused.problems] == ["nhom_tuoi", "an_toan", "so_gio"]


def test_a_field_nobody_asked_for_is_not_kept(database: Database, asked: Consultation) -> None:
    code = send(database, make_form(asked, ho_ten=("Nguyễn Thị A",), **{"\0": ("x",)})).slip
    assert set(answers_of(database, code)) == set(ASKED)


def test_a_form_with_free_text_waits_for_sealing(database: Database) -> None:
    with pytest.raises(RuleError) as refused, database.write_session() as session:
        publish_form(session, "t", "phieu", "", "", make_definition(free_text=True), NOW)
    assert refused.value.code == "free_text_needs_sealing"
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(FormVersion)) == 0


def test_a_published_form_is_read_back_as_it_was(database: Database, asked: Consultation) -> None:
    with database.read_session() as session:
        definition = form_definition(session, asked.form_version_id)
        assert refusal(lambda: form_definition(session, 999)).code == "unknown_version"
    assert [question.name for question in definition.questions] == list(ASKED)
    assert definition.questions[5].constraint == ("<=", ("dot",), ("num", 24))


def test_a_second_publication_is_a_second_version(database: Database, asked: Consultation) -> None:
    with database.write_session() as session:
        again = publish_form(session, "t", SLUG, "", "", make_definition(), NOW)
        assert (again.number, again.id != asked.form_version_id) == (2, True)


# -- slips ---------------------------------------------------------------------------------------------


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


def take_back(database: Database, code: str) -> None:
    with database.write_session() as session:
        withdraw_submission(session, SECRET, code, NOW)


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


def test_a_childs_rows_in_the_log_name_no_child_and_the_day_only(database: Database, asked: Consultation) -> None:
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


# -- what leaves db ------------------------------------------------------------------------------------


def fill(database: Database, asked: Consultation, count: int, **answers: Sequence[str]) -> None:
    with database.write_session() as session:
        for _ in range(count):
            make_submission(session, asked, **answers)


def publish(database: Database, now: datetime = NOW, **given: Any) -> Release:
    with database.write_session() as session:
        return release_tables(session, "cli:test", SLUG, now, **given)


def shown(database: Database) -> dict[tuple[str, str | None], list[Any]]:
    """(question, by) -> its rows as (group, base, cells as shown)."""
    with database.read_session() as session:
        released = latest_release(session, SLUG)
    assert released is not None
    return {
        (table.question, table.by): [
            (row.group_vi, row.base_shown, [cell.shown for cell in row.cells]) for row in table.rows
        ]
        for table in released.tables
    }


@pytest.fixture
def answered(database: Database, asked: Consultation) -> Database:
    """61 girls of 11–13 in Hà Nội feel safe, 23 boys of 14–15 in Đà Nẵng do not, 4 do not say."""
    fill(database, asked, 61)
    fill(database, asked, 23, nhom_tuoi=["t14_15"], gioi_tinh=["nam"], tinh=["p48"], an_toan=["khong"], kenh=[])
    fill(database, asked, 4, nhom_tuoi=["t16_17"], gioi_tinh=[], tinh=[], an_toan=["khong_ro"], kenh=[])
    return database


def test_a_release_publishes_rounded_numbers_and_hides_the_few(answered: Database) -> None:
    publish(answered)
    tables = shown(answered)
    assert tables["an_toan", None] == [("Tất cả", "90", ["60", "25", "dưới 10"])]
    by_age = dict((group, (base, cells)) for group, base, cells in tables["an_toan", "nhom_tuoi"])
    assert by_age["Chọn t16_17"] == ("ẩn vì dưới 10 trẻ em", ["ẩn vì dưới 10 trẻ em"] * 3)
    assert {row[0] for row in tables["an_toan", "vung"]} == {
        region for (region,) in regions(answered, ("01", "48"))
    }
    assert ("tinh", None) in tables and ("tinh", "vung") not in tables
    assert ("so_gio", None) not in tables  # only closed questions are published


def regions(database: Database, codes: tuple[str, ...]) -> list[tuple[str]]:
    with database.read_session() as session:
        query = text("SELECT region_vi FROM provinces WHERE code IN (:a, :b)")
        return [tuple(row) for row in session.execute(query, {"a": codes[0], "b": codes[1]})]


def test_no_raw_count_of_children_leaves_db(answered: Database, asked: Consultation) -> None:
    """61, 23, 4 and their sum 88 are nowhere in what a page can get hold of."""
    publish(answered)
    with answered.read_session() as session:
        cards = [asdict(card) for card in consultations(session, NOW)]
        released = latest_release(session, SLUG)
        card = slip(session, session.scalars(select(Submission.slip).limit(1)).one(), NOW)
    assert released
    said = json.dumps([cards, asdict(released), asdict(card)], default=str)
    numbers = [cell.count for table in released.tables for row in table.rows for cell in row.cells]
    assert all(number is None or number % 5 == 0 for number in numbers)
    for raw in ("61", "88"):
        assert f": {raw}," not in said and f'"{raw}"' not in said
    assert cards[0]["responses_shown"] == "90"


def test_shares_are_of_the_published_base(answered: Database) -> None:
    publish(answered)
    with answered.read_session() as session:
        released = latest_release(session, SLUG)
    assert released
    table = next(table for table in released.tables if (table.question, table.by) == ("an_toan", None))
    assert [cell.share_pct for cell in table.rows[0].cells] == [67, 28, None]


def test_few_answers_are_not_published_and_the_live_count_says_so(database: Database, asked: Consultation) -> None:
    fill(database, asked, 9)
    assert refusal(lambda: publish(database)).code == "release_too_small"
    with database.read_session() as session:
        assert consultation(session, SLUG, NOW).responses_shown == "dưới 10"
        assert latest_release(session, SLUG) is None


def test_a_second_release_needs_a_new_day_and_enough_new_answers(answered: Database, asked: Consultation) -> None:
    publish(answered)
    tomorrow = NOW + timedelta(days=1)
    fill(answered, asked, 30)
    assert refusal(lambda: publish(answered)).code == "release_too_soon"
    assert publish(answered, tomorrow).number == 2
    assert refusal(lambda: publish(answered, tomorrow + timedelta(days=1))).code == "release_too_small"


def test_the_last_release_after_few_latecomers_repeats_the_tables(answered: Database, asked: Consultation) -> None:
    first = publish(answered)
    fill(answered, asked, 3)
    last = publish(answered, NOW + timedelta(days=8), closing=True)
    assert (last.number, last.final, last.sha256, last.counted_n) == (2, True, first.sha256, first.counted_n)


def test_an_erased_answer_is_missing_from_the_next_release(database: Database, asked: Consultation) -> None:
    fill(database, asked, 40)
    with database.write_session() as session:
        codes = [make_submission(session, asked, an_toan=["khong"]) for _ in range(15)]
    publish(database)
    assert shown(database)["an_toan", None][0][2][:2] == ["40", "15"]
    for code in codes:
        take_back(database, code)
    fill(database, asked, 40)
    publish(database, NOW + timedelta(days=1))
    assert shown(database)["an_toan", None] == [("Tất cả", "80", ["gần như tất cả", "dưới 10", "dưới 10"])]


def test_publishing_what_nobody_opened_is_refused(database: Database) -> None:
    with pytest.raises(RuleError, match="unknown_consultation"), database.write_session() as session:
        release_tables(session, "t", "khong-co", NOW)


def test_consultations_are_listed_newest_first(database: Database, asked: Consultation) -> None:
    def later(session: Session) -> None:
        make_consultation(session, "sap-mo", NOW + timedelta(days=1), NOW + timedelta(days=9))
        make_consultation(session, "da-dong", NOW - timedelta(days=90), NOW - timedelta(days=60))

    with database.write_session() as session:
        later(session)
    with database.read_session() as session:
        cards = consultations(session, NOW)
    assert [(card.slug, card.state) for card in cards] == [
        ("sap-mo", "not_open"),
        (SLUG, "open"),
        ("da-dong", "closed"),
    ]
