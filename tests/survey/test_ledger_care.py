"""No names slip in, two people stand behind what two must, and feared abuse stands above everything."""

from __future__ import annotations

import html
import re

from db.models import LedgerRequest, RequestEvent
from tests.survey.conftest import Survey, hidden
from tests.survey.ledger_desk import BOOK, count, enter, entry, post, text_of


def test_a_name_is_warned_about_before_anything_is_kept(survey: Survey) -> None:
    survey.become("staff", "lan")
    form = entry(survey, agency="Bà Nguyễn Thị Hoa, 0912 345 678")
    warned = survey.client.post(f"{BOOK}/moi/2.2", data=form)
    page = html.unescape(warned.text)
    assert warned.status_code == 422 and count(survey, LedgerRequest) == 0
    assert "Vẫn gửi" in page and "tên người" in page and "số điện thoại" in page
    mark = re.search(r'name="van_gui" value="([0-9a-f]+)"', warned.text)
    assert mark and f'value="{form["agency"]}"' in page
    other = survey.client.post(
        f"{BOOK}/moi/2.2", data={**form, "van_gui": mark.group(1), "agency": "Ông Trần Văn Nam"}
    )
    assert other.status_code == 422 and count(survey, LedgerRequest) == 0  # another text, another look
    late = survey.client.post(f"{BOOK}/moi/2.2", data={**form, "van_gui": mark.group(1), "received": "x"})
    assert late.status_code == 422 and f'name="van_gui" value="{mark.group(1)}"' in late.text
    assert survey.client.post(f"{BOOK}/moi/2.2", data={**form, "van_gui": mark.group(1)}).status_code == 303
    address = f"{BOOK}/1"
    reason = post(survey, address, "rut", {"reason": "Cháu Lan học lớp 5A đã rút"})
    assert reason.status_code == 422 and "Vẫn gửi" in html.unescape(reason.text)


def test_of_two_people_at_once_the_second_is_told(survey_on_both: Survey) -> None:
    survey = survey_on_both
    hoa, lan = survey.become("staff", "hoa"), survey.become("staff", "lan")
    address = enter(survey)
    seen = hidden(survey.client.get(f"{address}/tra-loi").text)
    survey.carry(hoa)
    assert post(survey, address, "tra-loi", {"number": "1/CV"}).status_code == 303
    survey.carry(lan)
    form = {**seen, "on": "11/11/2026", "number": "2/CV", "csrf": survey.seal()}
    late = survey.client.post(f"{address}/tra-loi", data=form)
    page = html.unescape(late.text)
    assert late.status_code == 409 and "Người khác vừa ghi thêm" in page and "Bản mới nhất: Trả lời" in page
    assert 'value="2/CV"' in page and 'name="version" value="2"' in page
    assert count(survey, RequestEvent) == 2
    again = survey.client.post(f"{address}/tra-loi", data={**form, **hidden(late.text)})
    assert again.status_code == 422 and "Lý do sửa" in html.unescape(
        again.text
    )  # now it would be a correction


def test_an_act_that_came_too_late_shows_the_request(survey: Survey) -> None:
    survey.become("staff", "hoa")
    survey.become("staff", "lan")
    address = enter(survey)
    seen = hidden(survey.client.get(f"{address}/rut").text)
    assert post(survey, address, "tra-loi", {"number": "1/CV"}).status_code == 303
    form = {**seen, "on": "11/11/2026", "reason": "đã rút"}
    late = survey.client.post(f"{address}/rut", data=form)
    assert late.status_code == 409 and "1/CV" in late.text and count(survey, RequestEvent) == 2
    assert survey.client.get(f"{address}/rut").status_code == 409
    assert survey.client.get(f"{address}/xoa").status_code == 404
    assert survey.client.post(f"{address}/xoa", data={"csrf": survey.seal()}).status_code == 404


def test_two_people_leave_a_request_out(survey: Survey) -> None:
    hoa, _ = survey.become("staff", "hoa"), survey.become("staff", "lan")
    address = enter(survey)
    assert post(survey, address, "ngoai-pham-vi", {"reason": "Không liên quan đến trẻ em"}).status_code == 303
    page = text_of(survey, address)
    assert "Chờ duyệt ngoài phạm vi" in page and "Bạn là người đề nghị" in page
    own = post(survey, address, "duyet")
    assert own.status_code == 403 and "cần hai người" in html.unescape(own.text)
    survey.carry(hoa)
    assert post(survey, address, "duyet").status_code == 303
    assert "2.2-2026-001" in text_of(survey, f"{BOOK}?chi-so=2.2&loc=loai")
    assert "rút, ngoài phạm vi 1 = đã xong 0 + còn lại 0" in text_of(survey, f"{BOOK}?chi-so=2.2")


def test_feared_abuse_stands_first_in_every_list_until_it_was_reported(survey: Survey) -> None:
    survey.become("staff", "lan")
    address = enter(survey, "4.1", kind="abuse")
    enter(survey, "2.2")
    for place in ("", "?chi-so=2.2", "?loc=xong", "?tim=không-có", "?chi-so=7.3&loc=qua-han&trang=9"):
        page = text_of(survey, f"{BOOK}{place}")
        assert "4.1-2026-001" in page and page.index("Chưa báo 111") < page.index('class="tabs"')
    assert "1 yêu cầu có dấu hiệu" in text_of(survey, "/ban-lam-viec")
    assert post(survey, address, "da-bao", {"told": ["line111", "commune"]}).status_code == 303
    page = text_of(survey, address)
    assert "Tổng đài 111, Ủy ban nhân dân xã, phường" in page
    assert "Chưa báo 111" not in text_of(survey, BOOK)
