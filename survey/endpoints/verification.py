"""How are reports verified: the queue, one report with what stands beside it, several at once?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.reports import reject_report, return_report, verify_report
from db.commands.verification import verify_plain_report
from db.queries.accounts import SignedIn
from db.queries.places import provinces
from db.queries.report_context import filed, spec_of
from db.queries.reports import queue_size
from db.queries.strategy import MeasureCard, measures
from db.queries.waiting import Waiting, waiting_page
from db.rules.errors import RuleError
from survey.check_pages import after_of, check_page, query_of, wanted_of, warning_lines
from survey.forms import first
from survey.pages import render
from survey.report_pages import adds_words, measures_by_code, report_page
from survey.text import say, sentence
from survey.visit import Visit

QUEUE_PATH: Final = "/ban-lam-viec/xac-minh"
# Refusals shown on the report's own page, with the reason that was typed.
ON_THE_PAGE = frozenset(
    {
        "own_report",
        "stale_version",
        "wrong_state",
        "reason_needed",
        "not_a_choice",
        "not_verifiable",
        "bad_text",
        "too_long",
    }
)
LONGEST_VERSION = 8
MOST_TOGETHER = 100


async def get_queue(visit: Visit) -> Response:
    """Reports that wait, the oldest first; those without a warning can be chosen together."""
    return await _queue_page(visit)


async def _queue_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    asked, own = visit.request.query_params, visit.signed_in.account_id
    wanted, after = wanted_of(asked), after_of(asked)

    def query(session: Session) -> dict[str, object]:
        cards, page = measures_by_code(session), waiting_page(session, wanted, after)
        return {
            "waiting": queue_size(session),
            "cards": measures(session),
            "provinces": provinces(session),
            "page": page,
            "lines": [_queue_line(line, cards, own) for line in page.lines],
        }

    facts: dict[str, Any] = await visit.service.read(query)
    return render(
        visit,
        "queue.html",
        status,
        here=QUEUE_PATH,
        wanted=wanted,
        query=query_of(wanted),
        again=query_of(wanted, after),
        following=query_of(wanted, facts["page"].following),
        message=message,
        **facts,
    )


def _queue_line(line: Waiting, cards: Mapping[str, MeasureCard], own: UUID) -> dict[str, object]:
    return {
        "row": line.row,
        "adds": adds_words(line.row, cards),
        "warnings": warning_lines(spec_of(line.row.form), line.context.warnings),
        "own": line.context.report.written_by == own,
        "plain": line.plain,
    }


async def get_check(visit: Visit) -> Response:
    """One report with everything a verifier needs."""
    return await _check_page(visit)


async def post_check(visit: Visit) -> Response:
    """Verify, return or reject the version that was looked at; then on to the next report."""
    report_id, query = _report_id(visit), query_of(wanted_of(visit.request.query_params))
    beside = await check_page(visit, report_id)
    try:
        await visit.service.write(_decision(visit, visit.signed_in, report_id))
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        return await _check_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(
        f"{QUEUE_PATH}/{beside.after}{query}" if beside.after else QUEUE_PATH + query, 303
    )


async def refill_check(visit: Visit, message: str, status: int) -> Response:
    """The same page with the reason that was typed."""
    return await _check_page(visit, message, status)


def _decision(visit: Visit, by: SignedIn, report_id: UUID) -> Callable[[Session], None]:
    """The act that was asked for.

    Raises: RuleError `not_a_choice` for any other word.
    """
    version, reason, now = (
        _version(first(visit.form, "version")),
        first(visit.form, "ly_do"),
        visit.service.now(),
    )
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


def _version(text: str) -> int:
    """The version that was looked at; what is no number was never a version of ours."""
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION
    return int(text) if plain else 0


async def _check_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    page = await report_page(visit)
    beside = await check_page(visit, page.row.id)
    return render(
        visit,
        "check.html",
        status,
        page=page,
        beside=beside,
        own=page.detail.filed_by == visit.signed_in.account_id,
        message=message,
        reason=first(visit.form, "ly_do"),
        query=query_of(wanted_of(visit.request.query_params)),
        here=QUEUE_PATH,
    )


def _report_id(visit: Visit) -> UUID:
    report_id: UUID = visit.request.path_params["report_id"]
    return report_id


# -- several at once -----------------------------------------------------------------------------------


async def post_together(visit: Visit) -> Response:
    """Verify what was chosen, each by an act of its own; say how many, and which were refused and why."""
    chosen = _chosen(visit.form.get("chon", []))
    if not chosen:
        return await _queue_page(visit, say("together.none"), 422)
    verified, refusals = 0, []
    for report_id, version in chosen:
        try:
            await visit.service.write(_plain(visit, report_id, version))
        except RuleError as refusal:
            if refusal.code == "unavailable":
                raise
            refusals.append((report_id, sentence(refusal)))
        else:
            verified += 1
    titles = await visit.service.read(partial(_titles, ids=[report_id for report_id, _ in refusals]))
    rows = [(report_id, titles.get(report_id, ""), words) for report_id, words in refusals]
    query = query_of(wanted_of(visit.request.query_params))
    return render(visit, "together.html", verified=verified, refused=rows, query=query, here=QUEUE_PATH)


async def refill_together(visit: Visit, message: str, status: int) -> Response:
    """The queue again; nothing was verified."""
    return await _queue_page(visit, message, status)


def _plain(visit: Visit, report_id: UUID, version: int) -> Callable[[Session], None]:
    given = {"by": visit.signed_in, "report_id": report_id, "version": version, "now": visit.service.now()}
    return partial(verify_plain_report, **given)


def _chosen(given: list[str]) -> list[tuple[UUID, int]]:
    """Report and version of each tick; what is no report of ours was never offered."""
    found: dict[UUID, int] = {}
    for text in given[:MOST_TOGETHER]:
        name, _, version = text.partition(":")
        try:
            found[UUID(name)] = _version(version)
        except ValueError:
            continue
    return list(found.items())


def _titles(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    return {one.id: one.title for one in filed(session, ids)}
