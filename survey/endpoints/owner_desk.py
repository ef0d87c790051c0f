"""Who answers for an objective or a measure, and how does staff name somebody else?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.owners import name_owner
from db.queries.moments import day_of
from db.queries.owners import NO_ACCOUNT, owner_form
from db.queries.strategy import measure, strategy
from db.rules.errors import RuleError
from db.rules.numbers import write_date
from db.rules.report_forms import FormSpec
from survey.desk_form_pages import DeskForm, refused, show_form, typed
from survey.endpoints.targets_desk import TARGETS_PATH
from survey.text import say
from survey.visit import Visit

OWNER_PATH: Final = "/ban-lam-viec/phu-trach"


async def get_owner(visit: Visit) -> Response:
    """The form with who answers now."""
    return await show_form(visit, replace(await _form(visit), token=str(uuid4())))


async def post_owner(visit: Visit) -> Response:
    """Name them, once however often it is sent."""
    page, place = await _form(visit), visit.part("measure")
    by, now = visit.signed_in, visit.service.now()
    try:
        await visit.service.write(lambda session: name_owner(session, by, place, visit.form, now))
    except RuleError as refusal:
        return await show_form(visit, refused(page, visit, refusal))
    return RedirectResponse(page.back, 303)


async def refill_owner(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed; nobody was named."""
    return await show_form(visit, typed(await _form(visit), visit, message, status))


async def _form(visit: Visit) -> DeskForm:
    """Raises: RuleError `unknown_objective`, `unknown_measure`."""
    place, sample = visit.part("measure"), visit.signed_in.sample
    today = day_of(visit.service.now())

    def query(session: Session) -> tuple[FormSpec, str, str]:
        return owner_form(session, sample=sample), *_what(session, place)

    spec, what, owner_vi = await visit.service.read(query)
    return DeskForm(
        spec,
        f"{OWNER_PATH}/{place}",
        TARGETS_PATH if place.isdecimal() else f"{TARGETS_PATH}/{place}",
        {"name_vi": [owner_vi], "account": [NO_ACCOUNT], "from_on": [write_date(today)]},
        lead=(say("target.owner_lead", what=what), say("target.owner_note")),
    )


def _what(session: Session, place: str) -> tuple[str, str]:
    """What is answered for, in words, and by whom now."""
    if place.isdecimal():
        found = next((one for one in strategy(session) if str(one.number) == place), None)
        if found is None:
            raise RuleError("unknown_objective")
        return say("target.objective", number=place, title=found.title_vi), found.owner_vi
    card = measure(session, place)
    return f"{card.code} {card.short_vi}", card.owner_vi
