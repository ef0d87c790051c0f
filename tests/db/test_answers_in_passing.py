"""Are a million children counted in passing, without being sorted first?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, text

from db.engine import Database
from db.queries.answer_counts import answer_counts
from tests.factories import make_consultation, make_submission


def test_sqlite_sorts_nothing_to_count_children_one_by_one(sqlite_database: Database) -> None:
    """Our SQLite sorts in memory alone: a thousand bytes for each child, a gigabyte for a million."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if "responses" in statement:
            asked.append((statement, parameters))

    with sqlite_database.write_session() as session:
        consultation = make_consultation(session)
        for _ in range(30):
            make_submission(session, consultation)
        session.execute(text("ANALYZE"))
        number = consultation.id
    event.listen(sqlite_database.reader, "before_cursor_execute", note)
    with sqlite_database.read_session() as session:
        assert answer_counts(session, number)
        ((statement, parameters),) = asked
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert len(plan) == 2 and not [step for *_, step in plan if "TEMP B-TREE" in step]
