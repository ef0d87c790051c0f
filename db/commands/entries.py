"""What does head office enter itself?  One member of staff records, a second confirms; only then it counts.

An entry is a report of head office: it waits in the same queue, is confirmed by the same act, and nobody
confirms their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.entry_effects import lose_effect, take_effect
from db.commands.ledger_steps import check_references, seen_version
from db.commands.report_steps import (
    ReportReceipt,
    add_version,
    content_hash_of,
    note,
    repeated_receipt,
    settle,
)
from db.models import ActivityReport, Organisation, QualityCheck, ReportVersion
from db.queries.accounts import SignedIn
from db.queries.entries import head_office_id, is_entry, planned_years
from db.queries.moments import day_of
from db.queries.report_context import spec_of
from db.queries.report_forms import report_form
from db.rules.errors import RuleError, refuse_fields
from db.rules.head_office import ENTRY_FORMS, MILESTONE, checklist_of, entry_problems, entry_title, passed
from db.rules.report_checks import ReportData, check_report
from db.rules.reporting import check_act, check_version
from db.rules.roles import check_may
from db.rules.text_in import clean_text
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]
ACTION = "enter_figures"
MOST_REASON = 600


def record_entry(session: Session, by: SignedIn, form_code: str, form: Form, now: datetime) -> ReportReceipt:
    """Enter figures of head office; they wait for a second person.

    Raises: RuleError `forbidden`, `unknown_form`, `organisation_needed`, `token_…`, `fields_refused`.
    Source: indicators.md section 4.1.
    """
    check_may(by.role, ACTION)
    if form_code not in ENTRY_FORMS:
        raise RuleError("unknown_form")
    token, spec = read_token(form), spec_of(form_code)
    unit, data = head_office_id(session, by.organisation_id), _checked(session, form_code, form, now)
    receipt = repeated_receipt(session, token, content_hash_of(spec, data), unit)
    if receipt is not None:
        return receipt
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


def revise_entry(session: Session, by: SignedIn, report_id: UUID, form: Form, now: datetime) -> ReportReceipt:
    """Enter a new version; it waits for a second person again.

    Raises: RuleError `forbidden`, `unknown_report`, `wrong_state`, `stale_version`, `token_…`,
        `fields_refused`.
    """
    report = _entry(session, by, report_id)
    token, spec = read_token(form), spec_of(report.form)
    data = _checked(session, report.form, form, now)
    receipt = repeated_receipt(session, token, content_hash_of(spec, data), report.organisation_id)
    if receipt is not None:
        return receipt
    check_version(seen_version(form), report.version)
    before = report.state
    report.state = check_act(before, "submit", by=str(by.account_id), filed_by=())
    settle(session, report, before, now)
    report.version += 1
    report.title, report.province_code = data.title, data.province_code
    report.event_on, report.submitted_at = data.event_on or day_of(now), now
    add_version(session, report, by, token, spec, data, now)
    return ReportReceipt(report.id, report.version, repeated=False)


def withdraw_entry(session: Session, by: SignedIn, report_id: UUID, typed: str, now: datetime) -> None:
    """Take an entry back; what it had changed counts no more from now on.

    Raises: RuleError `forbidden`, `unknown_report`, `wrong_state`, `reason_needed`.
    """
    report, reason = _entry(session, by, report_id), clean_text(typed, MOST_REASON)
    before = report.state
    report.state = check_act(before, "withdraw", by=str(by.account_id), filed_by=(), reason=reason)
    settle(session, report, before, now)
    note(session, report, by, "withdraw", reason, now)


def check_quality(session: Session, by: SignedIn, report_id: UUID, form: Form, now: datetime) -> bool:
    """Judge a report by the five points; whether it passed.  The newest judgement counts.

    Shape:  fields token, version, quality_ok (the points that hold), ghi_chu.
    Raises: RuleError `forbidden`, `unknown_report`, `second_person_needed`, `stale_version`, `wrong_state`,
        `not_a_choice`, `token_…`.
    Source: indicators.md section 1.
    """
    report, token = _entry(session, by, report_id), read_token(form)
    checklist = checklist_of(report_form(report.form))
    if checklist is None or report.state not in ("submitted", "verified"):
        raise RuleError("wrong_state", state=report.state)
    points = _points(checklist.codes, form)
    if session.scalar(select(QualityCheck.id).where(QualityCheck.token == token)) is not None:
        return passed(checklist, points)
    check_version(seen_version(form), report.version)
    if by.account_id in _writers(session, report_id):
        raise RuleError("second_person_needed")
    check = QualityCheck(
        report_id=report.id,
        version=report.version,
        points=points,
        passed=passed(checklist, points),
        note=clean_text(next(iter(form.get("ghi_chu", ())), ""), MOST_REASON),
        token=token,
        recorded_at=now,
        recorded_by=by.account_id,
    )
    session.add(check)
    session.flush()
    _apply(session, report, by, now)
    facts = {"version": report.version, "passed": check.passed}
    record(session, Audit(by.name, "quality_checked", "report", str(report.id), now, facts))
    return check.passed


# -- who, which and what -------------------------------------------------------------------------------


def _points(codes: Sequence[str], form: Form) -> list[str]:
    given = list(dict.fromkeys(form.get("quality_ok", ())))
    if any(code not in codes for code in given):
        raise RuleError("not_a_choice")
    return given


def _apply(session: Session, report: ActivityReport, by: SignedIn, now: datetime) -> None:
    """A milestone that counts already is replaced by one with the new judgement."""
    if report.form == MILESTONE and report.state == "verified":
        lose_effect(session, report.id, now)
        take_effect(session, report, by, now)


def _writers(session: Session, report_id: UUID) -> frozenset[UUID]:
    query = select(ReportVersion.recorded_by).where(ReportVersion.report_id == report_id)
    return frozenset(session.scalars(query))


def _entry(session: Session, by: SignedIn, report_id: UUID) -> ActivityReport:
    check_may(by.role, ACTION)
    report = session.get(ActivityReport, report_id)
    if report is None or not is_entry(session, report):
        raise RuleError("unknown_report")
    return report


def _checked(session: Session, form_code: str, form: Form, now: datetime) -> ReportData:
    spec = spec_of(form_code)
    units = frozenset(str(number) for number in session.scalars(select(Organisation.id)))
    data = check_report(spec, form, today=day_of(now), organisations=units)
    refuse_fields(entry_problems(spec, data.values, planned_years(session)))
    refuse_fields(check_references(session, spec, data.values))
    return replace(data, title=entry_title(spec, data.values))
