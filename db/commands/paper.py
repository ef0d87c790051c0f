"""How do answers on paper come in: a pile from one place, sheet by sheet, the last one taken back?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.consulting_desk import checked
from db.commands.submissions import PAPER, record_submission, withdraw_submission
from db.models import PaperBatch, PaperSheet, Submission
from db.queries.accounts import SignedIn
from db.queries.consultation_forms import consultation_form
from db.queries.consulting_desk import ACTION, NOUN
from db.queries.paper import batch_record
from db.queries.step_records import consultation_named
from db.rules.consultation import check_may_enter_paper
from db.rules.errors import RuleError
from db.rules.roles import check_may
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]


def begin_batch(session: Session, by: SignedIn, slug: str, form: Form, now: datetime) -> int:
    """A pile of sheets; the same one when the form is sent again.

    Raises: RuleError `forbidden`, `unknown_consultation`, `wrong_state`, `token_missing`,
        `token_malformed`, `fields_refused`.
    """
    check_may(by.role, ACTION)
    row, token = consultation_named(session, slug), read_token(form)
    before = session.scalar(select(PaperBatch.id).where(PaperBatch.token == token))
    if before is not None:
        return before
    check_may_enter_paper(row.state)
    values = checked(session, by, consultation_form("batch"), form, now)
    batch = PaperBatch(
        consultation_id=row.id, token=token, label_vi=values["label_vi"], begun_at=now, begun_by=by.name
    )
    session.add(batch)
    session.flush()
    record(session, Audit(by.name, "paper_begun", NOUN, row.slug, now))
    return batch.id


def enter_sheet(
    session: Session, by: SignedIn, secret: bytes, slug: str, number: int, form: Form, now: datetime
) -> None:
    """Keep one sheet of the pile, once however often it is sent; it counts like an answer from a phone.

    Raises: RuleError `forbidden`, `unknown_batch`, and what `record_submission` refuses.
    """
    check_may(by.role, ACTION)
    batch = batch_record(session, slug, number)
    receipt = record_submission(session, secret, slug, form, now, channel=PAPER)
    if receipt.repeated:
        return
    last = session.scalar(select(func.max(PaperSheet.number)).where(PaperSheet.batch_id == batch.id)) or 0
    session.add(PaperSheet(token=read_token(form), batch_id=batch.id, number=last + 1))
    session.flush()


def undo_last_sheet(
    session: Session, by: SignedIn, secret: bytes, slug: str, number: int, sheet: str, now: datetime
) -> None:
    """Erase the last sheet of the pile; `sheet` is the number the person saw, so nothing goes twice.

    Raises: RuleError `forbidden`, `unknown_batch`, `no_sheet`, `stale_version` when another sheet is the
        last one now, `wrong_state`.
    """
    check_may(by.role, ACTION)
    batch = batch_record(session, slug, number)
    check_may_enter_paper(consultation_named(session, slug).state)
    last = session.scalar(
        select(PaperSheet).where(PaperSheet.batch_id == batch.id).order_by(PaperSheet.number.desc()).limit(1)
    )
    if last is None:
        raise RuleError("no_sheet")
    if sheet != str(last.number):
        raise RuleError("stale_version")
    code = session.scalars(select(Submission.slip).where(Submission.token == last.token)).one()
    session.execute(delete(PaperSheet).where(PaperSheet.token == last.token))
    withdraw_submission(session, secret, code, now)
    record(session, Audit(by.name, "paper_undone", NOUN, slug, now))
