"""A member's training walks from the form over the desk to a verified number."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from db.models import Fact
from tests import factories
from tests.browser.conftest import SIZES, Live, shot, visiting

pytestmark = pytest.mark.browser


def sign_in(page: Page, live: Live, name: str) -> None:
    page.goto(live.address + "/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda address: "/dang-nhap" not in address)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", name="Các em nghĩ gì?")).to_be_visible()


def fill_training(page: Page) -> None:
    page.get_by_label("Tên hoạt động").fill("Tập huấn kỹ năng lắng nghe trẻ em")
    page.get_by_label("Ngày bắt đầu").fill("05/01/2026")
    page.get_by_label("Tỉnh, thành nơi diễn ra").select_option("01")
    page.get_by_text("Cộng đồng", exact=True).click()
    page.get_by_text("Cán bộ, hội viên của Hội").click()
    page.get_by_label("Số lượt người dự").fill("120")
    page.get_by_label("Trong đó dự lần đầu trong năm").fill("80")
    page.get_by_label("Trong đó nữ").fill("64")
    page.get_by_label("Số giờ").fill("7,5")
    page.get_by_text("Quyền trẻ em, Luật Trẻ em").click()
    page.get_by_label("Minh chứng (đường dẫn)").fill("https://example.org/tap-huan")
    page.locator("input[name=signin]").check()


@pytest.mark.parametrize("size", SIZES)
def test_a_training_is_filed_mended_verified_and_counts(live: Live, chromium: Browser, size: str) -> None:
    with visiting(chromium, size) as page:
        sign_in(page, live, "hoi.vien")
        shot(page, "member_home")
        page.get_by_role("main").get_by_role("link", name="Báo cáo mới").click()
        shot(page, "member_choose")
        page.get_by_role("link", name="Tập huấn, hội thảo").click()
        page.get_by_role("button", name="Gửi báo cáo").click()
        expect(page.get_by_text("Chưa gửi được. Hãy xem lại những chỗ sau:")).to_be_visible()
        shot(page, "member_refused")
        fill_training(page)
        shot(page, "member_form")
        page.get_by_role("button", name="Gửi báo cáo").click()
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible()
        expect(page.get_by_text("báo cáo này cộng 120 lượt người vào chỉ số 1.3")).to_be_visible()
        shot(page, "member_report")
        sign_out(page)

        sign_in(page, live, "can.bo")
        shot(page, "desk_home")
        page.get_by_role("link", name="Mở danh sách chờ").click()
        shot(page, "desk_queue")
        page.get_by_role("link", name="Tập huấn kỹ năng lắng nghe trẻ em").click()
        expect(page.get_by_role("heading", name="Quyết định")).to_be_visible()
        page.wait_for_load_state()
        page.keyboard.press("r")
        page.keyboard.type("Xem giúp số giờ")
        shot(page, "desk_check")
        page.get_by_role("button", name="Trả lại để sửa").click()
        expect(page.get_by_text("Không có báo cáo nào chờ xác minh")).to_be_visible()
        sign_out(page)

        sign_in(page, live, "hoi.vien")
        expect(page.get_by_text("Lý do: Xem giúp số giờ")).to_be_visible()
        page.get_by_role("link", name="Tập huấn kỹ năng lắng nghe trẻ em").click()
        page.get_by_role("link", name="Sửa báo cáo").click()
        expect(page.get_by_label("Số giờ")).to_have_value("7,5")
        page.get_by_label("Số giờ").fill("8")
        page.get_by_role("button", name="Gửi bản sửa").click()
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible()
        sign_out(page)

        sign_in(page, live, "can.bo")
        page.goto(live.address + "/ban-lam-viec/xac-minh")
        page.get_by_role("link", name="Tập huấn kỹ năng lắng nghe trẻ em").click()
        expect(page.get_by_role("heading", name="Quyết định")).to_be_visible()
        page.wait_for_load_state()
        page.keyboard.press("a")
        expect(page.get_by_role("button", name="Xác minh", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Không có báo cáo nào chờ xác minh")).to_be_visible()
    with live.database.read_session() as session:
        values = session.execute(select(Fact.measure_code, Fact.value).where(Fact.origin == "report")).all()
    assert [tuple(row) for row in values] == [("1.3", 120)]


def test_a_session_that_ended_loses_nothing(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "desk") as page:
        sign_in(page, live, "hoi.vien")
        page.goto(live.address + "/bao-cao/moi/F3")
        fill_training(page)
        page.context.clear_cookies()
        page.get_by_role("button", name="Gửi báo cáo").click()
        expect(page.get_by_text("Những gì bạn đã điền vẫn được giữ")).to_be_visible()
        shot(page, "member_session_ended")
        page.get_by_label("Tên đăng nhập").fill("hoi.vien")
        page.get_by_label("Mật khẩu").fill(factories.PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_text("CHƯA được gửi")).to_be_visible()
        expect(page.get_by_label("Số lượt người dự")).to_have_value("120")
        expect(page.get_by_label("Quyền trẻ em, Luật Trẻ em")).to_be_checked()
        page.get_by_role("button", name="Gửi báo cáo").click()
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible()
