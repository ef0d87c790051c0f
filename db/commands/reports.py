"""What happens to a member's report?  Filed, revised, withdrawn by its unit; verified, returned, rejected by staff.

Only a verified report is a number: verifying turns what the version adds into facts, taking it back voids
them.  Nothing is overwritten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import ActivityReport, Contribution, Fact, ReportEvent, ReportVersion
from db.queries.accounts import SignedIn
from db.queries.moments import day_of
from db.queries.report_forms import report_form
from db.rules.errors import RuleError
from db.rules.measures import contributions
from db.rules.report_forms import FormSpec, ReportData, check_report
from db.rules.reporting import check_act, check_version, records_facts, voids_facts
from db.rules.roles import check_may
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]
MOST_REASON = 600


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What the member gets: the report's id and version; `repeated` when the same form had arrived before."""

    report_id: UUID
    version: int
    repeated: bool


def submit_report(
    session: Session, by: SignedIn, form_code: str, form: Form, now: datetime
) -> ReportReceipt:
    """File a report of the member's own unit, once however often it is sent.

    Raises: RuleError `forbidden`, `unknown_form`, `token_…`, `fields_refused`.
    Source: indicators.md sections 2.2 and 4.
    """
    unit = _unit_of(by)
    token, spec = read_token(form), report_form(form_code)
    data = check_report(spec, form, today=day_of(now))
    receipt = _repeated(session, token, _content_hash(spec, data), unit)
    if receipt is not None:
        return receipt
    report = ActivityReport(
        id=uuid4(),
        organisation_id=unit,
        form=spec.code,
        title=data.title,
        event_on=data.event_on,
        province_code=data.province_code,
        state=check_act("draft", "submit", by=str(by.account_id), filed_by=()),
        version=1,
        filed_by=by.account_id,
        submitted_at=now,
        sample=by.sample,
    )
    session.add(report)
    session.flush()
    _add_version(session, report, by, token, spec, data, now)
    return ReportReceipt(report.id, 1, repeated=False)


def revise_report(
    session: Session, by: SignedIn, report_id: UUID, form: Form, now: datetime
) -> ReportReceipt:
    """File a new version of the unit's own report; it waits for verification again.

    Raises: RuleError `other_organisation`, `wrong_state`, `stale_version`, `token_…`, `fields_refused`.
    """
    report = _own(session, by, report_id)
    token, spec = read_token(form), report_form(report.form)
    data = check_report(spec, form, today=day_of(now))
    receipt = _repeated(session, token, _content_hash(spec, data), report.organisation_id)
    if receipt is not None:
        return receipt
    check_version(_seen_version(form), report.version)
    before = report.state
    report.state = check_act(before, "submit", by=str(by.account_id), filed_by=())
    _settle(session, report, before, now)
    report.version += 1
    report.title, report.event_on, report.province_code = data.title, data.event_on, data.province_code
    report.submitted_at = now
    _add_version(session, report, by, token, spec, data, now)
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


def _act(
    session: Session, report: ActivityReport, by: SignedIn, act: str, reason: str, now: datetime
) -> None:
    before = report.state
    writers = session.scalars(
        select(ReportVersion.recorded_by).where(ReportVersion.report_id == report.id)
    )
    filed_by = {str(writer) for writer in writers}
    report.state = check_act(before, act, by=str(by.account_id), filed_by=filed_by, reason=reason)
    _settle(session, report, before, now)
    if records_facts(before, report.state):
        _add_facts(session, report, by, now)
    _note(session, report, by, act, reason.strip()[:MOST_REASON], now)


def _add_version(
    session: Session,
    report: ActivityReport,
    by: SignedIn,
    token: UUID,
    spec: FormSpec,
    data: ReportData,
    now: datetime,
) -> None:
    session.add(
        ReportVersion(
            report_id=report.id,
            number=report.version,
            token=token,
            content_hash=_content_hash(spec, data),
            data=dict(data.values),
            recorded_at=now,
            recorded_by=by.account_id,
        )
    )
    for part in contributions(spec.code, data):
        session.add(
            Contribution(
                report_id=report.id,
                version=report.version,
                measure_code=part.measure,
                value=part.value,
                event_on=part.event_on,
                key=part.key,
                submitted_at=now,
            )
        )
    _note(session, report, by, "submit", "", now)


def _settle(session: Session, report: ActivityReport, before: str, now: datetime) -> None:
    """What waited waits no longer, and what counted is voided when it no longer should."""
    session.execute(
        update(Contribution)
        .where(Contribution.report_id == report.id, Contribution.settled_at.is_(None))
        .values(settled_at=now)
    )
    if voids_facts(before, report.state):
        session.execute(
            update(Fact)
            .where(Fact.report_id == report.id, Fact.voided_at.is_(None))
            .values(voided_at=now)
        )


def _add_facts(session: Session, report: ActivityReport, by: SignedIn, now: datetime) -> None:
    parts = session.scalars(
        select(Contribution).where(
            Contribution.report_id == report.id, Contribution.version == report.version
        )
    )
    for part in parts.all():
        session.add(
            Fact(
                measure_code=part.measure_code,
                value=part.value,
                event_on=part.event_on,
                key=part.key,
                organisation_id=report.organisation_id,
                province_code=report.province_code,
                origin="report",
                report_id=report.id,
                title=report.title,
                recorded_at=report.submitted_at,
                verified_at=now,
                verified_by=by.name,
                sample=report.sample,
            )
        )


def _note(
    session: Session, report: ActivityReport, by: SignedIn, act: str, reason: str, now: datetime
) -> None:
    """The report's own history and the audit row, side by side."""
    session.add(
        ReportEvent(
            report_id=report.id, version=report.version, act=act, at=now, by=by.account_id, reason=reason
        )
    )
    facts = {"version": report.version, "state": report.state}
    record(session, Audit(by.name, f"report_{act}", "report", str(report.id), now, facts))


# -- the same form again -------------------------------------------------------------------------------


def _content_hash(spec: FormSpec, data: ReportData) -> str:
    text = json.dumps([spec.code, dict(data.values)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _repeated(session: Session, token: UUID, content_hash: str, unit: int) -> ReportReceipt | None:
    """The receipt of the same form sent before; other content under its token is refused."""
    row = session.execute(
        select(ReportVersion, ActivityReport.organisation_id)
        .join(ActivityReport, ActivityReport.id == ReportVersion.report_id)
        .where(ReportVersion.token == token)
    ).first()
    if row is None:
        return None
    version = row.ReportVersion
    if row.organisation_id != unit or version.content_hash != content_hash:
        raise RuleError("token_reused")
    return ReportReceipt(version.report_id, version.number, repeated=True)
