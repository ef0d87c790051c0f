"""Can staff take a questionnaire from a workbook to its last day with a keyboard alone?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FileChooser, Page, TimeoutError, expect

from tests.browser.axe import violations
from tests.browser.conftest import Live, visiting
from tests.browser.test_desk_keys import Keys
from tests.browser.test_instrument_path import ROWS, SETTINGS
from tests.browser.test_member_path import sign_in
from tests.db.xlsforms import workbook

pytestmark = pytest.mark.browser
PRESSES = 3
PHOTO = ["image", "anh", "Ảnh", "Photo", "", "", ""]
LONGER = ["range", "diem", "Em chấm cho trường mấy điểm?", "How many points?", "", "", "start=0 end=5"]


def kept(path: Path, *rows: list[str]) -> Path:
    path.write_bytes(workbook(survey=list(rows), settings=SETTINGS))
    return path


def _dialog(page: Page, keys: Keys) -> FileChooser:
    """The dialog for a file; a busy headless browser now and then opens none at the first press."""
    for _ in range(PRESSES):
        try:
            with page.expect_file_chooser(timeout=5_000) as chosen:
                keys.press("Space")
            return chosen.value
        except TimeoutError:
            continue
    raise AssertionError("no dialog opens")


def test_from_a_workbook_to_its_last_day_by_keys_alone(live: Live, chromium: Browser, tmp_path: Path) -> None:
    bad = kept(tmp_path / "sai.xlsx", *ROWS, PHOTO)
    good = kept(tmp_path / "dung.xlsx", *ROWS)
    later = kept(tmp_path / "sau.xlsx", ROWS[0], LONGER, *ROWS[2:])
    with visiting(chromium, "desk") as page:
        keys, found = Keys(page), list[str]()
        sign_in(page, live, "can.bo")

        def go(role: str, name: str, within: str = "main") -> None:
            keys.reach(page.locator(within).get_by_role(role, name=name).first)
            with page.expect_navigation():
                keys.press("Enter")

        def send(file: Path, says: Callable[[], None]) -> None:
            keys.reach(page.get_by_label("Tệp phiếu hỏi"))
            _dialog(page, keys).set_files(file)
            go("button", "Tải lên và kiểm tra")
            says()
            found.extend(violations(page))

        go("link", "Bộ câu hỏi", "nav")
        found += violations(page)
        go("link", "Tải phiếu hỏi lên")
        found += violations(page)
        send(bad, lambda: expect(page.get_by_role("alert")).to_contain_text("Trang survey, dòng 7"))
        expect(page.get_by_role("alert")).to_be_focused()
        send(good, lambda: expect(page.get_by_role("heading", name="Bản nháp")).to_be_visible())

        go("link", "Xem thử (Tiếng Việt (vi))")
        keys.reach(page.get_by_label("0", exact=True))
        keys.press(*["ArrowDown"] * 5)
        expect(page.get_by_text("Điểm cao đấy!")).to_be_visible()
        found += violations(page)
        go("link", "English (en)")
        expect(page.locator("html")).to_have_attribute("lang", "vi")  # the desk; the questions say their own
        expect(page.locator("#xem-thu")).to_have_attribute("lang", "en")
        found += violations(page)
        go("link", "Mở: Bản nháp")

        publish(keys, 1)
        found += violations(page)
        go("link", "Tải phiên bản tiếp theo")
        send(later, lambda: expect(page.get_by_text("Câu 1 đổi lời")).to_be_visible())
        publish(keys, 2)
        keys.reach(page.locator("summary"))
        keys.press("Enter")
        expect(page.get_by_text("Câu 1 đổi lời")).to_be_visible()
        found += violations(page)
        go("button", "Ngừng dùng")
        expect(page.get_by_role("button", name="Dùng lại")).to_be_visible()
        found += violations(page)
    assert found == []


def publish(keys: Keys, number: int) -> None:
    """Tick that it was looked at, and publish."""
    page = keys.page
    keys.reach(page.get_by_label("Tôi đã xem thử"))
    keys.press("Space")
    keys.reach(page.get_by_role("button", name=f"Công bố phiên bản {number}"))
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.get_by_text("Bản nháp")).to_have_count(0)


def test_the_pages_of_a_narrow_desk_are_reached_by_keys(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        keys = Keys(page)
        sign_in(page, live, "can.bo")
        pages = page.locator("nav.pages")
        expect(pages).to_be_hidden()
        assert page.locator("main").bounding_box()["y"] < 150  # what stands above leaves room for the work
        keys.reach(page.get_by_role("button", name="Các trang"))
        keys.press("Enter")
        assert pages.get_by_role("link").count() >= 8
        assert violations(page) == []
        keys.press("Escape")
        expect(pages).to_be_hidden()
        keys.press("Enter")
        keys.reach(pages.get_by_role("link", name="Lấy ý kiến"))
        keys.press("Enter")
        expect(page.get_by_role("heading", name="Lấy ý kiến trẻ em")).to_be_visible()
    with visiting(chromium, "phone", java_script_enabled=False) as page:
        sign_in(page, live, "can.bo")
        page.get_by_role("button", name="Các trang").click()
        page.locator("nav.pages").get_by_role("link", name="Đơn vị").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("ơn vị")
