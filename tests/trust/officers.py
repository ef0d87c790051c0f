"""What do proofs about own words begin with?  Two officers with keys, a paper, an open form."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.consultations import publish_form
from db.commands.own_words import CONTACT_FIELD
from db.commands.safeguarding_keys import MadeKey, admit_key, make_key
from db.commands.submissions import record_submission
from db.engine import Database
from db.models import Concern, Consultation, Submission
from db.queries.accounts import SignedIn
from db.sealing.envelopes import OpenKey
from db.sealing.keys import lock, new_key, public_of
from tests.factories import NOW, SECRET, ask_children, make_form, make_person
from tests.questionnaire import make_definition

SLUG = "an-toan-tren-mang"
PASSPHRASE = "thuyền nan trôi qua bến vắng"
QUICK = 4  # scrypt's work in tests; what it guards is guarded the same way
QUESTION = "y_kien"


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer with an open key."""

    person: SignedIn
    key: OpenKey


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Two officers and the paper."""

    first: Officer
    second: Officer
    paper: OpenKey


def hold_ceremony(database: Database) -> Ceremony:
    """Two officers make their keys, one lets the other in and makes the paper."""
    with database.write_session() as session:
        first = give_key(session, make_person(session, "officer"))
        second = give_key(session, make_person(session, "officer"))
        admit_key(session, first.person, second.key.id, first.key, NOW)
        paper = new_key()
        make_key(session, first.person, MadeKey(public_of(paper), None), NOW)
        admit_key(session, first.person, paper.id, first.key, NOW)
    return Ceremony(first, second, paper)


def give_key(session: Session, person: SignedIn) -> Officer:
    """A key of this person's; it waits unless it is the very first."""
    key = new_key()
    make_key(session, person, MadeKey(public_of(key), lock(key, PASSPHRASE, QUICK)), NOW)
    session.flush()
    return Officer(person, key)


def ask_own_words(database: Database, slug: str = SLUG) -> Consultation:
    """An open consultation whose last question is answered in own words."""
    with database.write_session() as session:
        version = publish_form(session, "test", slug, "", "", make_definition(free_text=True), NOW)
        return ask_children(session, slug, version.id, NOW, opens_at=NOW, closes_at=None)


def written(asked: Consultation, text: str = "", contact: str = "", token: str = "") -> dict[str, list[str]]:
    """A filled form with these own words."""
    form = make_form(asked, token)
    return {**form, **({QUESTION: [text]} if text else {}), **({CONTACT_FIELD: [contact]} if contact else {})}


def tell(database: Database, asked: Consultation, text: str = "", contact: str = "", token: str = "") -> str:
    """A child writes this; the slip's code."""
    with database.write_session() as session:
        form = written(asked, text, contact, token)
        return record_submission(session, SECRET, asked.slug, form, NOW).slip


def concern_of(database: Database, slip: str) -> UUID:
    """The concern that came with this slip."""
    with database.read_session() as session:
        found = session.scalar(
            select(Concern.id)
            .join(Submission, Submission.token == Concern.token)
            .where(Submission.slip == slip)
        )
    assert found is not None
    return found
