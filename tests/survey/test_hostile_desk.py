"""Does hostile input stay harmless at the desks of consultations, questionnaires and officers?"""

from __future__ import annotations

from uuid import uuid4

import pytest

from db.commands.consultations import publish_form
from db.rules.roles import ROLES
from survey.guards import Page
from survey.routes_consulting import CONSULTING
from survey.routes_instruments import INSTRUMENT_PAGES
from survey.routes_officers import OFFICERS
from tests.db.consulting import PREPARED
from tests.factories import NOW
from tests.questionnaire import make_definition
from tests.survey.conftest import Survey
from tests.survey.test_consultation_pages import BASE, ONE, SLUG, desk, send

__all__ = ["desk"]
MARKUP = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}"
LIVE = ("<img src=x", "<script>alert", "onerror=alert(1)>", ">49")
FORM = {"content-type": "application/x-www-form-urlencoded"}
POSTED = [page for page in (*CONSULTING, *INSTRUMENT_PAGES, *OFFICERS) if page.post]
EVIL = (
    b"a%00b",
    b"%ED%A0%80",
    b"%FF%FE",
    b"9" * 400,
    b"x" * 60_000,
    b"-1",
    b"31%2F02%2F99999",
    b"..%2F..%2Fx",
)
FIELDS = (b"title_vi", b"label_vi", b"version", b"token", b"opens_on", b"most", b"act", b"bo", b"password")


def place(page: Page) -> str:
    parts = {
        "{slug}": SLUG, "{number:int}": "1", "{act}": "dong", "{part}": "diem", "{why}": "over_cap",
        "{concern_id:uuid}": str(uuid4()), "{passage_id:uuid}": str(uuid4()), "{key_id:uuid}": str(uuid4()),
    }  # fmt: skip
    path = page.path
    for part, value in parts.items():
        path = path.replace(part, value)
    return path


@pytest.fixture(params=["staff", "officer"])
def role(request: pytest.FixtureRequest, desk: Survey) -> list[Page]:
    """The forms of one desk, with somebody signed in who may send them."""
    desk.become(request.param, "nguoi.la")
    return [page for page in POSTED if request.param in ROLES[page.action]]


def test_hostile_fields_are_refused_in_words(desk: Survey, role: list[Page]) -> None:
    seal = desk.seal().encode()
    for page in role:
        path = place(page)
        for evil in EVIL:
            body = b"csrf=" + seal + b"".join(b"&" + name + b"=" + evil for name in FIELDS)
            answer = desk.client.post(path, content=body * 2, headers=FORM)  # every field comes twice
            assert 300 <= answer.status_code < 500, (path, evil[:9])
            assert answer.headers["cache-control"] == "no-store"
        if not page.upload:
            assert desk.client.post(path, content=b"x" * 300_000, headers=FORM).status_code == 413


def test_a_post_of_others_does_nothing(desk: Survey, role: list[Page]) -> None:
    seal = desk.seal()
    for path in map(place, role):
        for origin in ("https://evil.example", "null", "http://testserver.local.evil.example"):
            answer = desk.client.post(path, data={"csrf": seal}, headers={"origin": origin})
            assert answer.status_code == 403, (path, origin)
        for bad in ({}, {"csrf": seal[:-1]}):
            assert desk.client.post(path, data=bad).status_code in (403, 404, 410), path


def test_markup_typed_at_the_desk_stays_text_everywhere(survey: Survey) -> None:
    with survey.database.write_session() as session:
        version = publish_form(session, "test", "phieu-thu", "", "", make_definition(), NOW).id
    survey.become("staff", "can.bo")
    texts = ("title_vi", "agency_vi", "document_vi", "purpose_vi", "audience_vi", "plan_no", "owner_vi")
    given = {**PREPARED, **dict.fromkeys(texts, MARKUP), "form_version": str(version)}
    status, at = send(survey, f"{BASE}/moi", **given, methods=["phieu"], languages=["vi"])
    assert status == 303
    one, slug = at, at.rpartition("/")[2]
    acts = (
        ("viec/mo", {}),
        ("giay-moi/moi", {"label_vi": MARKUP}),
        ("phieu-giay/moi", {"label_vi": MARKUP}),
        ("viec/dong", {"reason": MARKUP}),
        ("viec/tong-hop", {"findings_vi": MARKUP, "sent_no": MARKUP, "sent_on": "22/11/2026"}),
        ("viec/tra-loi", {"reply_no": MARKUP, "reply_on": "22/11/2026"}),
        ("ghi/diem/0", {"asked_vi": MARKUP, "verdict": "refused", "why_vi": MARKUP}),
    )
    for tail, fields in acts:
        assert send(survey, f"{one}/{tail}", **fields)[0] == 303, tail
        survey.clock.pass_by(minutes=1)
    tails = (
        "",
        "/giay-moi",
        "/giay-moi/1/in",
        "/giay-moi/1/thu-hoi",
        "/phieu-in",
        "/phieu-giay",
        "/phieu-giay/1",
    )
    desk_pages = [one + tail for tail in tails]
    public = ["/", f"/y-kien/{slug}", f"/ket-qua/{slug}"]
    seen = [survey.client.get(path) for path in [BASE, "/ban-lam-viec", *desk_pages, *public]]
    for answer in seen:
        assert answer.status_code in (200, 409, 410), answer.url
        assert [mark for mark in LIVE if mark in answer.text] == [], answer.url
    assert sum("&lt;img src=x" in answer.text for answer in seen) >= 10


@pytest.mark.parametrize(
    "code", ["ZZZZZZ", "%00", "%ED%A0%80", "x" * 3000, "..%2F..%2Fetc", "%0d%0aSet-Cookie:a=b"]
)
def test_a_guessed_code_leads_nowhere(desk: Survey, code: str) -> None:
    desk.carry("")
    answer = desk.client.get(f"/m/{code}")
    assert answer.status_code == 404 and "111" in answer.text and "set-cookie" not in answer.headers


@pytest.mark.parametrize("number", ["0", "2", "99999999999", "9" * 40])
@pytest.mark.parametrize(
    "tail", ["giay-moi/{}/in", "giay-moi/{}/thu-hoi", "phieu-giay/{}", "cho-xem/{}/revoked"]
)
def test_a_guessed_number_is_not_found(desk: Survey, tail: str, number: str) -> None:
    assert desk.client.get(f"{ONE}/{tail.format(number)}").status_code == 404
