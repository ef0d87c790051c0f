"""Who has not reported yet, so that staff know whom to ring up?"""

from __future__ import annotations

from datetime import date
from typing import Final

from starlette.responses import Response

from db.queries.moments import day_of
from db.queries.reporting_owed import Owed, owed
from db.rules.periods import Period
from survey.pages import render
from survey.unit_page import quarter_facts, recent_quarters
from survey.visit import Visit

CHASE_PATH: Final = "/ban-lam-viec/chua-bao-cao"


def last_ended(today: date) -> Period:
    """The newest quarter that is over."""
    return next(one for one in recent_quarters(today) if one.ends_on < today)


async def get_list(visit: Visit) -> Response:
    """The units that owe the quarter that is asked for; the newest one over otherwise."""
    today = day_of(visit.service.now())
    quarters = recent_quarters(today)
    asked = visit.request.query_params.get("quy", "")
    quarter = next((one for one in quarters if one.label == asked), last_ended(today))
    found: Owed = await visit.service.read(lambda session: owed(session, quarter, today))
    chosen = {"quarters": quarters, "facts": quarter_facts, "here": CHASE_PATH}
    return render(visit, "chase.html", owed=found, **chosen)
