"""Why is a measure where it is, and what will be done?  Somebody in charge writes it down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Measure, MeasureComment
from db.queries.accounts import SignedIn
from db.queries.history import STRATEGY_BEGAN
from db.queries.moments import day_of
from db.rules.errors import RuleError
from db.rules.roles import check_may
from db.rules.text_in import clean_text

MOST_COMMENT = 2000


def add_comment(
    session: Session, by: SignedIn, code: str, year: int, text: str, token: UUID, now: datetime
) -> int:
    """Add a comment on a measure in a year, once however often it is sent; its number.

    Raises: RuleError `forbidden`, `unknown_measure`, `note_needed`, `too_long`, `bad_text`, `bad_parameter`
            (a year before the strategy or still to come), `token_reused`.
    Source: indicators.md §3.3, page 3.
    """
    check_may(by.role, "comment")
    said = clean_text(text, MOST_COMMENT)
    if session.get(Measure, code) is None:
        raise RuleError("unknown_measure")
    if not STRATEGY_BEGAN.year <= year <= day_of(now).year:
        raise RuleError("bad_parameter", name="year")
    if not said:
        raise RuleError("note_needed")
    sent = session.scalar(select(MeasureComment).where(MeasureComment.token == token))
    if sent is not None:
        if (sent.by, sent.measure_code, sent.year, sent.text_vi) != (by.name, code, year, said):
            raise RuleError("token_reused")
        return sent.id
    row = MeasureComment(
        measure_code=code,
        year=year,
        text_vi=said,
        token=token,
        by=by.name,
        by_vi=by.display_name,
        at=now,
        sample=by.sample,
    )
    session.add(row)
    session.flush()
    record(session, Audit(by.name, "comment_added", "measure", code, now, {"year": year}))
    return row.id
