"""Does the first page know since when reports wait, and up to where the ledgers were checked?"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from db.commands.comments import add_comment
from db.engine import Database
from db.models import LedgerConfirmation
from db.queries.comments import comments_of
from db.queries.overview import DataState, overview
from tests.factories import NOW, TODAY, make_person, make_report

LEDGERS = ("2.2", "2.3", "2.4", "3.1", "4.1", "4.2", "7.3")


def state(database: Database, as_of: date = TODAY) -> DataState:
    with database.read_session() as session:
        return overview(session, 2026, as_of).state


def confirm(database: Database, codes: tuple[str, ...], day: date) -> None:
    with database.write_session() as session:
        session.add_all(
            LedgerConfirmation(measure_code=code, confirmed_to=day, recorded_at=NOW, recorded_by="t")
            for code in codes
        )


def test_the_oldest_waiting_report_says_for_how_long(database: Database) -> None:
    assert (state(database).waiting_n, state(database).waiting_days) == (0, None)
    with database.write_session() as session:
        member = make_person(session)
        for days in (12, 3):
            filed = NOW - timedelta(days=days)
            make_report(session, member, filed, date_start=f"{filed - timedelta(days=1):%d/%m/%Y}")
    assert (state(database).waiting_n, state(database).waiting_days) == (2, 12)
    earlier = state(database, TODAY - timedelta(days=5))
    assert (earlier.waiting_n, earlier.waiting_days) == (1, 7)


def test_ledgers_are_checked_up_to_the_earliest_of_them_and_not_at_all_while_one_never_was(
    database: Database,
) -> None:
    confirm(database, LEDGERS[1:], date(2026, 10, 31))
    assert state(database).ledger_to is None
    confirm(database, LEDGERS[:1], date(2026, 8, 31))
    assert state(database).ledger_to == date(2026, 8, 31)


def test_comments_of_several_measures_come_together_the_newest_first(database: Database) -> None:
    with database.write_session() as session:
        staff = make_person(session, "staff")
        for place, code in enumerate(("5.1", "6.1", "5.2")):
            moment = NOW - timedelta(days=9 - place)
            add_comment(session, staff, code, 2026, f"vì {code}", uuid4(), moment)
    with database.read_session() as session:
        found = comments_of(session, ("5.1", "5.2"), 2026, TODAY)
        earlier = comments_of(session, ("5.1", "5.2"), 2026, TODAY - timedelta(days=8))
    assert [row.measure_code for row in found] == ["5.2", "5.1"]
    assert [row.measure_code for row in earlier] == ["5.1"]
