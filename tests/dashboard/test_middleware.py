"""What passes the dashboard's doors?  The middleware around a small app, without Streamlit."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.file_util import get_static_dir

from dashboard import index_page
from dashboard.middleware import (
    CLOSED,
    HSTS,
    CompressedAssets,
    Doors,
    IndexPage,
    SecurityHeaders,
    UnderPath,
    from_our_page,
)
from db.cookies import DEVICE_COOKIE

OURS = {"sec-fetch-site": "same-origin"}
PAGE, ENGLISH = index_page.our_index(), index_page.our_index("en")


async def anything(request):
    return PlainTextResponse(f"{request.method} came through")


async def shell(request):
    return HTMLResponse("<html lang='en'>")


def client(tmp_path: Path, *, production: bool = False) -> TestClient:
    """The four middlewares around an app that says yes to everything."""
    (tmp_path / "static").mkdir(exist_ok=True)
    (tmp_path / "static" / "big.js").write_text("let tiếng = 'Việt';\n" * 200, encoding="utf-8")
    (tmp_path / "static" / "small.js").write_text("1;\n", encoding="utf-8")
    (tmp_path / "secret.js").write_text("let secret = 1;\n" * 200, encoding="utf-8")
    app = Starlette(
        routes=[
            Route("/", shell),
            Route(
                "/static/{name}",
                lambda request: FileResponse(tmp_path / "static" / request.path_params["name"]),
            ),
            Route("/{path:path}", anything, methods=["GET", "POST", "PUT", "DELETE"]),
        ],
        middleware=[
            Middleware(SecurityHeaders, production=production),
            Middleware(Doors, may_fetch=lambda secret: secret == "alive", session_name="nhipcau"),
            Middleware(IndexPage, pages={"vi": PAGE, "en": ENGLISH}, production=production),
            Middleware(CompressedAssets, folder=tmp_path.resolve() / "static"),
        ],
    )
    return TestClient(app, raise_server_exceptions=True)


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/big.js", "/_stcore/metrics", "/media/x"])
def test_every_answer_carries_the_headers(path, tmp_path):
    headers = client(tmp_path).get(path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy and "script-src 'self' 'unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in headers


def test_https_is_demanded_on_a_public_server_only(tmp_path):
    assert client(tmp_path, production=True).get("/").headers["strict-transport-security"] == HSTS


@pytest.mark.parametrize("door", CLOSED)
def test_doors_nobody_needs_are_closed(door, tmp_path):
    answer = client(tmp_path).get(door)
    assert answer.status_code == 404 and answer.text == ""


@pytest.mark.parametrize(
    ("headers", "strict", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://h"}, True, False),
        ({"sec-fetch-site": "same-site"}, True, False),
        ({"sec-fetch-site": "none"}, True, False),
        ({"origin": "http://h"}, True, True),
        ({"origin": "http://h.evil.example"}, True, False),
        ({"origin": "null"}, True, False),
        ({}, True, False),
        ({}, False, True),
        ({"origin": "http://evil.example"}, False, False),
    ],
)
def test_who_is_believed_to_be_our_page(headers, strict, ours):
    assert from_our_page(Headers({"host": "h", **headers}), strict=strict) is ours


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_forged_request_is_refused(method, tmp_path):
    """Control: with the check taken out, every one of these comes through."""
    browser = client(tmp_path)
    assert browser.request(method, "/dang-xuat", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.request(method, "/dang-xuat", headers=OURS).text == f"{method} came through"


def test_a_file_is_for_a_live_session_only(tmp_path):
    browser = client(tmp_path)
    assert browser.get("/media/a.csv").status_code == 403
    assert browser.get("/media/a.csv", headers={"cookie": "nhipcau=dead"}).status_code == 403
    assert browser.get("/media/a.csv", headers={"cookie": "x=1; nhipcau=alive"}).status_code == 200


def test_the_first_page_is_vietnamese_and_holds_no_inline_script(tmp_path):
    answer = client(tmp_path).get("/")
    assert '<html lang="vi">' in answer.text and "<title>Nhịp Cầu" in answer.text
    assert "<script>" not in answer.text and "_stcore/agent" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_first_page_gives_the_device_cookie_once(tmp_path):
    browser = client(tmp_path)
    cookie = browser.get("/").headers["set-cookie"]
    assert cookie.startswith(f"{DEVICE_COOKIE}=") and "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert len(cookie.split("=")[1].split(";")[0]) >= 43
    assert "set-cookie" not in browser.get("/").headers


def test_the_device_cookie_is_secure_on_a_public_server(tmp_path):
    assert "Secure" in client(tmp_path, production=True).get("/").headers["set-cookie"]


def test_an_unknown_first_page_is_refused_at_start(tmp_path, monkeypatch):
    """An upgrade of Streamlit that moves a passage must not be served half translated."""
    (tmp_path / "index.html").write_text("<html lang='xx'><title>Streamlit</title>", encoding="utf-8")
    monkeypatch.setattr(index_page, "get_static_dir", lambda: str(tmp_path))
    with pytest.raises(RuntimeError, match="first page changed"):
        index_page.our_index()


def test_scripts_come_compressed_and_unchanged(tmp_path):
    answer = client(tmp_path).get("/static/big.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "Accept-Encoding"
    assert answer.text == (tmp_path / "static" / "big.js").read_text(encoding="utf-8")
    assert int(answer.headers["content-length"]) < 400


def test_a_browser_that_takes_no_gzip_gets_the_file(tmp_path):
    answer = client(tmp_path).get("/static/big.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers and answer.text.startswith("let tiếng")


@pytest.mark.parametrize("name", ["small.js", "missing.js"])
def test_small_and_missing_files_go_the_usual_way(name, tmp_path):
    browser = client(tmp_path)
    (tmp_path / "static" / "missing.js").write_text("x", encoding="utf-8")
    assert "content-encoding" not in browser.get(f"/static/{name}").headers


@pytest.mark.parametrize(
    "path", ["/static/../secret.js", "/static/%2e%2e/secret.js", "/static//etc/passwd.js"]
)
def test_no_way_out_of_the_folder(path, tmp_path):
    assert "secret" not in client(tmp_path).get(path).text


def test_streamlits_own_scripts_get_smaller_by_half():
    folder = Path(get_static_dir())
    scripts = sorted((folder / "static" / "js").glob("index.*.js"))
    assert scripts
    for script in scripts:
        assert len(gzip.compress(script.read_bytes())) < script.stat().st_size / 2


@pytest.fixture
def under_a_path() -> TestClient:
    """An app that says which path it saw, served under /dashboard."""

    async def seen(request):
        return PlainTextResponse(request.url.path)

    routes = [Route("/{path:path}", seen, methods=["GET", "POST"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(UnderPath, prefix="/dashboard")]))


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("/dashboard/", "/"),
        ("/dashboard/chi-so", "/chi-so"),
        ("/dashboard/_stcore/metrics", "/_stcore/metrics"),
        ("/dashboard/media/x", "/media/x"),
        ("/healthz", "/healthz"),
        ("/dashboards", "/dashboards"),
    ],
)
def test_behind_a_proxy_the_doors_see_the_path_without_the_prefix(under_a_path, asked, seen):
    """With the prefix left on, the closed doors and the guarded files would stand open."""
    assert under_a_path.get(asked).text == seen


def test_a_bare_prefix_goes_to_its_folder_and_keeps_the_question(under_a_path):
    """Relative addresses of the page would point beside the dashboard otherwise."""
    found = under_a_path.get("/dashboard?ma=1.3", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (308, "/dashboard/?ma=1.3")


@pytest.mark.parametrize(("query", "language"), [("", "vi"), ("?ngon-ngu=en", "en"), ("?ngon-ngu=xx", "vi")])
def test_the_shell_says_the_language_of_its_address(tmp_path, query, language):
    assert f'<html lang="{language}">' in client(tmp_path).get(f"/{query}").text
