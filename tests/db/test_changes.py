"""Do the steps between two days add up exactly to what the measure moved, whatever happened?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from db.commands.reports import return_report, revise_report, verify_report
from db.engine import Database
from db.models import Fact, MeasureParams, NilReport
from db.queries.changes import Changes, changes
from db.queries.moments import end_of
from db.queries.progress import measure_progress
from db.rules.errors import RuleError
from tests.factories import (
    make_fact,
    make_organisation,
    make_person,
    make_plan,
    make_report,
    make_request,
    make_training,
)

A, B = date(2026, 6, 30), date(2026, 9, 30)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def moved(session: Session, code: str = "5.3", day_a: date = A, day_b: date = B) -> Changes:
    return changes(session, code, 2026, day_a, day_b)


def steps(found: Changes) -> dict[str, tuple[int, int]]:
    return {step.kind: (step.change, step.n) for step in found.steps}


def test_each_fact_is_under_its_cause(database: Database) -> None:
    july, may = date(2026, 7, 10), date(2026, 5, 1)
    with database.write_session() as session:
        make_fact(session, "5.3", 8, may, title="ở lại")
        make_fact(session, "5.3", 2, may, voided_at=noon(july), title="rút")
        make_fact(session, "5.3", 3, may, noon(july), title="đến muộn")
        make_fact(session, "5.3", 5, july, title="mới")
        make_fact(session, "5.3", 100, date(2026, 10, 1), title="chưa đến")
        make_fact(session, "5.3", 100, date(2025, 7, 1), title="năm khác")
    with database.read_session() as session:
        found = moved(session)
    assert (found.start, found.end) == (10, 16)
    assert steps(found) == {"voided": (-2, 1), "late": (3, 1), "new": (5, 1)}
    late = next(step for step in found.steps if step.kind == "late").items[0]
    assert (late.title, late.event_on, late.known_on, late.change) == ("đến muộn", may, july, 3)


def test_a_revised_report_is_one_step(database: Database) -> None:
    with database.write_session() as session:
        member, staff = make_person(session), make_person(session, "staff")
        filed = make_report(session, member, noon(date(2026, 6, 2)), date_start="01/06/2026")
        verify_report(session, staff, filed.report_id, 1, noon(date(2026, 6, 3)))
        return_report(session, staff, filed.report_id, 1, "sai số", noon(date(2026, 7, 1)))
        form = {**make_training(date_start="01/06/2026", participants_n="25", female_n="5"), "version": ["1"]}
        revise_report(session, member, filed.report_id, form, noon(date(2026, 7, 2)))
        verify_report(session, staff, filed.report_id, 2, noon(date(2026, 7, 3)))
    with database.read_session() as session:
        found = moved(session, "1.3")
    assert (found.start, found.end, steps(found)) == (40, 25, {"revised": (-15, 2)})
    assert {item.change for item in found.steps[0].items} == {-40, 25}


def test_nothing_moves_from_a_day_to_itself_and_days_do_not_run_backwards(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        make_fact(session, "5.3", 8, A)
    with sqlite_database.read_session() as session:
        assert moved(session, day_b=A).steps == ()
        with pytest.raises(RuleError, match="end_before_start"):
            moved(session, day_a=B, day_b=A)
        with pytest.raises(RuleError, match="unknown_measure"):
            moved(session, "9.9")


def test_people_counted_once_move_by_what_stands_out(database: Database) -> None:
    """A unit's new figure counts only as far as it is above what the unit had."""
    with database.write_session() as session:
        one, two = (make_organisation(session, name).id for name in ("Đơn vị A", "Đơn vị B"))
        make_fact(session, "1.2", 30, date(2026, 3, 31), organisation_id=one, key="2026-Q1")
        make_fact(session, "1.2", 35, date(2026, 9, 30), organisation_id=one, key="2026-Q3")
        make_fact(session, "1.2", 10, date(2026, 3, 31), noon(date(2026, 7, 5)), organisation_id=two)
    with database.read_session() as session:
        found = moved(session, "1.2")
    assert (found.start, found.end) == (30, 45)
    assert steps(found) == {"late": (10, 1), "new": (5, 1)}


def test_a_confirmed_nil_report_is_a_step_of_nothing(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        unit = make_organisation(session).id
        row = NilReport(organisation_id=unit, quarter="2026-Q2", measure_codes=["5.3"])
        row.recorded_at = row.confirmed_at = noon(date(2026, 7, 5))
        row.recorded_by = "t"
        session.add(row)
    with sqlite_database.read_session() as session:
        found = moved(session)
    assert (found.start, found.end, steps(found)) == (0, 0, {"nil": (0, 1)})


def test_requests_move_by_what_was_done_and_decided(database: Database) -> None:
    with database.write_session() as session:
        make_request(session, "2.2", date(2026, 6, 1), answered_on=date(2026, 6, 9), reply_no="1")
        make_request(session, "2.2", date(2026, 7, 1), answered_on=date(2026, 7, 9), reply_no="2")
        make_request(session, "2.2", date(2026, 7, 1))
    with database.read_session() as session:
        found = moved(session, "2.2")
    assert (found.start, found.end) == (1, 2)
    assert steps(found) == {"done": (1, 1), "decided": (0, 2)}
    assert (found.before.evaluation.actual, found.after.evaluation.actual) == ("1/1", "2/3")


def test_what_moved_the_target_is_named(database: Database) -> None:
    with database.write_session() as session:
        make_plan(session, "5.2", 2026, 600, noon(date(2026, 1, 5)))
        make_plan(session, "5.2", 2026, 700, noon(date(2026, 7, 5)), reason="Điều chỉnh")
        make_fact(session, "1.3", 100, date(2025, 5, 5))
        make_fact(session, "1.3", 10, date(2025, 6, 5), noon(date(2026, 8, 5)))
        make_fact(session, "6.2", 10, date(2025, 5, 5))
        params = {"growth_pct": 50}
        recorded = noon(date(2026, 8, 5))
        session.add(MeasureParams(measure_code="6.2", params=params, recorded_at=recorded, recorded_by="t"))
    with database.read_session() as session:
        plan, base, rule = (moved(session, code).targets for code in ("5.2", "1.3", "6.2"))
    assert [(one.kind, one.before, one.after) for one in plan] == [("plan", 600, 700)]
    assert plan[0].reason == "Điều chỉnh"
    assert [(one.kind, one.before, one.after) for one in base] == [("computed", 120, 132)]
    assert [(one.kind, one.before, one.after) for one in rule] == [("params", 12, 15)]


def _history(session: Session, chance: Random) -> None:
    units = [make_organisation(session, f"Đơn vị {number}").id for number in range(3)]
    for _ in range(60):
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(330))
        known = noon(day) + timedelta(hours=chance.randrange(-48, 24 * 90))
        fact = make_fact(
            session,
            chance.choice(("1.2", "5.3", "8.1b")),
            chance.choice((0, 1, 40, 10**12, -5)),
            day,
            known,
            organisation_id=chance.choice(units),
        )
        session.flush()
        if chance.random() < 0.3:
            voided = known + timedelta(days=chance.randrange(120))
            session.execute(update(Fact).where(Fact.id == fact.id).values(voided_at=voided))


@pytest.mark.parametrize("seed", range(4))
def test_the_steps_add_up_whatever_happened(database: Database, seed: int) -> None:
    chance = Random(seed)
    with database.write_session() as session:
        _history(session, chance)
    with database.read_session() as session:
        for _ in range(8):
            days = sorted(date(2026, 1, 1) + timedelta(days=chance.randrange(500)) for _ in range(2))
            for code in ("1.2", "5.3", "8.1b"):
                found = moved(session, code, *days)
                ends = [measure_progress(session, code, 2026, day).evaluation.actual or 0 for day in days]
                assert [found.start, found.end] == ends
                assert ends[0] + sum(step.change for step in found.steps) == ends[1], (code, days)
                known = [item.known_on for step in found.steps for item in step.items]
                assert all(days[0] < day <= days[1] for day in known), (code, days, end_of(days[0]))
