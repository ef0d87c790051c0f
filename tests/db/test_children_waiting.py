"""Does a leader learn that children wait: to be read, and to be told; and nothing that they wrote?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from db.commands.safeguarding import read_concern
from db.engine import Database
from db.models import Concern, Consultation, Telling
from db.queries.children_waiting import ChildrenWaiting, UnreadWords, children_waiting
from db.queries.overview import overview
from tests.factories import NOW, TODAY, make_consultation, make_person

YEAR = TODAY.year
DAY = timedelta(days=1)
CLOSED = NOW - 72 * DAY  # its children were to be told twelve days ago


def waiting(database: Database, as_of: date = TODAY, year: int = YEAR) -> ChildrenWaiting:
    with database.read_session() as session:
        return children_waiting(session, year, as_of)


def ask(session: Session, slug: str, closes_at: datetime | None = CLOSED, **given: object) -> Consultation:
    asked = make_consultation(session, slug=slug, opens_at=NOW - 90 * DAY, closes_at=closes_at)
    for name, value in given.items():
        setattr(asked, name, value)
    session.flush()
    return asked


def write_in(session: Session, asked: Consultation, number: int, received_on: date) -> list[Concern]:
    """So many children wrote something in their own words on this day."""
    made = [Concern(id=uuid4(), consultation_id=asked.id, received_on=received_on) for _ in range(number)]
    session.add_all(made)
    session.flush()
    return made


def test_nobody_waits_where_nothing_was_asked(database: Database) -> None:
    assert waiting(database) == ChildrenWaiting()


def test_words_wait_too_long_from_the_day_after_they_came(database: Database) -> None:
    with database.write_session() as session:
        write_in(session, ask(session, "mot", None), 3, TODAY)
    assert waiting(database).words is None
    assert waiting(database, TODAY + DAY).words == UnreadWords(None, 1)


def test_many_are_counted_in_fives_and_the_oldest_says_how_long(database: Database) -> None:
    with database.write_session() as session:
        asked = ask(session, "mot", None)
        write_in(session, asked, 12, TODAY - DAY)
        write_in(session, asked, 1, TODAY - 4 * DAY)
    assert waiting(database).words == UnreadWords(15, 4)


def test_reading_them_ends_it_and_the_days_before_stay_as_they_were(database: Database) -> None:
    with database.write_session() as session:
        officer = make_person(session, "officer")
        (concern,) = write_in(session, ask(session, "mot", None), 1, TODAY - 3 * DAY)
        read_concern(session, officer, concern.id, NOW)
    assert waiting(database).words is None
    assert waiting(database, TODAY - DAY).words == UnreadWords(None, 2)
    assert waiting(database, TODAY - 3 * DAY).words is None


def test_children_who_were_not_told_in_time_are_named_by_their_consultation(database: Database) -> None:
    with database.write_session() as session:
        ask(session, "mot", owner_vi="Ban Vận động chính sách")
        ask(session, "hai", CLOSED - 10 * DAY)
        ask(session, "nhap", CLOSED, state="preparing")
        ask(session, "thoi", CLOSED, state="cancelled")
    found = waiting(database).feedback
    assert [(one.slug, one.days) for one in found] == [("hai", 22), ("mot", 12)]
    assert found[1].owner_vi == "Ban Vận động chính sách" and found[1].due_on == TODAY - 12 * DAY


@pytest.mark.parametrize(("days", "late"), [(60, 0), (61, 1)])
def test_the_last_day_is_still_in_time(database: Database, days: int, late: int) -> None:
    with database.write_session() as session:
        ask(session, "mot", NOW - days * DAY)
    assert len(waiting(database).feedback) == late


def test_telling_them_ends_it_from_that_day_on(database: Database) -> None:
    with database.write_session() as session:
        told = ask(session, "mot", state="told")
        session.add(Telling(consultation_id=told.id, told_vi="Đã nghe.", told_on=TODAY - DAY, channels=[]))
    assert waiting(database).feedback == ()
    assert [one.days for one in waiting(database, TODAY - 2 * DAY).feedback] == [10]


@pytest.mark.parametrize("year", [YEAR - 1, YEAR + 1])
def test_a_year_that_does_not_run_asks_for_nothing(database: Database, year: int) -> None:
    with database.write_session() as session:
        write_in(session, ask(session, "mot"), 1, TODAY - DAY)
    assert waiting(database, year=year) == ChildrenWaiting()


def test_the_first_page_says_both_and_not_where_the_words_were_written(database: Database) -> None:
    with database.write_session() as session:
        write_in(session, ask(session, "mot"), 1, TODAY - DAY)
    with database.read_session() as session:
        lines = {line.reason: line for line in overview(session, YEAR, TODAY).attention}
    assert lines["feedback_late"].slug == "mot"
    unread = lines["words_unread"]
    assert (unread.slug, unread.short_vi, unread.count, unread.days) == ("", "", None, 1)
