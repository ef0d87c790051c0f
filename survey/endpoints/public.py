"""What may anybody read?  The consultations: those to answer, those to read about."""

from __future__ import annotations

import re

from starlette.responses import Response

from db.queries.consultations import consultations
from db.rules.errors import RuleError
from survey.child_pages import spoken
from survey.visit import Visit

# What a child who said "no, thank you" brings along: nothing but that.
DECLINED = "khong"
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def slug_of(visit: Visit) -> str:
    """The consultation's name in the address.

    Raises: RuleError `unknown_consultation` for what no name of ours looks like (NUL, capitals, …).
    """
    slug = visit.part("slug")
    if not _SLUG.fullmatch(slug):
        raise RuleError("unknown_consultation")
    return slug


async def get_home(visit: Visit) -> Response:
    """The consultations: open ones to answer, the others to read."""
    now = visit.service.now()
    cards = await visit.service.read(lambda session: consultations(session, now))
    open_now = [card for card in cards if card.state == "open"]
    others = [card for card in cards if card.state != "open"]
    declined = DECLINED in visit.request.query_params
    return spoken(visit, "home.html", open_now=open_now, others=others, declined=declined)
