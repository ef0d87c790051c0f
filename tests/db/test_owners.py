"""Is it always known who answers for an objective, on every day as it was known on that day?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from db.commands.owners import name_owner
from db.engine import Database
from db.models import AuditEvent, Owner
from db.queries.overview import overview
from db.queries.owners import owners
from db.queries.progress import progress
from db.queries.standings import known_on
from db.queries.strategy import strategy
from db.rules.errors import RuleError
from tests.factories import NOW, TODAY, make_account, make_person, make_request

LATER = NOW + timedelta(days=30)
ASKED = {"name_vi": ["Ban Kiến nghị"], "from_on": ["01/11/2026"], "reason": ["Quyết định 12/QĐ"]}


def form(**changed: list[str]) -> dict[str, list[str]]:
    return {**ASKED, "token": [str(uuid4())], **changed}


def named(database: Database, place: str, now: datetime = NOW, role: str = "staff", **changed: Any) -> int:
    with database.write_session() as session:
        return name_owner(session, make_person(session, role), place, form(**changed), now)


def who(database: Database, as_of: date = TODAY) -> dict[str, str]:
    with database.read_session() as session:
        return {row.measure.code: row.owner_vi for row in progress(session, 2026, as_of)}


def test_an_objectives_owner_answers_for_its_measures_and_a_measure_may_have_its_own(
    database: Database,
) -> None:
    named(database, "4")
    named(database, "4.2", name_vi=["Văn phòng"])
    found = who(database)
    assert (found["4.1"], found["4.2"], found["5.1"]) == ("Ban Kiến nghị", "Văn phòng", "")
    named(database, "4.2", LATER, name_vi=[""], from_on=["20/12/2026"])  # nobody of its own any more
    assert who(database, LATER.date())["4.2"] == "Ban Kiến nghị"
    with database.read_session() as session:
        known = known_on(session, TODAY)
        assert strategy(session)[3].owner_vi == known.objectives[3].owner_vi == "Ban Kiến nghị"


def test_the_lines_leaders_must_look_at_say_who(database: Database) -> None:
    named(database, "4")
    with database.write_session() as session:
        make_request(session, "4.2", TODAY - timedelta(days=105), due_on=TODAY - timedelta(days=90))
    with database.read_session() as session:
        lines = {line.code: line.owner_vi for line in overview(session, 2026, TODAY).attention}
    assert lines["4.2"] == "Ban Kiến nghị"


def test_a_page_keeps_the_owner_it_showed(database: Database) -> None:
    """Named later, even for days before: what a day said it says again."""
    named(database, "4")
    before = who(database)
    named(database, "4", LATER, name_vi=["Văn phòng"], from_on=["02/11/2026"])
    assert who(database) == before
    assert who(database, LATER.date())["4.1"] == "Văn phòng"
    with database.read_session() as session:
        rows = owners(session, "4", LATER.date())
        assert [(row.name_vi, row.reason, row.by_vi) for row in rows] == [
            ("Văn phòng", "Quyết định 12/QĐ", "Người staff"),
            ("Ban Kiến nghị", "Quyết định 12/QĐ", "Người staff"),
        ]
        assert len(owners(session, "4", TODAY)) == 1 and owners(session, "5", TODAY) == ()


def test_the_latest_day_counts_not_the_latest_entry(sqlite_database: Database) -> None:
    named(sqlite_database, "4", from_on=["10/11/2026"])
    named(sqlite_database, "4", name_vi=["Người trước"], from_on=["01/02/2026"])
    assert who(sqlite_database)["4.1"] == "Ban Kiến nghị"


def test_a_resend_names_once_and_the_log_holds_no_name(database: Database) -> None:
    token = [str(uuid4())]
    with database.write_session() as session:
        staff, leader = make_person(session, "staff"), make_account(session, "leader")
        asked = form(token=token, account=[str(leader.id)])
        first = name_owner(session, staff, "4", asked, NOW)
        assert name_owner(session, staff, "4", asked, NOW) == first
        with pytest.raises(RuleError, match="token_reused"):
            name_owner(session, staff, "5", asked, NOW)
        assert session.query(Owner).count() == 1
        (noted,) = session.query(AuditEvent).filter_by(act="owner_named")
        assert (noted.noun, noted.noun_id, "Kiến nghị" in str(noted.facts)) == ("objective", "4", False)
        assert owners(session, "4", TODAY)[0].account_vi == "Người leader"


@pytest.mark.parametrize(
    ("place", "changed", "code"),
    [
        ("9", {}, "unknown_objective"),
        ("²", {}, "unknown_measure"),
        ("44", {}, "unknown_objective"),
        ("9.9", {}, "unknown_measure"),
        ("4", {"from_on": ["23/11/2026"]}, "fields_refused"),
        ("4", {"from_on": ["hôm nay"]}, "fields_refused"),
        ("4", {"reason": [" "]}, "fields_refused"),
        ("4", {"name_vi": ["x" * 161]}, "fields_refused"),
        ("4", {"account": [str(uuid4())]}, "fields_refused"),
        ("4", {"token": []}, "token_missing"),
    ],
)
def test_what_is_refused_names_nobody(sqlite_database: Database, place: str, changed: Any, code: str) -> None:
    with pytest.raises(RuleError, match=code):
        named(sqlite_database, place, **changed)
    assert set(who(sqlite_database).values()) == {""}


def test_only_staff_names_and_a_members_account_cannot_be_named(sqlite_database: Database) -> None:
    for role in ("leader", "member", "inspector"):
        with pytest.raises(RuleError, match="forbidden"):
            named(sqlite_database, "4", role=role)
    with sqlite_database.write_session() as session:
        member = str(make_account(session, "member").id)
    with pytest.raises(RuleError, match="fields_refused"):
        named(sqlite_database, "4", account=[member])


def test_nobody_changes_a_named_owner_by_hand(database: Database) -> None:
    number = named(database, "4", datetime(2026, 11, 22, 3, tzinfo=UTC))
    with pytest.raises(Exception, match="append-only"), database.write_session() as session:
        session.get_one(Owner, number).name_vi = "Ai đó"
