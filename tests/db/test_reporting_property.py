"""Does any sequence of acts leave the facts that a plain model leaves: measure, value, voided or living?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import ActivityReport, Contribution, Fact, NilReport
from db.queries.accounts import SignedIn
from db.queries.progress import measure_progress
from tests.db.paper import AUDIENCES, CODES, DAYS, STAFF, WRITERS, Paper, Step, Unit
from tests.factories import TODAY, make_person

ACTS = ("file", "file", "edit", "verify", "verify", "return", "reject", "withdraw", "nil", "second", "unnil")


@dataclass
class World:
    """One database in which the units of all examples pile up; all must agree with their folders."""

    database: Database = field(repr=False)
    staff: dict[str, SignedIn] = field(repr=False)
    folders: list[Paper] = field(default_factory=list, repr=False)


STEPS = st.builds(
    Step,
    act=st.sampled_from(ACTS),
    who=st.sampled_from((*WRITERS, *STAFF)),
    which=st.integers(0, 1),
    audience=st.sampled_from(tuple(AUDIENCES)),
    people=st.integers(1, 9),
    day=st.sampled_from(tuple(DAYS)),
    proof=st.sampled_from((True, True, True, False)),
    stale=st.sampled_from((False, False, False, True)),
    reason=st.sampled_from(("vì có lý do", "vì có lý do", "")),
    codes=st.lists(st.sampled_from(CODES), min_size=1, unique=True).map(sorted).map(tuple),
)
SEQUENCES = st.lists(STEPS, min_size=3, max_size=16)


def _world(database: Database) -> World:
    with database.write_session() as session:
        return World(database, {name: make_person(session, "staff", name=name) for name in STAFF})


def _play(world: World, steps: Sequence[Step]) -> None:
    """One unit more, and everything that happens to it."""
    folder = Paper()
    name = f"Hội thử nghiệm {len(world.folders)}"
    with world.database.write_session() as session:
        writers = {
            who: make_person(session, "member", name, f"{who}.{len(world.folders)}") for who in WRITERS
        }
        unit = Unit(session, writers | world.staff)
        for step in steps:
            expected = folder.take(step)
            assert unit.attempt(step) == expected, step
        session.flush()
        _compare(session, unit, folder)
        _compare_sums(session, [*world.folders, folder])
    world.folders.append(folder)


def _compare(session: Session, unit: Unit, folder: Paper) -> None:
    for report, sheet in zip(unit.reports, folder.sheets, strict=True):
        facts = session.execute(
            select(Fact.measure_code, Fact.value, Fact.voided_at).where(Fact.report_id == report)
        )
        kept = Counter((measure, value, voided is not None) for measure, value, voided in facts)
        assert kept == Counter(sheet.entries)
        waiting = select(Contribution.measure_code, Contribution.value).where(
            Contribution.report_id == report, Contribution.settled_at.is_(None)
        )
        wanted = [sheet.last.adds] if sheet.lies == "waiting" and sheet.last.adds[0] else []
        assert [tuple(row) for row in session.execute(waiting)] == wanted
        assert session.get_one(ActivityReport, report).version == sheet.written
    for nil, zeros in zip(unit.nils, folder.zeros, strict=True):
        row = session.get_one(NilReport, nil)
        assert (row.confirmed_at is not None, row.withdrawn_at is not None) == (
            bool(zeros.second),
            zeros.gone,
        )


def _compare_sums(session: Session, folders: list[Paper]) -> None:
    """The measure's own number, over all units: a sum, a zero two people stand behind, or no data."""
    for code in CODES:
        living = [
            value
            for folder in folders
            for sheet in folder.sheets
            for measure, value, crossed in sheet.entries
            if measure == code and not crossed
        ]
        zero = 0 if any(folder.zero(code) for folder in folders) else None
        actual = measure_progress(session, code, TODAY.year, TODAY).evaluation.actual
        assert actual == (sum(living) if living else zero), code


@pytest.fixture
def world(sqlite_database: Database) -> World:
    """An empty desk."""
    return _world(sqlite_database)


PLAIN = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(PLAIN, max_examples=80)
@given(steps=SEQUENCES)
def test_any_sequence_leaves_the_facts_of_the_model(world: World, steps: Sequence[Step]) -> None:
    _play(world, steps)


FEW = {
    "counted twice": (
        *(Step("file", "an"), Step("verify", "lan"), Step("return", "hoa"), Step("edit", "binh", people=7)),
        *(Step("verify", "lan"), Step("nil", "an", codes=("1.3",)), Step("withdraw", "an")),
        *(Step("nil", "an", codes=("1.3",)), Step("second", "an"), Step("second", "binh")),
    ),
    "never counted": (
        *(Step("file", "an", audience="professionals"), Step("reject", "lan"), Step("edit", "an")),
        *(Step("file", "binh", proof=False), Step("verify", "lan"), Step("edit", "an", stale=True)),
        *(Step("nil", "binh"), Step("second", "an"), Step("unnil", "an")),
    ),
}


@pytest.mark.parametrize("name", FEW)
def test_a_few_written_ones_on_both_engines(database: Database, name: str) -> None:
    world = _world(database)
    _play(world, [Step("file", "an", day="10/11/2026"), Step("verify", "hoa")])
    _play(world, FEW[name])


FAULTS = {
    "what was sent back still counts": ("db.commands.report_steps.voids_facts", lambda *_: False),
    "a zero beside a number": ("db.commands.nil_reports.nil_conflicts", lambda *_: ()),
    "an old version is judged": ("db.commands.reports.check_version", lambda *_: None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_model_finds_a_fault(world: World, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises(AssertionError):
        for steps in FEW.values():
            _play(world, steps)
