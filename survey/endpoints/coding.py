"""How do staff code the passages that were let out: the code book, one passage at a time, the comparison?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.coding import (
    MOST_DESCRIPTION,
    MOST_NAME,
    MOST_REASON,
    choose_quote,
    code_passage,
    merge_theme,
    save_theme,
    settle_code,
)
from db.queries.coding import CodingDesk, coding_desk, coding_rows
from db.rules.coding import QUOTES_LEAST, QUOTES_MOST
from db.rules.errors import RuleError
from db.rules.numbers import write_number
from survey.coding_views import (
    BASE,
    NO_THEME,
    ON_THE_PAGE,
    address,
    live,
    namer,
    next_to_read,
    refusal_words,
    stood,
    theme_typed,
)
from survey.endpoints.public import slug_of
from survey.forms import first
from survey.history_views import change_view
from survey.pages import render
from survey.text import say, sentence
from survey.visit import Visit


async def get_list(visit: Visit) -> Response:
    """Consultations of which passages were let out."""
    rows = await visit.service.read(coding_rows)
    return render(visit, "coding_list.html", rows=rows, here=BASE)


async def get_desk(visit: Visit) -> Response:
    """One consultation: code book, progress, comparison, quotes, history."""
    return await _desk_page(visit)


async def refill_desk(visit: Visit, message: str, status: int) -> Response:
    """The desk again; nothing was done."""
    return await _desk_page(visit, message, status)


async def post_quote(visit: Visit) -> Response:
    """Choose a passage as a quote, or take it out."""
    slug, by, now = slug_of(visit), visit.signed_in, visit.service.now()
    number, chosen = _passage_id(visit), first(visit.form, "chon") == "1"
    refusal = await _write(visit, lambda session: choose_quote(session, by, slug, number, chosen, now))
    if refusal is not None:
        return await _desk_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(f"{address(slug)}#d-{number}", 303)


# -- a theme ---------------------------------------------------------------------------------------------


async def get_theme(visit: Visit) -> Response:
    """The form of a theme, empty for number 0."""
    return await _theme_page(visit)


async def post_theme(visit: Visit) -> Response:
    """Add a theme, or call it otherwise."""
    slug, by, now, number = slug_of(visit), visit.signed_in, visit.service.now(), _number(visit)
    refusal = await _write(visit, lambda session: save_theme(session, by, slug, number, visit.form, now))
    if refusal is not None:
        return await _theme_page(visit, refusal_words(refusal), refusal.status)
    return RedirectResponse(address(slug), 303)


async def post_merge(visit: Visit) -> Response:
    """Let a theme go on as another one."""
    slug, by, now, number = slug_of(visit), visit.signed_in, visit.service.now(), _number(visit)
    into = theme_typed(first(visit.form, "gop_vao")) or 0
    refusal = await _write(
        visit, lambda session: merge_theme(session, by, slug, number, into, visit.form, now)
    )
    if refusal is not None:
        return await _theme_page(visit, refusal_words(refusal), refusal.status)
    return RedirectResponse(address(slug), 303)


async def refill_theme(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed; nothing was kept."""
    return await _theme_page(visit, message, status)


async def _theme_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    desk, number = await _desk(visit), _number(visit)
    theme = next((one for one in desk.themes if one.id == number), None)
    if number and theme is None:
        raise RuleError("unknown_theme")
    stored = {"name_vi": theme.name_vi, "description_vi": theme.description_vi} if theme else {}
    names = ("name_vi", "description_vi", "reason", "gop_vao")
    return render(
        visit,
        "coding_theme.html",
        status,
        desk=desk,
        theme=theme,
        others=[one for one in live(desk) if one.id != number],
        typed={name: first(visit.form, name) or stored.get(name, "") for name in names},
        most={"name": MOST_NAME, "description": MOST_DESCRIPTION, "reason": MOST_REASON},
        base=address(desk.brief.slug),
        message=message,
        here=BASE,
    )


# -- a passage -------------------------------------------------------------------------------------------


async def get_passage(visit: Visit) -> Response:
    """One passage with the themes to choose from."""
    return await _passage_page(visit)


async def post_passage(visit: Visit) -> Response:
    """Keep the coder's theme, or what the two have settled; then the next passage that waits."""
    slug, by, now, passage = slug_of(visit), visit.signed_in, visit.service.now(), _passage_id(visit)
    chosen = first(visit.form, "chu_de")
    if not chosen:
        return await _passage_page(visit, say("mh.choose"), 422)
    desk, theme = await _desk(visit), theme_typed(chosen)

    def write(session: Session) -> None:
        if desk.compared:
            settle_code(session, by, slug, passage, theme, visit.form, now)
        else:
            code_passage(session, by, slug, passage, theme, now)

    refusal = await _write(visit, write)
    if refusal is not None:
        return await _passage_page(visit, refusal_words(refusal), refusal.status)
    waiting = next_to_read(await _desk(visit))
    return RedirectResponse(address(slug, "doan", waiting.id) if waiting else address(slug), 303)


async def refill_passage(visit: Visit, message: str, status: int) -> Response:
    """The passage with what was chosen; nothing was kept."""
    return await _passage_page(visit, message, status)


async def _passage_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    desk, number = await _desk(visit), _passage_id(visit)
    passage = next((one for one in desk.passages if one.id == number), None)
    if passage is None:
        raise RuleError("unknown_passage")
    return render(
        visit,
        "coding_passage.html",
        status,
        desk=desk,
        passage=passage,
        themes=live(desk),
        chosen=first(visit.form, "chu_de") or stood(passage),
        reason=first(visit.form, "reason"),
        most=MOST_REASON,
        no_theme=NO_THEME,
        name=namer(desk),
        base=address(desk.brief.slug),
        message=message,
        here=BASE,
    )


# -- parts -----------------------------------------------------------------------------------------------


async def _desk_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    desk = await _desk(visit)
    found = desk.agreement
    return render(
        visit,
        "coding.html",
        status,
        desk=desk,
        name=namer(desk),
        share=write_number(found.share * 100) if found else "",
        kappa=write_number(found.kappa, 2) if found and found.kappa is not None else "",
        waiting=next_to_read(desk),
        unsettled=sum(one.final is None for one in desk.passages) if desk.compared else 0,
        quoted=sum(one.quoted for one in desk.passages),
        least=QUOTES_LEAST,
        most=QUOTES_MOST,
        changes=[change_view(row) for row in desk.changes],
        base=address(desk.brief.slug),
        message=message,
        here=BASE,
    )


async def _desk(visit: Visit) -> CodingDesk:
    slug, coder = slug_of(visit), visit.signed_in.name
    desk: CodingDesk = await visit.service.read(lambda session: coding_desk(session, slug, coder))
    return desk


async def _write(visit: Visit, act: Callable[[Session], Any]) -> RuleError | None:
    """Do it; the refusal when it belongs on the page.  Raises: every other one."""
    try:
        await visit.service.write(act)
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        return refusal
    return None


def _number(visit: Visit) -> int:
    number: int = visit.request.path_params["number"]
    if number >= 2**31:  # no number of ours; one engine would not even compare it
        raise RuleError("unknown_theme")
    return number


def _passage_id(visit: Visit) -> UUID:
    number: UUID = visit.request.path_params["passage_id"]
    return number
