"""Is every page a clean A4 sheet?  Printed by Chromium: few sheets, nothing cut off, nothing to press."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.print_style import BEFORE
from dashboard.state import PAGES
from dashboard.text import text
from tests.browser.conftest import visiting
from tests.browser.test_leader_path import Installation, arrive, both, sign_in

__all__ = ["both"]
pytestmark = pytest.mark.browser

UPRIGHT, ON_ITS_SIDE = (595, 842), (842, 595)  # points
# Between the margins of print_style and overview_style, at 96 dots an inch.
WIDTHS = {UPRIGHT: 688, ON_ITS_SIDE: 1047}
# The address of a page, its title, how the paper lies, and how many sheets it may take with the sample.
SHEETS = (
    ("", text("app.strategy"), ON_ITS_SIDE, 4),
    ("muc-tieu?muc=5", "5. Đẩy mạnh truyền thông", UPRIGHT, 4),
    ("chi-so?ma=5.3", "5.3 Sản phẩm truyền thông", UPRIGHT, 3),
    ("don-vi", text("nav.don_vi"), UPRIGHT, 3),
    ("giai-doan", "Kết quả theo năm", UPRIGHT, 3),
)
ROUNDING = 1
LEAST_CHART = 150
# What stands on the sheet: everything of our column that paper shows, with where it ends.
BOXES = """() => Array.from(document.querySelectorAll('.st-key-trang *'))
  .filter((one) => one.getClientRects().length && !one.closest('svg'))
  .map((one) => [one.getBoundingClientRect().right, (one.textContent || one.tagName).slice(0, 60)])"""
CHARTS = """() => Array.from(document.querySelectorAll('svg.marks'))
  .filter((one) => one.getClientRects().length)
  .map((one) => [one.getBoundingClientRect().left, one.getBoundingClientRect().right])"""


def test_every_page_is_printed_on_few_clean_sheets(both: Installation, chromium: Browser) -> None:
    with visiting(chromium, "desk") as page:
        sign_in(page, both)
        arrive(page, text("app.strategy"))
        for address, title, paper, most in SHEETS:
            page.emulate_media(media="null")
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"{both.dashboard}/{address}")
            arrive(page, title)
            page.wait_for_load_state("networkidle")
            check_sheets(page, paper, most)
            check_layout(page, title, WIDTHS[paper])


def check_sheets(page: Page, paper: tuple[int, int], most: int) -> None:
    """The file a reader gets: A4, all sheets lying the same way, no more than so many."""
    made = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    assert 1 <= len(boxes) <= most, page.url
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {paper}, page.url


def check_layout(page: Page, title: str, width: int) -> None:
    """On a sheet of this width: the title, whose page it is, whole charts; no menu, no button."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator(f".{BEFORE}")).to_be_visible()
    over = [words for right, words in page.evaluate(BOXES) if right > width + ROUNDING]
    assert not over, f"{page.url}: {over[:3]}"
    charts = page.evaluate(CHARTS)
    assert charts and all(left >= -ROUNDING and right <= width + ROUNDING for left, right in charts), page.url
    assert all(right - left > LEAST_CHART for left, right in charts), page.url
    for key in PAGES.values():
        menu = page.get_by_role("link", name=text(f"nav.{key[6:-3]}"), exact=True)
        assert not any(one.is_visible() for one in menu.all()), f"{page.url}: {key}"
    assert not any(one.is_visible() for one in page.get_by_role("button").all()), page.url
    assert not any(one.is_visible() for one in page.locator("summary").all()), page.url
