"""Does every command say what is wrong in a sentence, and leave nothing behind, where it cannot work?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.cli import main
from db.settings import Settings
from tests.backups import back_up, little_room, new_key

NOWHERE = "postgresql+psycopg://a:b@127.0.0.1:1/c"
NEED_RECORDS = (
    "sample",
    "backup",
    "check",
    f"move --to {NOWHERE}",
    "audit",
    "release dot-thu",
    "officers-alert",
    "erase-expired",
    "export",
    "export --scheduled weekly",
    "user list",
    "user add ten --role staff --make",
    "user role ten --role staff",
    "user reset ten --make",
    "user disable ten",
    "user enable ten",
    "user code ten",
)
WRITE = ("sample", "backup", "erase-expired", "export", "user add ten --role staff --make")


@pytest.fixture
def at(monkeypatch: Any) -> Any:
    """Say where the installation is."""

    def here(folder: Path) -> None:
        monkeypatch.setenv("NHIPCAU_DATA_DIR", str(folder))
        monkeypatch.delenv("NHIPCAU_DATABASE_URL", raising=False)

    return here


@pytest.mark.parametrize("line", NEED_RECORDS)
def test_before_init_it_says_what_to_run_first(tmp_path: Path, at: Any, capsys: Any, line: str) -> None:
    at(tmp_path)
    assert main(line.split()) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "python -m db init" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]  # no empty database to stumble on


@pytest.mark.parametrize("line", [*NEED_RECORDS, "init"])
def test_a_file_that_is_no_database_is_told_so(tmp_path: Path, at: Any, capsys: Any, line: str) -> None:
    at(tmp_path)
    (tmp_path / "nhipcau.db").write_bytes(b"no database any more" * 999)
    assert main(line.split()) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and ("bị hỏng" in said or "PostgreSQL" in said), said
    assert (tmp_path / "nhipcau.db").read_bytes() == b"no database any more" * 999


@pytest.mark.parametrize("line", WRITE)
def test_a_full_disk_is_told_so(
    sqlite_settings: Settings, tmp_path: Path, at: Any, capsys: Any, line: str
) -> None:
    at(tmp_path)
    (tmp_path / "backup-recipients.txt").write_text(new_key()[1], encoding="ascii")
    before = {path.name for path in tmp_path.iterdir()}
    with little_room(10_000):
        assert main(line.split()) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and ("Ổ đĩa đầy" in said or "Không mở được" in said), said
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()} - before
    assert left <= {"nhipcau.db-wal", "nhipcau.db-shm"}


def test_a_disk_too_full_for_the_secret_leaves_no_half_of_it(tmp_path: Path, at: Any, capsys: Any) -> None:
    at(tmp_path / "new")
    with little_room(10):
        assert main(["init"]) == 1
    assert "Không ghi được" in capsys.readouterr().err and list((tmp_path / "new").iterdir()) == []


def test_a_wrong_key_says_so_and_changes_nothing(
    sqlite_settings: Settings, tmp_path: Path, at: Any, capsys: Any
) -> None:
    at(tmp_path)
    back_up(sqlite_settings, tmp_path / "b.age", new_key()[1])
    (key := tmp_path / "key.txt").write_text(new_key()[0], encoding="ascii")
    before = (tmp_path / "nhipcau.db").read_bytes()
    for words in (("drill",), ("restore", "--replace")):
        assert main([*words, str(tmp_path / "b.age"), "--key-file", str(key)]) == 1
        assert "Khóa này không mở được" in capsys.readouterr().err
    assert (tmp_path / "nhipcau.db").read_bytes() == before
