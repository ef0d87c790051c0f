"""Who may open this page, and is the post our own?  The one place that looks up the session.

A page names an action of ``db.rules.roles``; the public's pages never look at the session at all, so a
child's answer cannot be tied to anybody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from db.queries.accounts import SignedIn
from db.rules.errors import RuleError
from db.rules.roles import PUBLIC, check_may, may
from survey.forms import first, read_form
from survey.seals import SEAL_FIELD, check_origin, seal_holds
from survey.service import Service, service_of
from survey.sessions import person_of
from survey.text import sentence
from survey.uploads import read_upload
from survey.visit import Endpoint, Visit

# Shows a form again with what was typed: (visit, the sentence above it, the status).
Refill: TypeAlias = Callable[[Visit, str, int], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """One row of the route table: an address, the action it is, what answers."""

    path: str
    action: str
    get: Endpoint | None = None
    post: Endpoint | None = None
    refill: Refill | None = None
    upload: bool = False  # takes files; who may is asked before anything is read

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods this address takes (HEAD comes with GET)."""
        return tuple(name for name, endpoint in (("GET", self.get), ("POST", self.post)) if endpoint)


def guarded(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """What Starlette calls for this page."""

    async def answer(request: Request) -> Response:
        endpoint = page.post if request.method == "POST" else page.get
        if endpoint is None:  # unreachable: the route takes page.methods only
            raise RuleError("method_not_allowed")
        try:
            visit = await _admitted(request, page)
            if _seal_missing(visit):
                return await _unsealed(visit, page)
            return await endpoint(visit)
        finally:
            await request.close()  # what was uploaded is forgotten with the answer

    return answer


async def _admitted(request: Request, page: Page) -> Visit:
    """The visit, once origin, session and role agree.

    Raises: RuleError `forged_request`, `sign_in_needed`, `forbidden`.
    """
    service = service_of(request)
    posted = request.method == "POST"
    if posted:
        check_origin(request.headers, _own_hosts(request, service))
    person = None if may(PUBLIC, page.action) else await person_of(request, service)
    plain = posted and not page.upload
    visit = Visit(request, service, person, await read_form(request) if plain else {})
    request.state.visit = visit
    check_may(_role(person), page.action)
    if posted and page.upload:
        form, files = await read_upload(request)
        visit = request.state.visit = replace(visit, form=form, files=files)
    return visit


def _role(person: SignedIn | None) -> str:
    return PUBLIC if person is None else person.role


def _own_hosts(request: Request, service: Service) -> frozenset[str]:
    configured = urlsplit(service.settings.survey_url).netloc.lower()
    return frozenset({configured, request.headers.get("host", "").lower()} - {""})


def _seal_missing(visit: Visit) -> bool:
    """Whether a signed-in post came without the seal of its session."""
    if visit.person is None or visit.request.method != "POST":
        return False
    seal = first(visit.form, SEAL_FIELD)
    return not seal_holds(visit.service.settings.secret, visit.person.session_hash, seal)


async def _unsealed(visit: Visit, page: Page) -> Response:
    # A page left open over a new sign-in has an old seal: show it again, lose nothing, send nothing.
    refusal = RuleError("forged_request")
    if page.refill is None:
        raise refusal
    return await page.refill(visit, sentence(refusal), refusal.status)


def page_at(pages: Sequence[Page], path: str) -> tuple[Page, dict[str, Any]] | None:
    """The page at an address of ours, with the named parts of the address; None elsewhere."""
    for page in pages:
        pattern, _, convertors = compile_path(page.path)
        match = pattern.match(path)
        if match:
            return page, {name: convertors[name].convert(part) for name, part in match.groupdict().items()}
    return None
