"""What waits on the staff desk, and where to go?"""

from __future__ import annotations

from starlette.responses import Response

from db.queries.consultations import consultations
from db.queries.ledger import all_counts, notice_count, open_counts
from db.queries.moments import day_of
from db.queries.reports import queue_size
from survey.pages import render
from survey.visit import Visit

HOME_PATH = "/ban-lam-viec"


async def get_home(visit: Visit) -> Response:
    """Counts of what waits, and where to go."""
    now = visit.service.now()
    waiting, cards, counts, notices = await visit.service.read(
        lambda session: (
            queue_size(session),
            consultations(session, now),
            all_counts(open_counts(session, day_of(now)).values()),
            notice_count(session),
        )
    )
    dashboard = visit.service.settings.dashboard_url
    return render(
        visit,
        "desk.html",
        waiting=waiting,
        cards=cards,
        counts=counts,
        notices=notices,
        dashboard=dashboard,
        year=str(day_of(now).year - 1),
        here=HOME_PATH,
    )
