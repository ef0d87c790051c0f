"""A slip opens the four steps and takes the answers back."""

from __future__ import annotations

import re

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


def test_pressed_twice_it_is_erased_once_and_said_twice(survey: Survey) -> None:
    survey.consultation()
    code = survey.answer(survey.consultation("lan-hai"), "lan-hai")
    told = [survey.client.post(f"/phieu/{code}/rut").headers["location"] for _ in range(2)]
    assert told == ["/phieu/da-rut"] * 2


def test_a_slip_speaks_the_language_of_its_form(survey: Survey) -> None:
    code = survey.answer(survey.consultation())
    page = survey.client.get(f"/phieu/{code}?ngon_ngu=en").text
    assert '<html lang="en">' in page and "Tracking slip" in page and "Child helpline" in page
    leads = re.search(r'href="(/phieu/[^"]+/rut[^"]*)"', page)
    assert leads and "Take your answers back?" in survey.client.get(leads[1]).text
    gone = survey.client.post(leads[1]).headers["location"]
    assert "Your answers have been erased" in survey.client.get(gone).text
    odd = survey.client.get("/phieu/da-rut?ngon_ngu=%22%3E%3Cscript%3E").text
    assert '<html lang="vi">' in odd and "<script>" not in odd.replace("<script src", "")
