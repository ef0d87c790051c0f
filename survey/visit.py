"""What does an endpoint get?  One visit: the request, who is signed in, the posted form's shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from db.queries.accounts import SignedIn
from survey.service import Service, service_of

Form: TypeAlias = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request that passed the guard.  `person` is None on the public's pages."""

    request: Request
    service: Service
    person: SignedIn | None = None
    form: Form = field(default_factory=dict)
    files: tuple[UploadFile, ...] = ()

    @property
    def signed_in(self) -> SignedIn:
        """The person; for endpoints whose action the public may not do."""
        if self.person is None:
            raise LookupError("this page is open to the public: nobody is signed in")
        return self.person

    def part(self, name: str) -> str:
        """A named part of the address."""
        return str(self.request.path_params[name])


Endpoint: TypeAlias = Callable[[Visit], Awaitable[Response]]


def visit_of(request: Request) -> Visit:
    """The visit the guard noted on this request; a bare one when no guard was reached."""
    noted = getattr(request.state, "visit", None)
    return noted if isinstance(noted, Visit) else Visit(request, service_of(request))
