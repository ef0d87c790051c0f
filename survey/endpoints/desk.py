"""What waits on the staff desk, and where to go?"""

from __future__ import annotations

from starlette.responses import Response

from db.queries.consultations import consultations
from db.queries.consulting_desk import feedback_late
from db.queries.ledger import all_counts, notice_count, open_counts
from db.queries.moments import day_of
from db.queries.reporting_owed import owed
from db.queries.reports import queue_size
from db.queries.safeguarding import waiting as concerns_waiting
from survey.endpoints.chase import last_ended
from survey.pages import render
from survey.target_views import waiting_proposals
from survey.unit_page import quarter_facts
from survey.visit import Visit

HOME_PATH = "/ban-lam-viec"


async def get_home(visit: Visit) -> Response:
    """Counts of what waits, and where to go."""
    now, today = visit.service.now(), day_of(visit.service.now())
    quarter = last_ended(today)
    waiting, cards, counts, notices, owing = await visit.service.read(
        lambda session: (
            queue_size(session),
            consultations(session, now),
            all_counts(open_counts(session, today).values()),
            notice_count(session),
            len(owed(session, quarter, today).rows),
        )
    )
    to_tell = await visit.service.read(lambda session: feedback_late(session, now))
    rules_waiting = await visit.service.read(waiting_proposals)
    concerns = await visit.service.read(lambda session: concerns_waiting(session, today))
    dashboard = visit.service.settings.dashboard_url
    return render(
        visit,
        "desk.html",
        waiting=waiting,
        cards=cards,
        counts=counts,
        notices=notices,
        concerns_overdue=concerns.overdue,
        owing=owing,
        to_tell=to_tell,
        rules_waiting=rules_waiting,
        quarter=quarter_facts(quarter.label),
        dashboard=dashboard,
        year=str(today.year - 1),
        here=HOME_PATH,
    )
