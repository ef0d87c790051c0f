"""What waits on the staff desk, and how is a report decided?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.reports import reject_report, return_report, verify_report
from db.queries.accounts import SignedIn
from db.queries.consultations import consultations
from db.queries.ledger import all_counts, notice_count, open_counts
from db.queries.moments import day_of
from db.queries.reports import queue, queue_size
from db.rules.errors import RuleError
from survey.forms import first
from survey.pages import render
from survey.report_pages import adds_words, measures_by_code, report_page
from survey.text import sentence
from survey.visit import Visit

HOME_PATH = "/ban-lam-viec"
QUEUE_PATH = f"{HOME_PATH}/xac-minh"
# Refusals shown on the report's own page, with the reason that was typed.
ON_THE_PAGE = frozenset(
    {"own_report", "stale_version", "wrong_state", "reason_needed", "not_a_choice", "bad_text"}
)
LONGEST_VERSION = 8


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
        here=HOME_PATH,
    )


async def get_queue(visit: Visit) -> Response:
    """Reports that wait, the oldest first."""
    rows = await visit.service.read(
        lambda session: [(row, adds_words(row, measures_by_code(session))) for row in queue(session)]
    )
    return render(visit, "queue.html", rows=rows, here=QUEUE_PATH)


async def get_check(visit: Visit) -> Response:
    """One report with everything a verifier needs."""
    return await _check_page(visit)


async def post_check(visit: Visit) -> Response:
    """Verify, return or reject the version that was looked at; then on to the next report."""
    report_id, following = _report_id(visit), await _neighbours(visit)
    try:
        act = _decision(visit, visit.signed_in, report_id)
        await visit.service.write(act)
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        return await _check_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(f"{QUEUE_PATH}/{following[1]}" if following[1] else QUEUE_PATH, 303)


async def refill_check(visit: Visit, message: str, status: int) -> Response:
    """The same page with the reason that was typed."""
    return await _check_page(visit, message, status)


def _decision(visit: Visit, by: SignedIn, report_id: UUID) -> Callable[[Session], None]:
    """The act that was asked for.

    Raises: RuleError `not_a_choice` for any other word.
    """
    version, reason, now = _version(visit), first(visit.form, "ly_do"), visit.service.now()
    given = {"by": by, "report_id": report_id, "version": version, "now": now}
    acts: dict[str, Callable[[Session], None]] = {
        "xac-minh": partial(verify_report, **given),
        "tra-lai": partial(return_report, **given, reason=reason),
        "khong-chap-nhan": partial(reject_report, **given, reason=reason),
    }
    act = acts.get(first(visit.form, "viec"))
    if act is None:
        raise RuleError("not_a_choice")
    return act


def _version(visit: Visit) -> int:
    """The version that was looked at; what is no number was never a version of ours."""
    text = first(visit.form, "version")
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION
    return int(text) if plain else 0


async def _neighbours(visit: Visit) -> tuple[UUID | None, UUID | None]:
    """The reports before and after this one in the queue."""
    rows = await visit.service.read(queue)
    ids = [row.id for row in rows]
    report_id = _report_id(visit)
    if report_id not in ids:
        return None, next(iter(ids), None)
    place = ids.index(report_id)
    return (ids[place - 1] if place else None), next(iter(ids[place + 1 :]), None)


async def _check_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    page = await report_page(visit)
    before, after = await _neighbours(visit)
    return render(
        visit,
        "check.html",
        status,
        page=page,
        own=page.detail.filed_by == visit.signed_in.account_id,
        message=message,
        reason=first(visit.form, "ly_do"),
        before=before,
        after=after,
    )


def _report_id(visit: Visit) -> UUID:
    report_id: UUID = visit.request.path_params["report_id"]
    return report_id
