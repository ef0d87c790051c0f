"""Units over time, accounts without known passwords, one's own password, and the inspector's log."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from db.cookies import session_cookie
from tests import factories
from tests.survey.conftest import Survey

PEOPLE, UNITS, LOG = "/quan-tri/tai-khoan", "/ban-lam-viec/don-vi", "/kiem-tra/nhat-ky"
NEW = "con cò bay lả bay la tháng ba"


def post(survey: Survey, path: str, **fields: str):
    return survey.client.post(path, data={**fields, "csrf": survey.seal()})


def link_of(page: str) -> str:
    found = re.search(r"/dat-mat-khau/([\w-]{30,})", page)
    assert found, page
    return found[0]


def sign_in(survey: Survey, name: str, password: str):
    survey.carry("")
    return survey.client.post("/dang-nhap", data={"name": name, "password": password})


# -- units ---------------------------------------------------------------------------------------------


def test_a_unit_is_added_renamed_and_found_by_both_names(survey_on_both: Survey) -> None:
    survey = survey_on_both
    survey.become("staff")
    place = post(survey, f"{UNITS}/moi", name_vi="Chi hội Bến Xuân", kind="chi_hoi").headers["location"]
    given = {"name_vi": "Chi hội Bến Thu", "valid_from": "01/10/2026", "reason": "QĐ 5"}
    assert post(survey, f"{place}/doi-ten", **given).status_code == 303
    page = survey.client.get(place).text
    assert "Chi hội Bến Xuân → Chi hội Bến Thu" in page and "QĐ 5" in page and "Tên theo thời gian" in page
    assert "Chi hội Bến Thu" in survey.client.get(f"{UNITS}?tim=bến xuân").text
    assert survey.client.get(f"{UNITS}?tim=%00").status_code == 200
    assert post(survey, f"{place}/ket-thuc", on="05/11/2026", reason="x").status_code == 303
    assert "Chi hội Bến Thu" not in survey.client.get(UNITS).text
    assert "Chi hội Bến Thu" in survey.client.get(f"{UNITS}?da-ket-thuc=1").text
    assert survey.client.get(f"{place}/hop-nhat").status_code == 409


def test_a_refused_unit_keeps_what_was_typed(survey: Survey) -> None:
    survey.become("staff")
    page = post(survey, f"{UNITS}/moi", name_vi="Chi hội Không Loại", kind="x")
    assert page.status_code == 422 and 'value="Chi hội Không Loại"' in page.text


@pytest.mark.parametrize("path", [f"{UNITS}/999999", f"{UNITS}/99999999999999999999", f"{UNITS}/1/khac"])
def test_no_such_unit_or_act(survey_on_both: Survey, path: str) -> None:
    survey_on_both.become("staff")
    assert survey_on_both.client.get(path).status_code == 404


# -- accounts ------------------------------------------------------------------------------------------


def test_a_new_person_sets_a_password_and_signs_in(survey_on_both: Survey) -> None:
    survey = survey_on_both
    survey.become("admin")
    page = post(survey, f"{PEOPLE}/moi", name="lan.tran", display_name="Trần Lan", role="leader")
    link = link_of(page.text)
    assert link not in survey.client.get(f"{PEOPLE}/lan.tran").text
    survey.carry("")
    assert "Trần Lan" in survey.client.get(link).text
    assert survey.client.post(link, data={"password": NEW, "password_again": "khác"}).status_code == 422
    assert survey.client.post(link, data={"password": "ngắn", "password_again": "ngắn"}).status_code == 422
    done = survey.client.post(link, data={"password": NEW, "password_again": NEW})
    assert done.status_code == 200 and "Đã đặt mật khẩu" in done.text
    assert survey.client.get(link).status_code == 410
    assert survey.client.post(link, data={"password": NEW, "password_again": NEW}).status_code == 410
    assert sign_in(survey, "lan.tran", NEW).status_code == 303


def test_a_second_factor_is_shown_once_with_the_link(survey: Survey) -> None:
    survey.become("admin")
    link = link_of(post(survey, f"{PEOPLE}/moi", name="bao.ve", display_name="Bảo vệ", role="officer").text)
    survey.carry("")
    page = survey.client.post(link, data={"password": NEW, "password_again": NEW}).text
    assert "otpauth://totp/" in page and re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page)


def test_a_closed_account_is_out_at_once_and_the_history_says_why(survey: Survey) -> None:
    theirs = survey.become("staff", "can.bo")
    admin = survey.become("admin", "quan.tri")
    assert post(survey, f"{PEOPLE}/can.bo/khoa", reason="nghỉ việc").status_code == 303
    page = survey.client.get(f"{PEOPLE}/can.bo").text
    assert "Đã khoá" in page and "nghỉ việc" in page
    survey.carry(theirs)
    assert survey.client.get("/ban-lam-viec").status_code == 401
    survey.carry(admin)
    assert post(survey, f"{PEOPLE}/quan.tri/khoa", reason="x").status_code == 403
    assert post(survey, f"{PEOPLE}/can.bo/vai-tro", role="leader", reason="").status_code == 422
    assert survey.client.get(f"{PEOPLE}/khong.co").status_code == 404


def test_ones_own_password_needs_the_old_one_and_ends_the_other_sessions(survey: Survey) -> None:
    elsewhere = survey.become("leader", "lanh.dao")
    assert sign_in(survey, "lanh.dao", factories.PASSWORD).status_code == 303
    here = survey.client.cookies[session_cookie(survey.settings.production)]
    survey.carry(here)
    given = {"password": NEW, "password_again": NEW}
    wrong = post(survey, "/tai-khoan", current="không phải", **given)
    assert wrong.status_code == 422 and "chưa đúng" in wrong.text and NEW not in wrong.text
    assert post(survey, "/tai-khoan", current=factories.PASSWORD, **given).status_code == 303
    assert survey.client.get("/tai-khoan").status_code == 200
    survey.carry(elsewhere)
    assert survey.client.get("/tai-khoan").status_code == 401
    assert sign_in(survey, "lanh.dao", factories.PASSWORD).status_code == 401
    assert sign_in(survey, "lanh.dao", NEW).status_code == 303


def test_guesses_at_the_old_password_are_slowed(survey: Survey) -> None:
    survey.become("leader", "lanh.dao")
    given = {"password": NEW, "password_again": NEW, "current": "đoán"}
    statuses = [post(survey, "/tai-khoan", **given).status_code for _ in range(7)]
    assert statuses[0] == 422 and statuses[-1] == 429


# -- the log -------------------------------------------------------------------------------------------


def rows_of(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<b title="[0-9a-f]{64}">(\d+)</b>.*?data-label="Việc">([^<]+)<', page, re.DOTALL)


def test_the_inspector_reads_filters_and_pages_through_the_log(survey_on_both: Survey) -> None:
    survey = survey_on_both
    for number in range(60):
        survey.become("staff", f"can.bo.{number}")
    survey.become("inspector", "kiem.tra")
    page = survey.client.get(LOG).text
    assert "Nguyên vẹn" in page and len(rows_of(page)) == 50
    older = re.search(r'href="([^"]+truoc=\d+)"', page)
    assert older
    seqs = [int(seq) for seq, _ in rows_of(page)]
    after = [int(seq) for seq, _ in rows_of(survey.client.get(older[1].replace("&amp;", "&")).text)]
    assert seqs == sorted(seqs, reverse=True) and after[0] == seqs[-1] - 1
    found = rows_of(survey.client.get(f"{LOG}?ai=can.bo.7&viec=session_opened").text)
    assert [words for _, words in found] == ["Đăng nhập"]
    assert rows_of(survey.client.get(f"{LOG}?tu=01/01/2126").text) == []
    assert rows_of(survey.client.get(f"{LOG}?tu=22/11/2026&den=22/11/2026").text)
    odd = survey.client.get(f"{LOG}?tu=31/02/2026&truoc=-1&ai=%00&so=%ff")
    assert odd.status_code == 200 and "Hãy ghi ngày theo mẫu" in odd.text


def test_a_broken_chain_is_told_with_its_row(survey: Survey) -> None:
    survey.become("inspector", "kiem.tra")
    with survey.database.write_session() as session:
        session.execute(text("DROP TRIGGER no_update_audit_events"))
        session.execute(text("UPDATE audit_events SET actor = 'ai khác' WHERE seq = 5"))
    assert "Đứt ở dòng 5" in survey.client.get(LOG).text


def test_the_inspector_sees_what_the_operator_would(survey_on_both: Survey) -> None:
    survey = survey_on_both
    survey.become("inspector", "kiem.tra")
    page = survey.client.get("/kiem-tra/tinh-trang").text
    assert "Chưa có bản sao lưu nào" in page and "Tệp cơ sở dữ liệu nguyên vẹn" in page
    assert page.index("CẦN XỬ LÝ") < page.index("Nên xem") < page.index("Tốt<")
    survey.become("member")
    assert survey.client.get("/kiem-tra/tinh-trang").status_code == 403
