"""Does closing a year change nothing but its state, and does later knowledge show without moving the bar?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db.commands.years import close_year, revise_year
from db.engine import Database
from db.models import AuditEvent, Fact, MeasureParams, Milestone
from db.queries.progress import MeasureProgress, progress
from db.queries.years import YearState, year_state
from db.rules.errors import RuleError
from tests.factories import make_fact, make_person, make_plan, make_request

YEAR = 2026
CLOSED = datetime(2027, 2, 3, 3, tzinfo=UTC)
CLOSED_ON = date(2027, 2, 3)
LATER = date(2027, 6, 1)
NOTE = "Thường vụ đã thông qua ngày 02/02/2027"


def write(database: Database, act: Callable[[Session], Any]) -> Any:
    with database.write_session() as session:
        return act(session)


def rows(database: Database, year: int = YEAR, as_of: date = CLOSED_ON) -> dict[str, MeasureProgress]:
    with database.read_session() as session:
        return {row.measure.code: row for row in progress(session, year, as_of)}


def state(database: Database, as_of: date = CLOSED_ON, year: int = YEAR) -> YearState:
    with database.read_session() as session:
        return year_state(session, year, as_of)


def close(database: Database, now: datetime = CLOSED, note: str = NOTE, role: str = "staff") -> Any:
    return write(database, lambda s: close_year(s, make_person(s, role), YEAR, note, now))


def lived_year(session: Session) -> None:
    """A year with something of every kind in it."""
    for code, before, now in (("1.3", 100, 121), ("5.3", 30, 20), ("8.1b", 10**12, 10**12), ("1.1", 3, 4)):
        make_fact(session, code, before, date(2025, 5, 5))
        make_fact(session, code, now, date(2026, 5, 5))
    make_fact(session, "5.5", 7, date(2026, 5, 5))  # no base
    make_fact(session, "6.1", 5, date(2026, 5, 5), partial=True)
    make_plan(session, "5.2", YEAR, 600, datetime(2026, 1, 15, tzinfo=UTC))
    make_fact(session, "5.2", 590, date(2026, 5, 5))
    make_request(session, "2.2", date(2026, 3, 1), answered_on=date(2026, 3, 9), reply_no="1")
    make_request(session, "4.2", date(2026, 3, 1))
    make_request(session, "3.1", date(2026, 12, 28), due_on=date(2027, 3, 15))


@pytest.fixture
def lived(database: Database) -> Database:
    write(database, lived_year)
    return database


def words(found: dict[str, MeasureProgress]) -> dict[str, object]:
    return {
        code: (row.evaluation.status, row.evaluation.actual, row.evaluation.target, row.evaluation.progress)
        for code, row in found.items()
    }


def test_a_year_runs_then_waits_for_its_close(lived: Database) -> None:
    seen = [state(lived, day).state for day in (date(2026, 12, 31), date(2027, 1, 1), LATER)]
    assert seen == ["open", "provisional", "provisional"]
    assert {row.evaluation.year_state for row in rows(lived, as_of=LATER).values()} == {"provisional"}


def test_closing_changes_no_word_and_no_number(lived: Database) -> None:
    """Of the year itself, and of the year after it, whose targets stand on it."""
    before, following = words(rows(lived)), words(rows(lived, YEAR + 1))
    close(lived)
    assert words(rows(lived)) == before
    assert words(rows(lived, YEAR + 1)) == following
    assert {row.evaluation.year_state for row in rows(lived).values()} == {"final"}
    found = state(lived)
    assert (found.state, found.closed_on, found.changed) == ("final", CLOSED_ON, ())
    assert found.closes[0].intact and len(found.closes[0].values) == 28


def test_passing_days_alone_revise_nothing(lived: Database) -> None:
    """3.1 had only a request that was not due yet; in June it is overdue, of the next year."""
    before = words(rows(lived))
    assert before["3.1"][0] == "not_due"
    close(lived)
    assert words(rows(lived, as_of=LATER)) == before
    assert state(lived, LATER).state == "final"


def test_the_next_target_is_frozen_as_a_number(lived: Database) -> None:
    close(lived)
    frozen = state(lived).closes[0].next_targets
    assert (frozen["1.3"].target, frozen["1.3"].base, frozen["1.3"].base_year) == (146, 121, YEAR)
    assert not {"5.2", "2.2", "6.1"} & set(frozen)  # a plan, 100 %, known in part
    basis = rows(lived, YEAR + 1)["1.3"].evaluation.basis
    assert (basis.rule, basis.target, basis.base, basis.base_year) == ("frozen", 146, 121, YEAR)


def test_late_facts_show_in_the_year_and_not_in_the_next_target(lived: Database) -> None:
    close(lived)
    write(lived, lambda s: make_fact(s, "1.3", 50, date(2026, 12, 1), datetime(2027, 3, 1, tzinfo=UTC)))
    found = rows(lived, as_of=LATER)["1.3"].evaluation
    assert (found.actual, found.status, found.year_state) == (171, "achieved", "revised")
    assert rows(lived, YEAR + 1, LATER)["1.3"].evaluation.target == 146
    after = state(lived, LATER)
    assert (after.state, after.changed, after.needs_revision) == ("revised", ("1.3",), True)
    # As it stood before the late fact was verified, it stands for ever.
    assert rows(lived, as_of=date(2027, 2, 20))["1.3"].evaluation.year_state == "final"


def test_an_estimate_over_a_missing_year_stands_on_what_was_frozen(lived: Database) -> None:
    close(lived)
    write(lived, lambda s: make_fact(s, "1.3", 50, date(2026, 12, 1), datetime(2027, 3, 1, tzinfo=UTC)))
    basis = rows(lived, YEAR + 2, date(2028, 6, 1))["1.3"].evaluation.basis
    assert (basis.rule, basis.base, basis.target) == ("estimated", 121, 175)  # 121 and twice a fifth


def test_a_voided_fact_leaves_the_next_target_too(lived: Database) -> None:
    close(lived)

    def void(session: Session) -> None:
        fact = session.query(Fact).filter_by(measure_code="1.3", value=121).one()
        fact.voided_at = datetime(2027, 3, 1, tzinfo=UTC)

    write(lived, void)
    assert rows(lived, as_of=LATER)["1.3"].evaluation.actual is None
    assert rows(lived, YEAR + 1, LATER)["1.3"].evaluation.target == 146


def test_a_decision_may_re_base(lived: Database) -> None:
    close(lived)
    write(lived, lambda s: make_fact(s, "1.3", 50, date(2026, 12, 1), datetime(2027, 3, 1, tzinfo=UTC)))

    def decide(session: Session) -> None:
        params = {**rows(lived)["1.3"].measure.params, "rebase_on_revision": True}
        moment = datetime(2027, 4, 1, tzinfo=UTC)
        row = MeasureParams(
            measure_code="1.3", params=params, recorded_at=moment, recorded_by="t", reason="NQ 5"
        )
        session.add(row)

    write(lived, decide)
    assert rows(lived, YEAR + 1, LATER)["1.3"].evaluation.target == 206  # 171 and a fifth, rounded up


def test_a_year_closed_without_a_figure_froze_no_base(lived: Database) -> None:
    close(lived)
    late = datetime(2027, 3, 1, tzinfo=UTC)
    write(lived, lambda s: make_fact(s, "7.1", 10, date(2026, 12, 1), late))
    write(lived, lambda s: make_fact(s, "6.1", 5, date(2026, 12, 1), late))  # now known in full
    following = rows(lived, YEAR + 1, LATER)
    assert following["7.1"].evaluation.basis.base == 10
    assert following["6.1"].evaluation.basis.base == 10


def test_a_revision_is_a_version_with_its_reason(lived: Database) -> None:
    close(lived)
    write(lived, lambda s: make_fact(s, "1.3", 50, date(2026, 12, 1), datetime(2027, 3, 1, tzinfo=UTC)))
    now = datetime(2027, 3, 2, tzinfo=UTC)
    receipt = write(lived, lambda s: revise_year(s, make_person(s, "staff"), YEAR, "Báo cáo đến muộn", now))
    found = state(lived, LATER)
    assert (receipt.version, found.state, found.changed) == (2, "revised", ())
    first, second = found.closes
    assert (first.values["1.3"].actual, second.values["1.3"].actual) == (121, 171)
    assert (second.state, second.note, second.next_targets, second.intact) == (
        "revised",
        "Báo cáo đến muộn",
        {},
        True,
    )
    assert rows(lived, YEAR + 1, LATER)["1.3"].evaluation.target == 146
    with pytest.raises(RuleError, match="year_unchanged"):
        write(lived, lambda s: revise_year(s, make_person(s, "staff"), YEAR, "Lần nữa", now))


@pytest.mark.parametrize(
    ("now", "note", "role", "code"),
    [
        (datetime(2026, 12, 31, 3, tzinfo=UTC), NOTE, "staff", "year_running"),
        (datetime(2027, 1, 20, 3, tzinfo=UTC), NOTE, "staff", "year_not_ready"),
        (CLOSED, "  ", "staff", "note_needed"),
        (CLOSED, NOTE, "member", "forbidden"),
        (CLOSED, NOTE, "leader", "forbidden"),
    ],
)
def test_what_may_not_be_closed_is_not(
    sqlite_database: Database, now: datetime, note: str, role: str, code: str
) -> None:
    with pytest.raises(RuleError, match=code):
        close(sqlite_database, now, note, role)
    assert state(sqlite_database, LATER).closes == ()


def test_a_year_is_closed_once_and_revised_only_when_closed(sqlite_database: Database) -> None:
    with pytest.raises(RuleError, match="year_not_closed"):
        write(sqlite_database, lambda s: revise_year(s, make_person(s, "staff"), YEAR, "x", CLOSED))
    close(sqlite_database)
    with pytest.raises(RuleError, match="year_closed"):
        close(sqlite_database)


def test_a_year_may_be_closed_early_when_no_report_can_come_any_more(sqlite_database: Database) -> None:
    def deliver(session: Session) -> None:
        for code, period in (("3.2", "2026"), ("3.3", "2026-H1"), ("3.3", "2026-H2"), ("3.4", "2026")):
            done, moment = date(2026, 12, 30), datetime(2026, 12, 31, tzinfo=UTC)
            row = Milestone(measure_code=code, period=period, done_on=done, recorded_at=moment)
            row.verified = row.quality_ok = True
            session.add(row)

    write(sqlite_database, deliver)
    close(sqlite_database, datetime(2027, 1, 5, tzinfo=UTC))


def test_the_close_is_in_the_audit_log_with_its_hash_and_without_its_note(sqlite_database: Database) -> None:
    receipt = close(sqlite_database)
    with sqlite_database.read_session() as session:
        event = session.query(AuditEvent).filter_by(act="year_closed").one()
    assert event.facts == {"version": 1, "sha256": receipt.sha256}


@pytest.mark.parametrize("seed", range(3))
def test_closing_any_year_changes_no_word(sqlite_database: Database, seed: int) -> None:
    """Random histories: whatever was reported, a close only fixes it."""
    chance = Random(seed)

    def live(session: Session) -> None:
        for code in ("1.1", "1.2", "1.3", "2.1", "5.1", "5.3", "7.1", "8.1a", "8.1b", "8.3"):
            for year in (2024, 2025, 2026):
                for _ in range(chance.randrange(3)):
                    day = date(year, chance.randrange(1, 13), chance.randrange(1, 29))
                    make_fact(
                        session, code, chance.choice((0, 1, 9, 10**10)), day, partial=chance.random() < 0.2
                    )
        for code in ("2.2", "2.3", "4.1", "7.3"):
            for _ in range(chance.randrange(4)):
                day = date(2026, chance.randrange(1, 13), 5)
                answered = chance.choice((None, date(2026, 12, 20), date(2027, 1, 9)))
                make_request(
                    session,
                    code,
                    day,
                    answered_on=answered,
                    reply_no="1",
                    quality_ok=chance.choice((True, None)),
                )

    write(sqlite_database, live)
    before = words(rows(sqlite_database)), words(rows(sqlite_database, YEAR + 1))
    close(sqlite_database)
    assert (words(rows(sqlite_database)), words(rows(sqlite_database, YEAR + 1))) == before
