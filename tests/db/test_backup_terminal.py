"""What does the operator read and get when keeping everything from the terminal?"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.cli import main
from db.engine import open_database
from db.queries.audit import audit_head
from db.settings import Settings


@pytest.fixture
def installed(sqlite_settings: Settings, monkeypatch: Any) -> Settings:
    """The commands' own environment."""
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(sqlite_settings.data_dir))
    monkeypatch.delenv("NHIPCAU_DATABASE_URL", raising=False)
    return sqlite_settings


def run(capsys: Any, *words: str) -> tuple[int, str]:
    """One command: its exit code and all it said."""
    try:
        code = main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_from_a_key_to_a_restored_installation(installed: Settings, capsys: Any, tmp_path: Path) -> None:
    code, said = run(capsys, "backup")
    assert code == 1 and "backup-key" in said
    _, said = run(capsys, "backup-key")
    secret = next(line.strip() for line in said.splitlines() if "AGE-SECRET-KEY" in line)
    (key := tmp_path / "key.txt").write_text(f"# của chị Lan\n{secret}\n", encoding="ascii", errors="ignore")
    file, options = str(tmp_path / "b.age"), ("--key-file", str(key))
    assert run(capsys, "backup", file)[0] == 0
    code, said = run(capsys, "backup", file)
    assert code == 1 and "không bị ghi đè" in said
    assert "dùng được" in run(capsys, "drill", file, *options)[1]
    code, said = run(capsys, "restore", file, *options)
    assert code == 1 and "--replace" in said
    code, said = run(capsys, "restore", file, *options, "--replace")
    assert code == 0 and "đăng nhập lại" in said
    assert run(capsys, "restore", file, *options, "--show-secret")[1].strip() == installed.secret_key
    with closing(open_database(installed)) as database, database.read_session() as session:
        assert audit_head(session).seq > 0


def test_the_check_ends_with_trouble_when_there_is_trouble(installed: Settings, capsys: Any) -> None:
    code, said = run(capsys, "check")
    assert code == 1 and "[CẦN XỬ LÝ] Chưa có bản sao lưu nào" in said and "[Tốt] Nhật ký nguyên vẹn" in said


def test_old_dated_backups_are_thinned_out(installed: Settings, capsys: Any) -> None:
    run(capsys, "backup-key")
    folder = installed.data_dir / "backups"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"nhipcau-2026010{day}-000000.age").write_bytes(b"x")
    (folder / "notes.txt").write_text("mine", encoding="ascii")
    assert run(capsys, "backup", "--keep", "2")[0] == 0
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 3 and left[0] == "nhipcau-20260105-000000.age" and left[-1] == "notes.txt"


def test_a_move_needs_sqlite_here_and_postgresql_there(installed: Settings, capsys: Any) -> None:
    code, said = run(capsys, "move", "--to", "sqlite:///other.db")
    assert code == 1 and "PostgreSQL" in said
