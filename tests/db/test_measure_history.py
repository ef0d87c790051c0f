"""Does the history of a measure name who changed what, when, from what to what, and why?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from db.commands.reports import return_report, revise_report, verify_report
from db.commands.years import close_year
from db.engine import Database
from db.models import MeasureParams
from db.queries.measure_history import Adjustment, measure_history
from db.queries.target_rules import RuleField
from tests.factories import NOW, TODAY, make_fact, make_person, make_plan, make_report, make_training
from tests.ledger_factories import do, make_ledger_request


def history(
    database: Database, code: str = "1.3", as_of: date = TODAY, year: int = 2026
) -> tuple[Adjustment, ...]:
    with database.read_session() as session:
        return measure_history(session, code, year, as_of)


def test_a_number_taken_back_says_by_whom_and_why_and_what_came_instead(database: Database) -> None:
    minutes = [NOW + timedelta(minutes=place) for place in range(4)]
    with database.write_session() as session:
        member, staff = make_person(session), make_person(session, "staff")
        filed = make_report(session, member)
        verify_report(session, staff, filed.report_id, 1, minutes[1])
        return_report(session, staff, filed.report_id, 1, "Danh sách ký thiếu 5 người", minutes[2])
    (found,) = history(database)
    assert (found.kind, found.before, found.after) == ("voided", 40, None)
    assert (found.by_vi, found.reason) == ("Người staff", "Danh sách ký thiếu 5 người")
    assert found.opens_id == str(filed.report_id)
    with database.write_session() as session:
        form = make_training(participants_n="35", female_n="20") | {"version": ["1"]}
        revise_report(session, member, filed.report_id, form, minutes[3])
        verify_report(session, staff, filed.report_id, 2, minutes[3])
    (found,) = history(database)
    assert (found.kind, found.before, found.after) == ("revised", 40, 35)
    assert history(database, as_of=date(2026, 11, 21)) == ()


def test_a_plan_says_what_it_replaced(database: Database) -> None:
    with database.write_session() as session:
        make_plan(session, "5.2", 2026, 5000, datetime(2026, 1, 10, tzinfo=UTC))
        make_plan(session, "5.2", 2026, 6000, datetime(2026, 3, 10, tzinfo=UTC), reason="Thêm kinh phí")
        make_plan(session, "5.2", 2025, 1, datetime(2026, 3, 10, tzinfo=UTC))
    newest, first = history(database, "5.2")
    assert (first.kind, first.before, first.after) == ("plan", None, 5000)
    assert (newest.before, newest.after, newest.reason) == (5000, 6000, "Thêm kinh phí")
    assert len(history(database, "5.2", date(2026, 2, 1))) == 1


def test_another_rule_says_what_it_was(database: Database) -> None:
    with database.write_session() as session:
        session.add(
            MeasureParams(
                measure_code="5.3", params={"growth_pct": 10, "lag_days": 15}, recorded_at=NOW,
                recorded_by="test", reason="Nghị quyết",
            )
        )  # fmt: skip
    (found,) = history(database, "5.3")
    assert found.kind == "rule" and found.reason == "Nghị quyết"
    assert found.fields == (RuleField("growth_pct", "20", "10"),)  # the rest stayed


def test_closing_a_year_is_in_it_with_the_frozen_number(sqlite_database: Database) -> None:
    closed = datetime(2026, 2, 3, 3, tzinfo=UTC)
    with sqlite_database.write_session() as session:
        make_fact(session, "5.3", 31, date(2025, 5, 5))
        close_year(
            session, make_person(session, "staff"), 2025, "Thường vụ đã thông qua ngày 02/02/2026", closed
        )
    (found,) = history(sqlite_database, "5.3", year=2025)
    assert (found.kind, found.before, found.after) == ("closed", None, 31)
    assert found.by_vi == "Người staff" and "thông qua" in found.reason


def test_what_was_done_to_a_request_is_told_by_number_and_without_its_words(database: Database) -> None:
    """What is written about a letter may name a child: it stays with those who keep the ledger."""
    with database.write_session() as session:
        owner = make_person(session, "staff")
        asked = make_ledger_request(session, owner, "4.1")
        do(session, owner, asked.request_id, "withdraw", NOW, reason="Mẹ của em An xin rút")
    (found,) = history(database, "4.1")
    assert found.kind == "request_withdraw" and found.about and found.opens_id == str(asked.request_id)
    assert found.reason == "" and "An" not in repr(found).replace("Người", "")
