"""A member files a training, staff decide, and only a verified report is a number."""

from __future__ import annotations

import html
import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from db.models import ActivityReport, Fact, ReportVersion
from db.queries.report_forms import report_form
from db.rules.report_checks import check_report
from survey.endpoints.reports import offered_forms
from survey.report_views import as_typed
from tests.survey.conftest import F3, Survey, hidden

TODAY = date(2026, 11, 22)


def count(survey: Survey, model: type) -> int:
    with survey.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def values(survey: Survey) -> list[tuple[str, int]]:
    with survey.database.read_session() as session:
        rows = session.execute(
            select(Fact.measure_code, Fact.value).where(Fact.origin == "report", Fact.voided_at.is_(None))
        )
        return [tuple(row) for row in rows]


def decide(survey: Survey, report: str, what: str, version: int = 1, reason: str = ""):
    data = {"viec": what, "version": str(version), "ly_do": reason, "csrf": survey.seal()}
    return survey.client.post(f"/ban-lam-viec/xac-minh/{report}", data=data)


def test_a_training_waits_is_verified_and_counts(survey_on_both: Survey) -> None:
    survey = survey_on_both
    survey.become("member", "hoi.vien")
    report = survey.report()
    page = survey.client.get(f"/bao-cao/{report}").text
    assert "Đã gửi, chờ xác minh" in page and "Nếu được xác minh, báo cáo này cộng 1.120 lượt người" in page
    assert "1.3" in page and "7,5" in page and "Kỹ năng tư vấn" in page and "05/11/2026" in page
    assert values(survey) == []

    survey.become("staff", "can.bo")
    assert "1 báo cáo chờ xác minh" in survey.client.get("/ban-lam-viec").text
    assert F3["title"][0] in survey.client.get("/ban-lam-viec/xac-minh").text
    assert "Nếu được xác minh" in survey.client.get(f"/ban-lam-viec/xac-minh/{report}").text
    assert decide(survey, report, "xac-minh").headers["location"] == "/ban-lam-viec/xac-minh"
    assert values(survey) == [("1.3", 1120)]
    assert "Không có báo cáo nào chờ" in survey.client.get("/ban-lam-viec/xac-minh").text


def test_the_same_form_sent_again_is_one_report(survey_on_both: Survey) -> None:
    survey_on_both.become("member")
    form = {**F3, "token": [str(uuid4())], "csrf": [survey_on_both.seal()]}
    places = {survey_on_both.client.post("/bao-cao/moi/F3", data=form).headers["location"] for _ in range(3)}
    assert len(places) == 1 and count(survey_on_both, ActivityReport) == 1
    other = survey_on_both.client.post("/bao-cao/moi/F3", data={**form, "participants_n": ["900"]})
    assert (
        other.status_code == 422 and 'value="900"' in other.text and count(survey_on_both, ReportVersion) == 1
    )


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"participants_n": ["1,5"]}, "participants_n", "số nguyên"),
        ({"female_n": ["2.000"]}, "female_n", "lớn hơn tổng (1.120)"),
        ({"date_start": ["31/02/2026"]}, "date_start", "ngày/tháng/năm"),
        ({"date_start": ["05/12/2026"]}, "date_start", "chưa tới"),
        ({"date_start": ["05/12/2022"]}, "date_start", "từ ngày 01/01/2023"),
        ({"title": [" "]}, "title", "còn trống"),
        ({"title": ["a" * 161]}, "title", "không quá 160"),
        ({"level_n.central": ["5"], "level_n.commune": ["7"]}, "level_n", "phải bằng tổng"),
        ({"level_n.central": ["năm"]}, "level_n.central", "số nguyên"),
        ({"audience": ["professionals"]}, "prof_n", "còn trống"),
        ({"evidence": ["javascript:alert(1)"]}, "evidence", "https://"),
        ({"topic": ["khac"]}, "topic", "không có trong danh sách"),
    ],
)
def test_a_refused_field_says_what_to_do_and_all_is_kept(
    survey: Survey, change: dict[str, list[str]], field: str, words: str
) -> None:
    survey.become("member")
    form = {
        **F3,
        "note": ['Giữ <b>nguyên</b> "lời" này'],
        **change,
        "token": [str(uuid4())],
        "csrf": [survey.seal()],
    }
    response = survey.client.post("/bao-cao/moi/F3", data=form)
    assert response.status_code == 422 and count(survey, ActivityReport) == 0
    page = html.unescape(response.text)
    beside = re.search(rf'id="{re.escape(field)}-loi">([^<]+)<', page)
    assert beside and words in beside.group(1)
    assert f'href="#o-{field.partition(".")[0]}"' in page
    assert 'Giữ <b>nguyên</b> "lời" này' in page and "<b>nguyên</b>" not in response.text
    assert hidden(response.text)["token"] == form["token"][0]


def test_a_returned_report_is_mended_and_waits_again(survey: Survey) -> None:
    member = survey.become("member", "hoi.vien")
    report = survey.report()
    staff = survey.become("staff", "can.bo")
    assert decide(survey, report, "tra-lai").status_code == 422
    assert decide(survey, report, "tra-lai", reason="Thiếu danh sách ký tên").status_code == 303
    survey.carry(member)
    assert "Thiếu danh sách ký tên" in survey.client.get("/bao-cao").text
    page = survey.client.get(f"/bao-cao/{report}/sua").text
    assert 'value="1.120"' in page and 'value="05/11/2026"' in page and 'value="casework" checked' in page
    form = {**F3, "participants_n": ["900"], **{k: [v] for k, v in hidden(page).items()}}
    assert survey.client.post(f"/bao-cao/{report}/sua", data=form).status_code == 303
    assert survey.client.post(f"/bao-cao/{report}/sua", data=form).status_code == 303  # sent twice
    assert count(survey, ReportVersion) == 2
    survey.carry(staff)
    old = decide(survey, report, "xac-minh", version=1)
    assert old.status_code == 409 and "bản mới nhất" in old.text and values(survey) == []
    assert decide(survey, report, "xac-minh", version=2).status_code == 303
    assert values(survey) == [("1.3", 900)]


def test_two_verifiers_and_the_second_is_told(survey: Survey) -> None:
    survey.become("member")
    report = survey.report()
    survey.become("staff", "can.bo.mot")
    assert decide(survey, report, "xac-minh").status_code == 303
    survey.become("staff", "can.bo.hai")
    late = decide(survey, report, "khong-chap-nhan", reason="trùng")
    assert late.status_code == 409 and "Đã xác minh" in late.text
    assert values(survey) == [("1.3", 1120)]


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", "٣", "9" * 30])
def test_a_version_that_is_no_number_is_a_stale_one(survey: Survey, version: str) -> None:
    survey.become("member")
    report = survey.report()
    survey.become("staff")
    data = {"viec": "xac-minh", "version": version, "csrf": survey.seal()}
    assert survey.client.post(f"/ban-lam-viec/xac-minh/{report}", data=data).status_code == 409
    assert decide(survey, report, "gì đó").status_code == 422


def test_a_report_is_taken_back_with_a_reason(survey: Survey) -> None:
    member = survey.become("member", "hoi.vien")
    report = survey.report()
    survey.become("staff")
    decide(survey, report, "xac-minh")
    survey.carry(member)
    assert F3["title"][0] in survey.client.get(f"/bao-cao/{report}/rut").text
    refused = survey.client.post(f"/bao-cao/{report}/rut", data={"csrf": survey.seal(), "ly_do": " "})
    assert refused.status_code == 422 and len(values(survey)) == 1
    done = survey.client.post(f"/bao-cao/{report}/rut", data={"csrf": survey.seal(), "ly_do": "ghi nhầm"})
    assert done.status_code == 303 and values(survey) == []
    assert "Đã rút" in survey.client.get(f"/bao-cao/{report}").text
    assert survey.client.get(f"/bao-cao/{report}/sua").status_code == 409


def test_the_queue_leads_on_to_the_next(survey: Survey) -> None:
    survey.become("member")
    reports = []
    for number in range(3):
        reports.append(survey.report(title=[f"Lớp {number}"]))
        survey.clock.pass_by(minutes=1)
    survey.become("staff")
    titles = re.findall(r">(Lớp \d)</a></h2>", survey.client.get("/ban-lam-viec/xac-minh").text)
    assert titles == ["Lớp 0", "Lớp 1", "Lớp 2"]
    middle = survey.client.get(f"/ban-lam-viec/xac-minh/{reports[1]}").text
    assert f'{reports[0]}" data-key="k"' in middle and f'{reports[2]}" data-key="j"' in middle
    assert decide(survey, reports[1], "xac-minh").headers["location"].endswith(reports[2])


@pytest.mark.parametrize("code", [spec.code for spec in offered_forms()])
def test_each_form_is_offered_and_can_be_filled(survey: Survey, code: str) -> None:
    survey.become("member")
    assert f'href="/bao-cao/moi/{code}"' in survey.client.get("/bao-cao/moi").text
    page = survey.client.get(f"/bao-cao/moi/{code}")
    spec = report_form(code)
    assert page.status_code == 200 and all(f'id="o-{field.name}"' in page.text for field in spec.fields)
    names = {
        name
        for field in spec.fields
        for name in ([f"{field.name}.{c}" for c in field.codes] if field.kind == "parts" else [field.name])
    }
    assert all(f'name="{name}"' in page.text for name in names)


@pytest.mark.parametrize("code", ["F5-4.1", "F16", "f3", "%00", "../x"])
def test_other_forms_are_not_offered(survey: Survey, code: str) -> None:
    survey.become("member")
    assert survey.client.get(f"/bao-cao/moi/{code}").status_code == 404


def test_what_was_stored_is_edited_as_it_was_typed() -> None:
    spec = report_form("F3")
    form = {
        **F3,
        "level_n.central": ["20"],
        "level_n.provincial": ["100"],
        "level_n.commune": ["1.000"],
        "partners": ["Sở Y tế\nHội Phụ nữ"],
    }
    data = check_report(spec, form, today=TODAY)
    typed = as_typed(spec, data.values)
    assert typed["partners"] == ["Sở Y tế\nHội Phụ nữ"] and typed["participants_n"] == ["1.120"]
    again = check_report(spec, typed, today=TODAY)
    assert again == data


def test_a_member_without_a_unit_is_told(survey: Survey) -> None:
    survey.become("member", "khong.don.vi")
    with survey.database.write_session() as session:
        from db.models import Account

        session.query(Account).update({Account.organisation_id: None})
    response = survey.client.get("/bao-cao")
    assert response.status_code == 422 and "đơn vị" in response.text
