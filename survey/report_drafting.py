"""What does a form begin with, and what should be looked at before it is sent?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from db.commands.drafts import save_draft, slot_of
from db.queries.drafts import DraftRow, draft, last_report
from db.queries.moments import VIETNAM, day_of
from db.queries.organisations import organisations
from db.queries.report_context import is_filed, warnings_before_filing
from db.rules.errors import RuleError
from db.rules.report_checks import check_report
from db.rules.report_drafts import TOKEN, as_last_time
from db.rules.report_forms import FormSpec
from db.rules.report_warnings import ReportWarning
from db.rules.tokens import read_token
from survey.forms import first
from survey.report_views import as_typed
from survey.text import say
from survey.visit import Form, Visit

SEEN_DRAFT, SEEN_WARNINGS = "nhap", "da_xem"
AS_LAST = "nhu-lan-truoc"
LONGEST_NUMBER = 8
# Proof may follow after sending, so its absence alone stops nobody.
NOT_STOPPING = frozenset({"not_verifiable_yet"})


@dataclass(frozen=True, slots=True)
class Beginning:
    """What stands in a form when it is opened: fields, token, number of the draft (0: none), a notice.

    `may_repeat`: an earlier report of the same kind can be taken over.
    """

    form: Form
    token: str
    draft: DraftRow | None = None
    notice: str = ""
    may_repeat: bool = False


async def beginning(visit: Visit, unit: int, spec: FormSpec) -> Beginning:
    """A new report: the draft where one was begun, the last report when that was asked for, else empty."""
    account = visit.signed_in.account_id
    kept, last = await visit.service.read(
        lambda session: (draft(session, account, unit, spec.code), last_report(session, unit, spec.code))
    )
    if kept is not None:
        return resumed(kept)
    if last is not None and AS_LAST in visit.request.query_params:
        form = as_last_time(spec, as_typed(spec, last))
        return Beginning(form, str(uuid4()), notice=say("rform.as_last"))
    return Beginning({}, str(uuid4()), may_repeat=last is not None)


async def revision(visit: Visit, unit: int, report_id: UUID, current: Form) -> Beginning:
    """A report that is mended: the draft of its revision where one was begun, else what it says now."""
    slot, account = slot_of("", report_id), visit.signed_in.account_id
    kept = await visit.service.read(lambda session: draft(session, account, unit, slot))
    return Beginning(current, str(uuid4())) if kept is None else resumed(kept)


def resumed(kept: DraftRow) -> Beginning:
    """A draft, ready to be gone on with."""
    moment = f"{kept.updated_at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"
    token = first(kept.fields, TOKEN) or str(uuid4())
    return Beginning(dict(kept.fields), token, kept, say("rform.resumed", moment=moment))


def seen_draft(form: Form) -> int:
    """The number of the draft that the posted page was opened with."""
    text = first(form, SEEN_DRAFT)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


async def keep_draft(visit: Visit, spec: FormSpec, report_id: UUID | None = None) -> int:
    """Save what was posted as a draft; its new number.  Raises: what `save_draft` raises."""
    by, now, seen = visit.signed_in, visit.service.now(), seen_draft(visit.form)

    def act(session: Session) -> int:
        return save_draft(session, by, spec.code, visit.form, seen, now, report_id)

    number: int = await visit.service.write(act)
    return number


async def unseen_warnings(
    visit: Visit, unit: int, spec: FormSpec, report_id: UUID | None = None
) -> tuple[ReportWarning, ...]:
    """What should be looked at again before this is sent; nothing once it was looked at.

    A form that will be refused is left to the command, which names every problem; one that was filed under
    its token before is only sent again.
    """
    now = visit.service.now()

    def query(session: Session) -> tuple[ReportWarning, ...]:
        units = frozenset(str(row.id) for row in organisations(session, day_of(now)))
        try:
            if is_filed(session, read_token(visit.form)):
                return ()
            data = check_report(spec, visit.form, today=day_of(now), organisations=units)
        except RuleError:
            return ()
        return warnings_before_filing(session, unit, spec, data, now, report_id)

    found = await visit.service.read(query)
    stopping = any(warning.code not in NOT_STOPPING for warning in found)
    return found if stopping and first(visit.form, SEEN_WARNINGS) != mark_of(found) else ()


def mark_of(warnings: Iterable[ReportWarning]) -> str:
    """Names a list of warnings, so that "send anyway" holds for those that were read and no others."""
    text = "\n".join(sorted(f"{warning.field} {warning.code}" for warning in warnings))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def warning_lines(spec: FormSpec, warnings: Iterable[ReportWarning]) -> list[tuple[str, str]]:
    """Each warning as (field it is about, words)."""
    return [(warning.field, _line(spec, warning)) for warning in warnings]


def _line(spec: FormSpec, warning: ReportWarning) -> str:
    facts: Mapping[str, object] = warning.facts
    words, field = say(f"warning.{warning.code}", **facts), spec.field(warning.field)
    return f"{field.label_vi}: {words}" if field else words
