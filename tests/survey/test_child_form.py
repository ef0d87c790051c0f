"""A child answers: once, freely, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from db.models import Response, Submission
from survey.text import say
from tests.factories import NOW
from tests.survey.conftest import SLUG, Survey, hidden

URL = f"/y-kien/{SLUG}"


def stored(survey: Survey) -> int:
    with survey.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(Submission)) or 0


def test_one_document_asks_for_assent_and_everything(survey: Survey) -> None:
    form = survey.consultation()
    page = survey.client.get(URL).text
    assert page.index('name="dong_y"') < page.index('name="nhom_tuoi"')
    assert 'name="dong_y" value="1" checked' not in page
    assert all(f'name="{name}"' in page for name in form)
    assert hidden(page)["token"] != hidden(survey.client.get(URL).text)["token"]
    for promise in ("form.anonymous", "form.skip", "form.exception", "form.no_harm"):
        assert say(promise) in page


def test_answers_are_kept_and_the_last_page_is_the_same_for_all(survey_on_both: Survey) -> None:
    survey = survey_on_both
    form = survey.consultation()
    first = survey.answer(form)
    second = survey.answer({**form, "token": [str(uuid4())], "nhom_tuoi": ["t16_17"]})
    assert stored(survey) == 2
    pages = [survey.client.get(f"/cam-on/{code}").text.replace(code, "MÃ") for code in (first, second)]
    assert first != second and pages[0] == pages[1]
    with survey.database.read_session() as session:
        values = dict(session.execute(select(Response.question, Response.value)).all())
    assert values["so_gio"] == "3"


def test_the_same_form_twice_is_one_answer_with_one_slip(survey_on_both: Survey) -> None:
    form = survey_on_both.consultation()
    assert survey_on_both.answer(form) == survey_on_both.answer(form)
    assert stored(survey_on_both) == 1


def test_other_answers_under_a_used_token_are_refused_and_the_first_stays(survey: Survey) -> None:
    form = survey.consultation()
    survey.answer(form)
    response = survey.client.post(URL, data={**form, "gioi_tinh": ["nam"]})
    assert response.status_code == 422
    assert "Bản gửi đầu vẫn được giữ" in response.text
    with survey.database.read_session() as session:
        assert session.scalar(select(Response.value).where(Response.question == "gioi_tinh")) == "nu"


def test_without_a_yes_nothing_is_kept_and_everything_is_still_there(survey: Survey) -> None:
    form = survey.consultation()
    del form["dong_y"]
    response = survey.client.post(URL, data=form)
    assert response.status_code == 422 and stored(survey) == 0
    assert "Hãy đánh dấu vào ô" in response.text
    assert 'value="t11_13" checked' in response.text and 'value="ban_be" checked' in response.text
    assert hidden(response.text)["token"] == form["token"][0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"nhom_tuoi": ["t99"]}, "không có trong danh sách"),
        ({"nhom_tuoi": ["t11_13", "t14_15"]}, "không có trong danh sách"),
        ({"so_gio": ["nhiều"]}, "số nguyên"),
        ({"so_gio": ["25"]}, "chưa hợp với câu hỏi"),
        ({"an_toan": [""]}, "còn trống"),
    ],
)
def test_a_refused_answer_names_the_question_and_keeps_the_rest(
    survey_on_both: Survey, change: dict[str, list[str]], sentence: str
) -> None:
    form = survey_on_both.consultation()
    response = survey_on_both.client.post(URL, data={**form, **change})
    assert response.status_code == 422 and stored(survey_on_both) == 0
    name = next(iter(change))
    assert (
        sentence in response.text
        and f'href="#q-{name}"' in response.text
        and f'id="{name}-loi"' in response.text
    )
    assert 'value="thay_co" checked' in response.text and 'name="dong_y" value="1" checked' in response.text
    assert hidden(response.text)["token"] == form["token"][0]


@pytest.mark.parametrize("token", [[], [""], ["12345"], ["a", "b"], ["0198d1a2-7b1c-7abc-8abc-0123456789ab"]])
def test_a_bad_token_is_replaced_and_the_next_press_succeeds(survey: Survey, token: list[str]) -> None:
    form = {**survey.consultation(), "token": token}
    response = survey.client.post(URL, data=form)
    assert response.status_code == 422 and "Hãy bấm gửi lần nữa" in response.text
    survey.answer({**form, "token": [hidden(response.text)["token"]]})
    assert stored(survey) == 1


def test_another_version_is_refused_with_everything_kept(survey: Survey) -> None:
    form = survey.consultation()
    response = survey.client.post(URL, data={**form, "version": ["999"]})
    assert response.status_code == 422 and "bản mới" in response.text
    survey.answer({**form, "version": [hidden(response.text)["version"]]})


@pytest.mark.parametrize(
    ("opens", "closes", "status", "words"),
    [(1, 2, 403, "Đợt này chưa mở"), (-9, -1, 410, "Đợt này đã khép lại")],
)
def test_a_shut_consultation_says_so_kindly(
    survey: Survey, opens: int, closes: int, status: int, words: str
) -> None:
    form = survey.consultation(opens_at=NOW + timedelta(days=opens), closes_at=NOW + timedelta(days=closes))
    for response in (survey.client.get(URL), survey.client.post(URL, data=form)):
        assert response.status_code == status
        assert words in response.text and "111" in response.text
    assert stored(survey) == 0


def test_an_unknown_consultation_is_a_friendly_404(survey: Survey) -> None:
    for response in (survey.client.get("/y-kien/khong-co"), survey.client.post("/y-kien/khong-co", data={})):
        assert response.status_code in (404, 422)
        assert "111" in response.text


def test_nothing_about_a_child_is_remembered_by_the_browser(survey: Survey) -> None:
    form = survey.consultation()
    for response in (survey.client.get(URL), survey.client.post(URL, data=form)):
        assert response.headers["cache-control"] == "no-store"
        assert "set-cookie" not in response.headers
    assert 'autocomplete="off"' in survey.client.get(URL).text


def test_a_full_disk_is_said_plainly_and_the_same_page_sends_again(survey: Survey) -> None:
    form = survey.consultation()
    with survey.client.app.state.service.database.writer.connect() as connection:  # type: ignore[attr-defined]
        connection.execute(text("PRAGMA max_page_count=1"))
    told: list[str] = []
    for _ in range(400):
        form["token"] = [str(uuid4())]
        response = survey.client.post(URL, data=form)
        if response.status_code != 303:
            break
        told.append(response.headers["location"])
    assert response.status_code == 503 and int(response.headers["retry-after"]) > 0
    assert "CHƯA gửi được" in response.text and stored(survey) == len(told)
    with survey.client.app.state.service.database.writer.connect() as connection:  # type: ignore[attr-defined]
        connection.execute(text("PRAGMA max_page_count=1073741823"))
    kept = hidden(response.text)
    assert kept["nhom_tuoi"] == "t11_13" and kept["token"] == form["token"][0]
    survey.answer({name: [value] for name, value in kept.items()})
    assert stored(survey) == len(told) + 1
