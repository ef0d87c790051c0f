"""What can spoil a backup or a restore?  Hostile files, full disks, killed runs: what stands stays (B11)."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from db.backup import taking
from db.backup.archive import Head, Manifest, Writer
from db.backup.digest import Digest
from db.backup.loading import triggers_resting
from db.backup.moving import move
from db.backup.reading import check
from db.backup.refusals import BackupRefused
from db.backup.restoring import restore
from db.backup.rows import kept_tables
from db.backup.sealed_stream import sealing
from db.backup.taking import ABANDONED, names_of
from db.base import Base
from db.cli import main
from db.engine import Database, open_database
from db.evidence import store
from db.migrate import found_revision, wanted_revision
from db.settings import Settings, SettingsError
from tests.backups import (
    Scene,
    back_up,
    digests,
    elsewhere,
    evidence,
    file_report,
    fill,
    little_room,
    new_key,
)
from tests.conftest import settings_for
from tests.factories import NOW, make_consultation, make_person

SECRET_KEY, PUBLIC = new_key()
OURS = Head("0001", "2026-11-22", "sqlite")


def refused(act: Callable[[], object]) -> str:
    """Under which code this is refused."""
    with pytest.raises(BackupRefused) as caught:
        act()
    return caught.value.code


def sealed(path: Path, pieces: dict[str, bytes], manifest: Manifest) -> Path:
    """A backup as somebody with nothing but the public key could make it."""
    with path.open("wb") as file, sealing(file, [PUBLIC]) as stream:
        writer = Writer(stream)
        writer.head(OURS)
        for name, data in pieces.items():
            writer.piece(name, data)
        writer.close(manifest)
    return path


def of_files(path: Path, pieces: dict[str, bytes]) -> Path:
    """A backup with these files, all of them named in its manifest."""
    files = {name.removeprefix("files/"): hashlib.sha256(data).hexdigest() for name, data in pieces.items()}
    return sealed(path, pieces, Manifest(files=files))


def of_rows(path: Path, table: str, lines: list[str], secret: str = "") -> Path:
    """A backup with these rows, rightly hashed."""
    digest = Digest()
    digest.add(line.encode() for line in lines)
    columns = sorted(next(one for one in kept_tables() if one.name == table).columns.keys())
    tables = {table: {"rows": digest.rows, "sha256": digest.hexdigest(), "columns": columns}}
    pieces = {f"tables/{table}/000000.jsonl": "\n".join(lines).encode()}
    return sealed(path, pieces, Manifest(tables=tables, secret=secret))


HASH = hashlib.sha256(b"x").hexdigest()


@pytest.mark.parametrize(
    "name",
    [
        f"files/evidence/../../{HASH}",
        "files/../../../etc/cron.d/x",
        f"files//{HASH}",
        f"files/evidence/{HASH}/x",
        f"files/evidence/{HASH.upper()}",
        f"files/evidence/{HASH}\n",
        "files/evidence/tệp.pdf",
        f"files/evidence/{'0' * 64}",  # a hash, but of other bytes
        f"/files/evidence/{HASH}",
        "tables/../x/000000.jsonl",
        "tables/facts",
        "tables/alembic_version/000000.jsonl",
    ],
)
def test_names_that_lead_elsewhere_are_foreign(tmp_path: Path, name: str) -> None:
    assert refused(lambda: check(of_files(tmp_path / "x.age", {name: b"x"}), SECRET_KEY)) == "foreign"
    assert [path.name for path in tmp_path.iterdir()] == ["x.age"]


@pytest.mark.parametrize(
    "said",
    [b"[]", b"\xff", b"{", b"{}", b'{"tables": {"facts": 1}, "files": {}, "secret": ""}', b"[" * 100_000],
)
def test_a_manifest_that_is_none_is_foreign(tmp_path: Path, said: bytes) -> None:
    path = sealed(tmp_path / "x.age", {"manifest.json": said}, Manifest())
    assert refused(lambda: check(path, SECRET_KEY)) == "foreign"


def test_rows_that_are_none_of_ours_change_nothing(sqlite_settings: Settings, tmp_path: Path) -> None:
    before, secret = digests(sqlite_settings), sqlite_settings.secret_key
    for number, line in enumerate(("[1]", '{"code": "01"}', '{"code": "01", "other": 1}')):
        path = of_rows(tmp_path / f"{number}.age", "provinces", [line], secret)
        assert (
            refused(lambda p=path: restore(sqlite_settings, p, SECRET_KEY, NOW, replacing=True)) == "foreign"
        )
    unlisted = sealed(tmp_path / "u.age", {"tables/provinces/000000.jsonl": b"{}"}, Manifest(secret=secret))
    assert refused(lambda: check(unlisted, SECRET_KEY)) == "foreign"
    assert digests(sqlite_settings) == before


def test_a_huge_member_is_never_taken_into_memory(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("db.backup.archive.MOST_PIECE", 4 << 20)
    data = bytes(5 << 20)
    path = of_files(tmp_path / "x.age", {f"files/evidence/{hashlib.sha256(data).hexdigest()}": data})
    assert refused(lambda: check(path, SECRET_KEY)) == "foreign"


@pytest.mark.parametrize("most", [1 << 18, 700, 1])
def test_the_hash_of_a_table_asks_for_no_order(monkeypatch: Any, most: int) -> None:
    """And is that of the sorted hashes, to the last NUL byte, however many of them wait on the disk."""
    monkeypatch.setattr("db.backup.digest.MOST", most)
    lines = [f"{number}".encode() for number in range(3000)]
    digest, mixed = Digest(), Random(1).sample(lines, len(lines))
    for start in range(0, len(lines), 100):
        digest.add(mixed[start : start + 100])
    plain = b"".join(sorted(hashlib.sha256(line).digest() for line in lines))
    assert digest.hexdigest() == digest.hexdigest() == hashlib.sha256(plain).hexdigest()
    assert digest.rows == 3000


# -- evidence that is not what it was ------------------------------------------------------------------


def test_a_spoilt_file_and_a_half_upload_do_not_spoil_the_backup(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    store.keep(sqlite_settings.data_dir, HASH, b"x")
    store.keep(sqlite_settings.data_dir, other := hashlib.sha256(b"y").hexdigest(), b"changed since")
    (sqlite_settings.data_dir / store.FOLDER / ".0123").write_bytes(b"half")
    receipt = back_up(sqlite_settings, tmp_path / "b.age", PUBLIC)
    assert (receipt.files, receipt.spoilt) == (1, 1)
    there = elsewhere(sqlite_settings, tmp_path / "new")
    restore(there, tmp_path / "b.age", SECRET_KEY, NOW)
    assert evidence(there) == {HASH: b"x"} and other not in evidence(there)


# -- the machine refuses -------------------------------------------------------------------------------


def _with_files(settings: Settings) -> None:
    fill(settings, 1)
    with closing(open_database(settings)) as database, database.write_session() as session:
        person = make_person(session, "member", "Hội B")
        scene = Scene(database, settings, Random(2), person, make_consultation(session, "khac"))
        file_report(session, scene)


def test_a_full_disk_leaves_no_half_backup(sqlite_settings: Settings, tmp_path: Path) -> None:
    data = Random(3).randbytes(300_000)  # more than a pipe holds: the writing side must learn of it
    store.keep(sqlite_settings.data_dir, hashlib.sha256(data).hexdigest(), data)
    with little_room(60_000), pytest.raises(OSError):
        back_up(sqlite_settings, tmp_path / "b" / "b.age", PUBLIC)
    assert list((tmp_path / "b").iterdir()) == []
    assert back_up(sqlite_settings, tmp_path / "b" / "b.age", PUBLIC).files == 1


@pytest.mark.parametrize("size", [2_000, 50_000, 400_000])
def test_a_full_disk_leaves_what_stood(sqlite_settings: Settings, tmp_path: Path, size: int) -> None:
    _with_files(sqlite_settings)
    back_up(sqlite_settings, tmp_path / "b.age", PUBLIC)
    for path in (sqlite_settings.data_dir / store.FOLDER).iterdir():
        path.unlink()
    before, names = digests(sqlite_settings), sorted(path.name for path in tmp_path.iterdir())
    with little_room(size), pytest.raises((OSError, OperationalError, SettingsError)):
        restore(sqlite_settings, tmp_path / "b.age", SECRET_KEY, NOW, replacing=True)
    assert digests(sqlite_settings) == before and evidence(sqlite_settings) == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_a_full_disk_and_a_lost_key_file_are_said_in_words(
    sqlite_settings: Settings, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(sqlite_settings.data_dir))
    monkeypatch.delenv("NHIPCAU_DATABASE_URL", raising=False)
    (tmp_path / "backup-recipients.txt").write_text(f"# của chị Ánh\n{PUBLIC}\n", encoding="utf-8")
    data = Random(4).randbytes(300_000)
    store.keep(tmp_path, hashlib.sha256(data).hexdigest(), data)
    with little_room(100_000):
        assert main(["backup", str(tmp_path / "b.age")]) == 1
    assert "Ổ đĩa đầy" in capsys.readouterr().err and not (tmp_path / "b.age").exists()
    assert main(["backup", str(tmp_path / "b.age")]) == 0
    for key in (tmp_path / "none.txt", tmp_path):
        assert main(["restore", str(tmp_path / "b.age"), "--key-file", str(key), "--replace"]) == 1
        assert "Không đọc được tệp khóa" in capsys.readouterr().err
    (tmp_path / "key.txt").write_bytes("khóa của Ánh".encode())
    assert main(["restore", str(tmp_path / "b.age"), "--key-file", str(tmp_path / "key.txt")]) == 1
    assert "AGE-SECRET-KEY-1" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "b.age" / "x.age")]) == 1
    assert "Không ghi hoặc đọc được" in capsys.readouterr().err


def test_a_file_nobody_may_read_is_refused_and_not_waited_for(tmp_path: Path, monkeypatch: Any) -> None:
    path, plain = of_files(tmp_path / "x.age", {}), Path.open

    def shut(self: Path, *given: Any, **named: Any) -> Any:
        if self == path:  # permissions would not stop root
            raise PermissionError(13, "Permission denied", str(self))
        return plain(self, *given, **named)

    monkeypatch.setattr(Path, "open", shut)
    assert refused(lambda: check(path, SECRET_KEY)) == "unreadable"
    assert refused(lambda: check(tmp_path, SECRET_KEY)) == "missing"


def test_a_broken_database_is_put_aside(sqlite_settings: Settings, tmp_path: Path) -> None:
    fill(sqlite_settings, 2)
    before = digests(sqlite_settings)
    back_up(sqlite_settings, tmp_path / "b.age", PUBLIC)
    target = tmp_path / "nhipcau.db"
    target.write_bytes(b"no database any more" * 999)
    receipt = restore(sqlite_settings, tmp_path / "b.age", SECRET_KEY, NOW, replacing=True)
    assert digests(sqlite_settings) == before
    assert receipt.former is not None and receipt.former.read_bytes().startswith(b"no database")


def test_a_database_of_others_takes_nothing(
    sqlite_settings: Settings, postgres_empty: str, tmp_path: Path
) -> None:
    there = replace(sqlite_settings, database_url=postgres_empty, data_dir=tmp_path / "pg")
    with closing(open_database(there)) as database, database.write_session() as session:
        session.execute(text("CREATE TABLE letters (id int)"))
    _with_files(sqlite_settings)
    back_up(sqlite_settings, tmp_path / "b.age", PUBLIC)
    assert refused(lambda: restore(there, tmp_path / "b.age", SECRET_KEY, NOW, replacing=True)) == "not_empty"
    assert refused(lambda: move(sqlite_settings, postgres_empty, lambda *_: None)) == "foreign_tables"
    with closing(open_database(there)) as database, database.read_session() as session:
        asked = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert session.scalars(asked).all() == ["letters"]
    assert not (tmp_path / "pg" / store.FOLDER).exists()


# -- killed --------------------------------------------------------------------------------------------

MANY = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
INSERT INTO facts (measure_code, value, event_on, event_precision, key, parts, tags, organisation_id,
  province_code, origin, partial, title, recorded_at, verified_at, verified_by, sample)
SELECT '5.3', i, '2026-01-01', 'day', '', '{}', '{}', 1, '01', 'staff', 0, 'Tập huấn ' || i,
  '2026-10-01 00:00:00', '2026-10-01 00:00:00', 'test', 0 FROM n
"""
RUN = "import sys; from db.cli import main; sys.exit(main(sys.argv[1:]))"


def killed(settings: Settings, seen: Callable[[], bool], *words: str) -> bool:
    """Start a command and kill it as soon as this is seen; whether it was killed before its end."""
    environ = {**os.environ, "NHIPCAU_DATA_DIR": str(settings.data_dir)}
    environ.pop("NHIPCAU_DATABASE_URL", None)
    process = subprocess.Popen([sys.executable, "-c", RUN, *words], env=environ, stdout=subprocess.DEVNULL)
    while process.poll() is None and not seen():
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def _long(settings: Settings) -> None:
    """Rows enough that a run can be caught in its middle."""
    with (
        closing(open_database(settings)) as database,
        database.write_session() as session,
        triggers_resting(session, ()),
    ):
        session.execute(text(MANY))


def test_a_killed_backup_leaves_no_file_and_the_next_one_cleans_up(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    _long(sqlite_settings)
    (tmp_path / "backup-recipients.txt").write_text(PUBLIC, encoding="ascii")
    folder = tmp_path / "backups"
    assert killed(sqlite_settings, lambda: any(folder.glob(".*.part")), "backup")
    (left,) = folder.iterdir()
    assert left.suffix == ".part" and left.stat().st_mode & 0o077 == 0
    old = NOW.timestamp() - ABANDONED.total_seconds() - 1
    os.utime(left, (old, old))
    back_up(sqlite_settings, folder / "b.age", PUBLIC)
    assert [path.name for path in folder.iterdir()] == ["b.age"]
    assert check(folder / "b.age", SECRET_KEY).rows > 4000


def test_a_killed_restore_leaves_what_stood_and_the_next_one_cleans_up(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    _long(sqlite_settings)
    before = digests(sqlite_settings)
    back_up(sqlite_settings, tmp_path / "b.age", PUBLIC)
    (key := tmp_path / "key.txt").write_text(SECRET_KEY, encoding="ascii")
    words = ("restore", str(tmp_path / "b.age"), "--key-file", str(key), "--replace")
    assert killed(sqlite_settings, lambda: any(tmp_path.glob(".restore-*/nhipcau.db")), *words)
    assert digests(sqlite_settings) == before and len(list(tmp_path.glob(".restore-*"))) == 1
    restore(sqlite_settings, tmp_path / "b.age", SECRET_KEY, NOW, replacing=True)
    assert digests(sqlite_settings) == before and not list(tmp_path.glob(".restore-*"))


def test_a_killed_move_goes_on_and_numbers_count_on(sqlite_settings: Settings, postgres_empty: str) -> None:
    _long(sqlite_settings)
    there = replace(sqlite_settings, database_url=postgres_empty)

    made = "SELECT to_regclass('facts') IS NOT NULL"
    with psycopg.connect(postgres_empty.replace("+psycopg", ""), autocommit=True) as watching:

        def some_are_there() -> bool:
            table = watching.execute(made).fetchone()
            count = watching.execute("SELECT count(*) FROM facts").fetchone() if table == (True,) else None
            return bool(count and count[0])

        assert killed(sqlite_settings, some_are_there, "move", "--to", postgres_empty)
    receipt = move(sqlite_settings, postgres_empty, lambda *_: None)
    assert 0 < receipt.moved < receipt.rows and digests(there) == digests(sqlite_settings)
    with closing(open_database(there)) as database, database.write_session() as session:
        for table in kept_tables():
            column = table.autoincrement_column
            if column is not None and column.type.python_type is int:
                asked = text(f"SELECT pg_get_serial_sequence('{table.name}', '{column.name}')")
                last = session.scalar(text(f"SELECT max({column.name}) FROM {table.name}"))
                if (sequence := session.scalar(asked)) and last is not None:
                    assert session.scalar(text(f"SELECT nextval('{sequence}')")) == last + 1, table.name


def test_where_people_work_since_the_move_nothing_is_written(
    sqlite_settings: Settings, postgres_empty: str
) -> None:
    fill(sqlite_settings, 4)
    move(sqlite_settings, postgres_empty, lambda *_: None)
    there = replace(sqlite_settings, database_url=postgres_empty)
    with closing(open_database(there)) as database, database.write_session() as session:
        session.execute(text("UPDATE organisations SET network = 'khác' WHERE id = 1"))
    after = digests(there)
    assert refused(lambda: move(sqlite_settings, postgres_empty, lambda *_: None)) == "move_differs"
    other = replace(sqlite_settings, secret_key="another secret of forty-three characters or more")
    assert refused(lambda: move(other, postgres_empty, lambda *_: None)) == "foreign_tables"
    assert digests(there) == after


def test_a_backup_of_an_earlier_shape_is_compared_by_what_it_knew(
    sqlite_settings: Settings, tmp_path: Path, monkeypatch: Any
) -> None:
    """Columns that came later take their default and do not make the rows others; tables likewise."""
    table = Base.metadata.tables["accounts"]
    later = {name for name, column in table.columns.items() if column.nullable}
    names, earlier = (
        sorted(set(table.columns.keys()) - later),
        [t for t in kept_tables() if t.name != "drafts"],
    )
    with closing(open_database(sqlite_settings)) as database, database.write_session() as session:
        make_person(session, "staff")
    monkeypatch.setattr(taking, "kept_tables", lambda: earlier)
    monkeypatch.setattr(taking, "names_of", lambda t: names if t is table else names_of(t))
    back_up(sqlite_settings, tmp_path / "b.age", PUBLIC)
    monkeypatch.undo()
    there = elsewhere(sqlite_settings, tmp_path / "new")
    restore(there, tmp_path / "b.age", SECRET_KEY, NOW)
    assert later and digests(there)["accounts"][0] == digests(sqlite_settings)["accounts"][0] > 0


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_backup_of_an_earlier_version_is_brought_to_this_one(
    request: Any, tmp_path: Path, engine: str
) -> None:
    there = settings_for(tmp_path, request.getfixturevalue("postgres_empty") if engine != "sqlite" else "")
    words = dict.fromkeys(("name_en", "name_vi", "short_vi", "kind", "region_vi"), "Hà Nội")
    place = {"code": "01", **words, "tile_row": 1, "tile_col": 1}
    line = json.dumps(place, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    restore(there, of_rows(tmp_path / "b.age", "provinces", [line], there.secret_key), SECRET_KEY, NOW)
    with closing(open_database(there)) as database:
        assert OURS.revision != wanted_revision() == found_revision(database)
        assert {"facts", "audit_events"} <= _guarded(database)


def _guarded(database: Database) -> set[str]:
    """The tables on which triggers stand that are not asleep."""
    asked = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger "
        "WHERE tgenabled = 'O' AND NOT tgisinternal",
    }
    with database.read_session() as session:
        return set(session.scalars(text(asked[database.reader.dialect.name])))
