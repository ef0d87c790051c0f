"""What happens to a child's own words once they are sealed: kept, read by an officer, decided on, erased?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Concern, ConcernEvent, Passage, SealedItem, SealedKey, Submission
from db.queries.accounts import SignedIn
from db.queries.moments import day_of
from db.queries.safeguarding_keys import sealing_keys
from db.rows import insert_rows
from db.rules.errors import RuleError
from db.rules.roles import check_may
from db.rules.safeguarding import DECISIONS, RETENTION, TRANSITIONS, check_may_close
from db.rules.statemachine import move
from db.rules.text_in import clean_line
from db.sealing.envelopes import Envelope, PublicKey, seal

MOST_REFERENCE = 120


# -- keeping -------------------------------------------------------------------------------------------


def store_items(session: Session, envelopes: Sequence[Envelope]) -> None:
    """Keep sealed items."""
    items = [{"id": envelope.item_id, "body": envelope.body} for envelope in envelopes]
    keys = [
        {"item_id": envelope.item_id, "key_id": key_id, "sealed": sealed}
        for envelope in envelopes
        for key_id, sealed in envelope.sealed_keys.items()
    ]
    insert_rows(session, SealedItem, items)
    insert_rows(session, SealedKey, keys)


def seal_for_officers(session: Session, content: Mapping[str, str]) -> UUID:
    """Seal something to everybody who may read; the item's id."""
    keys: tuple[PublicKey, ...] = sealing_keys(session)
    envelope = seal(uuid4(), content, keys)
    store_items(session, [envelope])
    return envelope.item_id


# -- on the officers' desk -----------------------------------------------------------------------------


def read_concern(session: Session, by: SignedIn, concern_id: UUID, now: datetime) -> None:
    """Note that this officer opened the words, each time in the log; the first reading ends "new"."""
    concern = _concern(session, by, concern_id)
    concern.state = move(TRANSITIONS, concern.state, "read")
    mine = select(ConcernEvent.id).where(
        ConcernEvent.concern_id == concern.id, ConcernEvent.act == "read", ConcernEvent.by == by.name
    )
    if session.scalar(mine.limit(1)) is None:
        _add_event(session, by, concern, "read", now)
    record(session, Audit(by.name, "concern_opened", "concern", str(concern.id), now))


def decide_concern(
    session: Session,
    by: SignedIn,
    concern_id: UUID,
    decision: str,
    now: datetime,
    *,
    done_on: date | None = None,
    reference: str = "",
    closing: bool = False,
    seen: str = "",
) -> None:
    """Note what was done: to whom it was referred, when, under which reference; close it if that is all.

    `seen`: how many events the officer's page showed; others since then mean that somebody was faster.
    Raises: RuleError `not_a_choice`, `future_date`, `too_long`, `bad_text`, `wrong_state`,
            `decision_needed`, `stale_version`.
    """
    concern = _concern(session, by, concern_id)
    if seen and seen != str(_events_n(session, concern)):
        raise RuleError("stale_version")
    if decision and decision not in DECISIONS:
        raise RuleError("not_a_choice")
    if done_on is not None and done_on > day_of(now):
        raise RuleError("future_date")
    if decision:
        concern.state = move(TRANSITIONS, concern.state, decision)
        said = clean_line(reference, MOST_REFERENCE)
        _add_event(session, by, concern, decision, now, done_on or day_of(now), said)
    if closing or not decision:
        _close(session, by, concern, now)


def _close(session: Session, by: SignedIn, concern: Concern, now: datetime) -> None:
    acts = session.scalars(select(ConcernEvent.act).where(ConcernEvent.concern_id == concern.id))
    check_may_close(acts.all())
    concern.state = move(TRANSITIONS, concern.state, "close")
    concern.closed_on = day_of(now)
    _add_event(session, by, concern, "close", now)


def reopen_concern(session: Session, by: SignedIn, concern_id: UUID, now: datetime) -> None:
    """There is more to do after all.  Raises: RuleError `wrong_state`, `words_erased`."""
    concern = _concern(session, by, concern_id)
    if concern.item_id is None:
        raise RuleError("words_erased")
    concern.state = move(TRANSITIONS, concern.state, "reopen")
    concern.closed_on = None
    _add_event(session, by, concern, "reopen", now)


def _concern(session: Session, by: SignedIn, concern_id: UUID) -> Concern:
    check_may(by.role, "read_sealed")
    concern = session.get(Concern, concern_id)
    if concern is None:
        raise RuleError("unknown_concern")
    return concern


def _events_n(session: Session, concern: Concern) -> int:
    counted = select(func.count()).select_from(ConcernEvent).where(ConcernEvent.concern_id == concern.id)
    return session.scalar(counted) or 0


def _add_event(
    session: Session,
    by: SignedIn,
    concern: Concern,
    act: str,
    now: datetime,
    done_on: date | None = None,
    reference: str = "",
) -> None:
    session.add(
        ConcernEvent(
            concern_id=concern.id,
            act=act,
            done_on=done_on,
            reference=reference,
            at=now,
            by=by.name,
            by_vi=by.display_name,
        )
    )
    record(session, Audit(by.name, f"concern_{act}", "concern", str(concern.id), now))


# -- leaving -------------------------------------------------------------------------------------------


def forget_words_of(session: Session, token: UUID, today: date) -> None:
    """A child took the answers back: the words go, and every passage of them, released or not.

    What the officers did stays, without a link to anybody; where they had done nothing, nothing stays.
    """
    concern = session.scalar(select(Concern).where(Concern.token == token))
    if concern is None:
        return
    passages = select(Passage).where(Passage.concern_id == concern.id)
    for passage in session.scalars(passages).all():
        erase_item(session, passage.item_id)
        session.delete(passage)
    erase_item(session, concern.item_id)
    session.flush()
    touched = session.scalar(select(ConcernEvent.id).where(ConcernEvent.concern_id == concern.id).limit(1))
    if touched is None:
        session.delete(concern)
        return
    session.refresh(concern)
    concern.token, concern.erased_on = None, today


def erase_expired(session: Session, actor: str, now: datetime) -> int:
    """Erase the words of concerns closed 90 days ago, and passages nobody confirmed; how many concerns.

    Source: consultations.md section 6.
    """
    last = day_of(now) - RETENTION
    due = select(Concern).where(Concern.closed_on <= last, Concern.item_id.is_not(None))
    concerns = session.scalars(due).all()
    for concern in concerns:
        waiting = select(Passage).where(Passage.concern_id == concern.id, Passage.item_id.is_not(None))
        for passage in session.scalars(waiting).all():
            erase_item(session, passage.item_id)
            session.delete(passage)
        erase_item(session, concern.item_id)
        session.flush()
        session.refresh(concern)
        concern.erased_on = day_of(now)
        forget_hash_of(session, concern.token)
        record(session, Audit(actor, "concern_erased", "concern", str(concern.id), now))
    return len(concerns)


def forget_hash_of(session: Session, token: UUID | None) -> None:
    """The hash of an answer whose words were erased becomes noise: nobody can test a guess at them by it.

    The answer stays; the same page sent once more is refused as a used one (its slip is no longer told).
    """
    noise = secrets.token_hex(32)
    session.execute(update(Submission).where(Submission.token == token).values(content_hash=noise))


def erase_item(session: Session, item_id: UUID | None) -> None:
    """Erase one sealed item with its keys; nothing to erase is nothing done."""
    if item_id is not None:
        session.execute(delete(SealedKey).where(SealedKey.item_id == item_id))
        session.execute(delete(SealedItem).where(SealedItem.id == item_id))
