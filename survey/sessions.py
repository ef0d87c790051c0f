"""Whose session does this browser carry?  Cookies in, cookies out; the session itself is in the database."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from db.commands.sign_in import TOUCH_EVERY, touch_session
from db.cookies import DEVICE_COOKIE, DEVICE_SECONDS, cookie_flags, session_cookie
from db.queries.accounts import SignedIn, signed_in
from db.rules.errors import RuleError
from survey.service import Service


def session_secret(request: Request, service: Service) -> str:
    """The session secret the browser sent; empty when it sent none."""
    return request.cookies.get(session_cookie(service.settings.production), "")


def device_secret(request: Request) -> str:
    """The device's name; a fresh one for a browser that never signed in here."""
    return request.cookies.get(DEVICE_COOKIE, "") or secrets.token_urlsafe(24)


async def person_of(request: Request, service: Service) -> SignedIn | None:
    """The person behind the request's session, looked up afresh; None without a living session."""
    secret = session_secret(request, service)
    if not secret:
        return None
    now = service.now()
    person = await service.read(lambda session: signed_in(session, secret, now))
    if person is not None and now - person.last_seen_at >= TOUCH_EVERY:
        await _keep_awake(service, person, now)
    return person


async def _keep_awake(service: Service, person: SignedIn, now: datetime) -> None:
    # Reading must go on while the disk is full: the session then merely goes idle a little earlier.
    with suppress(RuleError):
        await service.write(lambda session: touch_session(session, person.session_hash, now))


def give_session(response: Response, service: Service, secret: str, device: str) -> None:
    """Hand the new session and the device's name to the browser."""
    production = service.settings.production
    flags = cookie_flags(production)
    response.set_cookie(session_cookie(production), secret, **flags)
    response.set_cookie(DEVICE_COOKIE, device, max_age=DEVICE_SECONDS, **flags)


def take_session(response: Response, service: Service) -> None:
    """Let the browser forget the session; the device keeps its name."""
    production = service.settings.production
    response.delete_cookie(session_cookie(production), **cookie_flags(production))
