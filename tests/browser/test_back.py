"""Does Back go back?  Every click is one entry of the browser's history, and one press undoes it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.state import MEASURE
from dashboard.text import text
from tests.browser.conftest import visiting
from tests.browser.test_leader_path import SLOW, Installation, arrive, both, menu, sign_in

__all__ = ["both"]
pytestmark = pytest.mark.browser
FIRST, SECOND = "2.4 Tham vấn cộng đồng, kể cả trẻ em", "5.3 Sản phẩm truyền thông"


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=SLOW)
    page.wait_for_timeout(700)  # the page completes its address after its heading stands


def test_a_click_is_one_entry_and_back_undoes_one_click(both: Installation, chromium: Browser) -> None:
    with visiting(chromium, "desk") as page:
        sign_in(page, both, "/chi-so?ma=2.4")
        arrive(page, FIRST, charts=0)
        walked = [page.url]
        count = entries(page)
        for key, words in (("nav.tong_quan", text("app.strategy")), ("nav.chi_so", FIRST)):
            menu(page, "desk", key)
            heading(page, words)
            assert entries(page) == count + len(walked), f"{key}: {page.url}"
            walked.append(page.url)
        assert "ma=2.4" in walked[-1]  # the menu drops it; the page puts back what was looked at

        page.locator(f".st-key-chon-{MEASURE} input").click()
        page.keyboard.type("5.3")
        page.keyboard.press("Enter")
        heading(page, SECOND)
        assert entries(page) == count + len(walked) and "ma=5.3" in page.url

        for address, words in zip(reversed(walked), (FIRST, text("app.strategy"), FIRST), strict=True):
            page.go_back()
            heading(page, words)
            assert page.url == address
