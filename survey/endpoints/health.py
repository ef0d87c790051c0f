"""Is the installation well?  The operator's list of checks, for inspectors and administrators."""

from __future__ import annotations

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from db.health.checks import check_all
from db.health.finding import STATES
from db.health.text import mark, words
from survey.pages import render
from survey.visit import Visit

HEALTH_PATH: Final = "/kiem-tra/tinh-trang"


async def get_health(visit: Visit) -> Response:
    """Every check, what is bad first."""
    service, now = visit.service, visit.service.now()
    found = await run_in_threadpool(check_all, service.database, service.settings, now)
    worst_first = sorted(found, key=lambda one: -STATES.index(one.state))
    rows = [(one.state, mark(one), words(one)) for one in worst_first]
    counts = {state: sum(one.state == state for one in found) for state in STATES}
    return render(visit, "health.html", rows=rows, counts=counts, at=now)
