"""Does every command in the README do what a newcomer who only follows it expects?"""

from __future__ import annotations

import re
import shlex
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db import cli, cli_users
from db.cli import main
from db.engine import open_database
from db.settings import Settings
from tests.factories import make_consultation, make_submission

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^python -m db (.+?)(?:\s{2,}.*)?$", re.MULTILINE)
NOW = datetime.now(UTC)
VALUES = {
    "SLUG": "dot-thu",
    "ROLE": "staff",
    "SET": "results",
    "YEAR": str(NOW.year - 1),
    "DAY": (NOW - timedelta(days=2)).date().isoformat(),
    "N": "3",
    "TEXT": "thử lệnh",
}
# What a line of the README ends with where zero would be wrong: a new installation needs its operator.
TROUBLE = {"check": 1}
# The account of each line about one; the code is a sample account's.
NAMES = {"add": "chi.lan", "role": "chi.lan", "code": "quantri.mau"}


def commands() -> list[str]:
    """Every command of the operator's list, as written."""
    return COMMAND.findall(README)


def words_of(line: str, given: dict[str, str], *, whole: bool) -> list[str]:
    """The words to type: optional parts left out, or all of them given."""
    typed = re.sub(r"\[([^]]*)\]", r"\1" if whole else "", line)
    return [given.get(word, word) for word in shlex.split(typed)]


@pytest.fixture
def newcomer(sqlite_settings: Settings, monkeypatch: Any, tmp_path: Path) -> Settings:
    """A fresh installation with the sample, and a consultation with answers."""
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(sqlite_settings.data_dir))
    monkeypatch.delenv("NHIPCAU_DATABASE_URL", raising=False)
    with closing(open_database(sqlite_settings)) as database, database.write_session() as session:
        consultation = make_consultation(session, "dot-thu", opens_at=NOW - timedelta(days=3), closes_at=None)
        for _ in range(30):
            make_submission(session, consultation, NOW)
    return sqlite_settings


def test_every_command_of_the_readme_works_in_its_order(
    newcomer: Settings, postgres_empty: str, tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    given = {**VALUES, "UNIT": "", "FILE": str(tmp_path / "b.age"), "KEY": str(tmp_path / "key.txt")}
    given["URL"], said = postgres_empty, ""
    monkeypatch.setattr("sys.stdin", open(__file__, encoding="utf-8"))  # noqa: SIM115 - a password to read
    for line in commands():
        name = line.split()[0] if not line.startswith("user") else line.split()[1]
        given["NAME"] = NAMES.get(name, "chi.lan")
        typed = words_of(line, given, whole=name in ("backup", "restore", "export", "reset"))
        if name == "add":
            typed = ["user", "add", "chi.lan", "--role", "staff", "--make"]
        assert run(typed) == TROUBLE.get(name, 0), (line, capsys.readouterr())
        said = capsys.readouterr().out
        if name == "backup-key":
            key = next(text.strip() for text in said.splitlines() if "AGE-SECRET-KEY" in text)
            Path(given["KEY"]).write_text(key, encoding="ascii")
        assert said.strip() or name in ("init", "erase-expired", "officers-alert"), line


def run(words: list[str]) -> int:
    """One command; its exit code."""
    try:
        return main(words)
    except SystemExit as end:
        return int(end.code or 0) if not isinstance(end.code, str) else 1


def test_the_readme_lists_every_command() -> None:
    listed = {" ".join(line.split()[: 2 if line.startswith("user ") else 1]) for line in commands()}
    whole = re.findall(r"^    ([a-z][a-z-]+)", cli._parser().format_help(), re.MULTILINE)
    known = {f"user {name}" for name, _, _ in cli_users.COMMANDS} | (set(whole) - {"user", "what"})
    assert listed == known


def test_the_two_commands_of_the_readme_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE)) <= targets
