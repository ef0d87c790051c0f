"""Staff takes a questionnaire from a workbook to a frozen version, in a real browser at both widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import SIZES, Live, shot, visiting
from tests.browser.test_member_path import sign_in
from tests.db.xlsforms import workbook

pytestmark = pytest.mark.browser
DESK = "/ban-lam-viec/bo-cau-hoi"
ROWS = [
    ["type", "name", "label", "label::English (en)", "relevant", "calculation", "parameters"],
    ["range", "diem", "Em chấm mấy điểm?", "How many points?", "", "", "start=0 end=5"],
    ["calculate", "gap", "", "", "", "${diem} * 2", ""],
    ["note", "cao", "Điểm cao đấy!", "That is a lot!", "${gap} > 6", "", ""],
    ["time", "gio", "Em đi ngủ lúc mấy giờ?", "When do you go to bed?", "", "", ""],
    ["acknowledge", "hieu", "Em có thể dừng bất cứ lúc nào.", "You may stop at any time.", "", "", ""],
]
SETTINGS = [["form_title", "form_id"], ["Phiếu thử", "phieu_thu"]]


@pytest.mark.parametrize("size", SIZES)
def test_from_a_workbook_to_a_version(live: Live, chromium: Browser, size: str, tmp_path: Path) -> None:
    bad, good = tmp_path / "sai.xlsx", tmp_path / "dung.xlsx"
    bad.write_bytes(workbook(survey=[*ROWS, ["image", "anh", "Ảnh", "Photo", "", "", ""]], settings=SETTINGS))
    good.write_bytes(workbook(survey=ROWS, settings=SETTINGS))
    with visiting(chromium, size) as page:
        sign_in(page, live, "can.bo")
        if size == "phone":  # there the pages are behind a button
            page.get_by_role("button", name="Các trang").click()
            shot(page, "desk_menu")
        page.get_by_role("navigation").get_by_role("link", name="Bộ câu hỏi").click()
        shot(page, "instrument_list")
        page.get_by_role("link", name="Tải phiếu hỏi lên").click()
        page.get_by_label("Tệp phiếu hỏi").set_input_files(bad)
        page.get_by_role("button", name="Tải lên và kiểm tra").click()
        expect(page.get_by_role("alert")).to_contain_text("Trang survey, dòng 7")
        shot(page, "instrument_refused")
        page.get_by_label("Tệp phiếu hỏi").set_input_files(good)
        page.get_by_role("button", name="Tải lên và kiểm tra").click()
        expect(page.get_by_role("heading", name="Bản nháp: sẽ là phiên bản 1")).to_be_visible()
        shot(page, "instrument_draft")

        page.get_by_role("link", name="Xem thử (Tiếng Việt (vi))").click()
        note = page.get_by_text("Điểm cao đấy!")
        expect(note).to_be_hidden()
        page.get_by_label("5", exact=True).check()
        expect(note).to_be_visible()
        here = page.url
        page.get_by_label("Em đi ngủ lúc mấy giờ?").press("Enter")
        assert page.url == here and page.locator("#xem-thu").bounding_box()["width"] <= 360
        shot(page, "instrument_preview")
        page.get_by_role("link", name="English (en)").click()
        expect(page.get_by_text("How many points?")).to_be_visible()

        page.goto(live.address + f"{DESK}/phieu_thu")
        page.get_by_label("Tôi đã xem thử").check()
        page.get_by_role("button", name="Công bố phiên bản 1").click()
        expect(page.get_by_text("Đã công bố")).to_be_visible()
        with page.expect_download() as told:
            page.get_by_role("link", name="Tải tệp gốc").click()
        assert told.value.suggested_filename == "dung.xlsx"
        assert Path(told.value.path()).read_bytes() == good.read_bytes()
        shot(page, "instrument_published")
