"""Is what is unusual about a report said, and nothing else?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from db.rules.report_checks import check_report
from db.rules.report_forms import FormSpec
from db.rules.report_warnings import WARNINGS, Earlier, private_words, warnings_of
from tests.rules.filled_forms import FORMS, TODAY, filled


def warned(form: str, changes: Mapping[str, object] | None = None, **known: object) -> set[tuple[str, str]]:
    spec: FormSpec = FORMS[form]
    data = check_report(spec, filled(form, {"evidence": "https://a.vn/1", **(changes or {})}), today=TODAY)
    found = warnings_of(spec, data, **known)  # type: ignore[arg-type]
    assert {warning.code for warning in found} <= set(WARNINGS)
    return {(warning.code, warning.field) for warning in found}


def test_a_usual_report_warns_of_nothing() -> None:
    assert warned("F3", own_medians={"participants_n": 40}, closed_year=2025) == set()


SAME = Earlier("tập huấn Kỹ năng tư vấn", date(2026, 6, 13))


@pytest.mark.parametrize(
    ("form", "changes", "known", "expected"),
    [
        (
            "F3",
            {"participants_n": "121"},
            {"own_medians": {"participants_n": 40}},
            ("far_above_own", "participants_n"),
        ),
        ("F3", {"participants_n": "2.000"}, {}, ("round_thousands", "participants_n")),
        ("F3", {}, {"closed_year": 2026}, ("year_closed", "")),
        ("F3", {"hours": "1,5"}, {}, ("counts_nothing", "")),
        ("F3", {"audience": "other"}, {}, ("counts_nothing", "")),
        ("F3", {"shared_with": "7", "counted_by": "theirs"}, {}, ("counts_nothing", "")),
        ("F14b", {"cash_vnd": "0"}, {}, ("counts_nothing", "")),
        ("F3", {}, {"earlier": [SAME]}, ("same_activity", "title")),
        ("F3", {}, {"earlier": [Earlier(SAME.title, date(2026, 1, 1))]}, ("same_title", "title")),
        (
            "F3",
            {},
            {"earlier": [Earlier("khác", SAME.event_on, ("https://a.vn/1",))]},
            ("same_link", "evidence"),
        ),
        ("F3", {"note": "Có em Nguyễn Thị Hoa dự"}, {}, ("name_in_text", "note")),
        ("F3", {"note": "Gọi 0912 345 678"}, {}, ("phone_in_text", "note")),
        ("F3", {"title": "Tập huấn cho lớp 5A2"}, {}, ("place_in_text", "title")),
        (
            "F14b",
            {"fx_currency": "USD", "fx_amount": "100", "fx_rate": "26.000", "fx_on": "01/06/2026"},
            {},
            ("foreign_sum_differs", "cash_vnd"),
        ),
        ("F11", {}, {}, ("not_verifiable_yet", "doc_no")),
    ],
)
def test_what_is_unusual_is_said(
    form: str, changes: dict[str, object], known: dict[str, object], expected: tuple[str, str]
) -> None:
    assert expected in warned(form, changes, **known)
    usual = {"closed_year": 2025} if "closed_year" in known else {}
    if expected[0] != "not_verifiable_yet":
        assert expected not in warned(form, {}, **usual)


def test_three_times_the_median_is_not_yet_far() -> None:
    assert warned("F3", {"participants_n": "120"}, own_medians={"participants_n": 40}) == set()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Tập huấn kỹ năng tư vấn cho cán bộ Hội tại Hà Nội, Sơn La và Thành phố Hồ Chí Minh", ()),
        ("Phối hợp với Đoàn TNCS Hồ Chí Minh tổ chức cho 120 trẻ em Việt Nam", ()),
        ("Theo công văn số 123/2026/CV-HBVQTE ngày 01/06/2026, kinh phí 1.500.000.000 đồng", ()),
        ("Gọi tổng đài 111 để được giúp", ()),
        ("Trao quà cho trẻ em Lào Cai", ()),
        ("Học sinh Trường dân tộc nội trú tham gia", ()),
        ("Trao học bổng cho Nguyễn Văn An", ("name_in_text",)),
        ("Cháu Lan được hỗ trợ", ("name_in_text",)),
        ("tại trường THCS Nguyễn Du", ("name_in_text",)),
        ("Giàng A Páo, bản Mới", ("name_in_text",)),
        ("liên hệ +84 912.345.678", ("phone_in_text",)),
        ("liên hệ 024 3936 1234", ("phone_in_text",)),
        ("thư: a.b@gmail.com", ("phone_in_text",)),
        ("số 12 ngõ 3, số nhà 5", ("place_in_text",)),
    ],
)
def test_names_numbers_and_addresses_are_noticed(text: str, codes: tuple[str, ...]) -> None:
    assert private_words(text) == codes


@pytest.mark.parametrize("unit", ["x", "a.", "Nguyễn ", "em ", "0 ", "a@", " ", "số 1"])
def test_a_text_without_end_is_read_once(unit: str) -> None:
    """A pattern that begins anew at every letter would take minutes for what a form may hold."""
    assert "place_in_text" not in private_words(unit * 100_000)
