"""How many questions does a page ask the database after a write?  At most six, however much there is.

Beside them stand two that every page asks: who is looking, and whether anything is new.  What no write of
ours changes (the strategy's words, the provinces) is read once by a process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from dashboard import records
from dashboard.state import PAGES
from db.commands.audit import Audit, record
from db.commands.sample import load_sample_records
from db.engine import Database
from db.queries.overview import overview
from db.queries.progress import progress
from db.queries.reporting_status import reporting_status
from db.queries.standings import standings
from tests import factories
from tests.dashboard.conftest import Board

MOST, DOOR = 6, 2
# All years beside one; two days beside each other; lists of every kind of doubt; what
# came of a consultation.
MORE = {"y-kien": 16, "muc-tieu": 6, "giai-doan": 6, "vi-sao": 12, "chat-luong": 16}
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


@pytest.mark.parametrize("page", [page for page in PAGES if page not in LEFT_OUT])
def test_after_a_write_a_page_asks_at_most_six_times(page: str, board: Board) -> None:
    board.be()
    at = board.open(PAGES[page])
    with board.database.write_session() as session:
        record(session, Audit("test", "loaded", "table", "test", datetime.now(UTC)))
    with counted(records.database()) as asked:
        at.run()
    assert not at.exception and not at.error
    figures = len(asked) - DOOR
    assert figures <= MORE.get(page, MOST), "\n".join(one[:100] for one in asked)
    with counted(records.database()) as again:
        at.run()
    assert len(again) <= DOOR + (page == "y-kien"), "nothing changed, and yet it was read again"


QUERIES: dict[str, Callable[[Session, date], object]] = {
    "progress": lambda session, day: progress(session, day.year, day),
    "overview": lambda session, day: overview(session, day.year, day),
    "standings": standings,
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
