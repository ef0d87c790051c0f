"""Do the pieces of a large set come whole, in order, ahead of their use, and with the right days?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from db.commands.audit import Audit, record
from db.engine import Database
from db.exports.ahead import ahead
from db.models import AuditEvent
from db.queries.export_pieces import CUT, Packed, _in_order, day_in_vietnam
from db.queries.moments import day_of

SECONDS = 10


def test_all_pieces_come_in_order_and_none_for_nothing():
    assert list(ahead(range(100))) == list(range(100))
    assert list(ahead(())) == []


def test_the_next_piece_comes_into_being_while_one_is_used():
    made = [threading.Event() for _ in range(3)]

    def pieces() -> Iterator[int]:
        for number, one in enumerate(made):
            one.set()
            yield number

    coming = ahead(pieces())
    assert next(coming) == 0 and made[1].wait(SECONDS)
    assert not made[2].is_set()  # one ahead, not all: memory stays flat
    assert list(coming) == [1, 2]


def test_what_fails_fails_where_the_piece_would_have_come():
    def pieces() -> Iterator[int]:
        yield 1
        raise OSError("the disk")

    coming = ahead(pieces())
    assert next(coming) == 1
    with pytest.raises(OSError, match="the disk"):
        next(coming)


def test_who_stops_in_the_middle_leaves_no_thread_behind():
    coming = ahead(iter(range(10)))
    assert next(coming) == 0
    coming.close()  # type: ignore[attr-defined]
    assert not [one for one in threading.enumerate() if one.name.startswith("ahead")]


def test_a_day_begins_at_seventeen_hours_of_utc_on_both_engines(database: Database):
    """Every quarter of an hour of two days, the last and first moments of a day, of a month and of a year."""
    new_year = datetime(2025, 12, 31, tzinfo=UTC)
    moments = [new_year + timedelta(minutes=15 * quarter) for quarter in range(4 * 48)]
    moments += [datetime(2026, 2, 28, 16, 59, 59, 999_999, UTC), datetime(2026, 2, 28, 17, tzinfo=UTC)]
    with database.write_session() as session:
        for number, moment in enumerate(moments):
            record(session, Audit("test", "looked", "day", f"{number}", moment))
    with database.read_session() as session:
        told = select(AuditEvent.at, day_in_vietnam(session, AuditEvent.at)).where(AuditEvent.noun == "day")
        found = session.execute(told).all()
    assert len(found) == len(moments)
    assert [(at, day) for at, day in found if day != day_of(at).isoformat()] == []


@pytest.mark.parametrize(
    ("numbers", "right"),
    [("7", True), ("8,9,10,11", True), ("10,11,12", True), ("10,12,11", False), ("10,2,30", False)],
)
def test_numbers_out_of_order_are_seen(numbers: str, right: bool):
    packed = numbers.encode().replace(b",", CUT)
    assert _in_order(Packed(packed, numbers.count(",") + 1)) is right
