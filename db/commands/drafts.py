"""What happens to a form that is still being typed?  Saved as it stands, resumed elsewhere, thrown away.

A draft is no record of the Association: it may be incomplete and wrong, counts nowhere, and is gone when the
report is filed.  Its acts leave no audit row, because nothing was said to anybody yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from db.models import ActivityReport, ReportDraft
from db.queries.accounts import SignedIn
from db.queries.report_context import is_filed
from db.queries.report_forms import report_form
from db.rules.errors import RuleError
from db.rules.report_drafts import TOKEN, draft_fields
from db.rules.roles import check_may
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]


def save_draft(
    session: Session,
    by: SignedIn,
    form_code: str,
    form: Form,
    seen: int,
    now: datetime,
    report_id: UUID | None = None,
) -> int:
    """Keep what was typed so far; the number the next save has to name.

    `seen` is the number of the draft that the page was opened with, 0 for none.
    Raises: RuleError `stale_draft` when it was saved elsewhere, filed or thrown away since; `unknown_form`,
            `other_organisation`, `too_long`, `bad_text`.
    """
    fields, unit = draft_fields(report_form(form_code), form), _unit_of(by)
    _check_own(session, unit, report_id)
    slot = slot_of(form_code, report_id)
    draft = session.scalar(_own(by).where(ReportDraft.slot == slot))
    if (draft.number if draft else 0) != seen or _is_filed(session, form):
        raise RuleError("stale_draft")
    if draft is None:
        draft = ReportDraft(account_id=by.account_id, slot=slot, number=0, report_id=report_id)
        session.add(draft)
    draft.organisation_id, draft.form = unit, form_code
    draft.number, draft.fields, draft.updated_at = draft.number + 1, fields, now
    session.flush()
    return draft.number


def discard_draft(session: Session, by: SignedIn, draft_id: int) -> None:
    """Throw one's own draft away; one that is gone already stays gone."""
    check_may(by.role, "file_report")
    draft = session.scalar(_own(by).where(ReportDraft.id == draft_id))
    if draft is not None:
        session.delete(draft)


def drop_draft(session: Session, by: SignedIn, slot: str) -> None:
    """The report was filed: nothing is left to resume."""
    session.execute(
        delete(ReportDraft).where(ReportDraft.account_id == by.account_id, ReportDraft.slot == slot)
    )


def slot_of(form_code: str, report_id: UUID | None = None) -> str:
    """The one draft a person has: of each form, and of each report they revise."""
    return str(report_id) if report_id else form_code


def _unit_of(by: SignedIn) -> int:
    check_may(by.role, "file_report")
    if by.organisation_id is None:
        raise RuleError("organisation_needed")
    return by.organisation_id


def _own(by: SignedIn) -> Select[tuple[ReportDraft]]:
    return select(ReportDraft).where(ReportDraft.account_id == by.account_id)


def _check_own(session: Session, unit: int, report_id: UUID | None) -> None:
    if report_id is None:
        return
    report = session.get(ActivityReport, report_id)
    if report is None or report.organisation_id != unit:
        raise RuleError("other_organisation")


def _is_filed(session: Session, form: Form) -> bool:
    """Whether this very form has been filed: a save that was under way then comes too late."""
    return any(form.get(TOKEN, ())) and is_filed(session, read_token(form))
