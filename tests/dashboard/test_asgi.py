"""Does the served dashboard keep its doors?  A real uvicorn, real HTTP, a real database."""

from __future__ import annotations

import base64
import os
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from db.commands.accounts import disable_account
from db.commands.sign_in import make_ticket, open_session
from db.cookies import DEVICE_COOKIE, session_cookie
from db.engine import Database, open_database
from db.models import Account
from db.queries.accounts import signed_in
from tests import factories
from tests.bench.installation import served
from tests.conftest import settings_for

NAME = session_cookie(False)
OURS = {"sec-fetch-site": "same-origin"}


@dataclass
class Served:
    """A running dashboard and its database."""

    address: str
    database: Database

    def get(self, path: str, **given) -> httpx.Response:
        return httpx.get(self.address + path, **given)

    def post(self, path: str, headers=OURS, **given) -> httpx.Response:
        return httpx.post(self.address + path, headers=headers, **given)

    def account(self, role: str = "leader") -> Account:
        with self.database.write_session() as session:
            return factories.make_account(session, role)

    def ticket(self, ago: timedelta = timedelta()) -> str:
        account = self.account()
        with self.database.write_session() as session:
            return make_ticket(session, account.id, datetime.now(UTC) - ago)

    def session(self, account: Account) -> str:
        with self.database.write_session() as session:
            return open_session(session, account.id, datetime.now(UTC))

    def is_alive(self, secret: str) -> bool:
        with self.database.read_session() as session:
            return signed_in(session, secret, datetime.now(UTC)) is not None


@pytest.fixture(scope="module")
def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for this module."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "nhipcau.db").write_bytes(sqlite_template.read_bytes())
    surroundings = {**os.environ, "NHIPCAU_DATA_DIR": str(folder), "NHIPCAU_DATABASE_URL": ""}
    with (
        closing(open_database(settings_for(folder))) as database,
        served("dashboard.asgi:app", surroundings) as (
            address,
            _,
        ),
    ):
        yield Served(address, database)


@pytest.mark.parametrize("path", ["/", "/chi-so?ma=1.3", "/muc-tieu", "/y-kien"])
def test_every_page_is_served_in_vietnamese_with_our_headers(path, running):
    answer = running.get(path)
    assert answer.status_code == 200 and '<html lang="vi">' in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert DEVICE_COOKIE in answer.cookies


def test_healthz_says_ok(running):
    answer = running.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_ticket_opens_a_session_once(running):
    ticket = running.ticket()
    first = running.post("/vao", data={"ve": ticket, "trang": "chi-so", "tim": "ma=1.3&nam=2025"})
    assert first.status_code == 303 and first.headers["location"] == "./chi-so?ma=1.3&nam=2025"
    cookie = first.headers["set-cookie"]
    assert (
        cookie.startswith(f"{NAME}=")
        and "HttpOnly" in cookie
        and "SameSite=lax" in cookie
        and "Path=/" in cookie
    )
    assert running.is_alive(first.cookies[NAME])
    again = running.post("/vao", data={"ve": ticket})
    assert again.headers["location"] == "./?loi=sign_in_needed" and NAME not in again.cookies


@pytest.mark.parametrize("ago", [timedelta(seconds=31), timedelta(hours=1)])
def test_an_old_ticket_opens_nothing(ago, running):
    answer = running.post("/vao", data={"ve": running.ticket(ago)})
    assert answer.headers["location"] == "./?loi=sign_in_needed" and NAME not in answer.cookies


@pytest.mark.parametrize("body", [b"", b"ve=x", b"ve=" + b"x" * 9000, b"\xff\xfe", b"&" * 5000, b"ve=%00"])
def test_a_strange_body_opens_nothing_and_breaks_nothing(body, running):
    answer = running.post("/vao", content=body)
    assert answer.status_code == 303 and NAME not in answer.cookies


@pytest.mark.parametrize(
    "page", ["//evil.example", "https://evil.example", "../x", "dang-xuat", "chi-so/../..", "\r\nX: y"]
)
def test_a_ticket_leads_to_our_own_pages_only(page, running):
    answer = running.post("/vao", data={"ve": running.ticket(), "trang": page})
    assert answer.headers["location"] == "./"


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}])
def test_a_ticket_from_elsewhere_is_refused_and_stays_good(headers, running):
    ticket = running.ticket()
    assert running.post("/vao", headers=headers, data={"ve": ticket}).status_code == 403
    assert NAME in running.post("/vao", data={"ve": ticket}).cookies


def test_entering_ends_the_session_before(running):
    old = running.session(running.account("staff"))
    running.post("/vao", data={"ve": running.ticket()}, cookies={NAME: old})
    assert not running.is_alive(old)


def test_a_ticket_is_not_taken_from_an_address(running):
    ticket = running.ticket()
    assert NAME not in running.get(f"/vao?ve={ticket}").cookies
    assert NAME in running.post("/vao", data={"ve": ticket}).cookies


def test_leaving_ends_the_session_in_the_database(running):
    secret = running.session(running.account())
    answer = running.post("/dang-xuat", cookies={NAME: secret})
    assert answer.status_code == 303 and answer.headers["location"] == "./"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert not running.is_alive(secret)


@pytest.mark.parametrize("path", ["/dang-xuat", "/vao"])
def test_acts_are_posts(path, running):
    """GET shows the page, and does nothing."""
    secret = running.session(running.account())
    running.get(path, cookies={NAME: secret})
    assert running.is_alive(secret)


def test_a_file_is_guarded_by_the_live_session(running):
    account = running.account()
    secret = running.session(account)
    assert running.get("/media/abc.csv").status_code == 403
    assert running.get("/media/abc.csv", cookies={NAME: secret}).status_code == 404  # through, and not there
    with running.database.write_session() as session:
        disable_account(session, "test", account.name, datetime.now(UTC))
    assert running.get("/media/abc.csv", cookies={NAME: secret}).status_code == 403


def test_a_member_fetches_no_file(running):
    secret = running.session(running.account("member"))
    assert running.get("/media/abc.csv", cookies={NAME: secret}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_stcore/metrics"),
        ("PUT", "/_stcore/upload_file/a/b"),
        ("POST", "/_stcore/agent/interact"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("GET", "/component/x/index.html"),
    ],
)
def test_streamlits_other_doors_are_closed(method, path, running):
    assert httpx.request(method, running.address + path, headers=OURS).status_code == 404


def test_streamlit_reads_our_settings(running):
    """Control: imported in the wrong order, it reads none and asks its makers for a list of trackers."""
    answer = running.get("/_stcore/host-config").json()
    assert answer.get("enableCustomParentMessages") is False
    script = re.search(r"\./(static/js/index\.[^\"]+\.js)", running.get("/").text)
    assert script and running.get("/" + script[1]).headers["content-encoding"] == "gzip"


def test_the_first_page_names_the_one_style_sheet_at_its_end_and_browsers_keep_it(running: Served):
    """After Streamlit's own styles: of two rules of the same weight the later one holds."""
    page = running.get("/").text
    (name,) = re.findall(r'<link rel="stylesheet" href="\./(kieu-[0-9a-f]{12}\.css)"></body>', page)
    assert page.index(name) > page.index('id="root"')
    answer = running.get(f"/{name}", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-type"].startswith("text/css") and answer.headers["x-content-type-options"]
    assert "immutable" in answer.headers["cache-control"] and "<style" not in answer.text
    assert answer.text.count("{") == answer.text.count("}") > 50 and ".st-key-ban-hep" not in answer.text
    assert '[class*="st-key-ban-hep"]' in answer.text


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://evil.example", 403), ("null", 403), ("", 101)],
    ids=["evil", "null", "ours"],
)
def test_a_websocket_from_another_page_is_refused(origin, status, running):
    host, port = running.address.removeprefix("http://").split(":")
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Origin: {origin or running.address}",
    ]
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        assert int(wire.recv(64).split()[1]) == status
