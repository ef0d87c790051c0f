"""What is in these tests' databases, and when are two of them the same?"""

from __future__ import annotations

import hashlib
import random
import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pyrage
from sqlalchemy.orm import Session

from db.backup.rows import kept_tables, table_digest
from db.backup.taking import BackupReceipt, take
from db.commands.audit import Audit, record
from db.commands.submissions import record_submission
from db.engine import Database, open_database
from db.evidence.store import keep
from db.models import Consultation, EvidenceFile
from db.queries.accounts import SignedIn
from db.settings import Settings
from tests.factories import (
    NOW,
    make_consultation,
    make_fact,
    make_form,
    make_organisation,
    make_person,
    make_report,
)

WORDS = ("Tập huấn", "Đỗ Thị Ngọc Ánh", "\u202egnôL", "=1+1", "ngày 30/02", "𝔘nicode ✓", "a'b\"c", "\\n", "")


def new_key() -> tuple[str, str]:
    """A secret key and the public one that seals for it."""
    key = pyrage.x25519.Identity.generate()
    return str(key), str(key.to_public())


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the random acts happen."""

    database: Database
    settings: Settings
    chance: random.Random
    person: SignedIn
    consultation: Consultation


def fill(settings: Settings, seed: int) -> None:
    """Make the database a random one: reports, facts voided and superseded, children's answers, files."""
    chance = random.Random(seed)
    with closing(open_database(settings)) as database:
        with database.write_session() as session:
            person, consultation = make_person(session, "member", f"Hội {seed}"), make_consultation(session)
        scene = Scene(database, settings, chance, person, consultation)
        for _ in range(chance.randrange(2, 9)):
            with database.write_session() as session:
                chance.choice(ACTS)(session, scene)


def file_report(session: Session, scene: Scene) -> None:
    """A report with a file of evidence."""
    title = f"{scene.chance.choice(WORDS)} {scene.chance.random()} tập huấn"
    report_id = make_report(session, scene.person, NOW, title=title).report_id
    data = scene.chance.randbytes(scene.chance.randrange(1, 4000))
    sha256 = hashlib.sha256(data).hexdigest()
    keep(scene.settings.data_dir, sha256, data)
    file = EvidenceFile(report_id=report_id, version=1, name="tệp.pdf", kind="pdf", size=len(data))
    file.sha256, file.added_at, file.added_by = sha256, NOW, scene.person.account_id
    session.add(file)


def add_facts(session: Session, scene: Scene) -> None:
    """Two numbers; the first is voided and points to the one that came after it."""
    first = make_fact(session, "1.3", scene.chance.randrange(1, 10**12), NOW.date())
    session.flush()
    second = make_fact(session, "1.3", scene.chance.randrange(1, 99), NOW.date() - timedelta(days=400))
    session.flush()
    first.voided_at, first.supersedes_id = NOW + timedelta(days=scene.chance.randrange(1, 9)), second.id


def merge_units(session: Session, scene: Scene) -> None:
    """Two units that point to each other."""
    older = make_organisation(session, f"Hội cũ {scene.chance.random()}")
    newer = make_organisation(session, f"Hội mới {scene.chance.random()}")
    older.successor_id, newer.predecessor_id = newer.id, older.id


def answer(session: Session, scene: Scene) -> None:
    """A child answers."""
    form = make_form(scene.consultation)
    record_submission(session, scene.settings.secret, scene.consultation.slug, form, NOW)


def log(session: Session, scene: Scene) -> None:
    """A row of the log with odd facts."""
    facts = {"so": scene.chance.choice((0, -7, True, None, "chữ")), "tên": scene.chance.choice(WORDS)}
    record(session, Audit("ai đó", "year_closed", "year", "2026", NOW, facts))


ACTS = (file_report, add_facts, merge_units, answer, log)


def digests(settings: Settings) -> dict[str, tuple[int, str]]:
    """Rows and canonical hash of every table."""
    with closing(open_database(settings)) as database, database.read_session() as session:
        found = {table.name: table_digest(session, table) for table in kept_tables()}
    return {name: (digest.rows, digest.hexdigest()) for name, digest in found.items()}


def evidence(settings: Settings) -> dict[str, bytes]:
    """The files of evidence by name."""
    return {path.name: path.read_bytes() for path in (settings.data_dir / "evidence").glob("*")}


def back_up(settings: Settings, path: Path, public: str) -> BackupReceipt:
    """One backup of an installation."""
    with closing(open_database(settings)) as database:
        return take(database, settings, path, [public], NOW)


def elsewhere(settings: Settings, folder: Path) -> Settings:
    """An SQLite installation of the same secret that is not there yet."""
    return replace(settings, data_dir=folder, database_url=f"sqlite:///{folder / 'nhipcau.db'}")


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """No file may grow beyond this, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
