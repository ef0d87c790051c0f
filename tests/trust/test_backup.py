"""Nothing is lost with the machine: backups come back equal, damaged ones are refused (B11)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from db.backup import loading, rows
from db.backup.archive import FORMAT, Head, Manifest, Writer
from db.backup.drill import drill
from db.backup.moving import move
from db.backup.reading import check
from db.backup.refusals import BackupRefused
from db.backup.restoring import restore
from db.backup.sealed_stream import sealing
from db.base import Base, Json
from db.commands.submissions import record_submission
from db.engine import open_database
from db.models import Submission
from db.settings import Settings
from tests.backups import back_up, digests, elsewhere, evidence, fill, new_key
from tests.factories import NOW, make_consultation, make_form

SECRET_KEY, PUBLIC = new_key()
DATABASES = 10  # on each engine


def refused(path: Path, key: str = SECRET_KEY) -> str:
    """Under which code reading this backup is refused."""
    with pytest.raises(BackupRefused) as caught:
        check(path, key)
    return caught.value.code


@pytest.fixture
def backup(sqlite_settings: Settings, tmp_path: Path) -> Path:
    """A backup of a small random installation."""
    fill(sqlite_settings, 1)
    path = tmp_path / "b.age"
    back_up(sqlite_settings, path, PUBLIC)
    return path


@pytest.mark.parametrize("seed", range(DATABASES))
def test_a_random_database_comes_back_equal(settings: Settings, tmp_path: Path, seed: int) -> None:
    fill(settings, seed)
    path = tmp_path / "b.age"
    receipt = back_up(settings, path, PUBLIC)
    there = elsewhere(settings, tmp_path / "new")
    restored = restore(there, path, SECRET_KEY, NOW)
    assert digests(there) == digests(settings) and evidence(there) == evidence(settings)
    assert restored.rows == receipt.rows == sum(count for count, _ in digests(settings).values())


def test_the_trip_notices_one_changed_value(settings: Settings, tmp_path: Path, monkeypatch: Any) -> None:
    fill(settings, 3)
    back_up(settings, tmp_path / "b.age", PUBLIC)
    spoil = loading.Loader.add

    def add(self: loading.Loader, batch: list[list[Any]]) -> None:
        if self.table.name == "facts":
            place = self.names.index("value")
            batch = [[*row[:place], row[place] + 1, *row[place + 1 :]] for row in batch]
        spoil(self, batch)

    monkeypatch.setattr(loading.Loader, "add", add)
    there = elsewhere(settings, tmp_path / "new")
    with pytest.raises(BackupRefused) as caught:
        restore(there, tmp_path / "b.age", SECRET_KEY, NOW)
    assert caught.value.code == "differs" and not (tmp_path / "new" / "nhipcau.db").exists()


def test_from_sqlite_to_postgresql_and_back(
    sqlite_settings: Settings, postgres_empty: str, tmp_path: Path
) -> None:
    fill(sqlite_settings, 5)
    back_up(sqlite_settings, tmp_path / "b.age", PUBLIC)
    there = replace(sqlite_settings, database_url=postgres_empty, data_dir=tmp_path / "pg")
    restore(there, tmp_path / "b.age", SECRET_KEY, NOW)
    assert digests(there) == digests(sqlite_settings)
    with closing(open_database(there)) as database, database.write_session() as session:
        make_consultation(session, "dot-moi")  # the numbers go on after the restored ones
    with pytest.raises(BackupRefused) as caught:
        restore(there, tmp_path / "b.age", SECRET_KEY, NOW)
    assert caught.value.code == "not_empty"


def _cuts(data: bytes) -> Iterator[bytes]:
    for number in range(100):
        yield data[: len(data) * number // 100]


def _flips(data: bytes) -> Iterator[bytes]:
    for number in range(100):
        place = (number * 7919 + 13) % len(data)
        yield data[:place] + bytes([data[place] ^ (1 << number % 8)]) + data[place + 1 :]


def test_a_hundred_cuts_and_a_hundred_flipped_bits_are_refused(backup: Path, tmp_path: Path) -> None:
    whole, spoilt = backup.read_bytes(), tmp_path / "spoilt.age"
    for data in (*_cuts(whole), *_flips(whole)):
        spoilt.write_bytes(data)
        assert refused(spoilt) in ("damaged", "wrong_key", "foreign")
    spoilt.write_bytes(whole)
    assert check(spoilt, SECRET_KEY).rows > 0


def test_a_wrong_key_and_no_key_are_refused(backup: Path) -> None:
    assert [refused(backup, new_key()[0]) for _ in range(20)] == ["wrong_key"] * 20
    assert refused(backup, "AGE-SECRET-KEY-1") == "bad_key"
    assert refused(backup.with_name("none.age")) == "missing"


def _sealed(path: Path, head: Head, manifest: Manifest, **pieces: bytes) -> Path:
    with path.open("wb") as file, sealing(file, [PUBLIC]) as stream:
        writer = Writer(stream)
        writer.head(head)
        for name, data in pieces.items():
            writer.piece(name, data)
        writer.close(manifest)
    return path


def test_foreign_and_newer_files_are_refused(tmp_path: Path) -> None:
    path, ours = tmp_path / "x.age", Head("0001", "2026-11-22", "sqlite")
    assert refused(_sealed(path, replace(ours, kind="other"), Manifest())) == "foreign"
    assert refused(_sealed(path, replace(ours, revision="9999"), Manifest())) == "newer"
    assert refused(_sealed(path, replace(ours, format=FORMAT + 1), Manifest())) == "newer"
    assert refused(_sealed(path, ours, Manifest(tables={"other": {"rows": 0, "sha256": ""}}))) == "foreign"
    assert refused(_sealed(path, ours, Manifest(), photo=b"x")) == "foreign"
    assert refused(_sealed(path, ours, Manifest(files={"evidence/x": "0"}))) == "damaged"
    with path.open("wb") as file, sealing(file, [PUBLIC]) as stream:
        stream.write(b"a letter to a friend" * 1000)
    assert refused(path) == "damaged"


def test_a_restore_leaves_the_standing_database_alone_until_it_is_told(
    sqlite_settings: Settings, backup: Path
) -> None:
    before, wrong = digests(sqlite_settings), backup.with_name("cut.age")
    wrong.write_bytes(backup.read_bytes()[:-20])
    for path, key, replacing, code in (
        (backup, SECRET_KEY, False, "not_empty"),
        (wrong, SECRET_KEY, True, "damaged"),
        (backup, new_key()[0], True, "wrong_key"),
    ):
        with pytest.raises(BackupRefused) as caught:
            restore(sqlite_settings, path, key, NOW, replacing=replacing)
        assert caught.value.code == code and digests(sqlite_settings) == before
    other = replace(sqlite_settings, secret_key="another secret of forty-three characters or more")
    with pytest.raises(BackupRefused) as caught:
        restore(other, backup, SECRET_KEY, NOW, replacing=True)
    assert caught.value.code == "other_secret"


def test_a_running_app_is_not_robbed_of_its_database(sqlite_settings: Settings, backup: Path) -> None:
    with closing(open_database(sqlite_settings)) as running:
        with running.read_session() as session:
            session.execute(select(Submission.token)).all()
            with pytest.raises(BackupRefused) as caught:
                restore(sqlite_settings, backup, SECRET_KEY, NOW, replacing=True)
        assert caught.value.code == "in_use"
    receipt = restore(sqlite_settings, backup, SECRET_KEY, NOW, replacing=True)
    assert receipt.former is not None and receipt.former.exists()


def test_a_backup_under_load_is_one_moment(settings: Settings, tmp_path: Path) -> None:
    """While children answer, the backup holds the log and exactly the answers the log speaks of."""
    stop = threading.Event()
    with closing(open_database(settings)) as database:
        with database.write_session() as session:
            consultation = make_consultation(session)

        def answer() -> None:
            while not stop.is_set():
                with database.write_session() as session:
                    form = make_form(consultation)
                    record_submission(session, settings.secret, consultation.slug, form, NOW)

        child = threading.Thread(target=answer)
        child.start()
        paths = [tmp_path / f"{number}.age" for number in range(3)]
        for path in paths:
            back_up(settings, path, PUBLIC)
        stop.set()
        child.join()
    found = []
    for path in paths:
        there = elsewhere(settings, tmp_path / path.stem)
        restore(there, path, SECRET_KEY, NOW)
        with closing(open_database(there)) as database, database.read_session() as session:
            counted = "SELECT (SELECT count(*) FROM submissions), "
            counted += "(SELECT count(*) FROM audit_events WHERE act = 'submission_recorded')"
            answers, acts = session.execute(text(counted)).one()
        assert answers == acts
        found.append(answers)
    assert found == sorted(found) and found[-1] > 0


def test_a_drill_opens_an_old_slip_and_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    with closing(open_database(settings)) as database, database.write_session() as session:
        consultation = make_consultation(session)
        form = make_form(consultation)
        slip = record_submission(session, settings.secret, consultation.slug, form, NOW).slip
    back_up(settings, tmp_path / "b.age", PUBLIC)
    assert drill(settings, tmp_path / "b.age", SECRET_KEY, NOW, slip).slip_opened
    with pytest.raises(BackupRefused) as caught:
        drill(settings, tmp_path / "b.age", SECRET_KEY, NOW, "KHONG-CO")
    assert caught.value.code == "slip_unknown"


def test_nothing_in_a_backup_can_be_read_without_the_key(backup: Path) -> None:
    data = backup.read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert b"submissions" not in data and b"manifest" not in data


def test_nobody_is_signed_in_after_a_restore() -> None:
    kept = {table.name for table in rows.kept_tables()}
    assert (
        rows.DOORS
        == set(Base.metadata.tables) - kept
        == {"web_sessions", "sign_in_tickets", "password_links"}
    )


def test_no_column_could_come_back_as_another_nothing() -> None:
    """A JSON column that may be NULL would come back as JSON's null: none may be."""
    columns = [column for table in rows.kept_tables() for column in table.columns]
    assert not [column for column in columns if isinstance(column.type, type(Json)) and column.nullable]


def test_the_move_is_resumed_where_it_was_cut_off(
    sqlite_settings: Settings, postgres_empty: str, tmp_path: Path, monkeypatch: Any
) -> None:
    fill(sqlite_settings, 7)
    told: list[str] = []

    def tell(table: str, brought: int, found: int) -> None:
        told.append(table)
        if len(told) == 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(sqlite_settings, postgres_empty, tell)
    receipt = move(sqlite_settings, postgres_empty, lambda *_: None)
    there = replace(sqlite_settings, database_url=postgres_empty)
    assert 0 < receipt.moved < receipt.rows and digests(there) == digests(sqlite_settings)
    assert move(sqlite_settings, postgres_empty, lambda *_: None).moved == 0
    with closing(open_database(sqlite_settings)) as database, database.write_session() as session:
        session.execute(text("UPDATE organisations SET network = 'khác' WHERE id = 1"))
    with pytest.raises(BackupRefused) as caught:
        move(sqlite_settings, postgres_empty, lambda *_: None)
    assert caught.value.code == "move_differs"
