"""Does ``python -m db export`` make snapshots, on demand and by the calendar, and let old files go?"""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import cli, cli_exports
from db.exports.store import FOLDER, forget, place_of
from db.models import AuditEvent, Snapshot, SnapshotContent
from db.rules.exports import ALL_KEPT
from db.rules.retention import KEEP_NEWEST
from tests.factories import NOW, make_fact


@pytest.fixture
def terminal(sqlite_database, sqlite_settings, monkeypatch):
    """A terminal on this installation, with a clock the test holds."""
    clock = {"now": NOW}

    class Held(datetime):
        @classmethod
        def now(cls, tz=None):
            return clock["now"].astimezone(tz or UTC)

    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(sqlite_settings.data_dir))
    monkeypatch.delenv("NHIPCAU_DATABASE_URL", raising=False)
    monkeypatch.setattr(cli_exports, "datetime", Held)
    with sqlite_database.write_session() as session:
        make_fact(session, "5.3", 4, date(2026, 3, 1))

    def run(*words: str, now: datetime = NOW) -> int:
        clock["now"] = now
        return cli.main(["export", *words])

    return run


@pytest.fixture
def small(terminal, monkeypatch):
    """The same terminal, where a scheduled snapshot holds one set: when it is made is the question."""
    monkeypatch.setattr(cli_exports, "ALL_KEPT", ("records",))
    return terminal


def numbers(database) -> list[tuple[int, str, date]]:
    with database.read_session() as session:
        rows = session.scalars(select(Snapshot).order_by(Snapshot.number)).all()
        return [(row.number, row.occasion, row.as_of) for row in rows]


def test_all_sets_or_one(terminal, sqlite_database, tmp_path, capsys):
    assert terminal("--reason", "gửi Bộ Nội vụ", "--out", str(tmp_path / "all.zip")) == 0
    assert terminal("--set", "records", "--year", "2025", "--to-year", "2026", "--separator", "semicolon",
                    "--as-of", "2026-10-01", "--reason", "để thử") == 0  # fmt: skip
    assert numbers(sqlite_database) == [(1, "asked", date(2026, 11, 21)), (2, "asked", date(2026, 10, 1))]
    with zipfile.ZipFile(tmp_path / "all.zip") as opened:
        assert {name for name in opened.namelist() if name.startswith("excel/")} == {
            f"excel/{name}.csv" for name in ALL_KEPT
        }
    said = capsys.readouterr().out
    assert "Snapshot 2: " in said and "000002.zip" in said


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--set", "records"), "purpose_needed"),
        (("--set", "records", "--as-of", "2026-11-22", "--reason", "để thử"), "day_not_over"),
        (("--year", "2022", "--reason", "để thử"), "not_a_choice"),
        (("--unit", "1", "--reason", "để thử"), "set_not_by_unit"),
        (("--set", "answers", "--consultation", "khong-co", "--reason", "để thử"), "not_a_choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(terminal, sqlite_database, capsys, words, refusal):
    assert terminal(*words) == 1
    assert refusal in capsys.readouterr().err
    assert numbers(sqlite_database) == []


def test_the_calendar_makes_one_a_week_and_one_a_quarter(small, sqlite_database):
    for now in (NOW, NOW + timedelta(hours=5), NOW + timedelta(days=3), NOW + timedelta(days=7)):
        assert small("--scheduled", "weekly", now=now) == 0
        assert small("--scheduled", "quarterly", now=now) == 0
    assert numbers(sqlite_database) == [
        (1, "weekly", date(2026, 11, 15)),
        (2, "quarterly", date(2026, 9, 30)),
        (3, "weekly", date(2026, 11, 22)),
    ]


def test_a_run_that_was_cut_off_is_finished_by_the_next(small, sqlite_database, sqlite_settings, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(cli_exports, "make_files", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            small("--scheduled", "weekly")
    assert small("--scheduled", "weekly") == 0
    assert len(numbers(sqlite_database)) == 1
    with sqlite_database.read_session() as session:
        assert session.scalars(select(SnapshotContent.snapshot_number)).all() == [1]
    assert place_of(sqlite_settings.data_dir, 1).is_file()


def test_old_scheduled_files_go_records_stay(small, sqlite_database, sqlite_settings, monkeypatch):
    monkeypatch.setitem(KEEP_NEWEST, "weekly", 2)
    assert small("--set", "records", "--reason", "để thử") == 0
    weeks = KEEP_NEWEST["weekly"] + 2
    for week in range(weeks):
        assert small("--scheduled", "weekly", now=NOW + timedelta(weeks=week)) == 0
    kept = {path.name for path in (sqlite_settings.data_dir / FOLDER).glob("*.zip")}
    assert kept == {"000001.zip"} | {f"{number:06}.zip" for number in range(4, weeks + 2)}
    assert len(numbers(sqlite_database)) == weeks + 1
    with sqlite_database.read_session() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.act == "snapshot_files_dropped")).all()
    assert [event.noun_id for event in events] == ["2", "3"]
    assert not forget(sqlite_settings.data_dir, 2)
