"""Does each act ask for what it must, need a second person where it must, and leave its trace?"""

from __future__ import annotations

from datetime import date

import pytest

from db.engine import Database
from db.queries.ledger import notices_due
from db.queries.ledger_detail import request_detail
from tests.factories import TODAY
from tests.ledger_factories import (
    actual,
    content,
    do,
    kept,
    make_ledger_request,
    people,
    refusal_of,
    write,
)

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
