"""How does a typed passphrase or a paper become an open key?  Slow work in a thread, every try counted."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool

from db.commands.safeguarding_desk import count_guess, note_opened, note_wrong
from db.commands.safeguarding_keys import MadeKey
from db.passwords import check_password, matches
from db.queries.accounts import sign_in_record
from db.queries.safeguarding_keys import own_key, recovery_key
from db.rules.errors import RuleError
from db.sealing.envelopes import OpenKey
from db.sealing.keys import from_paper, lock, new_key, public_of, unlock
from survey.forms import first
from survey.open_desks import OpenDesk
from survey.visit import Visit

PASSPHRASE, AGAIN, PAPER = "password", "password_again", "password_paper"
WRONG = frozenset({"wrong_passphrase", "recovery_mistyped", "wrong_recovery_key"})


def desk_of(visit: Visit) -> OpenDesk | None:
    """The visitor's open desk; None while it is shut."""
    return visit.service.desks.find(visit.signed_in.session_hash, visit.service.now())


def need_desk(visit: Visit) -> OpenDesk:
    """The visitor's open desk.  Raises: RuleError `desk_shut`."""
    return visit.service.desks.need(visit.signed_in.session_hash, visit.service.now())


async def open_by_passphrase(visit: Visit) -> None:
    """Open the visitor's desk.  Raises: RuleError `no_key`, `wrong_passphrase`, `too_many_attempts`."""
    person, now = visit.signed_in, visit.service.now()
    own = await visit.service.read(lambda session: own_key(session, person.account_id))
    key = await _guess(visit, lambda: unlock(own.public, own.locked, first(visit.form, PASSPHRASE)))
    visit.service.desks.open(person.session_hash, key, now)


async def opened_by_paper(visit: Visit) -> OpenKey:
    """The recovery key, typed from its paper.

    Raises: RuleError `no_key`, `recovery_mistyped`, `wrong_recovery_key`, `too_many_attempts`.
    """
    public = await visit.service.read(recovery_key)
    return await _guess(visit, lambda: from_paper(public, first(visit.form, PAPER)))


async def _guess(visit: Visit, work: Callable[[], OpenKey]) -> OpenKey:
    service, person, now = visit.service, visit.signed_in, visit.service.now()
    secret = service.settings.secret
    counted = await service.write(lambda session: count_guess(session, secret, person, now))
    try:
        key = await run_in_threadpool(work)
    except RuleError as refusal:
        if refusal.code in WRONG:
            await service.write(lambda session: note_wrong(session, person, now))
        raise
    await service.write(lambda session: note_opened(session, person, counted, now))
    return key


async def made_by_passphrase(visit: Visit) -> MadeKey:
    """A fresh pair, its private half locked under the passphrase that was typed twice.

    Raises: RuleError `passphrases_differ`, `passphrase_is_password`, or the refusals of a weak password.
    """
    person = visit.signed_in
    account = await visit.service.read(lambda session: sign_in_record(session, person.name))
    password_hash = account.password_hash if account else ""
    typed, again = first(visit.form, PASSPHRASE), first(visit.form, AGAIN)

    def make() -> MadeKey:
        if typed != again:
            raise RuleError("passphrases_differ")
        check_password(typed, (person.name, person.display_name))
        if matches(typed, password_hash):
            raise RuleError("passphrase_is_password")
        key = new_key()
        return MadeKey(public_of(key), lock(key, typed))

    return await run_in_threadpool(make)
