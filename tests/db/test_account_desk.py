"""Does the administrator manage accounts without ever knowing a password?"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from db.commands.account_desk import (
    add_by_form,
    change_own_password,
    change_role_by_form,
    close_by_form,
    drop_second_factor,
    open_by_form,
    send_link,
    set_password_by_link,
)
from db.commands.accounts import reset_password
from db.commands.sign_in import open_session
from db.engine import Database
from db.models import PasswordLink
from db.passwords import hash_password, matches, open_totp
from db.queries.accounts import (
    SignedIn,
    account_detail,
    link_owner,
    secret_hash,
    sign_in_record,
    signed_in,
)
from db.queries.audit import first_broken_row
from db.queries.record_changes import changes_of
from tests.db.refusals import refusal
from tests.factories import NOW, SECRET, make_account, make_person

HASH = hash_password("mưa rơi trên mái tranh đêm hè")
WHY = {"reason": ["theo giấy đề nghị"]}
DAY = timedelta(hours=24)


class Office:
    """A database with an administrator and a person."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write_session() as session:
            self.admin = make_person(session, "admin", name="quan.tri")
            make_account(session, "staff", "can.bo")

    def do(self, act, *given, **named):
        with self.database.write_session() as session:
            return act(session, *given, **named)

    def session_of(self, name: str) -> str:
        with self.database.write_session() as session:
            return open_session(session, account_detail(session, name).id, NOW)

    def alive(self, secret: str) -> SignedIn | None:
        with self.database.read_session() as session:
            return signed_in(session, secret, NOW)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def use(office: Office, link: str, now: datetime = NOW) -> str | None:
    totp: str | None = office.do(set_password_by_link, link, HASH, SECRET, now)
    return totp


def test_a_link_sets_the_password_once(office: Office) -> None:
    before = office.session_of("can.bo")
    link = office.do(send_link, office.admin, "can.bo", WHY, NOW)
    assert office.alive(before) is not None
    with office.database.read_session() as session:
        assert link_owner(session, link, NOW)[0] == "can.bo"
        assert session.get(PasswordLink, link) is None and session.get(PasswordLink, secret_hash(link))
    assert use(office, link) is None
    assert office.alive(before) is None
    with office.database.read_session() as session:
        found = sign_in_record(session, "can.bo")
        assert found and matches("mưa rơi trên mái tranh đêm hè", found.password_hash)
        assert first_broken_row(session) is None
    assert refusal(lambda: use(office, link)).code == "link_dead"


@pytest.mark.parametrize(("after", "works"), [(DAY - timedelta(seconds=1), True), (DAY, False)])
def test_a_link_lives_a_day(office: Office, after: timedelta, works: bool) -> None:
    link = office.do(send_link, office.admin, "can.bo", WHY, NOW)
    with office.database.read_session() as session:
        if not works:
            assert refusal(lambda: link_owner(session, link, NOW + after)).code == "link_dead"
    if works:
        use(office, link, NOW + after)
    else:
        assert refusal(lambda: use(office, link, NOW + after)).code == "link_dead"


def test_a_new_link_kills_the_old_one_and_so_does_closing(office: Office) -> None:
    old = office.do(send_link, office.admin, "can.bo", WHY, NOW)
    new = office.do(send_link, office.admin, "can.bo", WHY, NOW)
    assert refusal(lambda: use(office, old)).code == "link_dead"
    office.do(close_by_form, office.admin, "can.bo", WHY, NOW)
    assert refusal(lambda: use(office, new)).code == "link_dead"
    office.do(open_by_form, office.admin, "can.bo", WHY, NOW)
    assert refusal(lambda: use(office, new)).code == "link_dead"


@pytest.mark.parametrize("guess", ["", "x", "\ud800", "a\0b", "a" * 5000])
def test_a_guessed_link_opens_nothing(office: Office, guess: str) -> None:
    assert refusal(lambda: use(office, guess)).code == "link_dead"
    with office.database.read_session() as session:
        assert refusal(lambda: link_owner(session, guess, NOW)).code == "link_dead"


def test_a_second_factor_is_given_with_the_link_and_only_when_there_is_none(office: Office) -> None:
    form = {"name": ["bao.ve"], "display_name": ["Bảo vệ"], "role": ["officer"]}
    totp = use(office, office.do(add_by_form, office.admin, form, NOW))
    with office.database.read_session() as session:
        found = sign_in_record(session, "bao.ve")
        assert totp and found and found.totp_sealed and open_totp(found.totp_sealed, SECRET) == totp
    assert use(office, office.do(send_link, office.admin, "bao.ve", WHY, NOW)) is None
    office.do(drop_second_factor, office.admin, "bao.ve", WHY, NOW)
    again = use(office, office.do(send_link, office.admin, "bao.ve", WHY, NOW))
    assert again and again != totp


def test_changes_say_who_what_and_why_but_no_secret(office: Office) -> None:
    kept = office.session_of("can.bo")
    office.do(change_role_by_form, office.admin, "can.bo", {**WHY, "role": ["leader"]}, NOW)
    assert office.alive(kept) is None
    link = office.do(send_link, office.admin, "can.bo", WHY, NOW)
    use(office, link)
    with office.database.read_session() as session:
        rows = changes_of(session, "account", str(account_detail(session, "can.bo").id))
    assert [(row.act, row.reason) for row in rows] == [
        ("password_set", ""),
        ("link_made", WHY["reason"][0]),
        ("role_changed", WHY["reason"][0]),
    ]
    assert rows[2].fields == (("role", "staff", "leader"),)
    assert link not in str(rows) and HASH not in str(rows)


def test_nobody_changes_the_role_of_their_own_account_or_closes_it(office: Office) -> None:
    for name in ("quan.tri", " QUAN.TRI "):
        for act, form in (
            (change_role_by_form, {**WHY, "role": ["staff"]}),
            (close_by_form, WHY),
            (drop_second_factor, WHY),
        ):
            assert (
                refusal(lambda a=act, f=form, n=name: office.do(a, office.admin, n, f, NOW)).code
                == "own_account"
            )


@pytest.mark.parametrize("role", ["member", "staff", "leader", "inspector", "officer"])
def test_only_the_administrator_manages_accounts(office: Office, role: str) -> None:
    by = office.do(make_person, role)
    form = {"name": ["moi.them"], "display_name": ["x"], "role": ["admin"]}
    assert refusal(lambda: office.do(add_by_form, by, form, NOW)).code == "forbidden"
    assert refusal(lambda: office.do(send_link, by, "quan.tri", WHY, NOW)).code == "forbidden"


def test_an_own_new_password_ends_every_other_session(office: Office) -> None:
    here, elsewhere = office.session_of("can.bo"), office.session_of("can.bo")
    link = office.do(send_link, office.admin, "can.bo", WHY, NOW)
    person = office.alive(here)
    assert person is not None
    office.do(change_own_password, person, HASH, NOW)
    assert office.alive(here) is not None and office.alive(elsewhere) is None
    assert refusal(lambda: use(office, link)).code == "link_dead"


def test_a_session_that_a_reset_has_ended_sets_no_password(office: Office) -> None:
    person = office.alive(office.session_of("can.bo"))
    assert person is not None
    with office.database.write_session() as session:
        reset_password(session, "quan.tri", "can.bo", "bến nước gốc đa mái đình làng ta", NOW)
    assert refusal(lambda: office.do(change_own_password, person, HASH, NOW)).code == "sign_in_needed"


def test_a_members_account_needs_its_unit(office: Office) -> None:
    form = {"name": ["hoi.vien"], "display_name": ["x"], "role": ["member"]}
    refused = refusal(lambda: office.do(add_by_form, office.admin, form, NOW))
    assert [(one.field, one.code) for one in refused.problems] == [("organisation", "required")]
