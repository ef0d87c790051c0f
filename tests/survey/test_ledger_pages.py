"""Staff keep the ledger in the browser: enter, answer, close; nothing typed is lost, nothing doubled."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from db.models import Account, LedgerRequest, RequestEvent
from db.queries.progress import measure_progress
from db.rules.ledger_forms import ledger_measures
from survey.ledger_views import SLUGS
from tests.ledger_factories import ABOUT
from tests.survey.conftest import Survey, hidden

BOOK = "/ban-lam-viec/so"


def count(survey: Survey, model: type) -> int:
    with survey.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def account_id(survey: Survey, name: str) -> str:
    with survey.database.read_session() as session:
        return str(session.scalars(select(Account.id).where(Account.name == name)).one())


def entry(survey: Survey, code: str = "2.2", who: str = "lan", **changed: str) -> dict[str, str]:
    """What the browser posts to enter a request of 2 November."""
    filled = {"channel": "document", "from_kind": "state", "received": "02/11/2026", **ABOUT[code]}
    tail = {"owner": account_id(survey, who), "token": str(uuid4()), "csrf": survey.seal()}
    return {**filled, **tail, **changed}


def enter(survey: Survey, code: str = "2.2", who: str = "lan", **changed: str) -> str:
    """Enter a request; its address."""
    response = survey.client.post(f"{BOOK}/moi/{code}", data=entry(survey, code, who, **changed))
    assert response.status_code == 303, html.unescape(response.text)
    return response.headers["location"]


def post(survey: Survey, address: str, act: str, typed: Mapping[str, object] | None = None) -> httpx.Response:
    """Open the form of an act, fill it in, send it."""
    page = survey.client.get(f"{address}/{act}")
    assert page.status_code == 200, act
    return survey.client.post(
        f"{address}/{act}", data={**hidden(page.text), "on": "10/11/2026", **(typed or {})}
    )


def text_of(survey: Survey, address: str) -> str:
    return html.unescape(survey.client.get(address).text)


def test_a_request_is_entered_answered_closed_and_counts(survey_on_both: Survey) -> None:
    survey = survey_on_both
    hoa = survey.become("staff", "hoa")
    survey.become("staff", "lan")
    address = enter(survey)
    page = text_of(survey, address)
    assert "2.2-2026-001" in page and "17/11/2026" in page and "quá hạn 5 ngày" in page
    assert "Đóng" not in re.findall(r'class="button[^"]*" href="[^"]+">([^<]+)<', page)
    assert post(survey, address, "tra-loi", {"number": "12/HBVQTE"}).headers["location"] == address
    page = text_of(survey, address)
    assert "10/11/2026, số 12/HBVQTE" in page and "xong 10/11/2026, đúng hạn" in page
    assert "cần một người khác" in page  # its owner does not close it
    survey.carry(hoa)
    assert post(survey, address, "dong").status_code == 303
    page = text_of(survey, address)
    assert "Đã đóng" in page and page.index("Đóng</b>") < page.index("Nhận</b> · 02/11/2026")
    with survey.database.read_session() as session:
        found = measure_progress(session, "2.2", 2026, date(2026, 11, 22)).evaluation
    assert (found.actual, found.status) == ("1/1", "on_track")


def test_the_same_form_sent_again_is_one_request(survey_on_both: Survey) -> None:
    survey_on_both.become("staff", "lan")
    form = entry(survey_on_both)
    sent = [survey_on_both.client.post(f"{BOOK}/moi/2.2", data=form) for _ in range(3)]
    assert len({response.headers["location"] for response in sent}) == 1
    other = survey_on_both.client.post(f"{BOOK}/moi/2.2", data={**form, "agency": "Bộ khác"})
    assert other.status_code == 422 and 'value="Bộ khác"' in other.text
    assert (count(survey_on_both, LedgerRequest), count(survey_on_both, RequestEvent)) == (1, 1)


@pytest.mark.parametrize("code", ledger_measures())
def test_each_form_has_its_fields_and_none_for_what_a_second_person_records(
    survey: Survey, code: str
) -> None:
    survey.become("staff", "lan")
    assert f'href="{BOOK}/moi/{code}"' in survey.client.get(f"{BOOK}/moi").text
    page = survey.client.get(f"{BOOK}/moi/{code}").text
    names = set(re.findall(r'name="([^"]+)"', page))
    assert {"channel", "from_kind", "received", "due", "owner", "token", *ABOUT[code]} <= names
    assert not {"quality_ok", "report_doc", "reason"} & names
    assert 'value="22/11/2026"' in page and f'value="{account_id(survey, "lan")}" checked' in page
    assert "được xác minh" not in page


@pytest.mark.parametrize("code", ["1.3", "5.2", "F3", "%00", "2.2x"])
def test_other_measures_have_no_ledger(survey: Survey, code: str) -> None:
    survey.become("staff")
    assert survey.client.get(f"{BOOK}/moi/{code}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"received": "23/11/2026"}, "received", "chưa tới"),
        ({"received": "hôm qua"}, "received", "ngày/tháng/năm"),
        ({"due": "01/11/2026"}, "due", "trước ngày nhận"),
        ({"doc_kind": ""}, "doc_kind", "còn trống"),
        ({"agency": "x" * 161}, "agency", "không quá 160"),
        ({"agency": "a\x00b"}, "agency", "ký tự lạ"),
        ({"owner": "ai đó"}, "owner", "không có trong danh sách"),
    ],
)
def test_a_refused_field_says_what_to_do_and_all_is_kept(
    survey: Survey, changed: dict[str, str], field: str, words: str
) -> None:
    survey.become("staff", "lan")
    form = entry(survey, **changed)
    response = survey.client.post(f"{BOOK}/moi/2.2", data=form)
    assert response.status_code == 422 and count(survey, LedgerRequest) == 0
    page = html.unescape(response.text)
    beside = re.search(rf'id="{field}-loi">([^<]+)<', page)
    assert beside and words in beside.group(1) and f'href="#o-{field}"' in page
    assert 'value="document" checked' in page and hidden(response.text)["token"] == form["token"]


@pytest.mark.parametrize(
    ("act", "typed", "words"),
    [
        ("tra-loi", {"number": ""}, "Số văn bản trả lời: Chỗ này còn trống"),
        ("tra-loi", {"number": "1/CV", "on": "01/11/2026"}, "Ngày này trước ngày nhận"),
        ("tra-loi", {"number": "1/CV", "on": "23/11/2026"}, "chưa tới"),
        (
            "gia-han",
            {"until": "17/11/2026", "reason": "xin thêm", "approver": "hoa"},
            "không sau hạn đang có",
        ),
        (
            "gia-han",
            {"until": "01/12/2026", "reason": "xin thêm", "approver": "lan"},
            "không có trong danh sách",
        ),
        ("rut", {"reason": " "}, "Lý do: Chỗ này còn trống"),
    ],
)
def test_a_refused_act_says_what_to_do_and_all_is_kept(
    survey: Survey, act: str, typed: dict[str, str], words: str
) -> None:
    survey.become("staff", "hoa")
    survey.become("staff", "lan")
    address = enter(survey)
    if typed.get("approver") == "hoa":
        typed = {**typed, "approver": account_id(survey, "hoa")}
    response = post(survey, address, act, typed)
    page = html.unescape(response.text)
    assert response.status_code == 422 and words in page and count(survey, RequestEvent) == 1
    assert 'name="version" value="1"' in response.text
    kept = [value for name, value in typed.items() if name in ("number", "until") and value]
    assert all(f'value="{value}"' in page for value in kept)


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


def test_a_correction_shows_what_it_said_before(survey: Survey) -> None:
    survey.become("staff", "lan")
    address = enter(survey)
    form = survey.client.get(f"{address}/sua").text
    assert 'value="02/11/2026"' in form and 'value="law" checked' in form
    filled = {**entry(survey), **hidden(form), "received": "04/11/2026"}
    assert survey.client.post(f"{address}/sua", data=filled).status_code == 422
    done = survey.client.post(f"{address}/sua", data={**filled, "reason": "ghi nhầm ngày"})
    assert done.status_code == 303
    page = text_of(survey, address)
    assert "Ngày nhận: “02/11/2026” → “04/11/2026”" in page and "Lý do: ghi nhầm ngày" in page
    assert "19/11/2026" in page  # the due day moved along


def test_a_confirmed_ledger_says_until_when(survey: Survey) -> None:
    survey.become("staff", "lan")
    assert "chưa được xác nhận lần nào" in text_of(survey, f"{BOOK}?chi-so=7.3")
    form = {"codes": ["7.3", "2.2"], "confirmed_to": "20/11/2026", "csrf": survey.seal()}
    assert survey.client.post(f"{BOOK}/xac-nhan", data=form).status_code == 303
    assert "sổ đã kiểm đến 20/11/2026" in text_of(survey, f"{BOOK}?chi-so=7.3")
    assert "chưa được xác nhận" in text_of(survey, f"{BOOK}?chi-so=4.1")
    refused = survey.client.post(f"{BOOK}/xac-nhan", data={**form, "confirmed_to": "23/11/2026"})
    assert refused.status_code == 422 and 'value="23/11/2026"' in refused.text
    assert re.findall(r'value="([\d.]+)" checked', refused.text) == ["2.2", "7.3"]


@pytest.mark.parametrize(
    "query",
    [
        "?chi-so=9.9",
        "?loc=khac",
        "?trang=-1",
        "?trang=9999999999",
        "?trang=x",
        "?tim=%00",
        "?tim=%ED%A0%80",
        "?tim=%25",
    ],
)
def test_an_address_nobody_wrote_breaks_nothing(survey_on_both: Survey, query: str) -> None:
    survey_on_both.become("staff", "lan")
    enter(survey_on_both)
    assert survey_on_both.client.get(f"{BOOK}{query}").status_code == 200


@pytest.mark.parametrize("number", ["0", "2", "2147483648", "9" * 40])
def test_a_guessed_number_is_not_found(survey_on_both: Survey, number: str) -> None:
    survey_on_both.become("staff", "lan")
    enter(survey_on_both)
    assert survey_on_both.client.get(f"{BOOK}/{number}").status_code == 404
    assert survey_on_both.client.get(f"{BOOK}/{number}/tra-loi").status_code == 404
    posted = survey_on_both.client.post(f"{BOOK}/{number}/tra-loi", data={"csrf": survey_on_both.seal()})
    assert posted.status_code == 404


def test_a_form_sent_under_an_old_seal_is_shown_again(survey: Survey) -> None:
    survey.become("staff", "lan")
    form = {**entry(survey, agency="Bộ Tư pháp"), "csrf": "cũ"}
    again = survey.client.post(f"{BOOK}/moi/2.2", data=form)
    assert again.status_code == 403 and 'value="Bộ Tư pháp"' in again.text
    assert count(survey, LedgerRequest) == 0
    address = enter(survey)
    for act in SLUGS:
        assert survey.client.post(f"{address}/{act}", data={"csrf": "cũ"}).status_code == 403, act
    assert count(survey, RequestEvent) == 1
