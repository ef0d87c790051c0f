"""Does the consultation desk work as pages: made, opened, invited, looked at, typed in from paper?"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from db.commands.consultations import publish_form
from db.models import Submission
from survey.text import TEXT
from survey.text_public_en import PUBLIC_EN
from tests.db.consulting import PREPARED, SLUG
from tests.factories import NOW
from tests.questionnaire import ANSWERS, make_definition
from tests.survey.conftest import Survey, hidden

BASE = "/ban-lam-viec/lay-y-kien"
ONE = f"{BASE}/{SLUG}"


def send(survey: Survey, path: str, **fields: str | list[str]) -> tuple[int, str]:
    """A form filled in as a browser does it: what the page hides, and what is typed; status and page."""
    kept = hidden(survey.client.get(path).text)
    response = survey.client.post(path, data={**kept, "csrf": survey.seal(), **fields})
    return response.status_code, response.text or response.headers.get("location", "")


@pytest.fixture
def desk(survey: Survey) -> Survey:
    """Staff, signed in, with a consultation that is open."""
    with survey.database.write_session() as session:
        version = publish_form(session, "test", "phieu-thu", "", "", make_definition(), NOW).id
    survey.become("staff", "can.bo")
    given = {**PREPARED, "form_version": str(version), "methods": ["phieu"], "languages": ["vi"]}
    assert send(survey, f"{BASE}/moi", **given)[0] == 303
    assert send(survey, f"{ONE}/viec/mo")[0] == 303
    return survey


def test_one_page_says_what_is_done_and_what_is_missing(desk: Survey) -> None:
    page = desk.client.get(ONE).text
    assert "Việc tiếp theo" in page and "việc đóng đợt" in page
    assert "Ghi lần cuối: Người staff, 22/11/2026" in page
    assert "Mở đợt lấy ý kiến" in page and "Đang chuẩn bị → Đang mở" in page
    assert "Em nghĩ gì về sân chơi?" in desk.client.get(BASE).text


def test_a_refused_form_keeps_what_was_typed(desk: Survey) -> None:
    status, page = send(desk, f"{BASE}/moi", title_vi="Tên mới", opens_on="32/13/2026", entry="anyone")
    assert status == 422 and 'value="Tên mới"' in page and 'value="32/13/2026"' in page
    status, page = send(desk, f"{ONE}/viec/gia-han", closes_on="01/01/2020", reason="thêm")
    assert status == 422 and "Lúc đóng phải sau lúc mở" in page and "thêm" in page


def test_another_persons_change_is_not_written_over(desk: Survey) -> None:
    kept = hidden(desk.client.get(f"{ONE}/viec/dong").text)
    assert send(desk, f"{ONE}/viec/to-chuc", facilitators_vi="Hội tỉnh")[0] == 303
    answer = desk.client.post(f"{ONE}/viec/dong", data={**kept, "csrf": desk.seal(), "reason": "x"})
    assert answer.status_code == 409 and "Người khác vừa ghi vào đợt này" in answer.text


def test_steps_three_and_four_are_recorded_and_corrected(desk: Survey) -> None:
    assert send(desk, f"{ONE}/viec/dong", reason="đủ")[0] == 303
    assert (
        send(desk, f"{ONE}/viec/tong-hop", findings_vi="Cần bóng mát", sent_no="7", sent_on="22/11/2026")[0]
        == 303
    )
    assert send(desk, f"{ONE}/viec/tra-loi", reply_no="9", reply_on="22/11/2026")[0] == 303
    assert send(desk, f"{ONE}/ghi/diem/0", asked_vi="Thêm cây", verdict="refused")[0] == 422
    assert send(desk, f"{ONE}/ghi/diem/0", asked_vi="Thêm cây", verdict="accepted")[0] == 303
    told = {"told_vi": "Đã nhận", "told_on": "22/11/2026", "channels": ["hop_mat"], "places_vi": "Phường mẫu"}
    assert send(desk, f"{ONE}/ghi/ke-lai/0", **told)[0] == 303
    page = desk.client.get(ONE).text
    assert (
        "Đã kể lại" in page
        and "<b>Tiếp thu</b>: Thêm cây" in page
        and "Đủ bốn bước" in desk.client.get(BASE).text
    )
    number = re.findall(r"/diem/(\d+)", page)[0]
    assert 'value="accepted" checked' in desk.client.get(f"{ONE}/ghi/diem/{number}").text
    assert desk.client.get(f"{ONE}/ghi/diem/{int(number) + 1}").status_code == 404
    assert desk.client.get(f"{ONE}/ghi/diem/{2**40}").status_code == 404


# -- invitations -----------------------------------------------------------------------------------------


def invite(desk: Survey, **given: str) -> str:
    assert send(desk, f"{ONE}/giay-moi/moi", **{"label_vi": "Phường mẫu, sáng", **given})[0] == 303
    return re.findall(r"Mã\">(\w{6})<", desk.client.get(f"{ONE}/giay-moi").text)[0]


def child(desk: Survey, code: str) -> tuple[str, str]:
    """A child answers by this code on her own phone: where the answer leads, and the last page."""
    desk.carry("")
    led = desk.client.get(f"/m/{code}")
    assert led.status_code == 303
    page = desk.client.get(led.headers["location"]).text
    kept = hidden(page)
    answer = desk.client.post(f"/y-kien/{SLUG}", data={**ANSWERS, **kept, "dong_y": "1"})
    assert answer.status_code == 303
    return answer.headers["location"], desk.client.get(answer.headers["location"]).text


def test_a_label_with_a_class_in_it_is_asked_about_once(desk: Survey) -> None:
    fields = {"label_vi": "Lớp 7A2 trường THCS Mẫu"}
    kept = hidden(desk.client.get(f"{ONE}/giay-moi/moi").text) | {"csrf": desk.seal(), **fields}
    first = desk.client.post(f"{ONE}/giay-moi/moi", data=kept)
    assert first.status_code == 422 and "Lớp 7A2" in first.text
    again = desk.client.post(f"{ONE}/giay-moi/moi", data=hidden(first.text) | {"csrf": desk.seal(), **fields})
    assert again.status_code == 303


def test_the_sheet_holds_code_link_and_111(desk: Survey) -> None:
    code = invite(desk)
    page = desk.client.get(f"{ONE}/giay-moi/1/in").text
    assert f"/m/{code}" in page and '<svg viewBox="0 0' in page and "<b>111</b>" in page
    assert "style=" not in page and desk.client.get(f"{ONE}/giay-moi/2/in").status_code == 404


def test_a_child_over_the_cap_is_thanked_in_the_same_bytes(desk: Survey) -> None:
    code = invite(desk, most="1")
    pages = [child(desk, code) for _ in range(3)]
    bare = {page.replace(place.split("/")[2].split("?")[0], "SLIP") for place, page in pages}
    assert len(bare) == 1 and len({place for place, _ in pages}) == 3
    assert f"/y-kien/{SLUG}?moi={code}" in pages[0][1]  # the next child answers by the same code
    with desk.database.read_session() as session:
        assert sorted(session.scalars(select(Submission.standing))) == ["counted", "waiting", "waiting"]


def test_staff_see_groups_and_decide(desk: Survey) -> None:
    code = invite(desk, most="1")
    for _ in range(2):
        child(desk, code)
    desk.become("staff", "can.bo.hai")
    page = desk.client.get(f"{ONE}/cho-xem").text
    assert "quá số phiếu của giấy mời" in page and "dưới 10 phiếu" in page
    assert send(desk, f"{ONE}/cho-xem/1/over_cap", decision="leave_out", reason="đã hỏi")[0] == 303
    assert "Lấy lại" in desk.client.get(f"{ONE}/cho-xem").text
    assert send(desk, f"{ONE}/cho-xem/1/over_cap", decision="release", reason="nhầm")[0] == 303
    assert "Không có nhóm phiếu nào đang chờ" in desk.client.get(f"{ONE}/cho-xem").text
    assert desk.client.get(f"{ONE}/cho-xem/1/over_cap").status_code == 404


def test_taking_an_invitation_back_refuses_no_child(desk: Survey) -> None:
    code = invite(desk)
    assert send(desk, f"{ONE}/giay-moi/1/thu-hoi", reason="lộ")[0] == 303
    child(desk, code)
    with desk.database.read_session() as session:
        assert list(session.scalars(select(Submission.held_for))) == ["revoked"]


def test_an_unknown_code_is_a_friendly_page_with_111(desk: Survey) -> None:
    desk.carry("")
    page = desk.client.get("/m/ZZZZZZ")
    assert page.status_code == 404 and "Giấy mời này không đúng" in page.text and "111" in page.text


# -- paper -----------------------------------------------------------------------------------------------


def begin(desk: Survey) -> str:
    status, place = send(desk, f"{ONE}/phieu-giay/moi", label_vi="Phường mẫu")
    assert status == 303
    return place


def test_the_printed_sheet_has_every_question_and_its_version(desk: Survey) -> None:
    page = desk.client.get(f"{ONE}/phieu-in").text
    for number, name in enumerate(ANSWERS, 1):
        assert f"Câu {number}. Câu {name}" in page
    assert page.count('class="box"') >= 10 and re.search(r"Mã phiếu: phieu-thu · 1 · [0-9a-f]{8}", page)


def test_sheets_are_typed_in_counted_and_taken_back(desk: Survey) -> None:
    begin(desk)
    pile = f"{ONE}/phieu-giay/1"
    kept = hidden(desk.client.get(pile).text)
    sheet = {
        **ANSWERS,
        **{name: kept[name] for name in ("token", "version")},
        "dong_y": "1",
        "csrf": desk.seal(),
    }
    for _ in range(2):  # pressed twice
        assert desk.client.post(pile, data=sheet).status_code == 303
    page = desk.client.get(pile).text
    assert "Đã nhập 1 phiếu" in page and "Phiếu số 2" in page
    assert desk.client.post(f"{pile}/bo", data={"csrf": desk.seal(), "sheet": "1"}).status_code == 303
    assert "Đã nhập 0 phiếu" in desk.client.get(pile).text
    assert desk.client.post(pile, data=sheet).status_code == 410


def test_a_sheet_that_is_refused_keeps_what_was_typed(desk: Survey) -> None:
    begin(desk)
    status, page = send(desk, f"{ONE}/phieu-giay/1", so_gio="99", nhom_tuoi="t11_13", dong_y="1")
    assert status == 422 and 'value="99"' in page and 'value="t11_13" checked' in page
    status, page = send(desk, f"{ONE}/phieu-giay/1", nhom_tuoi="t11_13")
    assert status == 422 and "chưa đánh dấu ô đồng ý" in page


# -- the child's pages at the edges -----------------------------------------------------------------------


def test_a_form_being_prepared_is_not_there_for_children(survey: Survey) -> None:
    with survey.database.write_session() as session:
        version = publish_form(session, "test", "phieu-thu", "", "", make_definition(), NOW).id
    survey.become("staff", "can.bo")
    given = {**PREPARED, "form_version": str(version), "methods": ["phieu"], "languages": ["vi"]}
    assert send(survey, f"{BASE}/moi", **given)[0] == 303
    survey.carry("")
    assert survey.client.get(f"/y-kien/{SLUG}").status_code == 404
    assert SLUG not in survey.client.get("/").text


def test_closed_while_answering_is_taken_and_marked(desk: Survey) -> None:
    desk.carry("")
    kept = hidden(desk.client.get(f"/y-kien/{SLUG}").text)
    desk.become("staff", "can.bo.hai")
    assert send(desk, f"{ONE}/viec/dong", reason="đủ")[0] == 303
    desk.carry("")
    desk.clock.pass_by(minutes=29)
    form = {**ANSWERS, **kept, "dong_y": "1"}
    assert desk.client.get(f"/y-kien/{SLUG}").status_code == 410  # nobody begins any more
    assert desk.client.post(f"/y-kien/{SLUG}", data=form).status_code == 303
    with desk.database.read_session() as session:
        assert session.scalars(select(Submission.late)).one() is True
    desk.clock.pass_by(minutes=2)
    late = desk.client.post(f"/y-kien/{SLUG}", data={**form, "token": "0" * 12 + "4" + "0" * 19})
    assert late.status_code in (410, 422) and "111" in late.text


def test_answers_taken_back_never_return(survey: Survey) -> None:
    form = survey.consultation()
    code = survey.answer(form)
    assert survey.client.post(f"/phieu/{code}/rut", data={}).status_code == 303
    again = survey.client.post("/y-kien/an-toan-tren-mang", data=form)
    assert again.status_code == 410 and "Mở một phiếu mới" in again.text and "111" in again.text


def test_the_slip_follows_the_four_steps(desk: Survey) -> None:
    place, _ = child(desk, invite(desk))
    slip = place.replace("/cam-on/", "/phieu/").split("?")[0]

    def states() -> list[str]:
        desk.carry("")
        return re.findall(r'<li class="(done|now|waiting)">', desk.client.get(slip).text)

    assert states() == ["done", "now", "waiting", "waiting"]
    desk.become("staff", "can.bo.hai")
    assert send(desk, f"{ONE}/viec/dong", reason="đủ")[0] == 303
    desk.clock.pass_by(hours=1)
    assert states() == ["done", "done", "now", "waiting"]
    desk.become("staff", "can.bo.ba")
    assert send(desk, f"{ONE}/viec/tong-hop", findings_vi="x", sent_no="7", sent_on="22/11/2026")[0] == 303
    assert send(desk, f"{ONE}/viec/tra-loi", reply_no="9", reply_on="22/11/2026")[0] == 303
    assert states() == ["done", "done", "done", "now"]
    desk.become("staff", "can.bo.tu")
    told = {"told_vi": "Đã nhận", "told_on": "22/11/2026", "channels": ["hop_mat"], "places_vi": "Phường mẫu"}
    assert send(desk, f"{ONE}/ghi/ke-lai/0", **told)[0] == 303
    assert states() == ["done"] * 4


def test_english_words_stand_for_words_that_exist() -> None:
    def facts(words: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", words))

    assert set(PUBLIC_EN) <= set(TEXT)
    assert [key for key, words in PUBLIC_EN.items() if facts(words) != facts(TEXT[key])] == []
