"""Head office enters its figures, closes a year, comments and keeps evidence."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from db.models import MeasureComment, StrategicEvidence, YearClose
from db.queries.progress import measure_progress
from tests.db.test_entries import FILLED, POINTS
from tests.survey.conftest import Survey, hidden

ENTRIES, QUEUE = "/ban-lam-viec/so-lieu", "/ban-lam-viec/xac-minh"
TODAY = date(2026, 11, 22)


def enter(survey: Survey, code: str, **changed: str):
    form = {**FILLED[code], **changed, "token": str(uuid4()), "csrf": survey.seal()}
    return survey.client.post(f"{ENTRIES}/moi/{code}", data=form)


def actual(survey: Survey, code: str) -> object:
    with survey.database.read_session() as session:
        return measure_progress(session, code, 2026, TODAY).evaluation.actual


def count(survey: Survey, model: type) -> int:
    with survey.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("code", FILLED)
def test_each_form_is_entered_and_read_back(survey: Survey, code: str) -> None:
    survey.become("staff")
    assert f"{ENTRIES}/moi/{code}" in survey.client.get(ENTRIES).text
    assert survey.client.get(f"{ENTRIES}/moi/{code}").status_code == 200
    done = enter(survey, code)
    assert done.status_code == 303, done.text
    page = survey.client.get(done.headers["location"]).text
    assert "Hãy nhờ một cán bộ khác xác nhận" in page
    assert survey.client.get(done.headers["location"] + "/sua").status_code == 200


def test_one_enters_another_confirms_and_it_counts(survey_on_both: Survey) -> None:
    survey = survey_on_both
    survey.become("staff", "can.bo.1")
    place = enter(survey, "F4").headers["location"]
    report = place.rsplit("/", 1)[1]
    act = {"viec": "xac-minh", "version": "1"}
    own = survey.client.post(f"{QUEUE}/{report}", data={**act, "csrf": survey.seal()})
    assert own.status_code == 403 and actual(survey, "2.1") is None
    survey.become("staff", "can.bo.2")
    assert "Xem và xác nhận" in survey.client.get(place).text
    assert survey.client.post(f"{QUEUE}/{report}", data={**act, "csrf": survey.seal()}).status_code == 303
    assert actual(survey, "2.1") == 1
    data = {"ly_do": "Ghi nhầm năm", "csrf": survey.seal()}
    assert survey.client.post(f"{place}/rut", data=data).status_code == 303
    assert actual(survey, "2.1") is None and "Ghi nhầm năm" in survey.client.get(place).text


def test_a_refused_entry_keeps_what_was_typed(survey: Survey) -> None:
    survey.become("staff")
    page = enter(survey, "F15", allocated_vnd="1,5")
    assert page.status_code == 422 and 'value="1,5"' in page.text and "Tổng đài" in page.text
    assert "Hãy ghi một số nguyên" in page.text


def test_five_points_are_ticked_by_another_reader(survey: Survey) -> None:
    survey.become("staff", "can.bo.1")
    place = enter(survey, "F7").headers["location"]
    assert "quality_ok" not in survey.client.get(f"{ENTRIES}/moi/F7").text
    assert "Người viết không tự kiểm" in survey.client.get(place).text
    given = {"token": str(uuid4()), "version": "1", "quality_ok": POINTS}
    own = survey.client.post(f"{place}/chat-luong", data={**given, "csrf": survey.seal()})
    assert own.status_code == 403
    survey.become("staff", "can.bo.2")
    verify = {"viec": "xac-minh", "version": "1", "csrf": survey.seal()}
    assert survey.client.post(f"{QUEUE}/{place.rsplit('/', 1)[1]}", data=verify).status_code == 303
    assert actual(survey, "3.2") == 0
    done = survey.client.post(f"{place}/chat-luong", data={**given, "csrf": survey.seal()})
    assert done.status_code == 303 and actual(survey, "3.2") == 1
    assert "Đạt đủ năm điểm" in survey.client.get(place).text


def test_a_units_report_has_no_page_here(survey: Survey) -> None:
    survey.become("member")
    report = survey.report()
    survey.become("staff")
    assert survey.client.get(f"{ENTRIES}/{report}").status_code == 404


def test_plans_say_which_one_counts(survey: Survey) -> None:
    for value, day in (("1.000", "05/03/2026"), ("10", "05/10/2026")):
        survey.become("staff")
        place = enter(survey, "F17", plan_value=value, approved_on=day, reason="điều chỉnh").headers[
            "location"
        ]
        survey.become("staff")
        verify = {"viec": "xac-minh", "version": "1", "csrf": survey.seal()}
        survey.client.post(f"{QUEUE}/{place.rsplit('/', 1)[1]}", data=verify)
    page = survey.client.get(f"{ENTRIES}/ke-hoach").text
    assert re.findall(r"(Đang dùng|Sau 30/9, không tính)", page) == ["Đang dùng", "Sau 30/9, không tính"]
    assert "2026" in survey.client.get(f"{ENTRIES}/moi/F17").text


# -- a year, comments, evidence ------------------------------------------------------------------------


def test_a_year_is_closed_only_with_a_note_and_a_second_thought(survey_on_both: Survey) -> None:
    survey = survey_on_both
    survey.become("staff")
    place = "/ban-lam-viec/nam/2025"
    page = survey.client.get(place).text
    assert "Sơ bộ" in page and len(re.findall(r"<tr>\s*<td>\d\.\d", page)) == 28

    def post(**given: str):
        return survey.client.post(place, data={"viec": "khep", "csrf": survey.seal(), **given})

    assert post(ghi_chu=" ").status_code == 422
    asked = post(ghi_chu="Biên bản 28/01")
    assert asked.status_code == 200 and 'name="chac-chan" value="1"' in asked.text
    assert "Biên bản 28/01" in asked.text and count(survey, YearClose) == 0
    assert post(ghi_chu="Biên bản 28/01", **{"chac-chan": "1"}).status_code == 303
    closed = survey.client.get(place).text
    assert count(survey, YearClose) == 1 and "Chính thức" in closed and "nguyên vẹn" in closed
    again = post(ghi_chu="Biên bản 28/01", **{"chac-chan": "1"})
    assert again.status_code == 409 and count(survey, YearClose) == 1


@pytest.mark.parametrize(("year", "status"), [("2026", 409), ("2022", 404), ("2036", 404)])
def test_other_years_are_not_closed(survey: Survey, year: str, status: int) -> None:
    survey.become("staff")
    data = {"viec": "khep", "ghi_chu": "x", "chac-chan": "1", "csrf": survey.seal()}
    assert survey.client.post(f"/ban-lam-viec/nam/{year}", data=data).status_code == status
    assert count(survey, YearClose) == 0


def test_a_comment_is_kept_once_and_shown(survey: Survey) -> None:
    survey.become("staff")
    place = "/ban-lam-viec/nhan-xet/4.1"
    words = {"nam": "2026", "nhan_xet": "Chờ cơ quan <b>trả lời</b>", "csrf": survey.seal()}
    fresh = survey.client.post(place, data=words)
    assert fresh.status_code == 422 and "Chờ cơ quan &lt;b&gt;trả lời" in fresh.text
    data = {**words, "token": hidden(fresh.text)["token"]}
    for _ in range(2):
        done = survey.client.post(place, data=data)
        assert done.headers["location"] == f"{place}?nam=2026"
    assert count(survey, MeasureComment) == 1
    other = survey.client.post(place, data={**data, "nhan_xet": "Lời khác"})
    assert other.status_code == 422 and "đã gửi một lần rồi" in other.text and "Lời khác" in other.text
    again = {**data, "token": str(uuid4())}  # the same words on another day are another comment
    assert survey.client.post(place, data=again).status_code == 303 and count(survey, MeasureComment) == 2
    assert "Chờ cơ quan &lt;b&gt;trả lời&lt;/b&gt;" in survey.client.get(f"{place}?nam=2026").text
    empty = survey.client.post(place, data={**again, "nhan_xet": " "})
    assert empty.status_code == 422 and survey.client.get("/ban-lam-viec/nhan-xet/9.9").status_code == 404


def test_evidence_is_added_to_its_card(survey: Survey) -> None:
    survey.become("staff")
    form = {
        "review_year": "2028", "happened_on": "05/11/2026", "issuer": "Ủy ban của Quốc hội",
        "document": "12/BC", "text": "Đánh giá cao vai trò của Hội", "link": "javascript:alert(1)",
    }  # fmt: skip
    place = "/ban-lam-viec/minh-chung/1"
    bad = survey.client.post(place, data={**form, "csrf": survey.seal()})
    assert bad.status_code == 422 and "12/BC" in bad.text and count(survey, StrategicEvidence) == 0
    good = {
        **form,
        "link": "https://quochoi.vn/12",
        "csrf": survey.seal(),
        "token": hidden(bad.text)["token"],
    }
    for _ in range(2):
        assert survey.client.post(place, data=good).status_code == 303
    assert count(survey, StrategicEvidence) == 1
    assert survey.client.post(place, data={**good, "document": "13/BC"}).status_code == 422
    assert count(survey, StrategicEvidence) == 1
    page = survey.client.get("/ban-lam-viec/minh-chung").text
    assert "Đánh giá cao vai trò của Hội" in page and 'href="https://quochoi.vn/12"' in page
    assert survey.client.get("/ban-lam-viec/minh-chung/3").status_code == 404
