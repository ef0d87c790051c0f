"""How is a person asked to sign in, without losing what they had typed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import HTMLResponse

from db.rules.errors import RuleError
from survey.carry import pack
from survey.pages import render
from survey.text import say, sentence
from survey.visit import Visit

Hidden = Sequence[tuple[str, str]]


def sign_in_page(
    visit: Visit,
    *,
    status: int = 200,
    message: str = "",
    name: str = "",
    next_path: str = "",
    carried: Hidden = (),
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The sign-in form; `carried` are hidden fields with what was typed on the page left behind."""
    return render(
        visit,
        "sign_in.html",
        status,
        headers,
        message=message,
        name=name,
        next_path=next_path,
        carried=carried,
    )


def ask_to_sign_in(visit: Visit) -> HTMLResponse:
    """What a page answers when nobody is signed in (any more)."""
    refusal = RuleError("sign_in_needed")
    typed = pack(visit.form)
    message = say("in.ended") if typed else sentence(refusal)
    path = visit.request.url.path
    return sign_in_page(visit, status=refusal.status, message=message, next_path=path, carried=typed)
