"""A shared tablet: a child leaves, another begins, and nothing typed stays behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from survey.pages import NEUTRAL_PAGE
from tests.browser.conftest import Live, visiting
from tests.browser.test_child_path import PATH, choose, skip_to_the_end, start

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_quick_exit_leaves_nothing_behind(live: Live, chromium: Browser, scripts: bool) -> None:
    with visiting(chromium, "phone", java_script_enabled=scripts) as page:
        page.route(
            NEUTRAL_PAGE.split("?")[0] + "**",
            lambda route: route.fulfill(body="Trời hôm nay nắng", content_type="text/html; charset=utf-8"),
        )
        page.goto(live.address + PATH)
        if scripts:
            page.get_by_label("Em đã hiểu và em muốn trả lời").check()
            page.get_by_role("button", name="Bắt đầu").click()
        else:
            page.get_by_role("link", name="Bắt đầu").click()
        page.get_by_text("14 hoặc 15 tuổi").click()
        page.get_by_role("link", name="Thoát nhanh").click()
        expect(page.get_by_text("Trời hôm nay nắng")).to_be_visible()
        assert page.evaluate("document.referrer") == ""
        page.go_back()
        expect(page.locator("input:checked")).to_have_count(0)


def test_the_next_child_starts_clean(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        start(page, live)
        choose(page, "14 hoặc 15 tuổi")
        skip_to_the_end(page)
        page.get_by_role("button", name="Gửi ý kiến").click()
        code = page.locator(".code").inner_text()
        page.get_by_role("link", name="Xong rồi, tới bạn tiếp theo").click()
        expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
        assert page.locator("input:checked").count() == 0
        page.go_back()
        assert code not in page.content()


def test_a_tablet_left_alone_clears_itself_after_asking(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        page.clock.install()
        start(page, live)
        page.get_by_text("14 hoặc 15 tuổi").click()
        page.clock.run_for(71_000)
        expect(page.get_by_text("Em còn ở đó không?")).to_be_visible()
        page.get_by_role("button", name="Em vẫn đang trả lời").click()
        expect(page.get_by_text("Em còn ở đó không?")).to_be_hidden()
        expect(page.get_by_label("14 hoặc 15 tuổi")).to_be_checked()
        page.clock.run_for(71_000)
        page.clock.run_for(21_000)
        expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
        assert page.locator("input:checked").count() == 0
