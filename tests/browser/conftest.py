"""A real Chromium before a real survey: served by uvicorn on a free port, on a database of its own."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from db.commands.sample_consultation import publish_seed_instrument
from db.engine import Database, open_database
from db.settings import Settings
from survey.app import create_app
from tests import factories

SHOTS = Path(__file__).parent / "shots"
SLUG = "an-toan-tren-mang"
SIZES = {"phone": (360, 740), "desk": (1280, 900)}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SYSTEM = "/usr/bin/chromium"
# The same engine without what a screen needs: a fifth faster.
SHELL = Path("/usr/bin/chromium-headless-shell")
NAMED = os.environ.get("NHIPCAU_CHROMIUM", "")


def program(started: Playwright) -> str:
    """The browser that was named, else Playwright's own, else the system's."""
    own = started.chromium.executable_path
    return NAMED or (own if Path(own).exists() else SYSTEM)


def launch(started: Playwright) -> Browser:
    """A browser that keeps nothing."""
    path = str(SHELL) if SHELL.exists() and not NAMED else program(started)
    return started.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture(scope="session")
def started() -> Iterator[Playwright]:
    """What drives browsers; a second one beside it would find the first one's event loop running."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(started: Playwright) -> Iterator[Browser]:
    """One browser for all tests."""
    with closing(launch(started)) as browser:
        yield browser


@dataclass
class Live:
    """A running survey: its address and its database."""

    address: str
    database: Database


@pytest.fixture
def live(sqlite_settings: Settings) -> Iterator[Live]:
    """The survey with the seed consultation open, two people, and nothing else."""
    with closing(open_database(sqlite_settings)) as database:
        _fill(database)
        server = uvicorn.Server(
            uvicorn.Config(create_app(sqlite_settings), port=0, log_level="warning", access_log=False)
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Live(f"http://127.0.0.1:{port}", database)
        server.should_exit = True
        thread.join()


def _fill(database: Database) -> None:
    now = datetime.now(UTC)
    with database.write_session() as session:
        version = publish_seed_instrument(session, "test", "an_toan_tren_mang", now)
        factories.ask_children(
            session,
            SLUG,
            version.id,
            now,
            purpose_vi="Để góp vào chương trình bảo vệ trẻ em trên mạng.",
            audience_vi="11–17 tuổi · khoảng 5 phút",
            agency_vi="cơ quan soạn thảo chương trình",
            closes_at=now + timedelta(days=30),
            languages=["vi", "en"],
            sample=True,
        )
        factories.make_account(session, "member", "hoi.vien", display_name="Nguyễn Thị Mẫu")
        factories.make_account(session, "staff", "can.bo", display_name="Trần Văn Mẫu")


@contextmanager
def visiting(browser: Browser, size: str, **given: object) -> Iterator[Page]:
    """A page of this size; whatever it complains of, or lets run over the edge, fails the test."""
    width, height = SIZES[size]
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **given
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if _is_fault(said.type, said.text) else None)
    yield page
    context.close()
    assert faults == []


def _is_fault(kind: str, words: str) -> bool:
    # A refused form is an answer of 4xx, which the browser calls an error.
    return kind in ("error", "warning") and not words.startswith("Failed to load resource")


def shot(page: Page, name: str) -> None:
    """Keep a picture, and check that nothing needs scrolling sideways."""
    SHOTS.mkdir(exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=SHOTS / f"{name}_{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
