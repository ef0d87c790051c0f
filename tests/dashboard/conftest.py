"""The dashboard's script over a real database, with a clock and cookies the test holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from dashboard import data, records
from db.commands.releases import release_tables
from db.commands.sample import load_sample_accounts, load_sample_records, sample_account_names
from db.commands.sample_ledger import load_sample_ledger
from db.commands.sample_reporting import load_sample_reporting
from db.commands.sign_in import open_session
from db.cookies import session_cookie
from db.engine import Database, open_database
from db.settings import Settings
from tests import factories
from tests.conftest import settings_for

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
SLUG = "an-toan-tren-mang"
CHILDREN = 60
SECONDS = 30


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """Each AppTest has every installed package read for Streamlit components: a third of all its time."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@dataclass
class Board:
    """A dashboard with its database, and ways to be somebody."""

    database: Database
    settings: Settings
    at: datetime = factories.NOW
    cookies: dict[str, str] = field(default_factory=dict)

    def be(self, role: str = "leader", **given: object) -> str:
        """Sign somebody in under this role, as the survey would; the account's name."""
        with self.database.write_session() as session:
            account = factories.make_account(session, role, **given)  # type: ignore[arg-type]
            secret = open_session(session, account.id, self.at)
            self.cookies[session_cookie(False)] = secret
            return account.name

    def open(self, page: str = "", **address: str) -> AppTest:
        """The page as the browser shows it after its first run."""
        at = AppTest.from_file(str(APP), default_timeout=SECONDS)
        if page:
            at = self._switched(at, page)
        at.query_params.update(address)
        return at.run()

    def _switched(self, at: AppTest, page: str) -> AppTest:
        """A page can be chosen only after a first run; that run stays at the door, which is quick."""
        cookies, self.cookies = self.cookies, {}
        at.run()
        self.cookies = cookies
        return at.switch_page(page)

    def pass_by(self, **given: float) -> None:
        """Let time go by."""
        self.at += timedelta(**given)


@pytest.fixture(scope="session")
def full_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The strategy, four sample years, and a consultation with one publication."""
    folder = tmp_path_factory.mktemp("full")
    shutil.copy(sqlite_template, folder / "nhipcau.db")
    with closing(open_database(settings_for(folder))) as database, database.write_session() as session:
        load_sample_records(session, factories.NOW)
        consultation = factories.make_consultation(session, SLUG)
        for place in range(CHILDREN):
            gender = ("nam",) if place < 20 else ("khac",) if place > CHILDREN - 4 else ("nu",)
            factories.make_submission(session, consultation, gioi_tinh=gender)
        release_tables(session, "test", SLUG, factories.NOW)
    return folder / "nhipcau.db"


def _board(template: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    shutil.copy(template, folder / "nhipcau.db")
    settings = settings_for(folder)
    with closing(open_database(settings)) as database:
        board = Board(database, settings)
        monkeypatch.setenv("NHIPCAU_DATA_DIR", str(folder))
        monkeypatch.delenv("NHIPCAU_DATABASE_URL", raising=False)
        monkeypatch.setattr(records, "now", lambda: board.at)
        # AppTest has no cookies of its own: give its context the ones of this test.
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: board.cookies))
        _forget()
        yield board
        records.database().close()
    _forget()


def _forget() -> None:
    for kept in (records.settings, records.database):
        kept.cache_clear()
    for name, cached in vars(data).items():
        if not name.startswith("__") and hasattr(cached, "clear"):
            cached.clear()  # not the specs of charts: they know no data


@pytest.fixture
def board(full_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """A dashboard over full sample data."""
    yield from _board(full_template, tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def whole_template(full_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the sample's accounts, its ledger, and who reported which quarter."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copy(full_template, folder / "nhipcau.db")
    passwords = {name: f"{factories.PASSWORD} {name}" for name in sample_account_names()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.passwords.ROUNDS", 4)  # the real hash with little work in it
        with closing(open_database(settings_for(folder))) as database, database.write_session() as session:
            load_sample_accounts(session, passwords, factories.SECRET, factories.NOW)
            load_sample_ledger(session, factories.NOW)
            load_sample_reporting(session, factories.NOW)
    return folder / "nhipcau.db"


@pytest.fixture
def whole_board(whole_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """A dashboard over everything the sample has."""
    yield from _board(whole_template, tmp_path, monkeypatch)


@pytest.fixture
def empty_board(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """A dashboard that knows the strategy and nothing else."""
    yield from _board(sqlite_template, tmp_path, monkeypatch)


def words_of(at: AppTest) -> str:
    """Everything a reader can read on the page, charts' descriptions included."""
    return "\n".join(piece for element in (*at.main, *at.sidebar) for piece in _words(element))


def _words(element: object) -> Iterator[str]:
    said = getattr(element, "value", None)
    said = getattr(element, "body", None) if said is None else said
    if isinstance(said, pd.DataFrame):
        said = said.to_csv(index=False)
    yield from (words for words in (getattr(element, "label", ""), said) if isinstance(words, str))
    yield from map(str, getattr(element, "options", None) or ())
    alt = getattr(getattr(element, "proto", None), "alt", "")
    if isinstance(alt, str):
        yield alt
