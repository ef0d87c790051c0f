"""Does the first reader after a start find the first page ready, and a start without a database go on?"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from dashboard import data, records, warming
from tests.dashboard.conftest import Board
from tests.dashboard.test_query_budget import counted

LOADED = """
import asyncio, sys
from dashboard import warming
warming._load()
wanted = {"dashboard.data", "dashboard.overview_parts", "dashboard.measure_pace", "dashboard.voices_parts"}
sys.exit(bool(wanted - set(sys.modules)) or "dashboard.app" in sys.modules)
"""


def test_every_part_is_loaded_and_no_program_run():
    """In a process of its own: here everything is loaded already."""
    root = Path(warming.__file__).resolve().parents[1]
    assert subprocess.run([sys.executable, "-c", LOADED], cwd=root, check=False).returncode == 0


def test_who_comes_first_asks_the_database_nothing_about_the_first_page(board: Board):
    warming._ask()
    today = records.today()
    with counted(records.database()) as asked:
        found = data.first_page(data.newest_version(), today.year, today)
    assert len(asked) == 1 and len(found.found.rows) == 28  # only whether there is anything new


def test_without_its_database_the_dashboard_starts_and_says_so(
    board: Board, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def away() -> int:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(data, "newest_version", away)
    with caplog.at_level(logging.WARNING, "nhipcau.dashboard"):
        warming._ask()
    assert caplog.messages == ["not ready: OperationalError"]
