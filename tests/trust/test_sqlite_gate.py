"""Does the installation refuse an SQLite that can damage the file, and start on a mended one (B4)?

The standard module of many a Python is too old; here a real process runs without the `pysqlite3` wheel.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from db.engine import sqlite_module
from db.settings import Settings
from tests.trust.deliveries import ROOT, free_port, surveys

# Written by hand, not asked of the gate: older than every mended line, so the gate has no choice.
MENDED_AT_ALL = (3, 44, 6)
needs_an_old_sqlite = pytest.mark.skipif(
    sqlite3.sqlite_version_info >= MENDED_AT_ALL,
    reason=f"this Python's own SQLite {sqlite3.sqlite_version} may be new enough",
)


@pytest.fixture
def environment(sqlite_settings: Settings) -> dict[str, str]:
    """The environment of an installation that is there and whole."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("NHIPCAU_")}
    return {**given, "NHIPCAU_DATA_DIR": str(sqlite_settings.data_dir)}


@pytest.fixture
def without_wheel(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The same on a Python on which `pip install pysqlite3` was never run."""
    shadow = tmp_path / "shadow" / "pysqlite3"
    shadow.mkdir(parents=True)
    (shadow / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pysqlite3'\")\n", encoding="utf-8"
    )
    return {**environment, "PYTHONPATH": str(shadow.parent)}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of this Python in the project's folder."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def serving(port: int) -> tuple[str, ...]:
    """How the survey is started on a server."""
    return ("-m", "uvicorn", "survey.app:create", "--factory", "--port", str(port), "--log-level", "error")


@needs_an_old_sqlite
def test_an_old_module_refuses_in_one_sentence_and_makes_no_file(
    without_wheel: dict[str, str], tmp_path: Path
) -> None:
    refused = run({**without_wheel, "NHIPCAU_DATA_DIR": str(tmp_path / "new")}, "-m", "db", "init")
    assert refused.returncode != 0
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert f"SQLite {sqlite3.sqlite_version} can damage the database" in refused.stderr
    assert "pip install pysqlite3" in refused.stderr
    assert not list((tmp_path / "new").glob("*.db*"))


@needs_an_old_sqlite
def test_an_old_module_neither_serves_nor_touches_the_file(
    without_wheel: dict[str, str], sqlite_settings: Settings
) -> None:
    path = sqlite_settings.data_dir / "nhipcau.db"
    before = path.read_bytes()
    refused = run(without_wheel, *serving(free_port()))
    assert refused.returncode != 0
    assert f"SQLite {sqlite3.sqlite_version} can damage the database" in refused.stderr
    assert path.read_bytes() == before
    assert not list(sqlite_settings.data_dir.glob("*-wal"))


def test_the_installation_starts_on_a_mended_one(environment: dict[str, str], tmp_path: Path) -> None:
    assert sqlite_module().sqlite_version_info >= (3, 51, 3)
    started = run({**environment, "NHIPCAU_DATA_DIR": str(tmp_path / "new")}, "-m", "db", "init")
    assert (started.returncode, started.stderr) == (0, "")
    assert (tmp_path / "new" / "nhipcau.db").exists()


def test_the_survey_serves_on_a_mended_one(sqlite_settings: Settings) -> None:
    with surveys(sqlite_settings) as survey:
        assert survey.pid  # `surveys` waited until it said that it is well
