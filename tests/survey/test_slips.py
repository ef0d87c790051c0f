"""A slip opens the four steps and takes the answers back."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from db.models import Response, Submission
from tests.survey.conftest import SLUG, Survey


@pytest.mark.parametrize("typed", ["{}", " {} ", "{plain}", "{lower}", "{spaced}"])
def test_a_code_is_read_however_it_is_typed(survey: Survey, typed: str) -> None:
    code = survey.answer(survey.consultation())
    plain = code.replace("-", "")
    text = typed.format(code, plain=plain, lower=plain.lower(), spaced=" ".join(plain))
    response = survey.client.get("/phieu", params={"ma": text})
    assert response.status_code == 303 and response.headers["location"] == f"/phieu/{code}"
    page = survey.client.get(f"/phieu/{code}").text
    assert page.count("<li class=") == 4 and "Các em trả lời" in page and "An toàn trên mạng" in page


def test_an_unknown_code_is_a_friendly_404(survey_on_both: Survey) -> None:
    for code in ("ABCD-2345", "x", "%00", "%ED%A0%80", "'; DROP TABLE", "Ạ" * 300):
        for path in (f"/phieu/{code}", f"/cam-on/{code}", f"/phieu/{code}/rut", f"/phieu?ma={code}"):
            response = survey_on_both.client.get(path)
            assert response.status_code == 404 and "111" in response.text, path


def test_withdrawing_asks_once_and_erases(survey_on_both: Survey) -> None:
    survey = survey_on_both
    form = survey.consultation()
    code = survey.answer(form)
    assert "xoá hẳn" in survey.client.get(f"/phieu/{code}/rut").text
    assert survey.client.post(f"/phieu/{code}/rut").headers["location"] == "/phieu/da-rut"
    assert "Đã xoá" in survey.client.get("/phieu/da-rut").text
    with survey.database.read_session() as session:
        for model in (Submission, Response):
            assert session.scalar(select(func.count()).select_from(model)) == 0
    assert survey.client.get(f"/phieu/{code}").status_code == 404
    assert survey.client.post(f"/y-kien/{SLUG}", data=form).status_code == 410
