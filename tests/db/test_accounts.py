"""Who gets an account, with which role, and what is written down about it?"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands import accounts as commands
from db.engine import Database
from db.models import Account, AuditEvent
from db.passwords import matches
from db.queries.accounts import AccountRow, accounts, sign_in_record
from db.queries.audit import first_broken_row
from db.rules.errors import RuleError
from db.rules.roles import ACCOUNT_ROLES, SECOND_FACTOR_ROLES
from tests.factories import NOW, PASSWORD, SECRET, make_account, make_organisation

NEW_PASSWORD = "bến nước gốc đa mái đình làng ta"
UNIT = "Hội thử nghiệm Hà Nội"


def add(session: Session, name: str = "ha.nguyen", role: str = "staff", **given: str | None) -> Account:
    password = given.pop("password", PASSWORD) or ""
    return commands.add_account(session, "test", name, "Hà Nguyễn", role, password, NOW, **given)


def refused(database: Database, act: Callable[[Session], object]) -> str:
    with pytest.raises(RuleError) as refusal, database.write_session() as session:
        act(session)
    return refusal.value.code


def rows(database: Database) -> tuple[AccountRow, ...]:
    with database.read_session() as session:
        return accounts(session)


def test_an_account_signs_in_with_its_password_and_no_other(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        add(session, " Ha.Nguyen ")
    with sqlite_database.read_session() as session:
        found = sign_in_record(session, "ha.nguyen")
    assert found and matches(PASSWORD, found.password_hash)
    assert not matches(PASSWORD + " ", found.password_hash)
    assert PASSWORD not in found.password_hash


@pytest.mark.parametrize(
    "name", ["", "ab", "hà.nguyễn", "-dash", "a b c", "a" * 61, "ha/nguyen", "ha\0nguyen"]
)
def test_a_name_that_cannot_be_typed_anywhere_is_refused(sqlite_database: Database, name: str) -> None:
    assert refused(sqlite_database, lambda session: add(session, name)) == "account_name_bad"
    assert rows(sqlite_database) == ()


REFUSALS: dict[str, dict[str, str]] = {
    "not_a_choice": {"role": "king"},
    "organisation_needed": {"role": "member"},
    "unknown_organisation": {"role": "member", "organisation": "Hội không có"},
    "password_too_short": {"password": "ngắn quá"},
    "password_too_common": {"password": "ha.nguyenha.nguyen"},  # one's own name, twice
}


@pytest.mark.parametrize("code", REFUSALS)
def test_an_account_that_would_be_wrong_is_not_made(sqlite_database: Database, code: str) -> None:
    given = REFUSALS[code]
    assert refused(sqlite_database, lambda session: add(session, **given)) == code
    assert rows(sqlite_database) == ()


def test_a_name_is_taken_once_in_any_case(database: Database) -> None:
    with database.write_session() as session:
        make_account(session, "staff", "ha.nguyen")
    assert refused(database, lambda session: add(session, "HA.Nguyen")) == "account_exists"


def test_a_member_belongs_to_a_unit(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        make_organisation(session, UNIT)
        add(session, role="member", organisation=UNIT)
    assert [(row.role, row.organisation_vi) for row in rows(sqlite_database)] == [("member", UNIT)]


def test_a_second_factor_is_for_the_roles_that_need_it(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        for role in ACCOUNT_ROLES:
            make_account(session, role, f"{role}.one")
        given = {
            role: commands.reset_second_factor(session, "t", f"{role}.one", SECRET, NOW)
            for role in ACCOUNT_ROLES
        }
    assert {role for role, secret in given.items() if secret} == SECOND_FACTOR_ROLES


def test_nobody_becomes_a_member_without_a_unit(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        make_account(session, "staff", "ha.nguyen")
    change = refused(sqlite_database, lambda s: commands.change_role(s, "t", "ha.nguyen", "member", NOW))
    assert change == "organisation_needed"
    assert (
        refused(sqlite_database, lambda s: commands.change_role(s, "t", "ha.nguyen", "king", NOW))
        == "not_a_choice"
    )
    assert rows(sqlite_database)[0].role == "staff"


def test_a_weak_new_password_leaves_the_old_one(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        make_account(session, "staff", "ha.nguyen")
    reset = refused(sqlite_database, lambda s: commands.reset_password(s, "t", "ha.nguyen", "123", NOW))
    assert reset == "password_too_short"
    with sqlite_database.read_session() as session:
        found = sign_in_record(session, "ha.nguyen")
    assert found and matches(PASSWORD, found.password_hash)


ACTS: dict[str, Callable[[Session, str], object]] = {
    "role_changed": lambda session, name: commands.change_role(session, "t", name, "leader", NOW),
    "password_reset": lambda session, name: commands.reset_password(session, "t", name, NEW_PASSWORD, NOW),
    "second_factor_reset": lambda session, name: commands.reset_second_factor(
        session, "t", name, SECRET, NOW
    ),
    "account_disabled": lambda session, name: commands.disable_account(session, "t", name, NOW),
    "account_enabled": lambda session, name: commands.enable_account(session, "t", name, NOW),
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_on_an_account_is_written_down_without_its_secrets(
    sqlite_database: Database, act: str
) -> None:
    with sqlite_database.write_session() as session:
        account = make_account(session, "admin", "ha.nguyen")
        before = session.scalars(select(AuditEvent.seq).order_by(AuditEvent.seq.desc())).first() or 0
        secret = ACTS[act](session, "ha.nguyen")
    with sqlite_database.read_session() as session:
        written = session.scalars(select(AuditEvent).where(AuditEvent.seq > before)).all()
        assert [(row.act, row.noun_id) for row in written] == [(act, str(account.id))]
        assert first_broken_row(session) is None
        said = json.dumps([[row.facts, row.actor, row.noun_id] for row in written], ensure_ascii=False)
    for hidden in (NEW_PASSWORD, str(secret), "ha.nguyen"):
        assert hidden not in said or hidden == "None"


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_nobody_is_refused(sqlite_database: Database, act: str) -> None:
    assert refused(sqlite_database, lambda session: ACTS[act](session, "nobody")) == "unknown_account"
