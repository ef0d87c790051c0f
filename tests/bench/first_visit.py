"""How long until a child can answer on a slow phone?  CPU ÷6, 250 kbps, 300 ms; beside Streamlit.

The same ten questions as a Streamlit page, for comparison.  "Interactive" is measured from the outside:
the moment at which a press on the first thing to press does what it should.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from db.rules.definition import choices_of, in_language, read_definition
from db.seed import instrument
from db.xlsform.convert import convert
from tests.bench.installation import Surroundings, free_port, served
from tests.bench.submissions import SLUG
from tests.browser.conftest import launch

SLOWER = 6
NETWORK = {"offline": False, "latency": 300, "downloadThroughput": 31_250, "uploadThroughput": 31_250}
ROUNDS = 3
PATIENCE = 240_000


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print seconds and kilobytes of a first visit, ours and Streamlit's."""
    with sync_playwright() as started, tempfile.TemporaryDirectory() as folder:
        browser = launch(started)
        with served("survey.app:create", engines["sqlite"], "--factory") as (address, _):
            for _ in range(ROUNDS):
                _tell("Nhịp Cầu", *_visit(browser, f"{address}/y-kien/{SLUG}", _ours))
        _tell("Streamlit", *_streamlit(browser, Path(folder)))
        browser.close()


def _tell(name: str, seconds: float, size: float) -> None:
    print(f"{name:10} interactive after {seconds:6.2f} s, {size / 1024:7.1f} KB over the wire")


def _visit(browser: Browser, address: str, wait: Callable[[Page], None]) -> tuple[float, float]:
    """Seconds until it can be used, and bytes that came."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.emulateNetworkConditions", NETWORK)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    wait(page)
    seconds = time.perf_counter() - start
    context.close()
    return seconds, sum(sizes)


def _ours(page: Page) -> None:
    """The script has run when "Bắt đầu" is there."""
    page.locator("[data-start-button]").wait_for(state="visible")


def _theirs(page: Page) -> None:
    page.get_by_role("radiogroup").first.wait_for()


def _streamlit(browser: Browser, folder: Path) -> tuple[float, float]:
    """The same ten questions, served by Streamlit."""
    (folder / "ten.py").write_text(_page(), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "ten.py", f"--server.port={port}"]
    options = ["--server.headless=true", "--browser.gatherUsageStats=false"]
    process = subprocess.Popen([*command, *options], cwd=folder, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        return _visit(browser, f"http://127.0.0.1:{port}/", _theirs)
    finally:
        process.terminate()
        process.wait(15)


def _page() -> str:
    """The sample's questions as a Streamlit script."""
    form = read_definition(convert(instrument("an_toan_tren_mang"), form_name="so_sanh").definition)
    lines = ["import streamlit as st"]
    for question in form.questions:
        words = [in_language(one.labels, "vi") for one in choices_of(form, question)]
        widget = "radio" if question.kind == "select_one" else "multiselect"
        if words:
            lines.append(f"st.{widget}({in_language(question.labels, 'vi')!r}, {words!r})")
    return "\n".join(lines)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
