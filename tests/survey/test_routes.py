"""B18: every route, every role, every method; and no unit sees another's reports."""

from __future__ import annotations

from uuid import uuid4

import pytest
from starlette.routing import Route

from db.rules.roles import ACCOUNT_ROLES, PUBLIC, ROLES
from survey.app import create_app
from survey.assets import asset_address
from survey.routes import ROUTES
from tests.survey.conftest import SLUG, Survey

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def filled(survey: Survey, path: str, report: str, code: str) -> str:
    parts = {
        "{slug}": SLUG,
        "{code}": code,
        "{form}": "F3",
        "{report_id:uuid}": report,
        "{measure}": "2.2",
        "{request_id:int}": "1",
        "{act}": "sua",
        "{year:int}": "2025",
        "{snapshot:int}": "1",
        "{number:int}": "1",
        "{unit_id:int}": "1",
        "{starter}": "bao_luc_7_10.md",
        "{account}": "nguoi.khac",
        "{draft_id:int}": "1",
        "{nil_id:int}": "1",
        "{file_id:uuid}": str(uuid4()),
        "{why}": "over_cap",
        "{part}": "diem",
        "{concern_id:uuid}": str(uuid4()),
        "{passage_id:uuid}": str(uuid4()),
        "{key_id:uuid}": str(uuid4()),
    }
    if path.endswith("/{name}"):
        return asset_address("style.css")
    for part, value in parts.items():
        path = path.replace(part, value)
    return path


def expected(allowed: bool, role: str, method: str, methods: tuple[str, ...]) -> set[int]:
    """The statuses that mean "the guard said so"; any other means it let the request through."""
    if method not in methods and not (method == "HEAD" and "GET" in methods):
        return {405}
    if allowed:
        return set()
    return {401} if role == PUBLIC else {403}


@pytest.mark.parametrize("role", (PUBLIC, *ACCOUNT_ROLES))
def test_every_route_lets_in_exactly_whom_the_table_says(survey: Survey, role: str) -> None:
    form = survey.consultation()
    survey.become("member", unit="Hội thử nghiệm Hà Nội")
    report = survey.report()
    codes = {method: survey.answer({**form, "token": [str(uuid4())]}) for method in ("POST", "other")}
    for page in ROUTES:
        survey.carry("")
        if role != PUBLIC:
            survey.become(role, unit="Hội thử nghiệm Hà Nội" if role == "member" else "")
        for method in METHODS:
            code = codes.get(method, codes["other"])
            data = {"csrf": survey.seal()} if method == "POST" else None
            path = filled(survey, page.path, report, code)
            status = survey.client.request(method, path, data=data).status_code
            wanted = expected(role in ROLES[page.action], role, method, page.methods)
            place = (role, method, path, status)
            if wanted:
                assert status in wanted, place
            else:
                # A sign-in without a name is refused with 401 by the form itself.
                assert status < 500 and status not in {403, 405, *({401} - {_own_401(page.path, method)})}, (
                    place
                )


def _own_401(path: str, method: str) -> int:
    return 401 if path == "/dang-nhap" and method == "POST" else 0


@pytest.mark.parametrize(("mine", "theirs"), [("Hội X", "Hội Y"), ("Hội Y", "Hội X")])
def test_a_units_reports_do_not_exist_for_another(survey: Survey, mine: str, theirs: str) -> None:
    survey.become("member", "nguoi.kia", theirs)
    report = survey.report(title=["Bí mật của đơn vị kia"])
    survey.become("member", "nguoi.nay", mine)
    seen = []
    for page in ROUTES:
        if "{report_id:uuid}" not in page.path or not page.path.startswith("/bao-cao"):
            continue
        path = page.path.replace("{report_id:uuid}", report).replace("{file_id:uuid}", str(uuid4()))
        for method in page.methods:
            response = survey.client.request(
                method, path, data={"csrf": survey.seal(), "ly_do": "x", "version": "1"}
            )
            assert response.status_code == 404, (method, path)
            assert "Bí mật" not in response.text
            seen.append((method, path))
        assert survey.client.post(path, data={"csrf": "old"}).status_code in (404, 405)
    assert len(seen) == 10
    assert "Bí mật" not in survey.client.get("/bao-cao").text


def test_the_table_is_the_whole_app(survey: Survey) -> None:
    app = create_app(survey.settings)
    assert [route.path for route in app.routes if isinstance(route, Route)] == [page.path for page in ROUTES]
    assert len(app.routes) == len(ROUTES) == len({page.path for page in ROUTES})
    assert all(page.action in ROLES and page.methods for page in ROUTES)
