"""Is the ledger's row what was recorded, is nothing doubled or lost, and do the numbers follow?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.ledger import confirm_ledger, record_act, record_request
from db.engine import Database
from db.models import LedgerRequest, MeasureParams
from db.queries.ledger import notices_due
from db.queries.ledger_detail import request_detail
from db.rules.ledger_states import QUALITY_GATED, STAGE_ACTS, STAGES
from tests.factories import NOW, TODAY, make_person
from tests.ledger_factories import (
    act_form,
    actual,
    content,
    do,
    kept,
    ledger_form,
    make_ledger_request,
    people,
    refusal_of,
    write,
)

# -- entering ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", STAGES)
def test_a_request_of_each_measure_is_entered_answered_and_moves_its_number(
    database: Database, code: str
) -> None:
    lan, hoa = people(database, "lan", "hoa")
    number = write(database, lambda s: make_ledger_request(s, lan, code)).request_id
    assert actual(database, code, date(2026, 11, 17)) is None  # the due day itself is in time
    assert actual(database, code) == "0/1"
    for act, stage in STAGE_ACTS.items():
        if stage in STAGES[code]:
            write(database, lambda s, act=act: do(s, lan, number, act))
    if code in QUALITY_GATED:
        assert actual(database, code) == "0/1"
        write(database, lambda s: do(s, hoa, number, "assess"))
    assert actual(database, code) == "1/1"
    with database.read_session() as session:
        row = kept(session, number)
        assert (row.standing, row.settled_on, row.reply_no) == ("done", date(2026, 11, 10), "12/HBVQTE")


def test_numbers_run_by_code_and_year_of_reception(database: Database) -> None:
    (lan,) = people(database, "lan")
    made = [("2.2", "02/11/2026"), ("2.2", "01/11/2026"), ("4.1", "02/11/2026"), ("2.2", "31/12/2025")]
    found = write(
        database, lambda s: [make_ledger_request(s, lan, code, received=day).number for code, day in made]
    )
    assert found == ["2.2-2026-001", "2.2-2026-002", "4.1-2026-001", "2.2-2025-001"]


def test_the_due_day_is_stated_or_counted_in_days_or_working_days(database: Database) -> None:
    (lan,) = people(database, "lan")

    def due(**given: str) -> date | None:
        receipt = write(database, lambda s: make_ledger_request(s, lan, **given))
        with database.read_session() as session:
            return kept(session, receipt.request_id).due_on

    assert due(received="20/08/2026") == date(2026, 9, 4)
    assert due(received="20/08/2026", due="25/08/2026") == date(2026, 8, 25)
    params = {"due_days": 10, "calendar": "working"}
    write(
        database,
        lambda s: s.add(
            MeasureParams(measure_code="2.2", params=params, recorded_at=NOW - timedelta(1), recorded_by="t")
        ),
    )
    assert due(received="21/08/2026") == date(2026, 9, 8)  # 1 and 2 September are holidays
    assert due(received="16/11/2026") == date(2026, 11, 30)  # 24 November is not certain: no holiday


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"received": "23/11/2026"}, ("received", "future_date")),
        ({"received": "31/12/2022"}, ("received", "too_early")),
        ({"due": "01/11/2026"}, ("due", "end_before_start")),
        ({"owner": ""}, ("owner", "required")),
        ({"owner": "00000000-0000-4000-8000-000000000000"}, ("owner", "not_a_choice")),
        ({"agency": ""}, ("agency", "required")),
        ({"channel": "dove"}, ("channel", "not_a_choice")),
    ],
)
def test_what_cannot_be_is_refused_at_entry(
    sqlite_database: Database, changed: dict[str, str], problem: tuple[str, str]
) -> None:
    (lan,) = people(sqlite_database, "lan")
    found = refusal_of(sqlite_database, lambda s: make_ledger_request(s, lan, **changed))
    assert found == ("fields_refused", {problem})
    with sqlite_database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(LedgerRequest)) == 0


def test_other_records_a_request_names_must_be_there(database: Database) -> None:
    (lan,) = people(database, "lan")
    found = refusal_of(database, lambda s: make_ledger_request(s, lan, "4.2", from_req="4.1-2026-001"))
    assert found == ("fields_refused", {("from_req", "not_a_choice")})
    write(database, lambda s: make_ledger_request(s, lan, "4.1"))
    receipt = write(database, lambda s: make_ledger_request(s, lan, "4.2", from_req="4.1-2026-001"))
    with database.read_session() as session:
        assert request_detail(session, receipt.request_id).linked == {"4.1-2026-001": 1}


@pytest.mark.parametrize("role", ["member", "officer", "leader", "inspector", "admin"])
def test_only_staff_keep_the_ledger(sqlite_database: Database, role: str) -> None:
    (lan,) = people(sqlite_database, "lan")
    number = write(sqlite_database, lambda s: make_ledger_request(s, lan)).request_id
    other = write(sqlite_database, lambda s: make_person(s, role))
    acts: list[Callable[[Session], Any]] = [
        lambda s: record_request(s, other, "2.2", ledger_form("2.2", lan), NOW),
        lambda s: record_act(s, other, number, "answer", act_form(s, number, "answer"), NOW),
        lambda s: confirm_ledger(s, other, {"codes": ["2.2"], "confirmed_to": ["01/11/2026"]}, NOW),
    ]
    assert [refusal_of(sqlite_database, act)[0] for act in acts] == ["forbidden"] * 3


# -- acts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "typed", "problem"),
    [
        ("answer", {"number": ""}, ("number", "required")),
        ("answer", {"number": " "}, ("number", "required")),
        ("answer", {"on": "01/11/2026"}, ("on", "end_before_start")),
        ("answer", {"on": "23/11/2026"}, ("on", "future_date")),
        ("answer", {"on": ""}, ("on", "required")),
        ("extend", {"until": "17/11/2026"}, ("until", "end_before_start")),
        ("extend", {"until": "01/12/2026", "approver": ""}, ("approver", "required")),
        ("extend", {"until": "01/12/2026", "reason": ""}, ("reason", "required")),
        ("withdraw", {"reason": ""}, ("reason", "required")),
        ("set_aside", {"reason": ""}, ("reason", "required")),
    ],
)
def test_what_an_act_must_say(
    sqlite_database: Database, act: str, typed: dict[str, str], problem: tuple[str, str]
) -> None:
    lan, hoa = people(sqlite_database, "lan", "hoa")
    number = write(sqlite_database, lambda s: make_ledger_request(s, lan)).request_id
    given = {"reason": "vì thế", "approver": str(hoa.account_id), **typed}
    found = refusal_of(sqlite_database, lambda s: do(s, lan, number, act, **given))
    assert found == ("fields_refused", {problem})
    with sqlite_database.read_session() as session:
        assert kept(session, number).version == 1


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("2.2", "handle"),
        ("2.2", "assess"),
        ("4.1", "resolve"),
        ("4.1", "notify"),
        ("2.2", "close"),
        ("2.2", "x"),
    ],
)
def test_an_act_the_request_does_not_offer_is_refused(sqlite_database: Database, code: str, act: str) -> None:
    lan, hoa = people(sqlite_database, "lan", "hoa")
    number = write(sqlite_database, lambda s: make_ledger_request(s, lan, code)).request_id
    assert refusal_of(sqlite_database, lambda s: do(s, hoa, number, act))[0] == "wrong_state"


def test_two_people_stand_behind_closing_checking_scope_and_time(database: Database) -> None:
    lan, hoa = people(database, "lan", "hoa")
    first, second = (write(database, lambda s: make_ledger_request(s, lan, "2.3")).request_id for _ in "ab")
    write(database, lambda s: do(s, lan, first, "answer"))
    assert refusal_of(database, lambda s: do(s, lan, first, "assess"))[0] == "second_person_needed"
    write(database, lambda s: do(s, hoa, first, "assess"))
    assert refusal_of(database, lambda s: do(s, lan, first, "close"))[0] == "second_person_needed"
    write(database, lambda s: do(s, hoa, first, "close"))
    own = {"until": "01/12/2026", "reason": "chờ ý kiến", "approver": str(lan.account_id)}
    assert refusal_of(database, lambda s: do(s, lan, second, "extend", **own))[0] == "second_person_needed"
    write(database, lambda s: do(s, hoa, second, "extend", **own))
    write(database, lambda s: do(s, lan, second, "set_aside", reason="không về trẻ em"))
    assert refusal_of(database, lambda s: do(s, lan, second, "approve"))[0] == "second_person_needed"
    assert actual(database, "2.3") == "1/1"  # proposed is not yet left out, but the extension holds
    write(database, lambda s: do(s, hoa, second, "approve"))
    with database.read_session() as session:
        assert kept(session, first).closed_by == hoa.account_id
        row = kept(session, second)
        assert (row.out_of_scope, row.standing, row.out_of_scope_on) == (True, "excluded", TODAY)
        assert (row.extended_due_on, row.last_day) == (date(2026, 12, 1), date(2026, 12, 1))


def test_closing_asks_for_what_the_form_still_lacks(database: Database) -> None:
    lan, hoa = people(database, "lan", "hoa")
    number = write(database, lambda s: make_ledger_request(s, lan, "3.1")).request_id
    write(database, lambda s: do(s, lan, number, "answer"))
    write(database, lambda s: do(s, hoa, number, "assess"))
    found = refusal_of(database, lambda s: do(s, hoa, number, "close"))
    assert found == ("fields_refused", {("took_part", "required")})
    added = content("3.1", lan, took_part="yes")
    write(database, lambda s: do(s, lan, number, "correct", **added))  # only adding: no reason
    write(database, lambda s: do(s, hoa, number, "close"))
    with database.read_session() as session:
        assert kept(session, number).state == "done"


def test_a_failed_check_is_not_done_and_may_be_repeated(database: Database) -> None:
    lan, hoa = people(database, "lan", "hoa")
    number = write(database, lambda s: make_ledger_request(s, lan, "7.3")).request_id
    write(database, lambda s: do(s, lan, number, "answer"))
    write(database, lambda s: do(s, hoa, number, "assess", points=["purpose", "method", "voices", "sent"]))
    assert actual(database, "7.3") == "0/1"
    write(database, lambda s: do(s, hoa, number, "assess"))
    assert actual(database, "7.3") == "1/1"


def test_a_correction_says_why_and_keeps_what_was_said(database: Database) -> None:
    lan, hoa = people(database, "lan", "hoa")
    number = write(database, lambda s: make_ledger_request(s, lan)).request_id
    form = content("2.2", hoa, received="04/11/2026")
    assert refusal_of(database, lambda s: do(s, hoa, number, "correct", **form))[0] == "reason_needed"
    write(database, lambda s: do(s, hoa, number, "correct", **form, reason="ghi nhầm ngày"))
    write(database, lambda s: do(s, lan, number, "correct", **form))  # nothing new: nothing recorded
    with database.read_session() as session:
        row = kept(session, number)
        assert (row.received_on, row.due_on, row.version) == (date(2026, 11, 4), date(2026, 11, 19), 2)
        changes = request_detail(session, number).events[-1].changes
        assert {(one.field, one.before, one.after) for one in changes} == {
            ("received", "2026-11-02", "2026-11-04"),
            ("owner", str(lan.account_id), str(hoa.account_id)),
        }
    write(database, lambda s: do(s, lan, number, "answer", on="05/11/2026"))
    form |= {"received": "06/11/2026", "reason": "lại nhầm"}
    found = refusal_of(database, lambda s: do(s, hoa, number, "correct", **form))
    assert found == ("fields_refused", {("received", "end_before_start")})


def test_a_stage_is_dated_anew_only_with_a_reason_and_tracking_goes_on(database: Database) -> None:
    (lan,) = people(database, "lan")
    number = write(database, lambda s: make_ledger_request(s, lan, "4.1")).request_id
    for act in ("handle", "track", "answer"):
        write(database, lambda s, act=act: do(s, lan, number, act))
    again = refusal_of(database, lambda s: do(s, lan, number, "answer", on="11/11/2026"))
    assert again == ("fields_refused", {("reason", "required")})
    write(database, lambda s: do(s, lan, number, "track", on="20/11/2026"))
    with database.read_session() as session:
        assert kept(session, number).tracked_on == date(2026, 11, 10)
    write(database, lambda s: do(s, lan, number, "track", on="12/11/2026", reason="ghi nhầm"))
    write(database, lambda s: do(s, lan, number, "answer", on="11/11/2026", reason="ghi nhầm"))
    with database.read_session() as session:
        row = kept(session, number)
        assert (row.tracked_on, row.answered_on) == (date(2026, 11, 12), date(2026, 11, 11))


def test_whoever_fears_abuse_is_told_first_until_it_was_reported(database: Database) -> None:
    (lan,) = people(database, "lan")
    calm = write(database, lambda s: make_ledger_request(s, lan, "4.1")).request_id
    feared = [
        write(database, lambda s, more=more: make_ledger_request(s, lan, "4.1", **more)).request_id
        for more in ({"kind": "abuse"}, {"kind": "violence"}, {"concerns_abuse": "1"})
    ]
    with database.read_session() as session:
        assert [row.id for row in notices_due(session)] == feared
    for act in ("handle", "track", "answer"):  # answering ends no duty to report
        write(database, lambda s, act=act: do(s, lan, feared[0], act))
    write(database, lambda s: do(s, lan, feared[1], "notify"))
    with database.read_session() as session:
        assert [row.id for row in notices_due(session)] == [feared[0], feared[2]]
        assert request_detail(session, feared[1]).events[-1].data["told"] == ["line111", "police"]
        assert "notify" not in request_detail(session, calm).offered
