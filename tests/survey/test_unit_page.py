"""What does a unit see of its own: forms to choose from, its quarter, zeros to confirm, its reports?"""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pytest

from survey.form_search import plain
from tests.survey.conftest import Survey, hidden

NIL = "/bao-cao/khong-phat-sinh"


def titles(page: str) -> list[str]:
    return re.findall(r'href="/bao-cao/moi/(\w+)"', page)


@pytest.mark.parametrize("words", ["tập huấn", "tap huan", "TAP  HUẤN", "Tập huân"])
def test_a_form_is_found_by_a_word_with_or_without_marks(survey: Survey, words: str) -> None:
    survey.become("member")
    page = survey.client.get("/bao-cao/moi", params={"tim": words}).text
    assert titles(page)[0] == "F3" and "Chỉ số 1.3" in page and "Chỉ số 6.2" in page


@pytest.mark.parametrize(
    ("asked", "forms"),
    [
        ({"muc-tieu": "6"}, {"F3", "F11"}),
        ({"muc-tieu": "8", "tim": "hoc bong"}, {"F14"}),
        ({"muc-tieu": "99"}, None),
        ({"tim": "xyzxyz"}, set()),
        ({"tim": "<script>alert(1)</script>"}, set()),
    ],
)
def test_forms_by_objective_and_word(survey: Survey, asked: dict[str, str], forms: set[str] | None) -> None:
    survey.become("member")
    answer = survey.client.get("/bao-cao/moi", params=asked)
    found = set(titles(answer.text))
    assert found == forms if forms is not None else len(found) == 11
    assert "<script>alert" not in answer.text and f'href="{NIL}"' in answer.text


def test_plain_letters() -> None:
    assert plain("  Đắk  LẮK ở Huế ") == "dak lak o hue"


def test_zeros_are_filed_by_one_and_confirmed_by_another(survey: Survey) -> None:
    first = survey.become("member", "nguoi.gui", "Hội X")
    survey.report(date_start=["05/08/2026"])
    page = survey.client.get(f"{NIL}?quy=2026-Q3").text
    assert re.search(r'value="1.3" disabled', page) and 'value="5.5">' in page
    form = {**hidden(page), "nil_codes": ["5.5", "5.4"], "difficulties": "Thiếu kinh phí"}
    assert hidden(page)["quarter"] == "2026-Q3"
    filed = survey.client.post(NIL, data=form)
    place = filed.headers["location"]
    own = survey.client.get(place).text
    assert "cần một người khác của đơn vị" in own and "Xác nhận</button>" not in own
    assert survey.client.post(place, data={"csrf": survey.seal(), "viec": "xac-nhan"}).status_code == 403
    survey.become("member", "nguoi.hai", "Hội X")
    listed = survey.client.get("/bao-cao").text
    assert "Chờ xác nhận" in listed and f'href="{place}"' in listed
    done = survey.client.post(place, data={"csrf": survey.seal(), "viec": "xac-nhan"})
    assert done.status_code == 303 and "Đã xác nhận, số liệu bằng 0" in survey.client.get(place).text
    quarter = survey.client.get("/bao-cao?quy=2026-Q3").text
    assert "Không phát sinh (0)" in quarter and "Chờ xác minh: 1.120 lượt người" in quarter
    survey.carry(first)
    refused = survey.client.post(place, data={"csrf": survey.seal(), "viec": "rut", "ly_do": ""})
    assert refused.status_code == 422 and "ghi lý do" in refused.text
    survey.client.post(place, data={"csrf": survey.seal(), "viec": "rut", "ly_do": "Nhầm"})
    assert "Lý do: Nhầm" in survey.client.get(place).text
    survey.become("member", "nguoi.kia", "Hội Y")
    assert survey.client.get(place).status_code == 404


def test_refused_ticks_are_kept(survey: Survey) -> None:
    survey.become("member")
    form = {"csrf": survey.seal(), "token": str(uuid4()), "quarter": "2026-Q4", "nil_codes": ["5.5"]}
    answer = survey.client.post(NIL, data={**form, "difficulties": "Giữ <b>lời</b>"})
    assert answer.status_code == 422 and "Quý này chưa hết" in answer.text
    assert 'value="5.5" checked' in answer.text and "Giữ <b>lời</b>" in unescape(answer.text)
    assert survey.client.get(f"{NIL}/{'9' * 40}").status_code == 404
    stale = survey.client.post(NIL, data={**form, "csrf": "cu"})
    assert stale.status_code == 403 and 'value="5.5" checked' in stale.text


def test_the_list_is_narrowed_by_state_and_year(survey: Survey) -> None:
    survey.become("member")
    survey.report(title=["Lớp năm nay"])
    survey.report(title=["Lớp năm ngoái"], date_start=["05/11/2025"])
    assert "Lớp năm nay" in survey.client.get("/bao-cao").text
    last_year = survey.client.get("/bao-cao?nam=2025").text
    assert "Lớp năm ngoái" in last_year and "Lớp năm nay" not in last_year
    assert "Không có báo cáo nào khớp" in survey.client.get("/bao-cao?trang-thai=returned").text
    assert "Lớp năm nay" in survey.client.get("/bao-cao?trang-thai=x%00&nam=99999&quy=%FF").text
