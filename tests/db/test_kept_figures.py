"""What the database keeps counted equals a plain count of the records, on any day, whatever happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.cli_records import found_all
from db.commands.evidence import Kept, add_evidence, remove_evidence
from db.commands.reports import (
    reject_report,
    return_report,
    revise_report,
    submit_report,
    verify_report,
    withdraw_report,
)
from db.engine import Database, open_database
from db.health.recounts import PAIRS
from db.migrate import migrate, migrate_within
from db.models import ActivityReport, EvidenceFile, Fact, ReportEvent, ReportVersion
from db.queries.accounts import SignedIn
from db.queries.history import year_sums
from db.queries.moments import day_of, end_of
from db.queries.quality import issue_page, quality
from db.queries.reporting_facts import filings
from db.rules.errors import RuleError
from tests.conftest import settings_for
from tests.factories import make_account, make_fact, make_organisation, make_signed_in, make_training

FIRST, DAYS = date(2026, 1, 10), 330
TITLES = ("Tập huấn Luật Trẻ em", "Tập huấn khác")
EVENTS = ("05/01/2026", "06/01/2026", "20/05/2026")
ACTS = (
    "file",
    "file",
    "edit",
    "verify",
    "verify",
    "return",
    "reject",
    "withdraw",
    "prove",
    "unprove",
    "fact",
    "void",
)
GONE, TAKEN_BACK = ("withdraw", "discard", "reject", "void"), ("withdraw", "discard")
PROOFS = ("evidence", "links", "link", "evidence_no")


def _noon(chance: Random, day: int) -> datetime:
    start = datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), UTC)
    return start + timedelta(minutes=chance.randrange(24 * 60))


class Life:
    """Two units and their staff, who do whatever comes to their mind as the year goes by."""

    def __init__(self, session: Session, chance: Random) -> None:
        self.session, self.chance = session, chance
        self.members = [self._member(f"Đơn vị {number}") for number in range(2)]
        self.staff = make_signed_in(session, make_account(session, "staff"))
        self.reports: list[tuple[SignedIn, UUID]] = []
        self.files = 0

    def _member(self, name: str) -> SignedIn:
        account = make_account(self.session, organisation=make_organisation(self.session, name))
        return make_signed_in(self.session, account)

    def live(self, acts: int) -> None:
        for day in sorted(self.chance.randrange(DAYS) for _ in range(acts)):
            self.now = _noon(self.chance, day)
            act = self.chance.choice(ACTS)
            try:
                with self.session.begin_nested():
                    getattr(self, f"_{act}")()
            except RuleError:
                continue  # what may not be done leaves nothing

    def _form(self) -> dict[str, list[str]]:
        given = {"title": self.chance.choice(TITLES), "date_start": self.chance.choice(EVENTS)}
        given["evidence"] = self.chance.choice(("https://example.org/1", ""))
        given["participants_n"] = str(self.chance.choice((20, 21, 22, 90)))
        return make_training(**given, female_n="1", first_time_n="0")

    def _one(self) -> tuple[SignedIn, ActivityReport]:
        if not self.reports:
            raise RuleError("unknown_report")
        by, number = self.chance.choice(self.reports)
        return by, self.session.get_one(ActivityReport, number)

    def _file(self) -> None:
        by = self.chance.choice(self.members)
        self.reports.append((by, submit_report(self.session, by, "F3", self._form(), self.now).report_id))

    def _edit(self) -> None:
        by, report = self._one()
        form = self._form() | {"version": [str(report.version)]}
        revise_report(self.session, by, report.id, form, self.now)

    def _verify(self) -> None:
        _, report = self._one()
        verify_report(self.session, self.staff, report.id, report.version, self.now)

    def _return(self) -> None:
        _, report = self._one()
        return_report(self.session, self.staff, report.id, report.version, "xem lại", self.now)

    def _reject(self) -> None:
        _, report = self._one()
        reject_report(self.session, self.staff, report.id, report.version, "sai", self.now)

    def _withdraw(self) -> None:
        by, report = self._one()
        withdraw_report(self.session, by, report.id, "gửi nhầm", self.now)

    def _prove(self) -> None:
        by, report = self._one()
        self.files += 1
        file = Kept("a.pdf", "pdf", 1, f"{self.files:064}")
        add_evidence(self.session, by, report.id, file, self.now)

    def _unprove(self) -> None:
        owners = {report: by for by, report in self.reports}
        living = self.session.scalars(select(EvidenceFile).where(EvidenceFile.removed_at.is_(None)))
        own = [file for file in living if file.report_id in owners]
        if own:
            file = self.chance.choice(own)
            remove_evidence(self.session, owners[file.report_id], file.report_id, file.id, self.now)

    def _fact(self) -> None:
        """A number of head office: also one of no unit, one counted once in a year, one dated too late."""
        units = [*(one.organisation_id for one in self.members), None]
        day = self.now.date() + timedelta(days=self.chance.choice((-40, -3, 0, 0, 2)))
        value = self.chance.choice((0, 9, 10, 11, 40, -5, 10**12))
        code = self.chance.choice(("1.2", "1.2", "5.3"))
        make_fact(self.session, code, value, day, self.now, organisation_id=self.chance.choice(units))

    def _void(self) -> None:
        living = self.session.scalars(
            select(Fact).where(
                Fact.voided_at.is_(None), Fact.report_id.is_(None), Fact.verified_at < self.now
            )
        ).all()
        if living:
            fact = self.chance.choice(living)
            self.session.execute(update(Fact).where(Fact.id == fact.id).values(voided_at=self.now))


# -- the specification in plain Python: every record is looked at ---------------------------------------


@dataclass
class Records:
    """Everything there is, read whole."""

    versions: list[ReportVersion]
    events: list[ReportEvent]
    files: list[EvidenceFile]
    facts: list[Fact]

    @classmethod
    def of(cls, session: Session) -> Records:
        def all_of(table: type[Any]) -> list[Any]:
            return list(session.scalars(select(table).order_by(table.id)))

        return cls(all_of(ReportVersion), all_of(ReportEvent), all_of(EvidenceFile), all_of(Fact))

    def standing(self, day: date) -> list[tuple[ReportVersion, str]]:
        """Each report's newest version by the day, and the last thing that had happened to it."""
        current: dict[UUID, ReportVersion] = {}
        last: dict[UUID, str] = {}
        for version in self.versions:
            if day_of(version.recorded_at) <= day:
                current[version.report_id] = version
        for event in self.events:
            if day_of(event.at) <= day:
                last[event.report_id] = event.act
        return [(version, last[number]) for number, version in current.items()]

    def living(self, day: date) -> list[ReportVersion]:
        return [version for version, act in self.standing(day) if act in ("submit", "verify")]

    def known(self, day: date) -> list[Fact]:
        return [
            fact
            for fact in self.facts
            if fact.verified_at < end_of(day)
            and fact.event_on <= day
            and (fact.voided_at is None or fact.voided_at >= end_of(day))
        ]

    def bare(self, day: date) -> set[str]:
        kept = {
            one.report_id
            for one in self.files
            if day_of(one.added_at) <= day and (one.removed_at is None or day_of(one.removed_at) > day)
        }
        bare = [one for one in self.living(day) if not any(one.data.get(name) for name in PROOFS)]
        return {str(one.report_id) for one in bare if one.report_id not in kept}

    def twice(self, day: date) -> set[str]:
        seen, again = set(), set()
        for one in sorted(self.living(day), key=lambda one: (one.recorded_at, one.report_id.hex)):
            key = (one.organisation_id, one.event_on, one.data["title"])
            again |= {str(one.report_id)} if key in seen else set()
            seen.add(key)
        return again

    def far(self, day: date, year: int) -> set[int]:
        series: dict[tuple[str, int], list[Fact]] = {}
        for fact in self.known(day):
            if fact.organisation_id is not None and fact.event_on.year == year:
                series.setdefault((fact.measure_code, fact.organisation_id), []).append(fact)
        return {fact.id for facts in series.values() for fact in facts if _is_far(fact, facts)}

    def first_filed(self, day: date, year: int) -> dict[tuple[int, str], date]:
        filed = {one.report_id: day_of(one.recorded_at) for one in reversed(self.versions)}
        found: dict[tuple[int, str], date] = {}
        for version, act in self.standing(day):
            if act not in TAKEN_BACK and version.event_on.year == year:
                place = (version.organisation_id, f"{year}-Q{(version.event_on.month + 2) // 3}")
                found[place] = min(found.get(place, day), filed[version.report_id])
        return found


def _is_far(fact: Fact, facts: Iterable[Fact]) -> bool:
    others = [other.value for other in facts if other.id != fact.id]
    return len(others) >= 3 and 0 < 3 * median(others) < fact.value


def _compare(session: Session, day: date) -> None:
    """Every kept number as known on a day, beside the same from all records."""
    plain, year = Records.of(session), 2026
    found = quality(session, year, day)
    shares = {one.name: (one.part, one.whole) for one in found.shares if one.period == str(year)}
    filed = [act for version, act in plain.standing(day) if act not in GONE and version.event_on.year == year]
    assert shares["verification"] == (filed.count("verify"), len(filed))
    assert shares["consistency"][1] == sum(one.event_on.year == year for one in plain.known(day))
    assert _listed(session, found, "missing_evidence") == plain.bare(day)
    assert _listed(session, found, "duplicate") == plain.twice(day)
    far = {str(fact.report_id or fact.id) for fact in plain.facts if fact.id in plain.far(day, year)}
    assert _listed(session, found, "jump") == far
    early = [
        one for one in plain.facts if one.event_on > day_of(one.recorded_at) and one.event_on.year == year
    ]
    ids = {str(one.id) for one in early if one.verified_at < end_of(day)}
    gone = {str(one.id) for one in early if one.voided_at is not None and one.voided_at < end_of(day)}
    assert _listed(session, found, "implausible_date") == ids - gone
    told = {
        place: one.filed_on for place, one in filings(session, year, day).reported.items() if one.filed_on
    }
    assert told == plain.first_filed(day, year)
    assert _greatest(session, year, day) == _plain_greatest(plain.known(day), year)


def _listed(session: Session, found: Any, kind: str) -> set[str]:
    pages = range(1, found.pages(kind) + 1)
    listed = [one.opens_id for page in pages for one in issue_page(session, found, kind, page).issues]
    assert len(listed) == found.counts[kind]
    return set(listed)


def _greatest(session: Session, year: int, day: date) -> int | None:
    known = year_sums(session, year, day).get(("1.2", year))
    return None if known is None else known.value


def _plain_greatest(facts: Iterable[Fact], year: int) -> int | None:
    most: dict[int | None, int] = {}
    for fact in facts:
        if fact.measure_code == "1.2" and fact.event_on.year == year:
            most[fact.organisation_id] = max(most.get(fact.organisation_id, fact.value), fact.value)
    return sum(most.values()) if most else None


def _lived(database: Database, seed: int, acts: int = 60) -> None:
    with database.write_session() as session:
        Life(session, Random(seed)).live(acts)


@pytest.mark.parametrize("seed", range(4))
def test_on_any_day_it_is_what_counting_everything_gives(sqlite_database: Database, seed: int) -> None:
    _lived(sqlite_database, seed)
    _look_on_days(sqlite_database, Random(seed), 6)


def _look_on_days(database: Database, chance: Random, times: int) -> None:
    with database.read_session() as session:
        for _ in range(times):
            _compare(session, FIRST + timedelta(days=chance.randrange(DAYS + 20)))
        assert all(kept(session) == counted(session) for kept, counted in PAIRS)


def test_on_both_engines(database: Database) -> None:
    _lived(database, 7)
    _look_on_days(database, Random(7), 4)


def _proven_for_a_while(session: Session) -> set[str]:
    """A report without proof, to which a file is added and taken away again."""
    life = Life(session, Random(0))
    by = life.members[0]
    life.now = datetime(2026, 3, 1, 5, tzinfo=UTC)
    form = make_training(evidence="", date_start="05/01/2026")
    report = submit_report(session, by, "F3", form, life.now).report_id
    file = Kept("a.pdf", "pdf", 1, "0" * 64)
    added = add_evidence(session, by, report, file, life.now + timedelta(days=10))
    remove_evidence(session, by, report, added, life.now + timedelta(days=20))
    return {str(report)}


def _bare_on(database: Database, days: int) -> set[str]:
    with database.read_session() as session:
        found = quality(session, 2026, date(2026, 3, 1) + timedelta(days=days))
        return _listed(session, found, "missing_evidence")


def test_a_report_is_without_proof_while_it_has_none(database: Database) -> None:
    with database.write_session() as session:
        report = _proven_for_a_while(session)
    seen = [_bare_on(database, days) for days in (-1, 0, 9, 10, 19, 20, 60)]
    assert seen == [set(), report, report, set(), set(), report, report]


# What is dropped, so that nothing is told of what the trigger would have told.
FAULTS = (
    ("keep_added_event", "keep_added_version"),
    ("keep_voided_fact",),
    ("keep_doubts", "keep_added_version"),
    ("keep_first_filing", "keep_added_version"),
    ("keep_moved_filing", "keep_added_version"),
    ("recount_unit_none",),
)


@pytest.mark.parametrize("triggers", FAULTS, ids=lambda names: names[0])
def test_without_its_triggers_it_is_not(sqlite_database: Database, triggers: tuple[str, ...]) -> None:
    with sqlite_database.writer.begin() as connection:
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
    with pytest.raises(AssertionError):
        for seed in range(4):
            _lived(sqlite_database, seed)
            _look_on_days(sqlite_database, Random(seed), 6)


# -- a database of the version before ----------------------------------------------------------------------

CATALOGUE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
}


def _triggers(session: Session) -> set[str]:
    return set(session.execute(text(CATALOGUE[session.get_bind().dialect.name])).scalars())


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a table."""
    url = request.getfixturevalue("postgres_empty") if request.param == "postgresql" else ""
    with closing(open_database(settings_for(tmp_path, url))) as database:
        yield database


def test_what_was_there_before_is_counted_and_kept_from_then_on(empty: Database) -> None:
    with empty.write_session() as session:
        migrate_within(session, "0001")
        found_all(session, datetime(2026, 1, 5, tzinfo=UTC))
        Life(session, Random(11)).live(70)
        before = _triggers(session)
    migrate(empty)
    _look_on_days(empty, Random(11), 6)
    with empty.write_session() as session:
        assert before < _triggers(session)
        Life(session, Random(12)).live(30)
    _look_on_days(empty, Random(12), 4)
    with pytest.raises(DBAPIError, match="append-only"), empty.write_session() as session:
        session.execute(text("UPDATE report_versions SET number = number"))
