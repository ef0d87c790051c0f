"""A fault of ours is a polite page, and the log never holds what was typed."""

from __future__ import annotations

import logging

import pytest
from starlette.testclient import TestClient

from survey.endpoints import public
from survey.middleware import FaultBoundary
from tests.survey.conftest import SLUG, Survey

CANARY = "chim-hoang-yen-trong-mo"


def test_a_fault_is_polite_and_its_words_stay_out_of_the_log(
    survey: Survey, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(public, "consultations", broken)
    with caplog.at_level(logging.DEBUG):
        response = survey.client.get("/", params={"q": CANARY})
    assert response.status_code == 500 and "111" in response.text and CANARY not in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "ValueError" in caplog.text and "public.py" in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name != "httpx2"]
    assert not any(CANARY in line for line in ours)


def test_a_childs_words_are_never_logged(survey: Survey, caplog: pytest.LogCaptureFixture) -> None:
    form = survey.consultation()
    with caplog.at_level(logging.DEBUG):
        survey.client.post(f"/y-kien/{SLUG}", data={**form, "so_gio": [CANARY]})
        survey.answer(form)
    assert all(CANARY not in record.getMessage() for record in caplog.records if record.name != "httpx2")


def test_a_fault_after_the_answer_began_is_not_answered_twice() -> None:
    async def half(scope: dict, receive: object, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("half way")

    client = TestClient(FaultBoundary(half, page=None), raise_server_exceptions=True)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        client.get("/")
