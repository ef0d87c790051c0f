"""How do the officers hold their key ceremony?  Keys made, let in, printed, changed, lost and ended."""

from __future__ import annotations

from secrets import SystemRandom
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.safeguarding_keys import MadeKey, admit_key, end_key, make_key
from db.passwords import LEAST
from db.queries.moments import day_of
from db.queries.safeguarding_keys import KeyRow, Readiness, key_rows, of_account, readiness
from db.rules.errors import RuleError
from db.rules.safeguarding import LEAST_OFFICERS
from db.sealing.envelopes import OpenKey
from db.sealing.keys import GROUPS, fingerprint, new_key, on_paper, public_of
from survey.forms import first
from survey.officer_keys import desk_of, made_by_passphrase, need_desk, opened_by_paper
from survey.pages import render
from survey.text import sentence
from survey.visit import Visit

KEYS_PATH = "/can-bo-bao-ve/khoa"
TOLD = ("made", "admitted", "rotated", "recovery", "ended")
ASKED_BACK = 3
GROUP_FIELD = "password_group"
SURE = "chac"


async def get_keys(visit: Visit) -> Response:
    """The ceremony step by step, one's own key, everybody's keys."""
    return await _keys_page(visit)


async def refill_keys(visit: Visit, message: str, status: int) -> Response:
    """The page again; a passphrase is never written into a page."""
    return await _keys_page(visit, message, status)


async def post_key(visit: Visit) -> Response:
    """Make one's own key; it waits for another officer, unless it is the very first."""
    by, now = visit.signed_in, visit.service.now()

    def act(session: Session, made: MadeKey) -> None:
        if of_account(key_rows(session), by.account_id, "admitted") is not None:
            raise RuleError("key_exists")
        make_key(session, by, made, now)

    try:
        made = await made_by_passphrase(visit)
        await visit.service.write(lambda session: act(session, made))
    except RuleError as refusal:
        return await _keys_page(visit, sentence(refusal), refusal.status)
    return _told("made")


async def post_change(visit: Visit) -> Response:
    """Another key and passphrase for an officer whose desk is open."""
    try:
        desk, made = need_desk(visit), await made_by_passphrase(visit)
        await _make_and_admit(visit, made, desk.key)
    except RuleError as refusal:
        return await _keys_page(visit, sentence(refusal), refusal.status)
    visit.service.desks.shut(visit.signed_in.session_hash)
    return _told("rotated")


async def post_admit(visit: Visit) -> Response:
    """Let another officer's key in, once its mark was compared by voice."""
    by, now, key_id = visit.signed_in, visit.service.now(), UUID(visit.part("key_id"))
    try:
        if first(visit.form, SURE) != "1":
            raise RuleError("required")
        opener = need_desk(visit).key
        await visit.service.write(lambda session: admit_key(session, by, key_id, opener, now))
    except RuleError as refusal:
        return await _keys_page(visit, sentence(refusal), refusal.status)
    return _told("admitted")


async def post_end(visit: Visit) -> Response:
    """An officer left, or a key was seen by others."""
    by, now, key_id = visit.signed_in, visit.service.now(), UUID(visit.part("key_id"))
    try:
        if first(visit.form, SURE) != "1":
            raise RuleError("required")
        await visit.service.write(lambda session: end_key(session, by, key_id, now))
    except RuleError as refusal:
        return await _keys_page(visit, sentence(refusal), refusal.status)
    visit.service.desks.shut_key(key_id)
    return _told("ended")


# -- the paper -----------------------------------------------------------------------------------------


async def post_recovery(visit: Visit) -> Response:
    """Make a recovery key and show it this once; it counts only when some of it was typed back."""
    try:
        desk = need_desk(visit)
    except RuleError as refusal:
        return await _keys_page(visit, sentence(refusal), refusal.status)
    by, now, key = visit.signed_in, visit.service.now(), new_key()
    await visit.service.write(lambda session: make_key(session, by, MadeKey(public_of(key), None), now))
    desk.recovery = key
    return _paper_page(visit, key, on_paper(key))


async def post_recovery_typed(visit: Visit) -> Response:
    """Compare what was typed from the paper; then the paper counts and any older one does not."""
    desk = desk_of(visit)
    if desk is None or desk.recovery is None:
        refusal = RuleError("recovery_forgotten")
        return await _keys_page(visit, sentence(refusal), refusal.status)
    by, now, fresh, opener = visit.signed_in, visit.service.now(), desk.recovery, desk.key
    if not _groups_match(visit, on_paper(fresh)):
        refusal = RuleError("recovery_unconfirmed")
        return _paper_page(visit, fresh, (), sentence(refusal), refusal.status)
    await visit.service.write(lambda session: admit_key(session, by, fresh.id, opener, now))
    desk.recovery = None
    return _told("recovery")


def _groups_match(visit: Visit, groups: tuple[str, ...]) -> bool:
    numbers = [part for part in first(visit.form, "so_nhom").split(",") if part.isdecimal()]
    if len(set(numbers)) != ASKED_BACK:
        return False
    typed = [first(visit.form, f"{GROUP_FIELD}_{number}").strip().upper() for number in numbers]
    return all(
        1 <= int(number) <= GROUPS and groups[int(number) - 1] == group
        for number, group in zip(numbers, typed, strict=True)
    )


def _paper_page(
    visit: Visit, key: OpenKey, groups: tuple[str, ...], message: str = "", status: int = 200
) -> Response:
    asked = sorted(SystemRandom().sample(range(1, GROUPS + 1), ASKED_BACK))
    return render(
        visit,
        "key_paper.html",
        status,
        groups=groups,
        fingerprint=fingerprint(public_of(key).raw),
        today=day_of(visit.service.now()),
        asked=asked,
        message=message,
        here=KEYS_PATH,
    )


# -- a lost passphrase ---------------------------------------------------------------------------------


async def get_lost(visit: Visit) -> Response:
    """What to do when a passphrase is forgotten."""
    return render(visit, "key_lost.html", message="", least=LEAST, here=KEYS_PATH)


async def refill_lost(visit: Visit, message: str, status: int) -> Response:
    """The page again, empty."""
    return render(visit, "key_lost.html", status, message=message, least=LEAST, here=KEYS_PATH)


async def post_lost(visit: Visit) -> Response:
    """The paper opens everything once more, for a new key of this officer."""
    try:
        opener = await opened_by_paper(visit)
        await _make_and_admit(visit, await made_by_passphrase(visit), opener)
    except RuleError as refusal:
        return await refill_lost(visit, sentence(refusal), refusal.status)
    return _told("rotated")


async def _make_and_admit(visit: Visit, made: MadeKey, opener: OpenKey) -> None:
    by, now = visit.signed_in, visit.service.now()

    def act(session: Session) -> None:
        make_key(session, by, made, now)
        session.flush()
        admit_key(session, by, made.public.id, opener, now)

    await visit.service.write(act)


def _told(what: str) -> Response:
    return RedirectResponse(f"{KEYS_PATH}?xong={what}", 303)


async def _keys_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    def query(session: Session) -> tuple[tuple[KeyRow, ...], Readiness]:
        return key_rows(session), readiness(session)

    rows, ready = await visit.service.read(query)
    person, told = visit.signed_in, visit.request.query_params.get("xong", "")
    return render(
        visit,
        "key_list.html",
        status,
        rows=rows,
        ready=ready,
        needed=LEAST_OFFICERS,
        own=of_account(rows, person.account_id, "admitted"),
        own_waiting=of_account(rows, person.account_id, "waiting"),
        desk_open=desk_of(visit) is not None,
        told=told if told in TOLD else "",
        message=message,
        least=LEAST,
        here=KEYS_PATH,
    )
