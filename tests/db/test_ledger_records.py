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
from db.queries.ledger_detail import request_detail
from db.rules.ledger_states import QUALITY_GATED, STAGE_ACTS, STAGES
from tests.factories import NOW, make_person
from tests.ledger_factories import (
    act_form,
    actual,
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
