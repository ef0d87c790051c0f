"""Does the first page say what to look at, for how long it has waited, and where the year leads?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from db.commands.comments import add_comment
from db.commands.strategic_evidence import add_evidence
from db.commands.years import close_year
from db.engine import Database
from db.models import ProfileUpdate
from db.queries.comments import comments
from db.queries.forecasts import forecasts
from db.queries.overview import Overview, overview
from db.queries.strategic_evidence import evidence_cards
from db.queries.years import year_state
from db.rules.errors import RuleError
from db.rules.forecast import forecast_sum
from db.rules.periods import elapsed_share
from tests.factories import (
    NOW,
    TODAY,
    make_fact,
    make_owner,
    make_person,
    make_plan,
    make_report,
    make_request,
)

YEAR = 2026


def write(database: Database, act: Callable[[Session], Any]) -> Any:
    with database.write_session() as session:
        return act(session)


def page(database: Database, as_of: date = TODAY, year: int = YEAR) -> Overview:
    with database.read_session() as session:
        return overview(session, year, as_of)


def reasons(found: Overview) -> list[tuple[str, str]]:
    return [(line.reason, line.code) for line in found.attention]


def troubled(session: Session) -> None:
    """One measure of each reason, told apart by its code."""
    make_request(
        session, "4.1", TODAY - timedelta(days=61), due_on=TODAY - timedelta(days=46), concerns_abuse=True
    )
    make_request(session, "4.1", TODAY - timedelta(days=31), due_on=TODAY - timedelta(days=16))
    make_request(session, "4.2", TODAY - timedelta(days=105), due_on=TODAY - timedelta(days=90))
    make_request(session, "2.2", TODAY - timedelta(days=10), due_on=TODAY + timedelta(days=6))
    make_request(session, "2.2", TODAY - timedelta(days=10), due_on=TODAY + timedelta(days=7))
    make_request(session, "2.2", TODAY - timedelta(days=10), due_on=TODAY + timedelta(days=8))
    for code, before, now in (("5.3", 100, 20), ("5.5", 100, 50), ("5.1", 100, 80)):
        make_fact(session, code, before, date(2025, 5, 5))
        for part in range(4):
            make_fact(session, code, now // 4, date(2026, 5, 5 + part))
    make_fact(session, "8.3", 10**9, date(2026, 5, 5))


def test_attention_follows_the_order_of_the_specification(database: Database) -> None:
    write(database, troubled)
    found = page(database)
    ranked = reasons(found)
    assert [line for line in ranked if line[1] in ("4.1", "4.2", "5.3", "5.5", "5.1")] == [
        ("overdue_abuse", "4.1"),
        ("overdue", "4.2"),
        ("behind", "5.3"),
        ("behind", "5.5"),
        ("unlikely", "5.1"),
    ]
    assert {code for reason, code in ranked if reason == "decision"} == {"8.3"}
    assert ranked[-1] == ("due_soon", "2.2")
    assert [reason for reason, _ in ranked] == sorted(
        (reason for reason, _ in ranked),
        key=["overdue_abuse", "overdue", "behind", "unlikely", "no_data", "decision", "due_soon"].index,
    )


def test_a_line_says_what_how_long_and_who(database: Database) -> None:
    write(database, troubled)
    write(database, lambda s: make_owner(s, "4", "Văn phòng"))
    lines = {line.code: line for line in page(database).attention}
    assert (lines["4.1"].count, lines["4.1"].abuse, lines["4.1"].days) == (2, 1, 46)
    assert (lines["4.1"].owner_vi, lines["4.2"].count, lines["4.2"].days) == ("Văn phòng", 1, 90)
    assert (lines["2.2"].count, lines["2.2"].days) == (2, 6)
    expected = next(row for row in page(database).rows if row.measure.code == "5.3").evaluation.expected
    assert lines["5.3"].missing == expected - 20


def test_deadlines_are_those_of_the_next_seven_days(database: Database) -> None:
    write(database, troubled)
    moment = datetime(2026, 8, 25, tzinfo=UTC)
    update = ProfileUpdate(updated_on=date(2026, 8, 25), document_vi="a", change_vi="b", recorded_at=moment)
    write(database, lambda s: s.add(update))
    seen = [(one.code, one.kind, one.days, one.count) for one in page(database).deadlines]
    assert seen == [("7.2", "profile", 3, 1), ("2.2", "request", 6, 1), ("2.2", "request", 7, 1)]
    in_july = [(one.code, one.label, one.days) for one in page(database, date(2026, 7, 25)).deadlines]
    assert in_july == [("3.3", "2026-H1", 5)]


def test_a_year_that_is_over_has_no_deadlines(database: Database) -> None:
    write(database, troubled)
    found = page(database, date(2027, 1, 28))
    assert found.deadlines == () and "due_soon" not in dict(reasons(found))


# -- forecasts -----------------------------------------------------------------------------------------


def test_a_forecast_is_the_rules_answer_to_what_is_known(database: Database) -> None:
    def records(session: Session) -> None:
        for month, value in ((1, 10), (3, 20), (5, 60), (8, 30)):
            make_fact(session, "1.3", value, date(2026, month, 2))
        make_fact(session, "1.3", 150, date(2025, 2, 2))

    write(database, records)
    found = page(database).forecasts["1.3"]
    shares = next(row for row in page(database).rows if row.measure.code == "1.3").past_shares
    expected = forecast_sum(120, 4, elapsed_share(YEAR, TODAY, 15), 180, shares)
    assert expected is not None
    assert (found.low, found.high, found.reach_share) == (expected.low, expected.high, expected.reach_share)
    assert (found.why, found.records, found.needed.amount, found.needed.days) == ("", 4, 60, 39)


def test_earlier_years_say_how_much_is_usual_by_now(database: Database) -> None:
    """Twice eight ninths were known by this day: less is still to come than at an even pace."""

    def records(session: Session) -> None:
        for year in (2024, 2025):
            for month in (1, 2, 3, 4, 5, 6, 7, 8, 12):
                make_fact(session, "5.3", 1, date(year, month, 2))
        for month in range(1, 9):
            make_fact(session, "5.3", 1, date(2026, month, 2))

    write(database, records)
    row = next(row for row in page(database, date(2026, 8, 30)).rows if row.measure.code == "5.3")
    assert [str(share) for share in row.past_shares] == ["8/9", "8/9"]
    found = page(database, date(2026, 8, 30)).forecasts["5.3"]
    even = forecast_sum(8, 8, elapsed_share(YEAR, date(2026, 8, 30), 15), 11)
    usual = forecast_sum(8, 8, elapsed_share(YEAR, date(2026, 8, 30), 15), 11, row.past_shares)
    assert usual is not None and even is not None
    assert found.reach_share == usual.reach_share < even.reach_share


def test_where_there_is_no_forecast_the_reason_is_said(sqlite_database: Database) -> None:
    def records(session: Session) -> None:
        make_fact(session, "5.3", 1, date(2026, 1, 5))
        make_fact(session, "1.2", 9, date(2026, 1, 5))
        for day in range(1, 5):
            make_fact(session, "5.5", 1, date(2026, 1, day))

    write(sqlite_database, records)

    def why(as_of: date) -> dict[str, str]:
        with sqlite_database.read_session() as session:
            return {code: row.why for code, row in forecasts(session, YEAR, as_of).items()}

    seen = why(TODAY)
    assert {code: seen[code] for code in ("2.2", "3.2", "7.2", "1.2", "5.3", "5.5", "6.3")} == {
        "2.2": "ratio",
        "3.2": "windows",
        "7.2": "coverage",
        "1.2": "unique_people",
        "5.3": "too_few",
        "5.5": "",
        "6.3": "no_data",
    }
    assert why(date(2026, 2, 1))["5.5"] == "too_early"
    assert why(date(2027, 2, 1))["5.5"] == "year_over"
    assert why(date(2025, 12, 1))["5.5"] == "not_begun"


# -- words of people -----------------------------------------------------------------------------------


def test_who_is_late_owes_a_comment_until_it_is_written(database: Database) -> None:
    write(database, troubled)
    assert page(database).missing_comments == ("3.3", "4.1", "4.2", "5.3", "5.5")
    staff = write(database, lambda s: make_person(s, "staff"))
    write(
        database,
        lambda s: add_comment(s, staff, "5.3", YEAR, "  Chờ giấy phép.\r\nXong quý IV ", uuid4(), NOW),
    )
    assert page(database).missing_comments == ("3.3", "4.1", "4.2", "5.5")
    assert "5.3" in page(database, TODAY - timedelta(days=1)).missing_comments  # not written by then
    with database.read_session() as session:
        (row,) = comments(session, "5.3", YEAR, TODAY)
        assert (row.text_vi, row.by_vi, row.at) == ("Chờ giấy phép.\nXong quý IV", staff.display_name, NOW)
        assert comments(session, "5.3", YEAR - 1, TODAY) == ()


@pytest.mark.parametrize(
    ("code", "year", "text", "role", "refusal"),
    [
        ("9.9", YEAR, "x", "staff", "unknown_measure"),
        ("5.3", YEAR + 1, "x", "staff", "bad_parameter"),
        ("5.3", 2022, "x", "staff", "bad_parameter"),
        ("5.3", YEAR, " \n ", "staff", "note_needed"),
        ("5.3", YEAR, "x" * 2001, "staff", "too_long"),
        ("5.3", YEAR, "x", "leader", "forbidden"),
        ("5.3", YEAR, "x", "member", "forbidden"),
    ],
)
def test_a_comment_that_may_not_be_is_not(
    sqlite_database: Database, code: str, year: int, text: str, role: str, refusal: str
) -> None:
    with pytest.raises(RuleError, match=refusal):
        write(sqlite_database, lambda s: add_comment(s, make_person(s, role), code, year, text, uuid4(), NOW))


EVIDENCE = {
    "review_year": ["2028"],
    "happened_on": ["15/10/2026"],
    "issuer": ["Ủy ban Văn hóa, Giáo dục"],
    "document": ["Báo cáo 12/BC"],
    "text": ["Đánh giá hoạt động của Hội có hiệu quả"],
    "link": ["https://example.org/bc"],
}


def sent(form: dict[str, list[str]]) -> dict[str, list[str]]:
    return {**form, "token": [str(uuid4())]}


def test_the_two_cards_bear_the_decisions_words_and_what_staff_wrote(database: Database) -> None:
    with database.read_session() as session:
        first, second = evidence_cards(session, TODAY)
    assert first.wording_vi.startswith("Được Quốc hội, các cơ quan Quản lý nhà nước")
    assert second.wording_vi.startswith("Được khẳng định là đầu mối phối hợp")
    assert (first.items, second.items, first.review_years) == ((), (), (2028, 2033))
    older = {**EVIDENCE, "happened_on": ["01/02/2026"], "link": [""]}
    for form in (EVIDENCE, older):
        write(database, lambda s, f=form: add_evidence(s, make_person(s, "staff"), 2, sent(f), NOW))
    assert page(database, TODAY - timedelta(days=1)).evidence[1].items == ()
    items = page(database).evidence[1].items
    assert [item.happened_on for item in items] == [date(2026, 10, 15), date(2026, 2, 1)]
    assert (items[0].issuer_vi, items[0].review_year, items[1].link) == ("Ủy ban Văn hóa, Giáo dục", 2028, "")


@pytest.mark.parametrize(
    ("number", "change", "refusal", "field"),
    [
        (3, {}, "unknown_target", ""),
        (1, {"review_year": ["2027"]}, "unknown_review", ""),
        (1, {"happened_on": ["32/01/2026"]}, "not_a_date", "happened_on"),
        (1, {"happened_on": ["23/11/2026"]}, "future_date", "happened_on"),
        (1, {"happened_on": []}, "required", "happened_on"),
        (1, {"text": [" "]}, "required", "text"),
        (1, {"issuer": ["x" * 201]}, "too_long", "issuer"),
        (1, {"link": ["javascript:alert(1)"]}, "not_a_link", "link"),
    ],
)
def test_evidence_that_cannot_be_is_refused(
    sqlite_database: Database, number: int, change: dict[str, list[str]], refusal: str, field: str
) -> None:
    with pytest.raises(RuleError) as refused:
        write(
            sqlite_database,
            lambda s: add_evidence(s, make_person(s, "staff"), number, sent({**EVIDENCE, **change}), NOW),
        )
    problems = [(problem.field, problem.code) for problem in refused.value.problems]
    assert problems == [(field, refusal)] if field else refused.value.code == refusal


# -- the whole page ------------------------------------------------------------------------------------


def test_the_page_says_what_it_rests_on(database: Database) -> None:
    write(database, lambda s: make_report(s, make_person(s)))
    found = page(database).state
    assert (found.year_state, found.waiting_n, found.sample, found.changed) == ("open", 1, False, ())
    closed = datetime(2027, 2, 3, 3, tzinfo=UTC)
    write(database, lambda s: close_year(s, make_person(s, "staff"), YEAR, "đã họp", closed))
    write(database, lambda s: make_fact(s, "5.3", 1, date(2026, 5, 5), datetime(2027, 3, 1, tzinfo=UTC)))
    found = page(database, date(2027, 3, 5)).state
    assert (found.year_state, found.changed, found.closed_on) == ("revised", ("5.3",), date(2027, 2, 3))
    with database.read_session() as session:
        assert year_state(session, YEAR, date(2027, 3, 5)).changed == ("5.3",)


@contextmanager
def counted(database: Database) -> Any:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement != "BEGIN":
            statements.append(statement)

    event.listen(database.reader, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.reader, "before_cursor_execute", note)


def test_the_page_takes_five_queries_however_much_there_is(database: Database) -> None:
    with counted(database) as empty:
        page(database)
    write(database, troubled)
    with counted(database) as full:
        page(database)
    assert full == empty and len(full) == 5


@pytest.mark.parametrize("seed", range(3))
def test_the_same_day_gives_the_same_page_for_ever(sqlite_database: Database, seed: int) -> None:
    """Random later knowledge changes no page of an earlier day."""
    chance = Random(seed)

    def act(session: Session, day: date) -> None:
        moment = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        code = chance.choice(("1.2", "1.3", "5.3", "8.1b"))
        happened = day - timedelta(days=chance.randrange(90))
        acts: tuple[Callable[[], object], ...] = (
            lambda: make_fact(session, code, chance.randrange(50), happened, moment),
            lambda: make_plan(session, "5.2", YEAR, chance.randrange(900), moment),
            lambda: make_request(session, "2.2", happened, recorded_at=moment),
            lambda: add_comment(session, make_person(session, "staff"), code, YEAR, "x", uuid4(), moment),
        )
        chance.choice(acts)()

    pages: dict[date, Overview] = {}
    for week in range(8):
        day = date(2026, 4, 1) + timedelta(days=20 * week)
        for _ in range(3):
            write(sqlite_database, lambda s, d=day: act(s, d))
        pages[day] = page(sqlite_database, day)
    assert all(page(sqlite_database, day) == seen for day, seen in pages.items())
