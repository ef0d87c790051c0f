"""What happens to a member's report?  Its unit files, revises, withdraws; staff verify, return, reject.

Only a verified report is a number: verifying turns what the version adds into facts, taking it back voids
them.  Nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.drafts import drop_draft, slot_of
from db.commands.entry_effects import take_effect
from db.commands.report_steps import (
    ReportReceipt,
    add_facts,
    add_version,
    content_hash_of,
    note,
    repeated_receipt,
    settle,
)
from db.models import ActivityReport, Organisation, ReportVersion
from db.queries.accounts import SignedIn
from db.queries.moments import day_of
from db.queries.report_forms import report_form
from db.queries.verification import check_verifiable
from db.rules.errors import RuleError
from db.rules.report_checks import ReportData, check_report
from db.rules.report_forms import FormSpec
from db.rules.reporting import check_act, check_unit_lived, check_version, records_facts
from db.rules.roles import check_may
from db.rules.text_in import clean_text
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]
MOST_REASON = 600


def submit_report(session: Session, by: SignedIn, form_code: str, form: Form, now: datetime) -> ReportReceipt:
    """File a report of the member's own unit, once however often it is sent.

    Raises: RuleError `forbidden`, `unknown_form`, `token_…`, `fields_refused`.
    Source: indicators.md sections 2.2 and 4.
    """
    unit = _unit_of(by)
    token, spec = read_token(form), report_form(form_code)
    data = check_report(spec, form, today=day_of(now), organisations=_units(session))
    receipt = repeated_receipt(session, token, content_hash_of(spec, data), unit)
    if receipt is not None:
        return receipt
    _check_unit_lived(session, unit, spec, data)
    drop_draft(session, by, slot_of(spec.code))
    report = ActivityReport(
        id=uuid4(),
        organisation_id=unit,
        form=spec.code,
        title=data.title,
        event_on=data.event_on or day_of(now),
        province_code=data.province_code,
        state=check_act("draft", "submit", by=str(by.account_id), filed_by=()),
        version=1,
        filed_by=by.account_id,
        submitted_at=now,
        sample=by.sample,
    )
    session.add(report)
    session.flush()
    add_version(session, report, by, token, spec, data, now)
    return ReportReceipt(report.id, 1, repeated=False)


def revise_report(
    session: Session, by: SignedIn, report_id: UUID, form: Form, now: datetime
) -> ReportReceipt:
    """File a new version of the unit's own report; it waits for verification again.

    Raises: RuleError `other_organisation`, `wrong_state`, `stale_version`, `token_…`, `fields_refused`.
    """
    report = _own(session, by, report_id)
    token, spec = read_token(form), report_form(report.form)
    data = check_report(spec, form, today=day_of(now), organisations=_units(session))
    receipt = repeated_receipt(session, token, content_hash_of(spec, data), report.organisation_id)
    if receipt is not None:
        return receipt
    _check_unit_lived(session, report.organisation_id, spec, data)
    drop_draft(session, by, slot_of(spec.code, report.id))
    check_version(_seen_version(form), report.version)
    before = report.state
    report.state = check_act(before, "submit", by=str(by.account_id), filed_by=())
    settle(session, report, before, now)
    report.version += 1
    report.title, report.province_code = data.title, data.province_code
    report.event_on = data.event_on or day_of(now)
    report.submitted_at = now
    add_version(session, report, by, token, spec, data, now)
    return ReportReceipt(report.id, report.version, repeated=False)


def withdraw_report(session: Session, by: SignedIn, report_id: UUID, reason: str, now: datetime) -> None:
    """Take the unit's own report back; its facts, if it had any, are voided."""
    _act(session, _own(session, by, report_id), by, "withdraw", reason, now)


def verify_report(session: Session, by: SignedIn, report_id: UUID, version: int, now: datetime) -> None:
    """Turn a report into numbers.

    Raises: RuleError `forbidden`, `unknown_report`, `own_report`, `stale_version`, `wrong_state`.
    """
    _act(session, _seen(session, by, report_id, version), by, "verify", "", now)


def return_report(
    session: Session, by: SignedIn, report_id: UUID, version: int, reason: str, now: datetime
) -> None:
    """Send a report back to its unit with the reason."""
    _act(session, _seen(session, by, report_id, version), by, "return", reason, now)


def reject_report(
    session: Session, by: SignedIn, report_id: UUID, version: int, reason: str, now: datetime
) -> None:
    """Refuse a report for good, with the reason."""
    _act(session, _seen(session, by, report_id, version), by, "reject", reason, now)


# -- who, and which report -----------------------------------------------------------------------------


def _unit_of(by: SignedIn) -> int:
    check_may(by.role, "file_report")
    if by.organisation_id is None:
        raise RuleError("organisation_needed")
    return by.organisation_id


def _units(session: Session) -> frozenset[str]:
    """The organisations a report may name."""
    return frozenset(str(number) for number in session.scalars(select(Organisation.id)))


def _check_unit_lived(session: Session, unit: int, spec: FormSpec, data: ReportData) -> None:
    field = spec.event_field
    name = field.name if field else ""
    check_unit_lived(data.event_on, session.get_one(Organisation, unit).valid_to, name)


def _own(session: Session, by: SignedIn, report_id: UUID) -> ActivityReport:
    """The unit's own report; another unit's does not exist for it."""
    unit = _unit_of(by)
    report = session.get(ActivityReport, report_id)
    if report is None or report.organisation_id != unit:
        raise RuleError("other_organisation")
    return report


def _seen(session: Session, by: SignedIn, report_id: UUID, version: int) -> ActivityReport:
    """The report staff looked at, unless somebody changed it meanwhile."""
    check_may(by.role, "verify_report")
    report = session.get(ActivityReport, report_id)
    if report is None:
        raise RuleError("unknown_report")
    check_version(version, report.version)
    return report


def _seen_version(form: Form) -> int:
    given = [text for text in form.get("version", ()) if text.isascii() and text.isdigit() and len(text) < 9]
    if len(given) != 1:
        raise RuleError("stale_version")
    return int(given[0])


# -- one step ------------------------------------------------------------------------------------------


def _act(session: Session, report: ActivityReport, by: SignedIn, act: str, typed: str, now: datetime) -> None:
    before, reason = report.state, clean_text(typed, MOST_REASON)
    writers = session.scalars(select(ReportVersion.recorded_by).where(ReportVersion.report_id == report.id))
    filed_by = {str(writer) for writer in writers}
    report.state = check_act(before, act, by=str(by.account_id), filed_by=filed_by, reason=reason)
    settle(session, report, before, now)
    if records_facts(before, report.state):
        check_verifiable(session, report.id)
        add_facts(session, report, by, now)
        take_effect(session, report, by, now)
    note(session, report, by, act, reason, now)
