"""Staff keep the ledger in the browser: enter, answer, close; nothing typed is lost, nothing doubled."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from db.models import LedgerRequest, RequestEvent
from db.queries.progress import measure_progress
from db.rules.ledger_forms import ledger_measures
from survey.ledger_views import SLUGS
from tests.ledger_factories import ABOUT
from tests.survey.conftest import Survey, hidden
from tests.survey.ledger_desk import BOOK, account_id, count, enter, entry, post, text_of


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
