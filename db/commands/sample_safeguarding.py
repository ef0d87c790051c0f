"""What does a newcomer see on the officers' desk?  Sample keys, and a few invented children's own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.consultations import open_consultation, publish_form
from db.commands.own_words import CONTACT_FIELD
from db.commands.safeguarding_keys import MadeKey, admit_key, make_key
from db.commands.submissions import ASSENT_FIELD, record_submission
from db.models import Account, Consultation
from db.queries.accounts import SignedIn
from db.rules.roles import OFFICER
from db.sealing.envelopes import OpenKey
from db.sealing.keys import lock, new_key, on_paper, public_of
from db.seed import rows, sample_instrument
from db.xlsform.convert import convert

ACTOR = "sample"
INSTRUMENT, SLUG = "dieu_em_muon_noi", "dieu-em-muon-noi"
WORK = 14  # sixteen megabytes: sample keys guard nothing, and a start should take seconds


def sample_officers(session: Session) -> tuple[str, ...]:
    """The sign-in names of the sample officers."""
    officers = select(Account.name).where(Account.sample.is_(True), Account.role == OFFICER)
    return tuple(session.scalars(officers.order_by(Account.name)))


def load_sample_keys(session: Session, passphrases: Mapping[str, str], now: datetime) -> str:
    """Hold the ceremony with the sample officers; what stands on the sample paper is returned."""
    people = {name: _person(session, name, now) for name in passphrases}
    keys = {name: _make(session, people[name], passphrases[name], now) for name in passphrases}
    first, *others = passphrases
    for name in others:
        admit_key(session, people[first], keys[name].id, keys[first], now)
    paper = new_key()
    make_key(session, people[first], MadeKey(public_of(paper), None), now)
    session.flush()
    admit_key(session, people[first], paper.id, keys[first], now)
    return " ".join(on_paper(paper))


def load_sample_own_words(session: Session, secret: bytes, now: datetime) -> None:
    """Open a small consultation with two questions in own words, answered by a few invented children."""
    source = sample_instrument(INSTRUMENT)
    made = convert(source, form_name=INSTRUMENT)
    version = publish_form(session, ACTOR, INSTRUMENT, source, made.xml, made.definition, now)
    consultation = Consultation(
        slug=SLUG,
        title_vi="Điều em muốn nói với người lớn",
        purpose_vi="Hội muốn nghe các em bằng lời của chính các em.",
        audience_vi="Dành cho các em 11–17 tuổi · khoảng 3 phút",
        agency_vi="Cơ quan về trẻ em (mẫu)",
        form_version_id=version.id,
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=60),
        sample=True,
    )
    open_consultation(session, ACTOR, consultation, now)
    chance, bands = Random(111), cycle(("t11_13", "t14_15", "t16_17"))
    for row in rows("sample/sample_own_words"):
        form = {
            "token": [str(UUID(int=chance.getrandbits(128), version=4))],
            "version": [str(version.id)],
            ASSENT_FIELD: ["1"],
            "nhom_tuoi": [next(bands)],
            "gioi_tinh": [chance.choice(("nu", "nam"))],
            "tinh": [chance.choice(("p01", "p48", "p79", "p38"))],
            "mong_muon": [row["mong_muon"]],
            "lo_lang": [row["lo_lang"]],
            CONTACT_FIELD: [row["goi_lai"]],
        }
        record_submission(session, secret, SLUG, form, now - timedelta(days=chance.randint(0, 1)))


def _person(session: Session, name: str, now: datetime) -> SignedIn:
    row = session.scalars(select(Account).where(Account.name == name)).one()
    return SignedIn(
        row.id, row.name, row.display_name, row.role, row.organisation_id, "", "", now, row.sample
    )


def _make(session: Session, person: SignedIn, passphrase: str, now: datetime) -> OpenKey:
    key = new_key()
    make_key(session, person, MadeKey(public_of(key), lock(key, passphrase, WORK)), now)
    session.flush()
    return key
