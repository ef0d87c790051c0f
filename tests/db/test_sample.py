"""Is everything of the sample marked, in the past, and the picture its page promises?"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from db.commands.sample import has_sample, load_sample_accounts, load_sample_records, sample_account_names
from db.commands.sample_ledger import load_sample_ledger
from db.commands.sample_reporting import load_sample_reporting
from db.commands.sample_reports import load_sample_reports
from db.commands.sample_strategic import load_sample_evidence
from db.engine import Database
from db.models import (
    Account,
    Fact,
    LedgerRequest,
    Organisation,
)
from db.queries.audit import first_broken_row
from db.queries.progress import MeasureProgress, progress
from db.queries.quality import quality
from db.queries.reporting_status import reporting_status
from db.queries.reports import queue
from db.queries.strategic_evidence import evidence_cards
from db.rules.roles import ACCOUNT_ROLES, SECOND_FACTOR_ROLES
from tests.factories import NOW, PASSWORD, SECRET, TODAY


def by_code(database: Database, year: int, as_of: date) -> dict[str, MeasureProgress]:
    with database.read_session() as session:
        return {row.measure.code: row for row in progress(session, year, as_of)}


def load(database: Database, now: datetime) -> None:
    """The sample as `python -m db sample` loads it, without its consultation (test_releases.py)."""
    passwords = {name: f"{PASSWORD} {name}" for name in sample_account_names()}
    with database.write_session() as session:
        assert not has_sample(session)
        load_sample_records(session, now)
        load_sample_accounts(session, passwords, SECRET, now)
        load_sample_ledger(session, now)
        load_sample_reporting(session, now)
        load_sample_evidence(session, now)
        load_sample_reports(session, now)
        assert has_sample(session)


@pytest.fixture
def sampled(sqlite_database: Database) -> Database:
    load(sqlite_database, NOW)
    return sqlite_database


def test_everything_of_the_sample_is_marked(sampled: Database) -> None:
    with sampled.read_session() as session:
        for table in (Organisation, LedgerRequest):
            marked = session.scalar(select(func.count()).select_from(table).where(table.sample.is_(True)))
            assert marked
        unmarked = session.scalars(select(Fact).where(Fact.sample.is_(False))).all()
        assert {fact.origin for fact in unmarked} == {"published"}
        assert not session.scalar(
            select(func.count())
            .select_from(Organisation)
            .where(
                Organisation.sample.is_(True),
                Organisation.name_vi.not_like("%Mẫu%"),
                Organisation.name_vi.not_like("%mẫu%"),
            )
        )


@pytest.mark.parametrize("year", [2025, 2026, 2028])
def test_nothing_of_the_sample_lies_in_the_future(sqlite_database: Database, year: int) -> None:
    now = NOW.replace(year=year, month=2, day=28)
    load(sqlite_database, now)
    with sqlite_database.read_session() as session:
        newest = session.scalars(select(func.max(Fact.event_on)).where(Fact.sample.is_(True))).one()
        assert now.year - 1 <= newest.year <= now.year
        assert newest <= now.date()
        verified = select(func.max(Fact.verified_at)).where(Fact.sample.is_(True))
        assert session.scalars(verified).one() <= now
        assert session.scalars(select(func.max(LedgerRequest.received_on))).one() <= now.date()


# db/seed/README.md: what the rules give on 22/11/2026 with the sample and the published facts.
MET = {"2.1", "3.2", "5.5", "8.2"}
ATTENTION = {"1.3", "4.1", "5.4", "8.1b"}
LATE = {"2.4", "4.2", "5.2", "6.1"}


def test_the_sample_gives_the_picture_its_page_promises(sampled: Database) -> None:
    found = by_code(sampled, 2026, TODAY)
    status = {code: row.evaluation.status for code, row in found.items()}
    groups = [
        {code for code, word in status.items() if word == status[lead]} for lead in ("2.1", "1.3", "2.4")
    ]
    assert groups == [MET, ATTENTION, LATE]
    assert (found["1.3"].evaluation.actual, found["1.3"].evaluation.target) == (200, 312)
    assert (found["1.2"].evaluation.actual, found["1.2"].evaluation.target) == (190, 213)
    assert found["2.2"].evaluation.actual == "17/17"
    assert len({status[code] for code in ("6.3", "7.3", "8.3")}) == 3
    assert {code for code, row in found.items() if not row.sample} == {"3.4"}


def test_the_targets_without_an_indicator_have_sample_evidence_that_says_so(sampled: Database) -> None:
    with sampled.read_session() as session:
        cards = evidence_cards(session, NOW.date())
    items = [item for card in cards for item in card.items]
    assert [len(card.items) for card in cards] == [3, 2]
    assert all(item.sample and "mẫu" in item.issuer_vi and "minh hoạ" in item.text_vi for item in items)


def test_both_pages_count_the_same_units_of_a_quarter(sampled: Database) -> None:
    with sampled.read_session() as session:
        quarter = reporting_status(session, 2026, TODAY).quarters[2]
        (share,) = (
            one
            for one in quality(session, 2026, TODAY).shares
            if (one.name, one.period) == ("completeness", "2026-Q3")
        )
    assert (share.part, share.whole) == (quarter.reported, quarter.expected) == (3, 6)


def test_sample_accounts_are_made_for_every_role_with_their_second_factor(sampled: Database) -> None:
    with sampled.read_session() as session:
        made = session.scalars(select(Account)).all()
    assert sorted(account.name for account in made) == sorted(sample_account_names())
    assert all(account.sample for account in made)
    assert {account.role for account in made} == set(ACCOUNT_ROLES)
    assert {account.role for account in made if account.totp_sealed} == SECOND_FACTOR_ROLES
    assert all(account.organisation_id for account in made if account.role == "member")


def test_two_sample_reports_wait_on_the_desk_and_are_in_no_number(sampled: Database) -> None:
    with sampled.read_session() as session:
        waiting = queue(session)
        assert first_broken_row(session) is None
    assert [row.sample for row in waiting] == [True, True]
    found = by_code(sampled, 2026, TODAY)
    assert {code: row.waiting for code, row in found.items() if row.waiting} == {"1.3": 42, "6.2": 18}


def test_the_units_of_the_sample_stand_differently(sampled: Database) -> None:
    """In time, late, nothing to report, unconfirmed and awaited: a page about units shows all of them."""
    with sampled.read_session() as session:
        found = reporting_status(session, 2026, TODAY)
    states = {unit.name_vi[-1]: unit.states[:3] for unit in found.units}
    assert states["A"] == ("on_time", "nil", "on_time")
    assert states["B"] == ("on_time", "late", "on_time")
    assert states["C"] == ("on_time", "on_time", "missing")
    assert states["D"] == ("on_time", "on_time", "nil_waiting")
    assert states["E"] == ("not_expected", "late", "missing")
    assert states["F"] == ("on_time", "missing", "late")
    assert all(unit.sample for unit in found.units)


def test_what_the_units_reported_is_in_the_picture(sampled: Database) -> None:
    assert by_code(sampled, 2026, TODAY)["5.1"].evaluation.actual == 938
