"""How does a person sign in, come home by role, and sign out?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from db.commands.sign_in import (
    Attempt,
    check_credentials,
    close_session,
    count_attempt,
    finish_sign_in,
    open_session,
)
from db.queries.accounts import SignedIn, SignInRecord, sign_in_record, signed_in
from db.rules.errors import RuleError
from db.rules.roles import may
from db.rules.text_in import clean_line
from survey.carry import repack, unpack
from survey.errors import RETRY_SECONDS
from survey.forms import first
from survey.guards import page_at
from survey.pages import render
from survey.sessions import device_secret, give_session, session_secret, take_session
from survey.sign_in_page import sign_in_page
from survey.text import say, sentence
from survey.visit import Visit

MOST_NAME = 60
MOST_CODE = 20
HOME_PATH = "/trang-cua-toi"
# Roles whose work is in this app; the others' home is the dashboard.
HOMES = {"member": "/bao-cao", "staff": "/ban-lam-viec", "officer": "/can-bo-bao-ve"}


@dataclass(frozen=True, slots=True)
class _Try:
    """One posted sign-in."""

    name: str
    password: str = field(repr=False)
    code: str = field(repr=False)
    device: str = field(repr=False)


async def get_sign_in(visit: Visit) -> Response:
    """The sign-in form."""
    return sign_in_page(visit, next_path=visit.request.query_params.get("next", ""))


async def post_sign_in(visit: Visit) -> Response:
    """Check and open the session; a refusal shows the form again with all that was typed but the password."""
    try:
        attempt = _read_try(visit)
        secret = await _sign_in(visit, attempt)
    except RuleError as refusal:
        if refusal.code == "unavailable":
            raise
        return _refused(visit, refusal)
    now = visit.service.now()
    person = await visit.service.read(lambda session: signed_in(session, secret, now))
    if person is None:  # disabled in the same moment
        return _refused(visit, RuleError("sign_in_failed"))
    response = await _onward(visit, person)
    give_session(response, visit.service, secret, attempt.device)
    return response


def _read_try(visit: Visit) -> _Try:
    name = clean_line(first(visit.form, "name"), MOST_NAME)
    code = clean_line(first(visit.form, "code"), MOST_CODE)
    return _Try(name, first(visit.form, "password"), code, device_secret(visit.request))


async def _sign_in(visit: Visit, attempt: _Try) -> str:
    """Count the try before the slow hash, check it outside the writer, then open the session."""
    service, secret = visit.service, visit.service.settings.secret
    counted = await service.write(
        lambda session: count_attempt(session, secret, attempt.name, attempt.device, service.now())
    )
    found = await service.read(lambda session: sign_in_record(session, attempt.name))
    step = await run_in_threadpool(
        check_credentials, found, attempt.password, attempt.code, secret, service.now()
    )
    return await service.write(_opening(visit, counted, found, step, attempt.device))


def _opening(
    visit: Visit, counted: Attempt, found: SignInRecord | None, step: int, device: str
) -> Callable[[Session], str]:
    """The act that ends the browser's old session and opens the new one."""
    old, now = session_secret(visit.request, visit.service), visit.service.now()
    if found is None:  # check_credentials has refused an unknown name already
        raise RuleError("sign_in_failed")

    def act(session: Session) -> str:
        finish_sign_in(session, counted, found, step, device, now)
        close_session(session, old, now)
        return open_session(session, found.account_id, now)

    return act


def _refused(visit: Visit, refusal: RuleError) -> Response:
    wait = {"retry-after": str(refusal.facts.get("seconds", RETRY_SECONDS))} if refusal.status == 429 else {}
    return sign_in_page(
        visit,
        status=refusal.status,
        message=sentence(refusal),
        name=first(visit.form, "name"),
        next_path=first(visit.form, "next"),
        carried=repack(visit.form),
        headers=wait,
    )


async def _onward(visit: Visit, person: SignedIn) -> Response:
    """The form that was left behind, filled; else the page that was asked for; else home."""
    path, typed = first(visit.form, "next"), unpack(visit.form)
    found = page_at(visit.request.app.state.pages, path)
    if found is None or not may(person.role, found[0].action):
        return RedirectResponse(HOMES.get(person.role, HOME_PATH), 303)
    page, parts = found
    if typed and page.refill is not None:
        request = Request({**visit.request.scope, "path": path, "path_params": parts})
        again = Visit(request, visit.service, person, typed)
        return await page.refill(again, say("in.again"), 200)
    known = page.get is not None and page.path not in ("/dang-nhap", "/dang-xuat")
    return RedirectResponse(quote(path) if known else HOMES.get(person.role, HOME_PATH), 303)


async def get_my_page(visit: Visit) -> Response:
    """Home by role.  The dashboard may be another origin, and a form's answer may not lead there
    (``form-action 'self'`` holds for redirects too), so a page of ours leads on."""
    home = HOMES.get(visit.signed_in.role)
    if home is not None:
        return RedirectResponse(home, 303)
    return render(visit, "my_page.html", dashboard=visit.service.settings.dashboard_url)


async def post_sign_out(visit: Visit) -> Response:
    """End the session for both apps at once."""
    secret, now = session_secret(visit.request, visit.service), visit.service.now()
    visit.service.desks.shut(visit.signed_in.session_hash)
    await visit.service.write(lambda session: close_session(session, secret, now))
    response = RedirectResponse("/", 303)
    take_session(response, visit.service)
    return response
