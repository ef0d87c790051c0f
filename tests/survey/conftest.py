"""The survey over real HTTP, on a real database, with a clock the test holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from db.commands.sign_in import open_session
from db.cookies import session_cookie
from db.engine import Database, open_database
from db.queries.accounts import secret_hash
from db.settings import Settings
from survey.app import create_app
from survey.seals import make_seal
from tests import factories

DOMAIN = "testserver.local"  # what the client calls http://testserver
SLUG = "an-toan-tren-mang"
F3 = {
    "title": ["Tập huấn kỹ năng tư vấn cho cán bộ Hội cấp xã"],
    "date_start": ["05/11/2026"],
    "province_code": ["01"],
    "place_type": ["community"],
    "audience": ["officers"],
    "participants_n": ["1.120"],
    "first_time_n": ["80"],
    "female_n": ["64"],
    "hours": ["7,5"],
    "topic": ["child_rights", "casework"],
    "signin": ["1"],
    "evidence": ["https://baovequyentreem.vn/tap-huan"],
}


@dataclass
class Clock:
    """The moment the app believes it is."""

    at: datetime = factories.NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **given: float) -> None:
        """Let time go by."""
        self.at += timedelta(**given)


@dataclass
class Survey:
    """A running survey with its database, and ways to be somebody."""

    client: TestClient
    database: Database
    settings: Settings
    clock: Clock
    secrets: dict[str, str] = field(default_factory=dict)

    def become(self, role: str, name: str = "", unit: str = "") -> str:
        """Sign somebody in by the back door; returns the session's secret."""
        with self.database.write_session() as session:
            organisation = factories.make_organisation(session, unit) if unit else None
            account = factories.make_account(session, role, name, organisation)
            session.flush()
            secret = open_session(session, account.id, self.clock.at)
        self.carry(secret)
        return secret

    def carry(self, secret: str) -> None:
        """Send this session's cookie from now on; an empty one sends none."""
        self.client.cookies.clear()
        if secret:
            self.client.cookies.set(session_cookie(self.settings.production), secret, domain=DOMAIN)

    def seal(self) -> str:
        """A seal for the session carried now."""
        secret = self.client.cookies.get(session_cookie(self.settings.production)) or ""
        return make_seal(self.settings.secret, secret_hash(secret))

    def consultation(self, slug: str = SLUG, **given: datetime) -> dict[str, list[str]]:
        """Open a consultation; returns a filled form for it."""
        with self.database.write_session() as session:
            return factories.make_form(factories.make_consultation(session, slug, **given))

    def answer(self, form: Mapping[str, Sequence[str]], slug: str = SLUG) -> str:
        """Send a child's answers; returns the slip's code."""
        response = self.client.post(f"/y-kien/{slug}", data=dict(form))
        assert response.status_code == 303, response.text
        return response.headers["location"].removeprefix("/cam-on/")

    def report(self, **changed: Sequence[str]) -> str:
        """File a training as the member carried now; returns the report's id."""
        form = {**F3, **changed, "token": [str(uuid4())], "csrf": [self.seal()]}
        response = self.client.post("/bao-cao/moi/F3", data=form)
        if response.status_code == 200:  # something is unusual: look, and send all the same
            seen = re.search(r'name="da_xem" value="(\w+)"', response.text)
            assert seen, response.text
            response = self.client.post("/bao-cao/moi/F3", data={**form, "da_xem": seen[1]})
        assert response.status_code == 303, response.text
        return response.headers["location"].removeprefix("/bao-cao/")


@contextmanager
def running(settings: Settings) -> Iterator[Survey]:
    """The survey under these settings."""
    clock = Clock()
    with (
        closing(open_database(settings)) as database,
        TestClient(create_app(settings, clock), follow_redirects=False) as client,
    ):
        yield Survey(client, database, settings, clock)


@pytest.fixture
def survey(sqlite_settings: Settings) -> Iterator[Survey]:
    """The survey on SQLite."""
    with running(sqlite_settings) as started:
        yield started


@pytest.fixture
def survey_on_both(settings: Settings) -> Iterator[Survey]:
    """The survey, once on each engine."""
    with running(settings) as started:
        yield started


@pytest.fixture
def public_survey(production: Settings) -> Iterator[Survey]:
    """The survey as on a public server."""
    with running(production) as started:
        yield started


def hidden(page: str) -> dict[str, str]:
    """Names and values of a page's hidden fields."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {
        name: value.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"') for name, value in found
    }
