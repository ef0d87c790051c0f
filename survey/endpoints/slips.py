"""What does a tracking slip open?  Where the answers have got to, and taking them back."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from db.commands.submissions import withdraw_submission
from db.erasure import settle_erased
from db.queries.consultations import SlipCard, clean_slip, form_definition, slip
from db.rules.errors import RuleError
from survey.child_pages import SLIP_FIELD, asked_in, carried_in, speaker, spoken, spoken_to
from survey.endpoints.results import newest_part
from survey.questions import said_in
from survey.visit import Visit

HALF = 4
DONE, NOW, WAITING = "done", "now", "waiting"
STEPS = tuple(f"slip.step{number}" for number in (1, 2, 3, 4))


def shown_code(code: str) -> str:
    """A slip's code in two halves, easier to copy."""
    return f"{code[:HALF]}-{code[HALF:]}" if len(code) > HALF else code


async def get_ask(visit: Visit) -> Response:
    """A small form for a code; a code that exists leads to its slip."""
    typed, language = visit.request.query_params.get(SLIP_FIELD), asked_in(visit)
    if typed is None:
        return spoken(visit, "slip_ask.html", typed="", message="")
    code, now = clean_slip(typed), visit.service.now()
    try:
        found = await visit.service.read(lambda session: slip(session, code, now))
    except RuleError as refusal:
        message = said_in(language, speaker(language), refusal)
        return spoken(visit, "slip_ask.html", refusal.status, typed=typed, message=message)
    return RedirectResponse(f"/phieu/{shown_code(found.code)}{carried_in(language)}", 303)


async def get_slip(visit: Visit) -> Response:
    """The slip: which consultation, and its four steps so far."""
    card, audience = await _slip(visit)
    part = newest_part(card.consultation.replied, card.consultation.told)
    code = shown_code(card.code)
    facts = {"slip": card, "code": code, "steps": steps_of(card), "part": part}
    return spoken(visit, "slip.html", audience=audience, **facts)


async def get_withdraw(visit: Visit) -> Response:
    """Ask once more before the answers are erased for ever."""
    card, audience = await _slip(visit)
    return spoken(visit, "withdraw.html", audience=audience, code=shown_code(card.code))


async def post_withdraw(visit: Visit) -> Response:
    """Erase the answers; pressed twice on a slow network, the second time they are gone as well."""
    code, now, secret = visit.part("code"), visit.service.now(), visit.service.settings.secret
    try:
        await visit.service.write(lambda session: withdraw_submission(session, secret, code, now))
    except RuleError as refusal:
        if refusal.code != "unknown_slip":
            raise
    else:
        await run_in_threadpool(settle_erased, visit.service.database)
    return RedirectResponse(f"/phieu/da-rut{carried_in(asked_in(visit), spoken_to(visit))}", 303)


async def get_withdrawn(visit: Visit) -> Response:
    """The answers are gone."""
    return spoken(visit, "withdrawn.html")


def steps_of(card: SlipCard) -> tuple[tuple[str, str], ...]:
    """The four steps of Circular 36 with their state."""
    asked = card.consultation
    finished = 1 + (asked.state == "closed") + (asked.replied or asked.told) + asked.told
    states = (DONE,) * finished + (NOW,) * (finished < len(STEPS)) + (WAITING,) * (len(STEPS) - finished - 1)
    return tuple(zip(STEPS, states, strict=True))


async def _slip(visit: Visit) -> tuple[SlipCard, str]:
    """The slip, and whom its questionnaire asked."""
    code, now = visit.part("code"), visit.service.now()

    def query(session: Session) -> tuple[SlipCard, str]:
        card = slip(session, code, now)
        return card, form_definition(session, card.consultation.version_id).audience

    return await visit.service.read(query)
