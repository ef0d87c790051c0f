"""A post that another site's page made is refused; ours is not, whatever the browser sends along."""

from __future__ import annotations

import pytest

from tests.survey.conftest import SLUG, Survey

FORGED = [
    {"origin": "https://xau.example"},
    {"origin": "http://testserver.xau.example"},
    {"origin": "http://testserver:81"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://[xau"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://localhost:8501"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"sec-fetch-site": "same-origin", "origin": "https://xau.example"},
]
OURS = [
    {},
    {"origin": "http://testserver"},
    {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
    {"sec-fetch-site": "same-origin", "origin": "null"},
    {"sec-fetch-site": "none"},
]


@pytest.mark.parametrize("headers", FORGED)
def test_forged_posts_are_refused_before_anything_is_read(survey: Survey, headers: dict[str, str]) -> None:
    form = survey.consultation()
    survey.become("member")
    for path, data in (
        (f"/y-kien/{SLUG}", form),
        ("/dang-nhap", {"name": "a", "password": "b"}),
        ("/dang-xuat", {"csrf": survey.seal()}),
        ("/bao-cao/moi/F3", {"csrf": survey.seal()}),
    ):
        response = survey.client.post(path, data=data, headers=headers)
        assert response.status_code == 403
        assert "không đến từ trang của chúng tôi" in response.text
    assert survey.client.get("/bao-cao").status_code == 200


@pytest.mark.parametrize("headers", OURS)
def test_our_own_posts_pass(survey: Survey, headers: dict[str, str]) -> None:
    form = survey.consultation()
    assert survey.client.post(f"/y-kien/{SLUG}", data=form, headers=headers).status_code == 303


@pytest.mark.parametrize("seal", ["", "x", "ạ" * 80, "0" * 80])
def test_a_signed_in_post_needs_its_seal(survey: Survey, seal: str) -> None:
    survey.become("member")
    assert survey.client.post("/dang-xuat", data={"csrf": seal}).status_code == 403
    assert survey.client.get("/bao-cao").status_code == 200


def test_a_seal_of_another_session_does_not_hold(survey: Survey) -> None:
    survey.become("member", "mot")
    stolen = survey.seal()
    survey.become("member", "hai")
    assert survey.client.post("/dang-xuat", data={"csrf": stolen}).status_code == 403
