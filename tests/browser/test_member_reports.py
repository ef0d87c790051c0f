"""How much work is a report on a phone?  Three forms by touch, each tap and each letter counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import func, select

from db.models import ActivityReport, EvidenceFile, ReportDraft
from tests.browser.conftest import Live, shot, visiting
from tests.browser.test_member_path import sign_in
from tests.survey.proof_files import photo

pytestmark = pytest.mark.browser

YESTERDAY = f"{date.today() - timedelta(days=1):%d/%m/%Y}"
MOST_TAPS, MOST_LETTERS = 24, 130  # what three minutes on a phone allow


@dataclass
class Hand:
    """Somebody with a thumb: taps and letters are counted."""

    page: Page
    taps: int = 0
    letters: int = 0

    def tap(self, place: Locator) -> None:
        """One touch."""
        place.tap()
        self.taps += 1

    def write(self, label: str, words: str) -> None:
        """A touch into a field, then letters."""
        field = self.page.get_by_label(label, exact=False).first
        self.tap(field)
        field.press_sequentially(words)
        self.letters += len(words)

    def fill(self, **words: str) -> None:
        """Fields by their names."""
        for name, typed in words.items():
            field = self.page.locator(f"input[name={name}]")
            self.tap(field)
            field.press_sequentially(typed)
            self.letters += len(typed)

    def choose(self, *labels: str) -> None:
        """A choice by its words."""
        for label in labels:
            self.tap(self.page.locator("label.option", has_text=label).first)

    def pick(self, label: str, code: str) -> None:
        """A native list: one touch opens it, one chooses."""
        self.page.get_by_label(label).select_option(code)
        self.taps += 2


def training(hand: Hand) -> None:
    hand.write("Tên hoạt động", "Tập huấn lắng nghe trẻ em")
    hand.write("Ngày bắt đầu", YESTERDAY)
    hand.pick("Tỉnh, thành nơi diễn ra", "01")
    hand.choose("Cộng đồng", "Cán bộ, hội viên của Hội")
    hand.write("Số lượt người dự", "42")
    hand.write("Trong đó dự lần đầu trong năm", "30")
    hand.write("Trong đó nữ", "25")
    hand.write("Số giờ", "6")
    hand.choose("Quyền trẻ em, Luật Trẻ em", "Có danh sách ký tên")


def parents(hand: Hand) -> None:
    hand.write("Tên hoạt động", "Lớp cha mẹ kỷ luật tích cực")
    hand.write("Ngày bắt đầu", YESTERDAY)
    hand.pick("Tỉnh, thành nơi diễn ra", "01")
    hand.choose("Trường học")
    hand.tap(hand.page.locator("input[name=programme]").first)
    hand.fill(parents_n="60", fathers_n="12", sessions_n="4")


def support(hand: Hand) -> None:
    hand.write("Tên hoạt động", "Trao học bổng đầu năm")
    hand.write("Ngày bắt đầu", YESTERDAY)
    hand.pick("Tỉnh, thành nơi diễn ra", "01")
    hand.choose("Trường học")
    hand.fill(children_n="50", first_time_n="45", girls_n="24")
    hand.tap(hand.page.locator("input[name=circumstance]").first)
    hand.tap(hand.page.locator("input[name=support_kind]").first)


FORMS: dict[str, tuple[str, Callable[[Hand], None]]] = {
    "F3": ("tap huan", training),
    "F9": ("cha me", parents),
    "F14": ("hoc bong", support),
}


@pytest.mark.parametrize("code", FORMS)
def test_a_member_files_a_report_by_touch(
    live: Live, chromium: Browser, code: str, record_property: Callable[[str, object], None]
) -> None:
    words, fill = FORMS[code]
    with visiting(chromium, "phone", has_touch=True, is_mobile=True) as page:
        sign_in(page, live, "hoi.vien")
        hand = Hand(page)
        hand.tap(page.get_by_role("main").get_by_role("link", name="Báo cáo mới"))
        hand.write("Tìm biểu", words)
        hand.tap(page.get_by_role("button", name="Tìm", exact=True))
        hand.tap(page.locator(f"a[href='/bao-cao/moi/{code}']"))
        fill(hand)
        shot(page, f"touch_{code}")
        hand.tap(page.get_by_role("button", name="Gửi báo cáo"))
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible()
        shot(page, f"touch_{code}_sent")
        record_property("taps", hand.taps)
        record_property("letters", hand.letters)
        print(f"{code}: {hand.taps} taps, {hand.letters} letters")
        assert hand.taps <= MOST_TAPS and hand.letters <= MOST_LETTERS
    with live.database.read_session() as session:
        assert session.scalars(select(ActivityReport.form)).all() == [code]
        assert session.scalar(select(func.count()).select_from(ReportDraft)) == 0


def test_a_draft_survives_the_phone_and_the_next_report_begins_from_the_last(
    live: Live, chromium: Browser
) -> None:
    with visiting(chromium, "phone", has_touch=True, is_mobile=True) as page:
        sign_in(page, live, "hoi.vien")
        page.goto(live.address + "/bao-cao/moi/F3")
        training(Hand(page))
        expect(page.get_by_text("Đã lưu nháp lúc")).to_be_visible(timeout=20_000)
    with visiting(chromium, "phone", has_touch=True, is_mobile=True) as page:
        sign_in(page, live, "hoi.vien")
        expect(page.get_by_role("heading", name="Bản nháp")).to_be_visible()
        shot(page, "member_drafts")
        page.get_by_role("link", name="Điền tiếp").tap()
        expect(page.get_by_label("Trong đó nữ")).to_have_value("25")
        page.get_by_label("Trong đó nữ").fill("20")
        page.get_by_role("button", name="Gửi báo cáo").tap()
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible()
        page.goto(live.address + "/bao-cao/moi/F3")
        hand = Hand(page)
        hand.tap(page.get_by_role("link", name="Điền như lần trước"))
        hand.write("Ngày bắt đầu", YESTERDAY)
        for label in ("Số lượt người dự", "Trong đó dự lần đầu trong năm", "Trong đó nữ"):
            hand.write(label, "30")
        hand.write("Số giờ", "4")
        hand.choose("Có danh sách ký tên")
        hand.tap(page.get_by_role("button", name="Gửi báo cáo"))
        expect(page.get_by_role("heading", name="Xem lại trước khi gửi")).to_be_visible()
        shot(page, "member_review")
        hand.tap(page.get_by_role("button", name="Vẫn gửi"))
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible()
        print(f"F3 again: {hand.taps} taps, {hand.letters} letters")
        assert hand.taps <= MOST_TAPS / 2
    with live.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(ActivityReport)) == 2


def test_a_send_without_a_network_loses_nothing_and_a_slow_one_sends_once(
    live: Live, chromium: Browser
) -> None:
    with visiting(chromium, "phone", has_touch=True, is_mobile=True) as page:
        sign_in(page, live, "hoi.vien")
        page.goto(live.address + "/bao-cao/moi/F3")
        training(Hand(page))
        page.context.set_offline(True)
        page.get_by_role("button", name="Gửi báo cáo").tap()
        expect(page.get_by_text("CHƯA gửi được vì mất mạng")).to_be_visible()
        expect(page.get_by_label("Trong đó nữ")).to_have_value("25")
        shot(page, "member_offline")
        page.context.set_offline(False)
        slow = {"offline": False, "latency": 400, "downloadThroughput": 20_000, "uploadThroughput": 10_000}
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
        for _ in range(2):  # an impatient thumb
            page.get_by_role("button", name="Gửi báo cáo").tap(no_wait_after=True)
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible(timeout=20_000)
    with live.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(ActivityReport)) == 1


def test_without_script_a_report_is_filed_all_the_same(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone", has_touch=True, java_script_enabled=False) as page:
        sign_in(page, live, "hoi.vien")
        hand = Hand(page)
        hand.tap(page.get_by_role("main").get_by_role("link", name="Báo cáo mới"))
        hand.tap(page.locator("a[href='/bao-cao/moi/F9']"))
        parents(hand)
        hand.tap(page.get_by_role("button", name="Gửi báo cáo"))
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible()
    with live.database.read_session() as session:
        assert session.scalars(select(ActivityReport.form)).all() == ["F9"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_photo_is_added_as_proof(live: Live, chromium: Browser, script: bool, tmp_path: Path) -> None:
    place = tmp_path / "anh.jpg"
    place.write_bytes(photo())
    with visiting(chromium, "phone", has_touch=True, java_script_enabled=script) as page:
        sign_in(page, live, "hoi.vien")
        page.goto(live.address + "/bao-cao/moi/F3")
        training(Hand(page))
        page.get_by_role("button", name="Gửi báo cáo").tap()
        expect(page.get_by_text("Báo cáo chưa có minh chứng")).to_be_visible()
        page.get_by_label("Chọn tệp").set_input_files(place)
        page.get_by_role("button", name="Thêm tệp").tap()
        expect(page.get_by_text("Tệp chưa được lưu, hãy chọn lại")).to_be_visible()
        page.get_by_label("Chọn tệp").set_input_files(place)
        page.locator("input[name=cam_ket]").check()
        page.get_by_role("button", name="Thêm tệp").tap()
        expect(page.get_by_role("link", name="anh.jpg")).to_be_visible()
        if script:  # without it the page cannot be measured
            shot(page, "member_proof")
    with live.database.read_session() as session:
        assert session.scalars(select(EvidenceFile.kind)).all() == ["jpeg"]
