"""How many questions does a page ask the database after a write?  At most six, however much there is.

Beside them stand two that every page asks: who is looking, and whether anything is new.  What no write of
ours changes (the strategy's words, the provinces) is read once by a process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from dashboard import records
from dashboard.state import PAGES
from db.commands.audit import Audit, record
from db.commands.sample import load_sample_records
from db.commands.years import close_year
from db.engine import Database
from db.models import MeasureParams
from db.queries.changes import changes
from db.queries.overview import overview
from db.queries.progress import progress
from db.queries.quality import quality
from db.queries.reporting_status import reporting_status
from db.queries.standings import standings
from tests import factories
from tests.dashboard.conftest import Board

MOST, DOOR = 6, 2
# Of each page, beside the door: how many questions it may ask when everything it kept is old.
BUDGET = dict.fromkeys(PAGES, MOST)
LEFT_OUT = ("xuat-so-lieu",)  # counts what it would write out, when its page is opened


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The questions asked meanwhile; the engine's own BEGIN is none of ours."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SET ", "PRAGMA")):
            asked.append(statement)

    event.listen(database.reader, "before_cursor_execute", note)
    yield asked
    event.remove(database.reader, "before_cursor_execute", note)


def _something_else(session: Session) -> None:
    """A write about nothing that any page shows by itself: all that was kept is old all the same."""
    record(session, Audit("test", "loaded", "table", "test", datetime.now(UTC)))


def _a_rule(session: Session) -> None:
    """The strategy has to be read again."""
    add = MeasureParams(measure_code="5.3", params={"growth_pct": 30}, recorded_at=factories.NOW)
    add.recorded_by = "test"
    session.add(add)
    _something_else(session)


def _a_close(session: Session) -> None:
    """So have the versions of the year."""
    by = factories.make_person(session, "staff")
    close_year(session, by, 2025, "Đã đối chiếu", factories.NOW)


WRITES: dict[str, Callable[[Session], None]] = {"any": _something_else, "rule": _a_rule, "close": _a_close}
SHOWN = [page for page in PAGES if page not in LEFT_OUT]


@pytest.mark.parametrize(("page", "write"), [(page, write) for page in SHOWN for write in WRITES])
def test_after_a_write_a_page_asks_at_most_six_times(page: str, write: str, board: Board) -> None:
    board.be()
    at = board.open(PAGES[page], **{"nam": "2025"} if write == "close" else {})
    with board.database.write_session() as session:
        WRITES[write](session)
    with counted(records.database()) as asked:
        at.run()
    assert not at.exception and not at.error
    figures = len(asked) - DOOR
    assert figures <= BUDGET[page], "\n".join(one[:100] for one in asked)
    with counted(records.database()) as again:
        at.run()
    assert len(again) <= DOOR + (page == "y-kien"), "nothing changed, and yet it was read again"


def _changes(code: str) -> Callable[[Session, date], object]:
    return lambda session, day: changes(session, code, day.year, day - timedelta(days=30), day)


QUERIES: dict[str, Callable[[Session, date], object]] = {
    "progress": lambda session, day: progress(session, day.year, day),
    "overview": lambda session, day: overview(session, day.year, day),
    "standings": standings,
    "changes of reports": _changes("1.3"),
    "changes of people": _changes("1.2"),
    "changes of a ledger": _changes("4.1"),
    "quality": lambda session, day: quality(session, day.year, day),
    "reporting": lambda session, day: reporting_status(session, day.year, day),
}


@pytest.mark.parametrize("name", QUERIES)
def test_on_both_engines_the_number_is_the_same_with_little_and_with_much(
    name: str, database: Database
) -> None:
    query = QUERIES[name]

    def asked() -> int:
        with counted(database) as found, database.read_session() as session:
            query(session, factories.TODAY)
        return len(found)

    before = asked()
    with database.write_session() as session:
        load_sample_records(session, factories.NOW)
    assert asked() == before <= MOST
