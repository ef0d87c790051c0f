"""What anybody may read: open consultations, results, health, and friendly dead ends."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from db.commands.releases import release_tables
from db.models import Consultation
from survey.endpoints import machine
from tests.factories import NOW
from tests.survey.conftest import SLUG, Survey


def test_home_lists_what_is_open(survey: Survey) -> None:
    assert "chưa có đợt lấy ý kiến nào đang mở" in survey.client.get("/").text
    survey.consultation()
    survey.consultation("sap-toi", opens_at=NOW + timedelta(days=3), closes_at=NOW + timedelta(days=9))
    page = survey.client.get("/").text
    assert f'href="/y-kien/{SLUG}"' in page and 'href="/y-kien/sap-toi"' not in page and "Sắp mở" in page


def test_a_sample_consultation_says_so_on_every_page(survey: Survey) -> None:
    form = survey.consultation()
    code = survey.answer(form)
    addresses = ("/", f"/y-kien/{SLUG}", f"/ket-qua/{SLUG}", f"/phieu/{code}")
    assert not any("SỐ LIỆU MINH HOẠ" in survey.client.get(address).text for address in addresses)
    with survey.database.write_session() as session:
        session.query(Consultation).update({Consultation.sample: True})
    assert all("SỐ LIỆU MINH HOẠ" in survey.client.get(address).text for address in addresses)


def test_results_come_from_a_release_only(survey: Survey) -> None:
    form = survey.consultation()
    for _ in range(30):
        survey.answer({**form, "token": [str(uuid4())]})
    before = survey.client.get(f"/ket-qua/{SLUG}")
    assert before.status_code == 200 and "Chưa có kết quả" in before.text
    assert 'class="bars"' not in before.text and " %<" not in before.text
    with survey.database.write_session() as session:
        release_tables(session, "test", SLUG, NOW, closing=True)
    page = survey.client.get(f"/ket-qua/{SLUG}").text
    assert "Số bạn trả lời: 30" in page and "gần như tất cả" in page
    assert re.search(r"Chọn khong.{0,80}dưới 10", page, re.S)


def test_health_tells_the_watch(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    assert survey.client.get("/healthz").json() == {"status": "ok"}
    monkeypatch.setattr(machine, "PATIENCE", 0.2)
    with survey.database.write_session() as session:  # somebody else holds the write lock
        session.execute(text("SELECT 1"))
        response = survey.client.get("/healthz")
    assert response.status_code == 503 and response.json() == {"status": "unavailable"}


def test_dead_ends_are_friendly(survey: Survey) -> None:
    survey.consultation()
    for method, path, status in (
        ("GET", "/khong-co", 404),
        ("GET", "/tinh/style.0000000000.css", 404),
        ("PUT", f"/y-kien/{SLUG}", 405),
        ("DELETE", "/", 405),
        ("POST", "/", 405),
        ("GET", "/dang-xuat", 405),
    ):
        response = survey.client.request(method, path)
        assert response.status_code == status
        assert "111" in response.text and "Về trang đầu" in response.text


def test_head_is_get_without_the_page(survey: Survey) -> None:
    survey.consultation()
    for path in ("/", f"/y-kien/{SLUG}", "/dang-nhap", "/healthz"):
        assert survey.client.head(path).status_code == survey.client.get(path).status_code == 200
