"""The coding desk over HTTP: one passage after the other, blind, then compared; bad input loses nothing."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest

from tests.db.passages import make_passage
from tests.survey.conftest import SLUG, Survey, hidden

DESK = f"/ban-lam-viec/ma-hoa/{SLUG}"


def send(survey: Survey, path: str, **form: str) -> tuple[int, str]:
    response = survey.client.post(DESK + path, data={"csrf": survey.seal(), **form})
    return response.status_code, response.headers.get("location", response.text)


def passages(survey: Survey, count: int) -> list[UUID]:
    survey.consultation()
    with survey.database.write_session() as session:
        return [make_passage(session, SLUG, f"Lời số {number} <b>") for number in range(count)]


def theme(survey: Survey, name: str) -> str:
    assert send(survey, "/chu-de/0", name_vi=name, description_vi="") == (303, DESK)
    page = survey.client.get(DESK).text
    found = re.search(rf"<b>{name}</b> <a href=\"{DESK}/chu-de/(\d+)\"", page)
    assert found
    return found[1]


@pytest.fixture
def coders(survey: Survey) -> dict[str, str]:
    """Sessions of two coders."""
    return {name: survey.become("staff", name) for name in ("mot", "hai")}


def test_two_people_code_one_passage_after_the_other_and_then_compare(
    survey: Survey, coders: dict[str, str]
) -> None:
    first, second = passages(survey, 2)
    survey.carry(coders["mot"])
    heard, play = theme(survey, "Được hỏi"), theme(survey, "Vui chơi")
    status, place = send(survey, f"/doan/{first}", chu_de=heard)
    assert status == 303 and place == f"{DESK}/doan/{second}"
    assert send(survey, f"/doan/{second}", chu_de=heard) == (303, DESK)
    survey.carry(coders["hai"])
    assert "checked" not in survey.client.get(f"{DESK}/doan/{first}").text
    assert (
        "Được hỏi và" not in survey.client.get(DESK).text
        and "Hai người chọn" not in survey.client.get(DESK).text
    )
    send(survey, f"/doan/{first}", chu_de=heard)
    status, place = send(survey, f"/doan/{second}", chu_de="0")
    page = survey.client.get(DESK).text
    assert status == 303 and place == f"{DESK}/doan/{second}"  # the one that differs is next
    assert "Giống nhau 1 trên 2 đoạn (50 %)" in page and "Còn 1 đoạn khác nhau" in page
    status, page = send(survey, f"/doan/{second}", chu_de=play)
    assert status == 422 and f'value="{play}" checked' in page  # no reason: what was chosen stays
    assert send(survey, f"/doan/{second}", chu_de=play, reason="Đã bàn lại.") == (303, DESK)
    page = survey.client.get(DESK).text
    assert "Mọi đoạn đã có chủ đề thống nhất" in page and "Lý do: Đã bàn lại." in page


def test_words_of_children_are_text_never_markup(survey: Survey, coders: dict[str, str]) -> None:
    (only,) = passages(survey, 1)
    survey.carry(coders["mot"])
    for path in (DESK, f"{DESK}/doan/{only}"):
        page = survey.client.get(path).text
        assert "Lời số 0 &lt;b&gt;" in page and "<b>\n" not in page.partition("Lời số 0")[2][:9]


@pytest.mark.parametrize("typed", ["", "99999", "-1", "abc", "²", "1e3", "9" * 40])
def test_a_theme_that_does_not_exist_is_refused(survey: Survey, coders: dict[str, str], typed: str) -> None:
    (only,) = passages(survey, 1)
    survey.carry(coders["mot"])
    status, page = send(survey, f"/doan/{only}", chu_de=typed)
    assert status == 404 or (status == 422 and "Lời số 0" in page)


def test_an_old_seal_loses_nothing_that_was_typed(survey: Survey, coders: dict[str, str]) -> None:
    passages(survey, 1)
    survey.carry(coders["mot"])
    response = survey.client.post(
        f"{DESK}/chu-de/0", data={"csrf": "cũ", "name_vi": "Tên đang gõ", "description_vi": "Gồm…"}
    )
    assert response.status_code == 403 and "Tên đang gõ" in response.text and "Gồm…" in response.text
    assert hidden(response.text)["csrf"]


def test_a_theme_is_renamed_merged_and_its_history_shown(survey: Survey, coders: dict[str, str]) -> None:
    passages(survey, 1)
    survey.carry(coders["mot"])
    first, second = theme(survey, "Chơi"), theme(survey, "Sân chơi")
    status, page = send(survey, "/chu-de/0", name_vi="Chơi", description_vi="x")
    assert status == 409 and 'value="Chơi"' in page
    assert send(survey, f"/chu-de/{first}", name_vi="Vui chơi", version="1")[0] == 303
    assert send(survey, f"/chu-de/{first}", name_vi="Khác", version="1")[0] == 409
    assert send(survey, f"/chu-de/{second}/gop", gop_vao=first, version="1")[0] == 422
    assert send(survey, f"/chu-de/{second}/gop", gop_vao=first, version="1", reason="Một ý.")[0] == 303
    page = survey.client.get(DESK).text
    assert "đã gộp vào “Vui chơi”" in page and "Gộp chủ đề" in page and "Một ý." in page
    assert survey.client.get(f"{DESK}/chu-de/99999").status_code == 404
    assert survey.client.get(f"{DESK}/chu-de/{2**40}").status_code == 404


def test_quotes_reach_the_public_page_from_three_on(survey: Survey, coders: dict[str, str]) -> None:
    found = passages(survey, 7)
    survey.carry(coders["mot"])
    for number, passage in enumerate(found[:6]):
        shown = "Lời số 0" in survey.client.get(f"/ket-qua/{SLUG}").text
        assert shown == (number >= 3)
        assert send(survey, f"/trich/{passage}", chon="1")[0] == 303
    status, page = send(survey, f"/trich/{found[6]}", chon="1")
    assert status == 409 and "nhiều nhất 6" in page
    assert "Lời số 6" not in survey.client.get(f"/ket-qua/{SLUG}").text
    assert send(survey, f"/trich/{uuid4()}", chon="1")[0] == 404


def test_the_list_says_what_can_be_coded(survey: Survey, coders: dict[str, str]) -> None:
    survey.carry(coders["mot"])
    survey.consultation()
    assert "Chưa có đoạn nào được duyệt" in survey.client.get("/ban-lam-viec/ma-hoa").text
    assert "Chưa có đoạn nào được duyệt" in survey.client.get(DESK).text
    with survey.database.write_session() as session:
        make_passage(session, SLUG)
    assert f'href="{DESK}"' in survey.client.get("/ban-lam-viec/ma-hoa").text
