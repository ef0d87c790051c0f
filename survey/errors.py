"""How does a refusal or a fault become a page?  The one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from db.rules.errors import REFUSALS, RuleError
from survey.carry import is_secret
from survey.child_pages import SPOKEN, asked_in, speaker, speaks_of, spoken_to, switch, words_in
from survey.pages import render
from survey.questions import LANGUAGE, said_in
from survey.sign_in_page import ask_to_sign_in
from survey.text import TEXT
from survey.visit import Visit, visit_of

RETRY_SECONDS = 30
HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_big"}


async def on_refusal(request: Request, refusal: Exception) -> Response:
    """A rule said no, and the endpoint had no better page for it."""
    assert isinstance(refusal, RuleError)
    visit = visit_of(request)
    if refusal.code == "sign_in_needed":
        return ask_to_sign_in(visit)
    return refusal_page(visit, refusal)


async def on_http_error(request: Request, error: Exception) -> Response:
    """No page under this address, or not with this method."""
    assert isinstance(error, HTTPException)
    code = HTTP_CODES.get(error.status_code, "not_found")
    return refusal_page(visit_of(request), RuleError(code), error.status_code, dict(error.headers or {}))


async def on_database_away(request: Request, _fault: Exception) -> Response:
    """The database cannot be reached: nothing was stored, and the page says so."""
    return refusal_page(visit_of(request), RuleError("unavailable"))


async def on_fault(request: Request) -> Response:
    """Our fault.  The page is polite; the log was written by the boundary."""
    return refusal_page(visit_of(request), RuleError("broken"))


def refusal_page(
    visit: Visit, refusal: RuleError, status: int | None = None, headers: dict[str, str] | None = None
) -> Response:
    """A page with the refusal's status and sentence; after a 503 it still holds all that was typed."""
    status = status or refusal.status
    busy = status == REFUSALS["unavailable"][0]
    kept = _kept(visit) if busy else ()
    wait = {"retry-after": str(refusal.facts.get("seconds", RETRY_SECONDS))} if status in (429, 503) else {}
    posted = visit.request.method == "POST"
    read = busy and not posted
    # Signed-in pages are Vietnamese; and what was posted is not opened again in another language.
    offered = SPOKEN if visit.person is None and speaks_of(refusal.code) else ()
    language = asked_in(visit) if offered else LANGUAGE
    audience = spoken_to(visit)
    say = speaker(language, audience)
    title = f"refusal.{status}" if f"refusal.{status}" in TEXT else "refusal.title"
    return render(
        visit,
        "refusal.html",
        status,
        {**(headers or {}), **wait},
        title=say("refusal.503_read" if read else title),
        message=say("refusal.503_read_text") if read else said_in(language, say, refusal),
        path=visit.request.url.path,
        kept=kept,
        switch=() if posted else switch(visit, offered, language),
        **words_in(language, audience),
    )


def _kept(visit: Visit) -> tuple[tuple[str, str], ...]:
    """The typed fields for the page's "send again"; a password is never written into a page."""
    if any(is_secret(name) for name in visit.form):
        return ()
    return tuple((name, value) for name, values in visit.form.items() for value in values)


Handler = Callable[[Request, Exception], Awaitable[Response]]
HANDLERS: dict[Any, Handler] = {
    RuleError: on_refusal,
    HTTPException: on_http_error,
    OperationalError: on_database_away,
    InterfaceError: on_database_away,
    PoolTimeout: on_database_away,
}
