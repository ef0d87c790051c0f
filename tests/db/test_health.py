"""Does the check see what is broken, and say nothing is when nothing is?"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from db.commands.audit import Audit, record
from db.commands.backups import record_backup
from db.engine import Database, open_database
from db.evidence.store import keep, path_of
from db.exports.store import FOLDER as EXPORTS
from db.exports.store import workshop
from db.health import files
from db.health.checks import CHECKS, check_all
from db.health.finding import Finding
from db.health.text import WORDS, sentence
from db.models import Concern, EvidenceFile
from db.settings import Settings
from tests.backups import new_key
from tests.factories import NOW, make_account, make_consultation, make_fact, make_person, make_report

LATER = datetime.now(UTC) + timedelta(days=400)  # after anything the templates wrote


def found(settings: Settings, now: datetime = LATER) -> dict[str, Finding]:
    """Every finding by its check."""
    with closing(open_database(settings)) as database:
        return {one.check: one for one in check_all(database, settings, now)}


def test_a_sound_installation_has_nothing_bad(settings: Settings) -> None:
    with closing(open_database(settings)) as database, database.write_session() as session:
        record_backup(session, "cli:x", "0" * 64, 1, 0, LATER - timedelta(hours=1))
    settings.data_dir.mkdir(exist_ok=True)
    keys = f"{new_key()[1]}\n{new_key()[1]}\n"
    (settings.data_dir / files.RECIPIENTS).write_text(keys, encoding="ascii")
    said = found(settings)
    assert set(said) == {name for name, _ in CHECKS}
    assert not [one for one in said.values() if one.state == "bad"]
    assert all(sentence(one).startswith("[") for one in said.values())


def _break_audit(database: Database, settings: Settings) -> None:
    with database.write_session() as session:
        _without_triggers(session, "audit_events", "UPDATE audit_events SET actor = 'x' WHERE seq = 1")


def _without_triggers(session: object, table: str, statement: str) -> None:
    """What a hand with the right to everything could do."""
    run = session.execute  # type: ignore[attr-defined]
    if session.get_bind().dialect.name == "sqlite":  # type: ignore[attr-defined]
        names = run(text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=:t"), {"t": table})
        for (name,) in names.all():
            run(text(f"DROP TRIGGER {name}"))
    else:
        run(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    run(text(statement))


def _break_sums(database: Database, settings: Settings) -> None:
    with database.write_session() as session:
        make_fact(session, "1.3", 5, NOW.date())
        session.flush()
        session.execute(text("UPDATE fact_days SET value = value + 1 WHERE measure_code = '1.3'"))


def _break_clock(database: Database, settings: Settings) -> None:
    with database.write_session() as session:
        record(session, Audit("x", "loaded", "table", "x", LATER + timedelta(days=1)))


def _lose_evidence(database: Database, settings: Settings) -> None:
    _add_evidence(database, settings, b"a")
    path_of(settings.data_dir, hashlib.sha256(b"a").hexdigest()).unlink()


def _change_evidence(database: Database, settings: Settings) -> None:
    _add_evidence(database, settings, b"a")
    path_of(settings.data_dir, hashlib.sha256(b"a").hexdigest()).write_bytes(b"b")


def _add_evidence(database: Database, settings: Settings, data: bytes) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    keep(settings.data_dir, sha256, data)
    with database.write_session() as session:
        person = make_person(session, "member", "Hội A")
        report_id = make_report(session, person).report_id
        file = EvidenceFile(report_id=report_id, version=1, name="a.pdf", kind="pdf", size=len(data))
        file.sha256, file.added_at, file.added_by = sha256, NOW, person.account_id
        session.add(file)


def _leave_unread(database: Database, settings: Settings) -> None:
    with database.write_session() as session:
        consultation = make_consultation(session)
        session.add(Concern(id=uuid4(), consultation_id=consultation.id, received_on=NOW.date()))


def _old_backup(database: Database, settings: Settings) -> None:
    with database.write_session() as session:
        record_backup(session, "cli:x", "0" * 64, 1, 0, LATER - timedelta(days=9))


def _nothing(database: Database, settings: Settings) -> None:
    """A new installation was never backed up."""


BREAKS: dict[str, tuple[str, Callable[[Database, Settings], None]]] = {
    "audit.broken": ("audit", _break_audit),
    "sums.differ": ("sums", _break_sums),
    "clock.ahead": ("clock", _break_clock),
    "evidence.missing": ("evidence", _lose_evidence),
    "evidence.changed": ("evidence", _change_evidence),
    "unread.late": ("unread", _leave_unread),
    "backup.late": ("backup", _old_backup),
    "backup.never": ("backup", _nothing),
    "backup_key.none": ("backup_key", _nothing),
}


@pytest.mark.parametrize("words", BREAKS)
def test_what_is_broken_is_found_and_said(settings: Settings, words: str) -> None:
    check, spoil = BREAKS[words]
    with closing(open_database(settings)) as database:
        spoil(database, settings)
    finding = found(settings)[check]
    assert (finding.state, finding.words) == ("bad", words)
    assert sentence(finding).startswith("[CẦN XỬ LÝ] ")


def test_a_damaged_file_is_found(sqlite_settings: Settings) -> None:
    path = Path(sqlite_settings.database_url.removeprefix("sqlite:///"))
    data = bytearray(path.read_bytes())
    page = data.index("Khánh Hòa".encode()) // 4096 * 4096
    data[page : page + 64] = b"\xff" * 64
    path.write_bytes(data)
    said = found(sqlite_settings)
    assert said["integrity"].state == "bad"


def test_rows_that_point_to_nothing_are_found(sqlite_settings: Settings) -> None:
    with closing(open_database(sqlite_settings)) as database, database.writer.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("UPDATE organisations SET province_code = '99' WHERE id = 1")
        connection.commit()
    assert found(sqlite_settings)["references"].words == "references.broken"


def test_files_nobody_points_to_and_open_sample_accounts_are_worth_a_look(settings: Settings) -> None:
    keep(settings.data_dir, "0" * 64, b"left behind")
    with closing(open_database(settings)) as database, database.write_session() as session:
        make_account(session, "staff", sample=True)
    said = found(settings)
    assert said["evidence"].words == "evidence.orphans" and said["sample"].state == "look"
    assert found(replace(settings, production=True))["sample"].state == "bad"


def test_a_check_that_cannot_be_made_is_bad(sqlite_settings: Settings) -> None:
    with closing(open_database(sqlite_settings)) as database:
        with database.write_session() as session:
            session.execute(text("ALTER TABLE concerns RENAME TO gone"))
        said = {one.check: one for one in check_all(database, sqlite_settings, LATER)}
    assert said["unread"].words == "unreadable" and said["unread"].state == "bad"


def test_every_sentence_is_used() -> None:
    folder = Path(files.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    for key in WORDS:
        check, _, words = key.partition(".")
        assert f'"{check}"' in source and (not words or words == "good" or f'"{words}"' in source), key


def test_leftovers_among_exports_are_seen_and_the_next_export_sweeps_them(sqlite_settings: Settings) -> None:
    folder = sqlite_settings.data_dir / EXPORTS
    (folder / ".0123").mkdir(parents=True)
    (folder / ".4567.zip").write_bytes(b"answers")
    (folder / "000007.zip").write_bytes(b"of no number")
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    (folder / ".89.zip").write_bytes(b"of a run at work")
    os.utime(folder / ".89.zip", (LATER.timestamp(),) * 2)
    assert found(sqlite_settings)["snapshots"].facts == {"n": 3}
    with (folder / ".89.zip").open("rb") as at_work:
        fcntl.flock(at_work, fcntl.LOCK_SH)
        with workshop(sqlite_settings.data_dir):
            assert not (folder / ".0123").exists() and not (folder / ".4567.zip").exists()
    assert sorted(path.name for path in folder.iterdir()) == [".89.zip", "000007.zip"]


def test_notes_beside_the_keys_are_no_keys(sqlite_settings: Settings) -> None:
    key = new_key()[1]
    notes = f"# của chị Ánh, cũ: {key}\n{key}\n{key}\n".encode() + b"# \xff\n"
    (sqlite_settings.data_dir / files.RECIPIENTS).write_bytes(notes)
    assert found(sqlite_settings)["backup_key"].words == "backup_key.one"
