"""Do the words beside a bar say what the engine found?"""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import wording
from tests.dashboard.rows import REQUESTS, make_row

NB = "\u00a0"
MONEY = {"params": {"measure": "amount"}, "unit": "đồng"}


def said(row) -> tuple[str, str]:
    found = wording.words(row)
    return found.numbers, found.note


@pytest.mark.parametrize(
    ("row", "numbers", "note"),
    [
        (make_row(history={"2025": 31, "2026": 30}), "30 / 38", "sản phẩm"),
        (make_row(history={"2025": 31, "2026": 30}, waiting=1430), "30 / 38", "+1.430 chờ xác minh"),
        (make_row(history={"2025": 31}), "– / 38", "sản phẩm"),
        (make_row(history={"2024": 10, "2026": 12}), "12 / 15", "chỉ tiêu ước tính"),
        (make_row(history={"2026": 9}), "9 / –", "sản phẩm · đặt kế hoạch"),
        (make_row(kind="increase", history={"2025": 4, "2026": 3}), "3 / > 4", "sản phẩm"),
        (
            make_row(kind="increase", history={"2025": 101_300_000_000, "2026": 58_400_000_000}, **MONEY),
            "58,4 / > 101,3",
            "tỷ đồng",
        ),
        (
            make_row(kind="increase", history={"2025": 350_000_000, "2026": 1_500_000}, **MONEY),
            "1,5 / > 350",
            "triệu đồng",
        ),
        (make_row(kind="all_requests", requests=REQUESTS), "3 / 4", "1 quá hạn"),
        (make_row(kind="all_requests", requests=REQUESTS[:3]), "3 / 3", "sản phẩm"),
        (make_row(kind="all_requests", requests=REQUESTS[4:]), "–", "1 chưa đến hạn"),
        (
            make_row(kind="all_requests", params={"ledger_confirmed_to": "2026-09-15"}),
            "0 yêu cầu",
            "sản phẩm",
        ),
        (make_row(kind="periodic", params={"periods_per_year": 2}), "0 / 2", "kỳ trong năm"),
        (
            make_row(kind="continuous", requests=[{"updated": "2025-12-01"}, {"updated": "2026-08-20"}]),
            "38 % số ngày",
            "cập nhật 41 ngày trước",
        ),
    ],
)
def test_numbers_and_note(row, numbers, note):
    found = said(row)
    assert found[1] == note
    assert found[0].replace(NB, " ") == numbers


def test_an_unmet_target_never_prints_100_percent():
    row = make_row(kind="increase", history={"2025": 5_000_000_000, "2026": 5_000_000_000}, **MONEY)
    assert f"bằng 99,9{NB}% chỉ tiêu" in wording.sentence(row)


def test_a_requests_share_is_never_rounded_up_to_all():
    many = [dict(REQUESTS[0]) for _ in range(3000)] + [dict(REQUESTS[3])]
    assert f"(99,9{NB}%)" in wording.sentence(make_row(kind="all_requests", requests=many))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (make_row(history={"2025": 31}), "Chưa đơn vị nào báo cáo. Chỉ tiêu năm: 38 sản phẩm."),
        (make_row(), "Chưa có số liệu, và chưa có chỉ tiêu cho năm này."),
        (make_row(year=2027), "Năm này chưa bắt đầu."),
        (
            make_row(history={"2026": 9}),
            "Kết quả 9 sản phẩm. Chưa có số gốc và chưa có kế hoạch được duyệt để so sánh.",
        ),
        (
            make_row(history={"2025": 31, "2026": 30}, waiting=4),
            "Kết quả 30 sản phẩm, bằng 78,9 % chỉ tiêu năm (38 sản phẩm). "
            "Thêm 4 sản phẩm đang chờ xác minh. Mức cần có đến ngày này: 28 sản phẩm.",
        ),
        (
            make_row(kind="all_requests", requests=REQUESTS, unit="yêu cầu"),
            "3 trên 4 yêu cầu đến hạn đã xong (75 %). 1 quá hạn, lâu nhất 163 ngày. 1 chưa đến hạn.",
        ),
        (
            make_row(kind="all_requests", params={"ledger_confirmed_to": "2026-09-15"}),
            "Không có yêu cầu nào phải trả lời trong năm; sổ đã được xác nhận.",
        ),
        (make_row(kind="all_requests"), "Chưa có sổ yêu cầu nào của năm này được xác nhận."),
        (make_row(kind="periodic", params={"periods_per_year": 2}), "0 trên 2 kỳ báo cáo của năm đã xong."),
        (make_row(kind="continuous"), "Hồ sơ chưa được cập nhật lần nào."),
    ],
)
def test_the_sentence_that_stands_first(row, sentence):
    assert wording.sentence(row).replace(NB, " ") == sentence


def test_what_is_strictly_more_is_said_so():
    row = make_row(kind="increase", history={"2025": 4, "2026": 3}, unit="tổ chức")
    assert wording.target_words(row).replace(NB, " ") == "> 4 tổ chức"


def test_a_windows_box_says_when_the_years_report_is_due():
    year = make_row(kind="periodic", params={"periods_per_year": 1}).evaluation.windows
    half = make_row(
        kind="periodic", params={"periods_per_year": 2}, as_of=date(2026, 3, 1)
    ).evaluation.windows
    assert [wording.window_words(window) for window in year] == ["hạn 31/12"]
    assert [wording.window_name(window.period.label) for window in half] == [
        "6 tháng đầu năm 2026",
        "6 tháng cuối năm 2026",
    ]
