"""What do the safeguarding officers see and do?  Their desk, one child's words, what was done and let out."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.safeguarding import MOST_REFERENCE, decide_concern, read_concern, reopen_concern
from db.commands.safeguarding_passages import (
    MOST_PASSAGE,
    propose_passage,
    refuse_passage,
    release_passage,
)
from db.queries.moments import VIETNAM, day_of
from db.queries.opened_words import OpenedConcern, PassageRow, opened_concern, proposed_passages
from db.queries.safeguarding import QueueRow, Waiting, queue, waiting
from db.queries.safeguarding_keys import key_rows, of_account
from db.rules.answer_kinds import read_day
from db.rules.errors import RuleError
from db.rules.numbers import write_date
from db.rules.safeguarding import DECISIONS, identifying_marks
from db.rules.tokens import read_token
from survey.forms import first
from survey.officer_keys import desk_of, need_desk, open_by_passphrase
from survey.open_desks import OpenDesk
from survey.pages import render
from survey.text import say, sentence
from survey.visit import Visit

DESK_PATH = "/can-bo-bao-ve"
ASKED_AGAIN = frozenset({"wrong_passphrase", "too_many_attempts", "no_key"})
ON_THE_PAGE = (409, 422)
SEEN, RELEASE = "da_xem", "cho_ra"


# -- the desk ------------------------------------------------------------------------------------------


async def get_desk(visit: Visit) -> Response:
    """What waits; in the order to read once the desk is open."""
    return await _desk_page(visit)


async def post_desk(visit: Visit) -> Response:
    """Open the desk with the passphrase."""
    try:
        await open_by_passphrase(visit)
    except RuleError as refusal:
        if refusal.code not in ASKED_AGAIN:
            raise
        return await _desk_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(DESK_PATH, 303)


async def refill_desk(visit: Visit, message: str, status: int) -> Response:
    """The desk again; a passphrase is never written into a page."""
    return await _desk_page(visit, message, status)


async def post_shut(visit: Visit) -> Response:
    """Shut the desk: the key is forgotten."""
    visit.service.desks.shut(visit.signed_in.session_hash)
    return RedirectResponse(DESK_PATH, 303)


async def get_closed(visit: Visit) -> Response:
    """Concerns that were closed."""
    today = day_of(visit.service.now())
    rows = await visit.service.read(lambda session: queue(session, today, closed=True))
    return render(visit, "officer_closed.html", rows=rows, here=DESK_PATH)


async def _desk_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    today, desk, person = day_of(visit.service.now()), desk_of(visit), visit.signed_in

    def query(session: Session) -> tuple[Waiting, tuple[QueueRow, ...], tuple[PassageRow, ...], bool]:
        key = desk.key if desk else None
        rows = queue(session, today, key, desk.known if desk else None)
        passages = proposed_passages(session, key) if key else ()
        has_key = of_account(key_rows(session), person.account_id, "admitted") is not None
        return waiting(session, today), rows, passages, has_key

    counts, rows, passages, has_key = await visit.service.read(query)
    return render(
        visit,
        "officer_desk.html",
        status,
        _leaving(desk, visit),
        counts=counts,
        rows=rows,
        passages=passages,
        has_key=has_key,
        until=_time(desk),
        message=message,
        support=visit.service.settings.officer_support,
        here=DESK_PATH,
    )


def _time(desk: OpenDesk | None) -> str:
    return f"{desk.until.astimezone(VIETNAM):%H:%M}" if desk else ""


def _leaving(desk: OpenDesk | None, visit: Visit) -> dict[str, str]:
    """The page leaves the screen when the desk shuts."""
    if desk is None:
        return {}
    seconds = int((desk.until - visit.service.now()).total_seconds()) + 1
    return {"refresh": f"{seconds}; url={DESK_PATH}"}


# -- one concern ---------------------------------------------------------------------------------------


async def get_concern(visit: Visit) -> Response:
    """What one child wrote.  Opening it is noted."""
    if desk_of(visit) is None:
        return RedirectResponse(DESK_PATH, 303)
    by, concern_id, now = visit.signed_in, _id(visit, "concern_id"), visit.service.now()
    await visit.service.write(lambda session: read_concern(session, by, concern_id, now))
    return await _concern_page(visit)


async def post_concern(visit: Visit) -> Response:
    """Note what was done; close it when that is all."""
    by, concern_id, now, form = visit.signed_in, _id(visit, "concern_id"), visit.service.now(), visit.form
    typed_day = first(form, "ngay")

    def act(session: Session) -> None:
        decide_concern(
            session,
            by,
            concern_id,
            first(form, "viec"),
            now,
            done_on=read_day(typed_day) if typed_day.strip() else None,
            reference=first(form, "so_hieu"),
            closing=first(form, "khep") == "1",
            seen=first(form, "da_thay"),
        )

    return await _done(visit, act, concern_id)


async def _done(visit: Visit, act: Callable[[Session], None], concern_id: UUID) -> Response:
    """Back to the concern once it is done; a refusal is told on the page while the desk is open."""
    try:
        await visit.service.write(act)
    except RuleError as refusal:
        if refusal.status not in ON_THE_PAGE or desk_of(visit) is None:
            raise
        return await _concern_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(_address(concern_id), 303)


async def refill_concern(visit: Visit, message: str, status: int) -> Response:
    """The page with what was typed; nothing was noted."""
    if desk_of(visit) is None:
        return await _desk_page(visit, message, status)
    return await _concern_page(visit, message, status)


async def post_reopen(visit: Visit) -> Response:
    """There is more to do."""
    by, concern_id, now = visit.signed_in, _id(visit, "concern_id"), visit.service.now()
    await visit.service.write(lambda session: reopen_concern(session, by, concern_id, now))
    return RedirectResponse(_address(concern_id), 303)


async def _concern_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    desk, concern_id, now = need_desk(visit), _id(visit, "concern_id"), visit.service.now()
    opened: OpenedConcern = await visit.service.read(
        lambda session: opened_concern(session, concern_id, desk.key, day_of(now))
    )
    return render(
        visit,
        "officer_concern.html",
        status,
        _leaving(desk, visit),
        opened=opened,
        address=_address(concern_id),
        decisions=DECISIONS,
        today=write_date(day_of(now)),
        typed={name: first(visit.form, name) for name in ("viec", "ngay", "so_hieu", "khep", "cau", "doan")},
        warned="" if status == 200 else _warning(visit),
        token=first(visit.form, "token") or str(uuid4()),
        events_n=len(opened.events),
        most_reference=MOST_REFERENCE,
        most_passage=MOST_PASSAGE,
        message=message,
        until=_time(desk),
        here=DESK_PATH,
    )


# -- what leaves ---------------------------------------------------------------------------------------


async def post_passage(visit: Visit) -> Response:
    """Propose a passage; one that looks as if it told who wrote it is shown again with a warning."""
    by, concern_id, now, form = visit.signed_in, _id(visit, "concern_id"), visit.service.now(), visit.form
    token, seen = read_token(form), first(form, SEEN) == "1"

    def act(session: Session) -> None:
        propose_passage(
            session, by, concern_id, first(form, "cau"), first(form, "doan"), now, token=token, seen=seen
        )

    return await _done(visit, act, concern_id)


async def post_decided(visit: Visit) -> Response:
    """Let a proposed passage out, or keep it in."""
    by, passage_id, now = visit.signed_in, _id(visit, "passage_id"), visit.service.now()
    if first(visit.form, RELEASE) != "1":
        await visit.service.write(lambda session: refuse_passage(session, by, passage_id, now))
        return RedirectResponse(DESK_PATH, 303)
    key = need_desk(visit).key
    await visit.service.write(lambda session: release_passage(session, by, passage_id, key, now))
    return RedirectResponse(DESK_PATH, 303)


def _warning(visit: Visit) -> str:
    marks = [say(f"passage.mark.{mark}") for mark in identifying_marks(first(visit.form, "doan"))]
    return say("passage.warned", marks=", ".join(marks)) if marks else ""


def _id(visit: Visit, name: str) -> UUID:
    return UUID(visit.part(name))


def _address(concern_id: UUID) -> str:
    return f"{DESK_PATH}/muc/{concern_id}"
