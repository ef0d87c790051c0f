"""Hostile input gets a clear sentence and the right status, the same on both engines; never a fault."""

from __future__ import annotations

from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from db.models import Submission
from db.passwords import new_totp, seal_totp
from tests.factories import PASSWORD, make_account
from tests.survey.conftest import F3, SLUG, Survey

FORM = {"content-type": "application/x-www-form-urlencoded"}
EVIL = {
    "nul": b"%00",
    "surrogate": b"%ED%A0%80",
    "not utf-8": b"%FF%FE",
    "raw bytes": b"\xff\xfe\x80",
    "control": b"a%07b",
    "nfd": "Nguye\u0302\u0303n".encode(),
    "right to left": quote("\u202egnp.exe").encode(),
    "markup": quote("<script>alert(1)</script>").encode(),
    "sql": quote("'; DROP TABLE submissions; --").encode(),
    "long": b"x" * 200_000,
    "number": b"9" * 400,
    "percent": b"%zz%",
}
# What is a lawful title all the same: cleaned, then shown as text.
STORABLE = {"nfd", "right to left", "markup", "sql", "percent"}


def body(form: dict[str, list[str]], **evil: bytes) -> bytes:
    kept = {name: values for name, values in form.items() if name not in evil}
    return b"&".join(
        [urlencode(kept, doseq=True).encode(), *(n.encode() + b"=" + v for n, v in evil.items())]
    )


def test_a_childs_form_refuses_it(survey_on_both: Survey) -> None:
    survey = survey_on_both
    form = survey.consultation()
    path = f"/y-kien/{SLUG}"
    for kind, evil in EVIL.items():
        for field in ("nhom_tuoi", "so_gio", "kenh", "token", "version", "dong_y"):
            response = survey.client.post(path, content=body(form, **{field: evil}), headers=FORM)
            assert response.status_code == 422, (kind, field)
            assert "111" in response.text and "<script>alert" not in response.text
        # An unknown field is nobody's answer: the same form as ever, hence the same receipt.
        odd_name = survey.client.post(path, content=body(form) + b"&" + evil + b"=1", headers=FORM)
        assert odd_name.status_code == 303, kind
    with survey.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 1


def test_a_report_refuses_or_cleans_it(survey_on_both: Survey) -> None:
    survey = survey_on_both
    survey.become("member")
    for number, (kind, evil) in enumerate(EVIL.items(), start=1):
        # Different days and proofs: a second report like the first would only be asked about.
        own = {"date_start": [f"{number:02}/02/2026"], "evidence": [f"https://example.vn/bao-cao/{number}"]}
        form = {**F3, **own, "token": [str(uuid4())], "csrf": [survey.seal()]}
        for field in ("participants_n", "date_start", "province_code", "audience", "evidence", "token"):
            response = survey.client.post(
                "/bao-cao/moi/F3", content=body(form, **{field: evil}), headers=FORM
            )
            assert response.status_code == 422, (kind, field)
        titled = survey.client.post("/bao-cao/moi/F3", content=body(form, title=evil), headers=FORM)
        assert titled.status_code == (303 if kind in STORABLE else 422), kind
    page = survey.client.get("/bao-cao").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page and "\u202e" not in page


def test_a_sign_in_refuses_it(survey_on_both: Survey) -> None:
    survey = survey_on_both
    with survey.database.write_session() as session:
        sealed = seal_totp(new_totp(), survey.settings.secret)
        make_account(session, "admin", "quan.tri", totp_sealed=sealed)
    right = {"name": ["quan.tri"], "password": [PASSWORD]}
    for kind in sorted(EVIL.keys() - STORABLE):
        for field in ("name", "code"):
            content = body(right, **{field: EVIL[kind]})
            response = survey.client.post("/dang-nhap", content=content, headers=FORM)
            assert response.status_code == 422, (kind, field)
    for kind in ("sql", "markup"):
        content = body(right, name=EVIL[kind], password=EVIL["surrogate"], next=EVIL["nul"])
        response = survey.client.post("/dang-nhap", content=content, headers=FORM)
        assert response.status_code == 401 and "<script>alert" not in response.text


ODD = ("%00", "%ED%A0%80", "..", "%2e%2e%2f", "A", "x" * 3000, "<script>", "é", "a%0d%0ab")


def test_odd_addresses_lead_to_friendly_pages(survey_on_both: Survey) -> None:
    for part in ODD:
        for place in ("/y-kien/", "/ket-qua/", "/phieu/", "/cam-on/", "/tinh/", "/"):
            response = survey_on_both.client.get(place + part, follow_redirects=True)
            assert response.status_code in (200, 404), place + part
            assert "<script>" not in response.text
        cookies = f"nhipcau={part}; nhipcau-may={part}".encode()
        assert survey_on_both.client.get("/bao-cao", headers={"cookie": cookies}).status_code == 401


@pytest.mark.parametrize("path", [f"/y-kien/{SLUG}", "/dang-nhap", "/bao-cao/moi/F3", "/phieu/ABCD-2345/rut"])
def test_two_megabytes_are_refused_with_a_sentence(survey: Survey, path: str) -> None:
    survey.consultation()
    survey.become("member")
    response = survey.client.post(path, content=b"a=" + b"x" * 2_000_000, headers=FORM)
    assert response.status_code == 413 and "lớn quá" in response.text


def test_uploads_json_and_floods_of_fields_are_refused(survey: Survey) -> None:
    form = survey.consultation()
    path = f"/y-kien/{SLUG}"
    upload = survey.client.post(path, data=form, files={"anh": ("a.png", b"x")})
    assert upload.status_code == 415 and "mở lại trang" in upload.text
    assert survey.client.post(path, json=form).status_code == 415
    flood = "&".join(f"f{number}=1" for number in range(3_000))
    assert survey.client.post(path, content=flood, headers=FORM).status_code == 413


def test_nothing_posted_at_all_is_refused_with_a_fresh_page(survey: Survey) -> None:
    survey.consultation()
    response = survey.client.post(f"/y-kien/{SLUG}")
    assert response.status_code == 422 and "Hãy bấm gửi lần nữa" in response.text
