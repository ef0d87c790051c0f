"""Which piles of paper sheets were typed in, and how far is each?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Account, PaperBatch, PaperSheet
from db.queries.step_records import consultation_named
from db.rules.errors import RuleError


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One pile.  `last` is the number of the newest sheet and `sheets` how many stand: whoever reads them
    has the paper in hand, so they tell nothing new; no page but the entry screen shows them."""

    id: int
    label_vi: str
    begun_at: datetime
    begun_by_vi: str
    sheets: int
    last: int


def batches(session: Session, slug: str) -> tuple[BatchRow, ...]:
    """The piles of a consultation, newest first.  Raises: RuleError `unknown_consultation`."""
    row = consultation_named(session, slug)
    found = session.execute(
        select(PaperBatch, Account.display_name, func.count(PaperSheet.token), func.max(PaperSheet.number))
        .outerjoin(PaperSheet, PaperSheet.batch_id == PaperBatch.id)
        .outerjoin(Account, Account.name == PaperBatch.begun_by)
        .where(PaperBatch.consultation_id == row.id)
        .group_by(PaperBatch.id, Account.display_name)
        .order_by(PaperBatch.id.desc())
    )
    return tuple(
        BatchRow(batch.id, batch.label_vi, batch.begun_at, name or batch.begun_by, count, last or 0)
        for batch, name, count, last in found
    )


def batch(session: Session, slug: str, number: int) -> BatchRow:
    """One pile.  Raises: RuleError `unknown_consultation`, `unknown_batch`."""
    found = next((one for one in batches(session, slug) if one.id == number), None)
    if found is None:
        raise RuleError("unknown_batch")
    return found


def batch_record(session: Session, slug: str, number: int) -> PaperBatch:
    """The record, for commands.  Raises: RuleError `unknown_consultation`, `unknown_batch`."""
    row = consultation_named(session, slug)
    found = session.get(PaperBatch, number)
    if found is None or found.consultation_id != row.id:
        raise RuleError("unknown_batch")
    return found
