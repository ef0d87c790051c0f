"""How does a person set a password: by a one-time link, or their own, knowing the old one?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from db.commands.account_desk import change_own_password, set_password_by_link
from db.commands.sign_in import count_attempt, finish_sign_in
from db.passwords import LEAST, check_password, hash_password, matches, totp_address
from db.queries.accounts import link_owner, sign_in_record
from db.queries.record_changes import changes_of
from db.rules.errors import RuleError
from survey.forms import first
from survey.history_views import change_view
from survey.pages import render
from survey.sessions import device_secret
from survey.text import sentence
from survey.visit import Visit

MINE_PATH = "/tai-khoan"
ON_THE_PAGE = frozenset(
    {
        "password_too_short",
        "password_too_long",
        "password_too_common",
        "passwords_differ",
        "wrong_password",
        "too_many_attempts",
    }
)


def _hashed(visit: Visit, own_words: tuple[str, ...]) -> str:
    """The hash of the new password, when it was typed twice and is good enough.  Slow on purpose."""
    password = first(visit.form, "password")
    if password != first(visit.form, "password_again"):
        raise RuleError("passwords_differ")
    check_password(password, own_words)
    return hash_password(password)


# -- by a one-time link --------------------------------------------------------------------------------


async def get_link(visit: Visit) -> Response:
    """The form for a new password, as long as the link works."""
    return await _link_page(visit)


async def post_link(visit: Visit) -> Response:
    """Set it; a second factor that is new is shown this once."""
    secret, now, key = visit.part("token"), visit.service.now(), visit.service.settings.secret
    try:
        name, _ = owner = await _owner(visit, now)
        hashed = await run_in_threadpool(_hashed, visit, owner)
        totp = await visit.service.write(
            lambda session: set_password_by_link(session, secret, hashed, key, now)
        )
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        return await _link_page(visit, sentence(refusal), refusal.status)
    address = totp_address(totp, name) if totp else ""
    return render(visit, "password_set.html", totp=_in_fours(totp or ""), address=address)


async def _owner(visit: Visit, now: datetime) -> tuple[str, str]:
    secret = visit.part("token")
    owner: tuple[str, str] = await visit.service.read(lambda session: link_owner(session, secret, now))
    return owner


async def _link_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    name, shown = await _owner(visit, visit.service.now())
    return render(
        visit, "password_new.html", status, name=name, shown=shown, message=message, least=LEAST,
        action=f"/dat-mat-khau/{visit.part('token')}",
    )  # fmt: skip


def _in_fours(secret: str) -> str:
    """The secret as a person types it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


# -- one's own -----------------------------------------------------------------------------------------


async def get_mine(visit: Visit) -> Response:
    """One's account, its history, and the form for another password."""
    return await _mine_page(visit)


async def post_mine(visit: Visit) -> Response:
    """Another password; every other session of the account ends."""
    by, now = visit.signed_in, visit.service.now()
    try:
        hashed = await _checked(visit)
        await visit.service.write(lambda session: change_own_password(session, by, hashed, now))
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        return await _mine_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(f"{MINE_PATH}?da-doi", 303)


async def refill_mine(visit: Visit, message: str, status: int) -> Response:
    """The page again; passwords are never written into a page."""
    return await _mine_page(visit, message, status)


async def _checked(visit: Visit) -> str:
    """The new password's hash, once the current one is right; guesses are slowed as at sign-in."""
    service, person, now = visit.service, visit.signed_in, visit.service.now()
    device, key = device_secret(visit.request), visit.service.settings.secret
    counted = await service.write(lambda session: count_attempt(session, key, person.name, device, now))
    found = await service.read(lambda session: sign_in_record(session, person.name))
    typed = first(visit.form, "current")
    if found is None or not await run_in_threadpool(matches, typed, found.password_hash):
        raise RuleError("wrong_password")
    await service.write(lambda session: finish_sign_in(session, counted, found, 0, device, now))
    return await run_in_threadpool(_hashed, visit, (person.name, person.display_name))


async def _mine_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    account_id = str(visit.signed_in.account_id)

    def query(session: Session) -> list[object]:
        return [change_view(row) for row in changes_of(session, "account", account_id)]

    return render(
        visit,
        "my_account.html",
        status,
        changes=await visit.service.read(query),
        message=message,
        done="da-doi" in visit.request.query_params,
        least=LEAST,
        here=MINE_PATH,
    )
