"""Is nothing of the ledger doubled, lost or known too early, and do its lists hold what they count?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db.commands.ledger import confirm_ledger, record_act, record_request
from db.engine import Database
from db.models import AuditEvent, LedgerConfirmation, RequestEvent
from db.queries.ledger import confirmations, ledger_page, open_counts, stock
from db.queries.ledger_folds import events_of
from db.queries.progress import measure_progress
from tests.factories import NOW, TODAY
from tests.ledger_factories import (
    act_form,
    actual,
    at,
    do,
    kept,
    ledger_form,
    make_ledger_request,
    people,
    refusal_of,
    write,
)

# -- twice, at once, for ever --------------------------------------------------------------------------


def test_the_same_form_sent_again_is_one_request_and_one_event(database: Database) -> None:
    lan, _ = people(database, "lan", "hoa")
    form = ledger_form("2.2", lan)
    first, second = (write(database, lambda s: record_request(s, lan, "2.2", form, NOW)) for _ in "ab")
    assert (first.repeated, second.repeated, first.request_id) == (False, True, second.request_id)
    answer = write(database, lambda s: act_form(s, first.request_id, "answer"))
    for repeated in (False, True, True):
        got = write(database, lambda s: record_act(s, lan, first.request_id, "answer", answer, NOW))
        assert (got.version, got.repeated) == (2, repeated)
    others: list[Callable[[Session], Any]] = [
        lambda s: record_request(s, lan, "2.2", {**form, "agency": ["Bộ khác"]}, NOW),
        lambda s: record_act(s, lan, first.request_id, "answer", {**answer, "number": ["13/X"]}, NOW),
        lambda s: record_act(s, lan, first.request_id, "track", answer, NOW),
    ]
    assert [refusal_of(database, act)[0] for act in others] == ["token_reused"] * 3
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(RequestEvent)) == 2
        assert session.scalar(select(func.count()).where(AuditEvent.noun == "request")) == 2
        assert kept(session, first.request_id).reply_no == "12/HBVQTE"


def test_of_two_people_at_once_the_second_is_told(database: Database) -> None:
    lan, hoa = people(database, "lan", "hoa")
    number = write(database, lambda s: make_ledger_request(s, lan)).request_id
    seen = write(database, lambda s: [act_form(s, number, "answer", number=f"{n}/CV") for n in (1, 2)])
    write(database, lambda s: record_act(s, lan, number, "answer", seen[0], NOW))
    told = refusal_of(database, lambda s: record_act(s, hoa, number, "answer", seen[1], NOW))
    assert told[0] == "stale_version"
    with database.read_session() as session:
        assert (kept(session, number).reply_no, len(events_of(session, number))) == ("1/CV", 2)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "٢"])
def test_a_version_that_is_no_number_is_a_stale_one(sqlite_database: Database, version: str) -> None:
    (lan,) = people(sqlite_database, "lan")
    number = write(sqlite_database, lambda s: make_ledger_request(s, lan)).request_id
    assert (
        refusal_of(sqlite_database, lambda s: do(s, lan, number, "answer", version=version))[0]
        == "stale_version"
    )


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30, 7])
def test_a_number_nobody_gave_is_no_request(database: Database, number: int) -> None:
    (lan,) = people(database, "lan")
    form = {"token": ["00000000-0000-4000-8000-000000000000"], "version": ["1"]}
    found = refusal_of(database, lambda s: record_act(s, lan, number, "answer", form, NOW))
    assert found[0] == "unknown_request"


@pytest.mark.parametrize(
    "statement", ["UPDATE request_events SET act = 'answer'", "DELETE FROM request_events"]
)
def test_what_was_recorded_never_changes(database: Database, statement: str) -> None:
    (lan,) = people(database, "lan")
    write(database, lambda s: make_ledger_request(s, lan))
    with pytest.raises(DatabaseError, match="append-only"):
        write(database, lambda s: s.execute(text(statement)))


def test_a_day_knows_only_what_was_recorded_by_then(database: Database) -> None:
    """Answered on the 10th, written down on the 20th: on the 18th the request was overdue."""
    (lan,) = people(database, "lan")
    number = write(database, lambda s: make_ledger_request(s, lan, now=at(11, 2))).request_id
    eighteenth, later = date(2026, 11, 18), date(2026, 11, 20)
    assert actual(database, "2.2", eighteenth) == "0/1"
    write(database, lambda s: do(s, lan, number, "answer", at(11, 20)))
    assert [actual(database, "2.2", day) for day in (date(2026, 11, 17), eighteenth, later)] == [
        None,
        "0/1",
        "1/1",
    ]
    late = {"until": "30/11/2026", "reason": "xin thêm", "approver": ""}
    write(database, lambda s: make_ledger_request(s, lan, now=at(11, 2)))
    (hoa,) = people(database, "hoa")
    late["approver"] = str(hoa.account_id)
    write(database, lambda s: do(s, lan, number + 1, "extend", at(11, 21), **late))
    assert [actual(database, "2.2", day) for day in (eighteenth, later, TODAY)] == ["0/2", "1/2", "1/1"]


def test_an_old_letter_with_a_stage_missing_still_weighs_on_later_years(database: Database) -> None:
    """Received in 2024, answered in 2025, never tracked: 2026 cannot be on track."""
    (lan,) = people(database, "lan")
    number = write(
        database, lambda s: make_ledger_request(s, lan, "4.1", at(12, 20, 2024), received="20/12/2024")
    ).request_id
    write(database, lambda s: do(s, lan, number, "answer", at(1, 3, 2025), on="03/01/2025"))
    with database.read_session() as session:
        found = measure_progress(session, "4.1", 2026, TODAY).evaluation
    assert found.ledger is not None and (found.ledger.carried, found.status) == (1, "at_risk")


# -- lists ---------------------------------------------------------------------------------------------


def test_the_stock_line_adds_up_and_the_lists_hold_what_it_counts(database: Database) -> None:
    (lan,) = people(database, "lan")
    received = ["20/12/2025", "21/12/2025", "01/03/2026", "02/11/2026", "10/11/2026", "21/11/2026"]
    numbers = [
        write(database, lambda s, day=day: make_ledger_request(s, lan, received=day)).request_id
        for day in received
    ]
    write(database, lambda s: do(s, lan, numbers[0], "answer", on="31/12/2025"))  # done before the year
    write(database, lambda s: do(s, lan, numbers[1], "answer", on="02/01/2026"))
    write(database, lambda s: do(s, lan, numbers[2], "withdraw", on="05/03/2026", reason="đã rút"))
    with database.read_session() as session:
        line = stock(session, "2.2", 2026, TODAY)
        assert (line.carried, line.received, line.excluded, line.done, line.left, line.overdue) == (
            1,
            4,
            1,
            1,
            3,
            1,
        )
        assert line.carried + line.received - line.excluded == line.done + line.left
        assert stock(session, "", 2026, TODAY) == line and stock(session, "4.1", 2026, TODAY).left == 0
        counts = open_counts(session, TODAY)["2.2"]
        assert (counts.overdue, counts.today, counts.soon, counts.later, counts.total) == (1, 0, 1, 1, 3)
        lists = {
            view: [row.id for row in ledger_page(session, "2.2", view, TODAY).rows]
            for view in ("open", "overdue", "soon", "done", "excluded", "all")
        }
    assert lists == {
        "open": numbers[3:],
        "overdue": [numbers[3]],
        "soon": [numbers[4]],
        "done": [numbers[1], numbers[0]],
        "excluded": [numbers[2]],
        "all": numbers[::-1],
    }


@pytest.mark.parametrize(
    ("search", "found"),
    [("2.2-2026", 2), ("002", 1), ("12/hb", 1), ("%", 0), ("_", 0), ("không có", 0), ("2.2-2026-001", 1)],
)
def test_a_number_is_found_by_a_part_of_it(database: Database, search: str, found: int) -> None:
    (lan,) = people(database, "lan")
    first, _ = (write(database, lambda s: make_ledger_request(s, lan)).request_id for _ in "ab")
    write(database, lambda s: do(s, lan, first, "answer"))
    with database.read_session() as session:
        assert len(ledger_page(session, "", "open", TODAY, search=search).rows) == found


def test_a_long_list_comes_in_pages(sqlite_database: Database) -> None:
    (lan,) = people(sqlite_database, "lan")
    write(sqlite_database, lambda s: [make_ledger_request(s, lan) for _ in range(51)])
    with sqlite_database.read_session() as session:
        pages = [ledger_page(session, "2.2", "open", TODAY, page=number) for number in (1, 2, 3)]
    assert [(len(page.rows), page.more) for page in pages] == [(50, True), (1, False), (0, False)]
    assert len({row.id for page in pages for row in page.rows}) == 51


# -- confirmation --------------------------------------------------------------------------------------


def test_a_confirmed_ledger_without_requests_says_so(database: Database) -> None:
    (lan,) = people(database, "lan")

    def status() -> str:
        with database.read_session() as session:
            return measure_progress(session, "7.3", 2026, TODAY).evaluation.status

    assert status() == "no_data"
    form = {"codes": ["7.3", "2.3"], "confirmed_to": ["20/11/2026"]}
    for _ in "ab":  # the same said twice is said once
        write(database, lambda s: confirm_ledger(s, lan, form, NOW))
    assert status() == "no_requests"
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(LedgerConfirmation)) == 2
        found = {row.measure_code: row.confirmed_to for row in confirmations(session)}
    assert found["7.3"] == date(2026, 11, 20) and found["2.2"] is None


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"confirmed_to": ["23/11/2026"]}, ("confirmed_to", "future_date")),
        ({"codes": []}, ("codes", "required")),
        ({"codes": ["1.3"]}, ("codes", "not_a_choice")),
    ],
)
def test_what_cannot_be_confirmed(
    sqlite_database: Database, changed: dict[str, list[str]], problem: tuple[str, str]
) -> None:
    (lan,) = people(sqlite_database, "lan")
    form = {"codes": ["7.3"], "confirmed_to": ["20/11/2026"], **changed}
    assert refusal_of(sqlite_database, lambda s: confirm_ledger(s, lan, form, NOW))[1] == {problem}
