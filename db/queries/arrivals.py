"""What must be known of forms that arrive together, before any of them is kept?  Asked once for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from db.models import Consultation, ErasedToken, FormVersion, Invitation, Submission
from db.queries.consultations import definition_under
from db.rows import among, keys
from db.rules.consultation import UNANNOUNCED
from db.rules.definition import Definition
from db.rules.invitations import Invited


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation as an arriving form needs it."""

    id: int
    version_id: int
    form: Definition
    state: str
    opens_at: datetime
    closes_at: datetime | None
    invited_only: bool


@dataclass(frozen=True, slots=True)
class First:
    """What came first under a token; whatever comes later is compared with it."""

    consultation_id: int
    slip: str
    content_hash: str


# Made once, of bare tables: to build a statement takes longer than to run it.
_C, _F, _S = Consultation.__table__.c, FormVersion.__table__.c, Submission.__table__.c
_E, _I = ErasedToken.__table__.c, Invitation.__table__.c
_CONSULTATIONS = select(
    *(_C.slug, _C.id, _C.form_version_id, _F.sha256),
    *(_C.state, _C.opens_at, _C.closes_at, _C.invited_only),
).where(_F.id == _C.form_version_id, among(_C.slug, bindparam("slugs")))
_FIRSTS = select(_S.token, _S.consultation_id, _S.slip, _S.content_hash).where(
    among(_S.token, bindparam("tokens"))
)
_ERASED = select(_E.token_hash).where(among(_E.token_hash, bindparam("hashes")))
_INVITATIONS = (
    select(
        *(_I.consultation_id, _I.code, _I.id),
        *(_I.opens_at, _I.closes_at, _I.most, _I.revoked_at, func.count(_S.token)),
    )
    .outerjoin_from(Invitation.__table__, Submission.__table__, _S.invitation_id == _I.id)
    .where(among(_I.code, bindparam("codes")))
    .group_by(_I.id)
)


def asked_consultations(session: Session, slugs: Collection[str]) -> Mapping[str, Asked]:
    """The announced consultations under these addresses."""
    return {
        slug: Asked(number, version, definition_under(session, version, sha256), state, *rest)
        for slug, number, version, sha256, state, *rest in _rows(session, _CONSULTATIONS, "slugs", slugs)
        if state not in UNANNOUNCED
    }


def first_arrivals(session: Session, tokens: Collection[UUID]) -> dict[UUID, First]:
    """What came before under these tokens."""
    return {token: First(*first) for token, *first in _rows(session, _FIRSTS, "tokens", tokens)}


def erased_among(session: Session, hashes: Collection[str]) -> Collection[str]:
    """Those of these hashes whose submission a child took back."""
    return [found for (found,) in _rows(session, _ERASED, "hashes", hashes)]


def invitations_under(session: Session, codes: Collection[str]) -> dict[tuple[int, str], tuple[int, Invited]]:
    """The invitations with these codes, by consultation and code: number, and what decides."""
    return {
        (consultation, code): (number, Invited(opens, closes, most, revoked is not None, taken))
        for consultation, code, number, opens, closes, most, revoked, taken in _rows(
            session, _INVITATIONS, "codes", codes
        )
    }


def _rows(
    session: Session, statement: Select[Any], name: str, values: Collection[UUID | str]
) -> Sequence[Row[Any]]:
    if not values:
        return ()
    connection = session.connection()
    return connection.execute(statement, {name: keys(connection, values)}).all()
