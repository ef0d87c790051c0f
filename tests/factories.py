"""What do tests begin with?  Small real records, made by the same commands the apps use.

Times are arguments with one default, so that a test can say "the day before" without a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import bcrypt
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands import consultations as consultation_commands
from db.commands import submissions as submission_commands
from db.commands.audit import Audit, record
from db.commands.reports import ReportReceipt, submit_report
from db.commands.sign_in import open_session
from db.models import Account, Consultation, Fact, LedgerRequest, Organisation, Owner, Plan
from db.passwords import prehash
from db.queries.accounts import SignedIn, signed_in
from db.rules.roles import MEMBER
from tests.questionnaire import ANSWERS, make_definition

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # ten in the morning in Viet Nam
TODAY = date(2026, 11, 22)
SECRET = b"a test's secret of forty-three characters or more"
PASSWORD = "chim sáo hót bên sông tháng mười"


@cache
def password_hash() -> str:
    """The hash of `PASSWORD`, made once and cheaply; checking it is the real thing."""
    return bcrypt.hashpw(prehash(PASSWORD).encode(), bcrypt.gensalt(4)).decode()


def make_organisation(session: Session, name: str = "Hội thử nghiệm Hà Nội", **given: Any) -> Organisation:
    """A unit; the same one when asked for again."""
    found = session.scalar(select(Organisation).where(Organisation.name_vi == name))
    if found is None:
        found = Organisation(name_vi=name, kind="hội tỉnh", **{"province_code": "01", **given})
        session.add(found)
        session.flush()
    return found


def make_account(
    session: Session,
    role: str = MEMBER,
    name: str = "",
    organisation: Organisation | None = None,
    **given: Any,
) -> Account:
    """An account that signs in with `PASSWORD`; a member gets a unit."""
    if role == MEMBER and organisation is None:
        organisation = make_organisation(session)
    account = Account(
        id=uuid4(),
        name=name or f"{role}.{uuid4().hex[:6]}",
        display_name=given.pop("display_name", f"Người {role}"),
        role=role,
        organisation_id=organisation.id if organisation else None,
        password_hash=password_hash(),
        totp_last_step=0,
        epoch=1,
        created_at=NOW,
        **given,
    )
    session.add(account)
    record(session, Audit("test", "account_added", "account", str(account.id), NOW, {"role": role}))
    return account


def make_signed_in(session: Session, account: Account, now: datetime = NOW) -> SignedIn:
    """The person behind a fresh session of this account."""
    person = signed_in(session, open_session(session, account.id, now), now)
    assert person is not None
    return person


def make_person(session: Session, role: str = MEMBER, organisation: str = "", name: str = "") -> SignedIn:
    """Somebody signed in under this role, of this unit."""
    unit = make_organisation(session, organisation) if organisation else None
    return make_signed_in(session, make_account(session, role, name, unit))


# -- consultations -------------------------------------------------------------------------------------


def ask_children(
    session: Session, slug: str, version_id: int, now: datetime = NOW, **given: Any
) -> Consultation:
    """A consultation over this version of a questionnaire, open from the day before to the day after."""
    row = Consultation(
        slug=slug,
        form_version_id=version_id,
        **{
            "title_vi": "Em nghĩ gì về an toàn trên mạng?",
            "purpose_vi": "Để người lớn biết trẻ em cần gì.",
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=1),
            **given,
        },
    )
    consultation_commands.open_consultation(session, "test", row, now)
    return row


def make_consultation(
    session: Session,
    slug: str = "an-toan-tren-mang",
    opens_at: datetime = NOW - timedelta(days=7),
    closes_at: datetime | None = NOW + timedelta(days=7),
) -> Consultation:
    """An open consultation over `make_definition`."""
    version = consultation_commands.publish_form(
        session, "test", slug, "| survey |", "<h:html/>", make_definition(), NOW
    )
    return ask_children(
        session, slug, version.id, title_vi="An toàn trên mạng", opens_at=opens_at, closes_at=closes_at
    )


def make_form(
    consultation: Consultation, token: str | UUID = "", **answers: Sequence[str]
) -> dict[str, list[str]]:
    """What a browser posts: token, version, the child's yes, and the answers (replaced by `answers`)."""
    form = {
        "token": (str(token) or str(uuid4()),),
        "version": (str(consultation.form_version_id),),
        "dong_y": ("1",),
        **ANSWERS,
        **answers,
    }
    return {name: list(values) for name, values in form.items()}


def make_submission(
    session: Session, consultation: Consultation, now: datetime = NOW, **answers: Sequence[str]
) -> str:
    """One child's answer; its slip."""
    form = make_form(consultation, **answers)
    return submission_commands.record_submission(session, SECRET, consultation.slug, form, now).slip


# -- numbers -------------------------------------------------------------------------------------------


def make_fact(
    session: Session, code: str, value: int, event_on: date, verified_at: datetime | None = None, **given: Any
) -> Fact:
    """A verified number, verified at noon of its day unless said otherwise."""
    known = verified_at or datetime(event_on.year, event_on.month, event_on.day, 5, tzinfo=UTC)
    fact = Fact(
        measure_code=code,
        value=value,
        event_on=event_on,
        origin="staff",
        recorded_at=known,
        verified_at=known,
        verified_by="test",
        **given,
    )
    session.add(fact)
    record(session, Audit("test", "fact_added", "measure", code, known))
    return fact


def make_owner(session: Session, place: str, name: str, known: datetime = NOW, **given: Any) -> Owner:
    """Who answers for an objective ("4") or a measure ("4.1")."""
    where = {"objective_number": int(place)} if place.isdecimal() else {"measure_code": place}
    row = Owner(
        name_vi=name, from_on=known.date(), reason="thử nghiệm", recorded_at=known, recorded_by="test",
        recorded_by_vi="Thử", **where, **given,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def make_plan(
    session: Session, code: str, year: int, value: int, recorded_at: datetime, **given: Any
) -> Plan:
    """An approved yearly figure."""
    plan = Plan(
        measure_code=code,
        year=year,
        value=value,
        approved_on=given.pop("approved_on", recorded_at.date()),
        approved_by="Nghị quyết thử nghiệm",
        recorded_at=recorded_at,
        recorded_by="test",
        **given,
    )
    session.add(plan)
    session.flush()
    return plan


def make_request(session: Session, code: str, received_on: date, **given: Any) -> LedgerRequest:
    """An entry of the ledger, recorded on the day it came."""
    arrived = datetime(received_on.year, received_on.month, received_on.day, 5, tzinfo=UTC)
    due_on = given.pop("due_on", received_on + timedelta(days=15))
    recorded_at = given.pop("recorded_at", arrived)
    row = LedgerRequest(
        measure_code=code,
        number=given.pop("number", uuid4().hex[:12]),
        year=received_on.year,
        ordinal=uuid4().int % 1_000_000_000,
        received_on=received_on,
        due_on=due_on,
        last_day=given.get("extended_due_on") or due_on,
        recorded_at=recorded_at,
        changed_at=recorded_at,
        **given,
    )
    session.add(row)
    session.flush()
    return row


# -- reports -------------------------------------------------------------------------------------------


def make_training(token: str | UUID = "", **answers: str) -> dict[str, list[str]]:
    """What a member posts for a training (form F3) of 40 officers; `answers` replace fields."""
    form = {
        "token": str(token) or str(uuid4()),
        "title": "Tập huấn kỹ năng tư vấn",
        "date_start": "10/11/2026",
        "province_code": "01",
        "place_type": "office",
        "evidence": "https://example.org/tap-huan",
        "audience": "officers",
        "participants_n": "40",
        "first_time_n": "10",
        "female_n": "25",
        "hours": "6",
        "topic": "child_rights",
        "signin": "1",
        **answers,
    }
    return {name: [value] for name, value in form.items() if value}


def make_report(session: Session, by: SignedIn, now: datetime = NOW, **answers: str) -> ReportReceipt:
    """A training filed by this member."""
    return submit_report(session, by, "F3", make_training(**answers), now)
