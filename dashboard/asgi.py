"""How is the dashboard served?  One ASGI app: Streamlit between our own routes and our own middleware.

    uvicorn dashboard.asgi:app --port 8501 --no-access-log

The access log is off because addresses of pages belong to readers.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import streamlit as st
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from dashboard import access, boundary, history_script, records, style_sheet
from dashboard.index_page import our_index
from dashboard.language import LANGUAGES
from dashboard.middleware import CompressedAssets, Doors, IndexPage, SecurityHeaders, UnderPath
from dashboard.state import PAGES
from dashboard.warming import warmed
from db.cookies import cookie_flags, session_cookie
from db.rules.errors import RuleError
from db.rules.roles import may
from db.settings import SettingsError

HERE = Path(__file__).resolve().parent
MOST_FORM_BYTES = 8_192
STREAMLITS_OWN_PATH = "STREAMLIT_SERVER_BASE_URL_PATH"  # see `UnderPath`

# Loaded by the page that hands a ticket over: a form cannot send itself under script-src 'self'.
HAND_OVER = 'document.getElementById("vao").submit();\n'


async def enter(request: Request) -> Response:
    """Take the one-time ticket, set the session's cookie, and go on to the page that was asked for."""
    form = await _small_form(request)
    production = records.settings().production
    name = session_cookie(production)
    back = _page_address(form.get("trang", ""), form.get("tim", ""))
    try:
        secret = await run_in_threadpool(access.enter, form.get("ve", ""), request.cookies.get(name))
    except RuleError as refused:
        return RedirectResponse(f"./?loi={refused.code}", 303)
    response = RedirectResponse(back, 303)
    response.set_cookie(name, secret, **cookie_flags(production))
    return response


async def leave(request: Request) -> Response:
    """End the session in the database, for both apps at once, and take the cookie away."""
    production = records.settings().production
    name = session_cookie(production)
    await run_in_threadpool(access.leave, request.cookies.get(name))
    response = RedirectResponse("./", 303)
    response.delete_cookie(name, **cookie_flags(production))
    return response


async def hand_over(request: Request) -> Response:
    """The one line of script that sends the ticket's form."""
    return Response(HAND_OVER, media_type="text/javascript", headers={"cache-control": "no-cache"})


async def speak(request: Request) -> Response:
    """The one line of script that tells the browser the page's language: a rerun loads no new shell."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return PlainTextResponse("", 404)
    script = f'document.documentElement.lang = "{language}";\n'
    return Response(script, media_type="text/javascript", headers={"cache-control": "max-age=3600"})


async def remember(request: Request) -> Response:
    """The script that makes one click one entry of the browser's history."""
    return Response(
        history_script.SCRIPT, media_type="text/javascript", headers={"cache-control": "max-age=3600"}
    )


async def styles(request: Request) -> Response:
    """The one style sheet of all pages."""
    kept = {"cache-control": "public, immutable, max-age=31536000"}
    return Response(style_sheet.SHEET, media_type="text/css", headers=kept)


async def health(request: Request) -> Response:
    """Whether this process answers and its database does."""
    return await run_in_threadpool(_health)


def _health() -> Response:
    try:
        with records.reading() as session:
            session.execute(sql("SELECT 1"))
    except SQLAlchemyError:
        return PlainTextResponse("database away\n", 503)
    return PlainTextResponse("ok\n")


async def _small_form(request: Request) -> dict[str, str]:
    """The fields of a small posted form; empty when it is larger than any of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_FORM_BYTES:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


def _page_address(page: str, query: str) -> str:
    """The address of one of our own pages, relative, so that it holds behind a prefix as well."""
    known = page if page in PAGES else ""
    kept = urlencode(parse_qsl(query))
    return f"./{known}" + (f"?{kept}" if kept else "")


def may_fetch(secret: str | None) -> bool:
    """Whether this session may fetch a file that a page offered."""
    person = access.person_behind(secret, records.now())
    return person is not None and may(person.role, "view_dashboard")


def build() -> st.App:
    """The app, after the database was opened and found to be of this version.

    Raises: SettingsError with a sentence when it cannot start.
    """
    if os.environ.get(STREAMLITS_OWN_PATH):
        raise SettingsError(f"Leave {STREAMLITS_OWN_PATH} out: the path is read from NHIPCAU_DASHBOARD_URL.")
    records.database()
    production = records.settings().production
    return st.App(
        HERE / "app.py",
        routes=[
            Route("/vao", enter, methods=["POST"]),
            Route("/vao.js", hand_over, methods=["GET"]),
            Route("/ngon-ngu-{language}.js", speak, methods=["GET"]),
            Route(f"/{history_script.NAME}", remember, methods=["GET"]),
            Route(f"/{style_sheet.NAME}", styles, methods=["GET"]),
            Route("/dang-xuat", leave, methods=["POST"]),
            Route("/healthz", health, methods=["GET"]),
        ],
        middleware=[
            Middleware(UnderPath, prefix=urlsplit(records.settings().dashboard_url).path.rstrip("/")),
            Middleware(SecurityHeaders, production=production),
            Middleware(Doors, may_fetch=may_fetch, session_name=session_cookie(production)),
            Middleware(
                IndexPage,
                pages={language: our_index(language) for language in LANGUAGES},
                production=production,
            ),
            Middleware(CompressedAssets, folder=Path(get_static_dir()).resolve() / "static"),
        ],
        lifespan=warmed,
        on_script_error=boundary.show,
    )


app = build()
