"""What does a tracking slip open?  Where the answers have got to, and taking them back."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from db.commands.consultations import withdraw_submission
from db.queries.consultations import SlipCard, clean_slip, slip
from db.rules.errors import RuleError
from survey.pages import render
from survey.text import sentence
from survey.visit import Visit

HALF = 4
DONE, NOW, WAITING = "done", "now", "waiting"
STEPS = tuple(f"slip.step{number}" for number in (1, 2, 3, 4))


def shown_code(code: str) -> str:
    """A slip's code in two halves, easier to copy."""
    return f"{code[:HALF]}-{code[HALF:]}" if len(code) > HALF else code


async def get_ask(visit: Visit) -> Response:
    """A small form for a code; a code that exists leads to its slip."""
    typed = visit.request.query_params.get("ma")
    if typed is None:
        return render(visit, "slip_ask.html", typed="", message="")
    code, now = clean_slip(typed), visit.service.now()
    try:
        found = await visit.service.read(lambda session: slip(session, code, now))
    except RuleError as refusal:
        message = sentence(refusal)
        return render(visit, "slip_ask.html", refusal.status, typed=typed, message=message)
    return RedirectResponse(f"/phieu/{shown_code(found.code)}", 303)


async def get_slip(visit: Visit) -> Response:
    """The slip: which consultation, and its four steps so far."""
    card = await _slip(visit)
    return render(visit, "slip.html", slip=card, code=shown_code(card.code), steps=steps_of(card))


async def get_withdraw(visit: Visit) -> Response:
    """Ask once more before the answers are erased for ever."""
    card = await _slip(visit)
    return render(visit, "withdraw.html", code=shown_code(card.code))


async def post_withdraw(visit: Visit) -> Response:
    """Erase the answers."""
    code, now, secret = visit.part("code"), visit.service.now(), visit.service.settings.secret
    await visit.service.write(lambda session: withdraw_submission(session, secret, code, now))
    return RedirectResponse("/phieu/da-rut", 303)


async def get_withdrawn(visit: Visit) -> Response:
    """The answers are gone."""
    return render(visit, "withdrawn.html")


def steps_of(card: SlipCard) -> tuple[tuple[str, str], ...]:
    """The four steps of Circular 36 with their state, as far as this system knows them by itself."""
    taking = card.consultation.state in ("open", "grace")
    states = (DONE, NOW, WAITING, WAITING) if taking else (DONE, DONE, NOW, WAITING)
    return tuple(zip(STEPS, states, strict=True))


async def _slip(visit: Visit) -> SlipCard:
    code, now = visit.part("code"), visit.service.now()
    return await visit.service.read(lambda session: slip(session, code, now))
