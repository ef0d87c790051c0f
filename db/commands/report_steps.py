"""Which records does one step of a report leave behind?  Versions, contributions, facts, events, audit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.entry_effects import lose_effect
from db.models import ActivityReport, Contribution, Fact, ReportEvent, ReportVersion
from db.queries.accounts import SignedIn
from db.rules.errors import RuleError
from db.rules.measures import contributions
from db.rules.report_checks import ReportData
from db.rules.report_forms import FormSpec
from db.rules.reporting import voids_facts


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What the member gets: the report's id and version; `repeated` when the same form had arrived before."""

    report_id: UUID
    version: int
    repeated: bool


def add_version(
    session: Session,
    report: ActivityReport,
    by: SignedIn,
    token: UUID,
    spec: FormSpec,
    data: ReportData,
    now: datetime,
) -> None:
    """Keep one state of the report's content, and what it would add to which measure."""
    session.add(
        ReportVersion(
            report_id=report.id,
            organisation_id=report.organisation_id,
            number=report.version,
            event_on=report.event_on,
            token=token,
            content_hash=content_hash_of(spec, data),
            data=dict(data.values),
            recorded_at=now,
            recorded_by=by.account_id,
        )
    )
    for part in contributions(data):
        session.add(
            Contribution(
                report_id=report.id,
                version=report.version,
                measure_code=part.measure,
                value=part.value,
                event_on=part.event_on,
                key=part.key,
                parts=dict(part.parts),
                tags={name: list(kinds) for name, kinds in part.tags.items()},
                submitted_at=now,
            )
        )
    note(session, report, by, "submit", "", now)


def settle(session: Session, report: ActivityReport, before: str, now: datetime) -> None:
    """What waited waits no longer, and what counted is voided when it no longer should."""
    session.execute(
        update(Contribution)
        .where(Contribution.report_id == report.id, Contribution.settled_at.is_(None))
        .values(settled_at=now)
    )
    if voids_facts(before, report.state):
        session.execute(
            update(Fact).where(Fact.report_id == report.id, Fact.voided_at.is_(None)).values(voided_at=now)
        )
        lose_effect(session, report.id, now)


def add_facts(session: Session, report: ActivityReport, by: SignedIn, now: datetime) -> None:
    """What the verified version adds becomes facts."""
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
                parts=part.parts,
                tags=part.tags,
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


def note(
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


def content_hash_of(spec: FormSpec, data: ReportData) -> str:
    """What tells "the same form again" from "another form under one token"."""
    text = json.dumps([spec.code, dict(data.values)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def repeated_receipt(session: Session, token: UUID, content_hash: str, unit: int) -> ReportReceipt | None:
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
