"""Is a session dead the moment it should be, and does a ticket open one only?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands import accounts as account_commands
from db.commands.sign_in import (
    TICKET_LIFE,
    close_session,
    make_ticket,
    open_session,
    redeem_ticket,
    touch_session,
)
from db.engine import Database
from db.models import AuditEvent, WebSession
from db.queries.accounts import open_sessions, signed_in
from tests.db.refusals import refusal
from tests.factories import NOW, make_account

SECOND = timedelta(seconds=1)
NEW_PASSWORD = "bến nước gốc đa mái đình làng ta"


@pytest.fixture
def account_id(database: Database) -> UUID:
    with database.write_session() as session:
        return make_account(session, "staff", "ha.nguyen").id


def begin(database: Database, account_id: UUID, now: datetime = NOW) -> str:
    with database.write_session() as session:
        return open_session(session, account_id, now)


def alive(database: Database, secret: str, now: datetime = NOW) -> bool:
    with database.read_session() as session:
        return signed_in(session, secret, now) is not None


def test_a_session_tells_who_it_is_and_keeps_no_secret(database: Database, account_id: UUID) -> None:
    secret = begin(database, account_id)
    with database.read_session() as session:
        person = signed_in(session, secret, NOW)
        stored = session.scalars(select(WebSession)).one()
        assert person and (person.name, person.role, person.account_id) == ("ha.nguyen", "staff", account_id)
        assert secret not in (stored.secret_hash, person.session_hash)
    assert not alive(database, secret + "x")
    assert not alive(database, "")
    assert begin(database, account_id) != secret


def test_thirty_quiet_minutes_end_a_session(database: Database, account_id: UUID) -> None:
    secret = begin(database, account_id)
    assert alive(database, secret, NOW + timedelta(minutes=30) - SECOND)
    assert not alive(database, secret, NOW + timedelta(minutes=30))


def test_use_keeps_a_session_for_eight_hours_and_no_longer(database: Database, account_id: UUID) -> None:
    secret, now = begin(database, account_id), NOW
    with database.read_session() as session:
        person = signed_in(session, secret, now)
    assert person
    while now < NOW + timedelta(hours=8) - timedelta(minutes=20):
        now += timedelta(minutes=20)
        with database.write_session() as session:
            touch_session(session, person.session_hash, now)
    assert alive(database, secret, NOW + timedelta(hours=8) - SECOND)
    assert not alive(database, secret, NOW + timedelta(hours=8))


ENDINGS: dict[str, Callable[[Session, str], object]] = {
    "logout": lambda session, secret: close_session(session, secret, NOW),
    "disabled": lambda session, _: account_commands.disable_account(session, "t", "ha.nguyen", NOW),
    "password": lambda session, _: account_commands.reset_password(
        session, "t", "ha.nguyen", NEW_PASSWORD, NOW
    ),
    "role": lambda session, _: account_commands.change_role(session, "t", "ha.nguyen", "leader", NOW),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_session_is_dead_in_the_same_moment(database: Database, account_id: UUID, ending: str) -> None:
    secret = begin(database, account_id)
    assert alive(database, secret)
    with database.write_session() as session:
        ENDINGS[ending](session, secret)
    assert not alive(database, secret)


def test_an_account_that_is_enabled_again_has_no_old_sessions(database: Database, account_id: UUID) -> None:
    secret = begin(database, account_id)
    with database.write_session() as session:
        account_commands.disable_account(session, "t", "ha.nguyen", NOW)
        account_commands.enable_account(session, "t", "ha.nguyen", NOW)
    assert not alive(database, secret)
    assert alive(database, begin(database, account_id))


def test_signing_out_ends_one_session_and_is_written_once(database: Database, account_id: UUID) -> None:
    first, second = begin(database, account_id), begin(database, account_id)
    for _ in range(2):
        with database.write_session() as session:
            close_session(session, first, NOW)
            close_session(session, "never was one", NOW)
    assert (alive(database, first), alive(database, second)) == (False, True)
    with database.read_session() as session:
        acts = session.scalars(select(AuditEvent.act).order_by(AuditEvent.seq.desc()).limit(3)).all()
        assert open_sessions(session, NOW) == 1
    assert acts == ["session_closed", "session_opened", "session_opened"]


def test_sessions_of_last_month_are_forgotten(database: Database, account_id: UUID) -> None:
    begin(database, account_id, NOW - timedelta(days=31))
    begin(database, account_id)
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 1


# -- tickets -------------------------------------------------------------------------------------------


def ticket_for(database: Database, account_id: UUID) -> str:
    with database.write_session() as session:
        return make_ticket(session, account_id, NOW)


def redeem(database: Database, ticket: str, now: datetime = NOW) -> str:
    with database.write_session() as session:
        return redeem_ticket(session, ticket, now)


def test_a_ticket_opens_one_session(database: Database, account_id: UUID) -> None:
    ticket = ticket_for(database, account_id)
    assert alive(database, redeem(database, ticket, NOW + TICKET_LIFE), NOW + TICKET_LIFE)
    assert refusal(lambda: redeem(database, ticket)).code == "sign_in_needed"


def test_a_ticket_lives_thirty_seconds(database: Database, account_id: UUID) -> None:
    ticket = ticket_for(database, account_id)
    assert refusal(lambda: redeem(database, ticket, NOW + TICKET_LIFE + SECOND)).code == "sign_in_needed"
    assert refusal(lambda: redeem(database, "made up")).code == "sign_in_needed"


def test_a_ticket_from_before_a_new_password_opens_nothing(database: Database, account_id: UUID) -> None:
    ticket = ticket_for(database, account_id)
    with database.write_session() as session:
        account_commands.reset_password(session, "t", "ha.nguyen", NEW_PASSWORD, NOW)
    assert refusal(lambda: redeem(database, ticket)).code == "sign_in_needed"
