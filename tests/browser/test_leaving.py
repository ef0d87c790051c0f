"""B21: however a child leaves the form on a shared tablet, nothing typed stays on its disk."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route

from db.commands.consultations import publish_form
from survey.pages import NEUTRAL_PAGE
from tests.browser.conftest import ARGUMENTS, Live, program
from tests.browser.leaving import FIELD, WAYS, begin, leave_all_ways, traces
from tests.factories import ask_children
from tests.questionnaire import make_definition

pytestmark = pytest.mark.browser
SLUG = "may-dung-chung"
# What forms must not be: kept by the browser, answered at once, remembered and "removed" by a script.
CONTROL = """<!doctype html><meta charset="utf-8">
<form method="post"><input name="so_em"><button>Gửi</button></form>
<script>const field = document.querySelector('input');
field.addEventListener('input', () => localStorage.setItem('nhap', field.value));
document.querySelector('form').addEventListener('submit', () => localStorage.removeItem('nhap'));</script>"""


@pytest.fixture
def address(live: Live) -> str:
    """A form with a question that takes any number."""
    definition = make_definition()
    number = dict(definition["questions"][-1])
    definition["questions"][-1] = {
        **number,
        "name": FIELD,
        "constraint": None,
        "labels": {"vi": "Một con số"},
    }
    definition["order"][-1] = FIELD
    for question in definition["questions"]:
        question["required"] = None
    now = datetime.now(UTC)
    with live.database.write_session() as session:
        version = publish_form(session, "test", SLUG, "", "", definition, now)
        ask_children(session, SLUG, version.id, now)
    return f"{live.address}/y-kien/{SLUG}"


def device(started: Playwright, folder: Path) -> BrowserContext:
    """A browser with a profile of its own, which it keeps on the disk as a tablet does."""
    context = started.chromium.launch_persistent_context(
        folder, executable_path=program(started), args=ARGUMENTS, locale="vi-VN"
    )
    neutral = NEUTRAL_PAGE.split("?")[0] + "**"
    context.route(neutral, lambda route: route.fulfill(body="<p>Trời nắng</p>", content_type="text/html"))
    return context


def kill(folder: Path) -> None:
    """The power goes: this browser's processes end at once (known by their profile)."""
    for process in psutil.process_iter(["cmdline"]):
        if any(str(folder) in part for part in process.info["cmdline"] or ()):
            process.kill()


def test_nothing_typed_stays_on_a_shared_tablet(started: Playwright, address: str, tmp_path: Path) -> None:
    context = device(started, tmp_path / "closed")
    marks = leave_all_ways(context, address)
    context.close()
    assert len(marks) == len(WAYS) >= 12
    assert traces(tmp_path / "closed", marks) == {}
    context = device(started, tmp_path / "killed")
    begin(context.new_page(), address, "739999888777")
    time.sleep(1)  # the browser writes what it keeps every so often
    kill(tmp_path / "killed")
    assert traces(tmp_path / "killed", {"power cut": "739999888777"}) == {}


def test_a_form_made_otherwise_does_leave_what_was_typed(started: Playwright, tmp_path: Path) -> None:
    """The control: the search finds what another form leaves behind."""
    mark = "731112223334"

    def serve(route: Route) -> None:
        typed = route.request.post_data or ""
        route.fulfill(body=CONTROL + f"<p>{typed}</p>", content_type="text/html; charset=utf-8")

    context = device(started, tmp_path)
    context.route("http://kiem.soat/**", serve)
    page: Page = context.new_page()
    page.goto("http://kiem.soat/")
    page.locator("input").press_sequentially(mark)
    page.locator("button").click()
    page.get_by_text(mark).wait_for()
    context.close()
    assert traces(tmp_path, {"control": mark})
