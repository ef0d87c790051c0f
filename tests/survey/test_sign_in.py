"""Signing in and out: one session for both apps, no word about who exists, nothing typed is lost."""

from __future__ import annotations

from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import func, select

from db.commands.accounts import reset_password
from db.commands.sign_in import check_credentials
from db.cookies import DEVICE_COOKIE
from db.models import ActivityReport, WebSession
from db.passwords import new_totp, seal_totp
from tests import factories
from tests.survey.conftest import F3, Survey, hidden

NEW_PASSWORD = "bến nước gốc đa mái đình làng ta"
HOMES = {
    "member": "/bao-cao",
    "staff": "/ban-lam-viec",
    "leader": "/trang-cua-toi",
    "inspector": "/trang-cua-toi",
    "admin": "/trang-cua-toi",
    "officer": "/can-bo-bao-ve",
}


def add(survey: Survey, role: str, name: str = "nguoi.thu") -> str:
    """An account; returns its second-factor secret."""
    totp = new_totp()
    with survey.database.write_session() as session:
        factories.make_account(session, role, name, totp_sealed=seal_totp(totp, survey.settings.secret))
    return totp


def sign_in(survey: Survey, name: str = "nguoi.thu", password: str = factories.PASSWORD, **more: str):
    return survey.client.post("/dang-nhap", data={"name": name, "password": password, **more})


@pytest.mark.parametrize("role", HOMES)
def test_each_role_comes_home(survey: Survey, role: str) -> None:
    code = pyotp.TOTP(add(survey, role)).at(survey.clock.at)
    response = sign_in(survey, code=code)
    assert (response.status_code, response.headers["location"]) == (303, HOMES[role])
    home = survey.client.get("/trang-cua-toi")
    if HOMES[role] == "/trang-cua-toi":
        assert home.status_code == 200 and survey.settings.dashboard_url in home.text
    else:
        assert home.headers["location"] == HOMES[role]


@pytest.mark.parametrize("role", ["officer", "admin"])
def test_the_second_factor_is_asked_for_and_counts_once(survey: Survey, role: str) -> None:
    code = pyotp.TOTP(add(survey, role)).at(survey.clock.at)
    assert sign_in(survey).status_code == 401
    assert sign_in(survey, code="000000").status_code == 401
    assert sign_in(survey, code=code).status_code == 303
    assert sign_in(survey, code=code).status_code == 401


def test_a_wrong_password_and_an_unknown_name_read_the_same(survey: Survey) -> None:
    add(survey, "member")
    wrong, unknown = sign_in(survey, password="sai"), sign_in(survey, name="khong.co")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("nguoi.thu", "X") == unknown.text.replace("khong.co", "X")
    assert "set-cookie" not in wrong.headers and "sai" not in hidden(wrong.text).values()


def test_a_reset_while_the_password_is_checked_opens_no_session(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(survey, "staff")

    def slowly(*given: object) -> int:
        step = check_credentials(*given)
        with survey.database.write_session() as session:
            reset_password(
                session, "quan.tri", "nguoi.thu", "bến nước gốc đa mái đình làng ta", factories.NOW
            )
        return step

    monkeypatch.setattr("survey.endpoints.account.check_credentials", slowly)
    answer = sign_in(survey)
    assert answer.status_code == 401 and "set-cookie" not in answer.headers
    with survey.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 0
    monkeypatch.undo()
    assert sign_in(survey).status_code == 401


def test_guessing_slows_down_with_the_seconds_to_wait(survey: Survey) -> None:
    add(survey, "member")
    answers = [sign_in(survey, password="sai") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "15" and "15 giây" in answers[-1].text
    survey.clock.pass_by(seconds=16)
    assert sign_in(survey).status_code == 303


def check_cookies(survey: Survey, name: str, secure: bool) -> None:
    add(survey, "member")
    cookies = sign_in(survey).headers.get_list("set-cookie")
    session = next(cookie for cookie in cookies if cookie.startswith(name + "="))
    device = next(cookie for cookie in cookies if cookie.startswith(DEVICE_COOKIE + "="))
    for cookie in (session, device):
        words = {word.strip().lower() for word in cookie.split(";")}
        assert {"httponly", "path=/", "samesite=lax"} <= words and ("secure" in words) == secure
        assert not any(word.startswith("domain") for word in words)
    assert "max-age" not in session.lower() and f"Max-Age={365 * 24 * 3600}" in device


def test_cookies_are_out_of_reach_of_scripts(survey: Survey) -> None:
    check_cookies(survey, "nhipcau", secure=False)


def test_cookies_of_a_public_server_are_bound_to_https_and_host(public_survey: Survey) -> None:
    check_cookies(public_survey, "__Host-nhipcau", secure=True)


def test_the_session_changes_at_sign_in_and_the_old_one_ends(survey: Survey) -> None:
    add(survey, "member")
    old = survey.become("member", "nguoi.khac")
    sign_in(survey)
    new = survey.client.cookies.get("nhipcau")
    assert new and new != old
    survey.carry(old)
    assert survey.client.get("/bao-cao").status_code == 401


def test_signing_out_kills_a_copied_cookie(survey: Survey) -> None:
    secret = survey.become("member")
    response = survey.client.post("/dang-xuat", data={"csrf": survey.seal()})
    assert response.status_code == 303 and 'nhipcau=""' in response.headers["set-cookie"]
    survey.carry(secret)
    assert survey.client.get("/bao-cao").status_code == 401


def test_a_session_ends_after_half_an_hour_of_quiet_but_not_while_working(survey: Survey) -> None:
    survey.become("member")
    for _ in range(4):
        survey.clock.pass_by(minutes=20)
        assert survey.client.get("/bao-cao").status_code == 200
    survey.clock.pass_by(minutes=31)
    assert survey.client.get("/bao-cao").status_code == 401


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/bao-cao/moi/F3", "/bao-cao/moi/F3"),
        ("https://xau.example/", "/bao-cao"),
        ("//xau.example/bao-cao", "/bao-cao"),
        ("/\\xau.example", "/bao-cao"),
        ("javascript:alert(1)", "/bao-cao"),
        ("/ban-lam-viec", "/bao-cao"),
        ("/dang-xuat", "/bao-cao"),
        ("/bao-cao\r\nset-cookie: a=b", "/bao-cao"),
    ],
)
def test_next_leads_only_where_this_person_may_go(survey: Survey, wanted: str, reached: str) -> None:
    add(survey, "member")
    assert sign_in(survey, next=wanted).headers["location"] == reached


def test_an_expired_session_in_the_middle_of_a_form_loses_nothing_and_sends_nothing(survey: Survey) -> None:
    add(survey, "member")
    survey.become("member", "nguoi.truoc")
    form = {**F3, "token": [str(uuid4())], "csrf": [survey.seal()]}
    survey.clock.pass_by(minutes=31)
    ended = survey.client.post("/bao-cao/moi/F3", data=form)
    assert ended.status_code == 401 and "vẫn được giữ" in ended.text
    carried = hidden(ended.text)
    assert carried["giu:participants_n"] == "1.120" and "giu:csrf" not in carried
    assert "password" not in carried

    wrong = survey.client.post("/dang-nhap", data={**carried, "name": "nguoi.thu", "password": "sai"})
    assert wrong.status_code == 401 and hidden(wrong.text) == carried

    topics = {"giu:topic": ["child_rights", "casework"]}
    again = survey.client.post(
        "/dang-nhap", data={**carried, **topics, "name": "nguoi.thu", "password": factories.PASSWORD}
    )
    assert again.status_code == 200 and "CHƯA được gửi" in again.text
    assert 'value="1.120"' in again.text and 'value="casework" checked' in again.text
    assert hidden(again.text)["token"] == form["token"][0] and 'action="/bao-cao/moi/F3"' in again.text
    with survey.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(ActivityReport)) == 0
    sent = survey.client.post("/bao-cao/moi/F3", data={**form, "csrf": [hidden(again.text)["csrf"]]})
    assert sent.status_code == 303


def test_a_form_left_open_over_a_new_sign_in_is_shown_again_filled(survey: Survey) -> None:
    survey.become("member", "nguoi.mot")
    form = {**F3, "token": [str(uuid4())], "csrf": [survey.seal()]}
    survey.become("member", "nguoi.hai")
    response = survey.client.post("/bao-cao/moi/F3", data=form)
    assert response.status_code == 403 and 'value="1.120"' in response.text
    again = survey.client.post("/bao-cao/moi/F3", data={**form, "csrf": [hidden(response.text)["csrf"]]})
    assert again.status_code == 303
