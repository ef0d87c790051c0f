"""Does a ledger's year add up: stock, months and list, and do they agree with the measure's own figure?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from db.engine import Database
from db.queries.ledger_year import LedgerYear, ledger_year
from db.queries.progress import measure_progress
from db.rules.errors import RuleError
from tests.db.test_ledger_inputs import CODES
from tests.db.test_ledger_inputs import _make as make_any_luck
from tests.factories import NOW, make_person, make_request
from tests.ledger_factories import do, make_ledger_request

AS_OF = date(2026, 9, 30)


def ledger(database: Database, code: str = "2.2", year: int = 2026, as_of: date = AS_OF) -> LedgerYear:
    with database.read_session() as session:
        return ledger_year(session, code, year, as_of)


@pytest.mark.parametrize("seed", range(3))
def test_the_stock_adds_up_and_the_months_are_the_measures_own_figure(database: Database, seed: int) -> None:
    with database.write_session() as session:
        make_any_luck(session, Random(seed))
    for code in CODES:
        for year, as_of in ((2026, AS_OF), (2026, date(2026, 12, 31)), (2025, AS_OF)):
            found = ledger(database, code, year, as_of)
            stock = found.stock
            assert stock.carried + stock.received - stock.excluded == stock.done + stock.left
            assert stock.overdue <= stock.left
            with database.read_session() as session:
                count = measure_progress(session, code, year, as_of).evaluation.ledger
            assert count is not None
            assert sum(month.decided for month in found.months) == count.decided
            assert sum(month.in_time + month.late for month in found.months) == count.done
            assert sum(month.late for month in found.months) == count.late
            assert sum(month.overdue for month in found.months) == count.overdue
            late = [item for item in found.waiting if item.state == "overdue"]
            assert len(late) == count.unanswered and len(found.waiting) - len(late) == count.open


def test_a_years_book_from_the_first_line_to_the_last(database: Database) -> None:
    with database.write_session() as session:
        before = {"answered_on": date(2025, 11, 10), "reply_no": "0"}
        make_request(session, "2.2", date(2025, 11, 1), number="năm ngoái", **before)
        make_request(session, "2.2", date(2025, 11, 1), number="bỏ", withdrawn_on=date(2025, 11, 3))
        make_request(session, "2.2", date(2025, 12, 28), number="cũ", due_on=date(2026, 1, 12))
        make_request(
            session, "2.2", date(2026, 1, 5), number="xong", answered_on=date(2026, 1, 15), reply_no="1"
        )
        make_request(
            session, "2.2", date(2026, 2, 2), number="trễ", answered_on=date(2026, 3, 4), reply_no="2"
        )
        make_request(session, "2.2", date(2026, 3, 2), number="rút", withdrawn_on=date(2026, 3, 5))
        make_request(session, "2.2", date(2026, 9, 25), number="mới")
    found = ledger(database)
    stock = found.stock
    assert (stock.carried, stock.received, stock.excluded) == (1, 4, 1)
    assert (stock.done, stock.left, stock.overdue) == (2, 2, 1)
    assert found.median_days == 20  # 10 and 30
    assert [(item.number, item.state, item.days) for item in found.waiting] == [
        ("cũ", "overdue", 261),
        ("mới", "open", -10),
    ]
    assert {item.number for item in found.items} == {"cũ", "xong", "trễ", "rút", "mới"}
    by_month = {month.month: (month.in_time, month.late, month.overdue) for month in found.months}
    assert by_month[1] == (1, 0, 1) and by_month[2] == (0, 1, 0) and by_month[3] == (0, 0, 0)


def test_what_a_request_waits_for_follows_its_stages(sqlite_database: Database) -> None:
    answered = {"answered_on": date(2026, 9, 3)}
    with sqlite_database.write_session() as session:
        for code, number, reply_no in (("4.1", "một", "1"), ("2.4", "hai", "1"), ("4.1", "ba", "")):
            make_request(session, code, date(2026, 9, 1), number=number, reply_no=reply_no, **answered)
    assert {item.number: item.awaits for item in ledger(sqlite_database, "4.1").items} == {
        "một": "handled",
        "ba": "answered",  # without a document number it is not answered
    }
    assert [item.awaits for item in ledger(sqlite_database, "2.4").items] == ["quality_ok"]


def test_what_was_recorded_later_was_not_known_on_the_day(database: Database) -> None:
    with database.write_session() as session:
        owner = make_person(session, "staff")
        early = datetime(2026, 11, 3, 5, tzinfo=UTC)
        asked = make_ledger_request(session, owner, "2.2", now=early)
        do(session, owner, asked.request_id, "answer", NOW)
    before, after = (ledger(database, as_of=day) for day in (date(2026, 11, 15), date(2026, 11, 22)))
    assert [item.state for item in before.items] == ["open"] and before.stock.done == 0
    assert [item.state for item in after.items] == ["done"] and after.stock.done == 1
    assert before.items[0].number == after.items[0].number


def test_a_measure_without_a_ledger_is_refused(sqlite_database: Database) -> None:
    with pytest.raises(RuleError, match="unknown_measure"):
        ledger(sqlite_database, "5.3")
