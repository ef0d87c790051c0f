"""What was changed about a measure after it was first recorded: who, when, from what to what, and why?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    Account,
    Fact,
    LedgerRequest,
    Measure,
    Milestone,
    Plan,
    ProfileUpdate,
    ReportEvent,
    RequestEvent,
    YearClose,
)
from db.queries.moments import end_of
from db.queries.target_rules import RuleField, rule_fields, rules
from db.rules.numbers import Number

MOST = 200  # of one kind; the desk has the whole history of every record
# What somebody recorded about a request that changes what was recorded before, or asks for another term.
CORRECTIONS = ("correct", "extend", "withdraw", "set_aside", "approve", "decline", "reopen")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One thing that was changed.

    `kind` is voided, revised, plan, rule, closed, year_revised, entry_voided, or request_<act>; `about` the
    title or number of the record; `opens` (report, request or "") with `opens_id` the record on the desk;
    `fields` what a decision changed of the rule, empty for everything else.
    Units:  `before` and `after` in the measure's own unit.
    None:   `before` there was nothing; `after` nothing stands in its place.
    """

    kind: str
    at: datetime
    by_vi: str
    before: Number | str | None
    after: Number | str | None
    reason: str
    about: str = ""
    opens: str = ""
    opens_id: str = ""
    fields: tuple[RuleField, ...] = ()


def measure_history(session: Session, code: str, year: int, as_of: date) -> tuple[Adjustment, ...]:
    """Everything that was changed about a measure of a year, as known on a day, the newest first.

    Source: indicators.md §2.9, §3.3 page 3 (Lịch sử điều chỉnh).
    """
    known_at = end_of(as_of)
    found = [
        *_facts(session, code, year, known_at),
        *_plans(session, code, year, known_at),
        *_rules(session, code, year, as_of),
        *_closes(session, code, year, known_at),
        *_requests(session, code, year, known_at),
        *_entries(session, code, year, known_at),
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.about, one.kind), reverse=True))


def _facts(session: Session, code: str, year: int, known_at: datetime) -> Iterable[Adjustment]:
    """Numbers that were voided, or replaced by a later version of their report."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    gone = session.scalars(
        select(Fact)
        .where(Fact.measure_code == code, Fact.event_on.between(first, last), Fact.voided_at < known_at)
        .order_by(Fact.voided_at.desc(), Fact.id)
        .limit(MOST)
    ).all()
    reports = {fact.report_id for fact in gone if fact.report_id is not None}
    why = _reasons(session, reports, known_at)
    instead = _standing(session, code, reports, known_at)
    for fact in gone:
        moment = fact.voided_at or known_at
        by, reason = why.get((fact.report_id, moment), ("", ""))
        after = instead.get(fact.report_id)
        yield Adjustment(
            "voided" if after is None else "revised",
            moment,
            by,
            fact.value,
            after,
            reason,
            fact.title,
            "report" if fact.report_id else "",
            str(fact.report_id or ""),
        )


def _reasons(
    session: Session, reports: set[UUID], known_at: datetime
) -> dict[tuple[UUID | None, datetime], tuple[str, str]]:
    """Who did what to these reports at which moment, and why."""
    if not reports:
        return {}
    rows = session.execute(
        select(ReportEvent.report_id, ReportEvent.at, Account.display_name, ReportEvent.reason)
        .join(Account, Account.id == ReportEvent.by)
        .where(ReportEvent.report_id.in_(reports), ReportEvent.at < known_at)
        .order_by(ReportEvent.id)
    )
    return {(report_id, at): (name, reason) for report_id, at, name, reason in rows}


def _standing(session: Session, code: str, reports: set[UUID], known_at: datetime) -> dict[UUID | None, int]:
    """What these reports add to the measure now; absent where they add nothing."""
    if not reports:
        return {}
    facts = session.execute(
        select(Fact.report_id, Fact.value).where(
            Fact.measure_code == code,
            Fact.report_id.in_(reports),
            Fact.verified_at < known_at,
            Fact.voided_at.is_(None) | (Fact.voided_at >= known_at),
        )
    )
    added: dict[UUID | None, int] = {}
    for report_id, value in facts:
        added[report_id] = added.get(report_id, 0) + value
    return added


def _plans(session: Session, code: str, year: int, known_at: datetime) -> Iterable[Adjustment]:
    """Every approved figure with the one before it; and those that were taken back."""
    rows = session.scalars(
        select(Plan)
        .where(Plan.measure_code == code, Plan.year == year, Plan.recorded_at < known_at)
        .order_by(Plan.approved_on, Plan.id)
        .limit(MOST)
    ).all()
    standing = [row for row in rows if row.voided_at is None or row.voided_at >= known_at]
    for before, row in pairwise([None, *standing]):
        old = None if before is None else before.value
        if row is not None:
            yield Adjustment("plan", row.recorded_at, row.approved_by, old, row.value, row.reason)
    for row in rows:
        if row.voided_at is not None and row.voided_at < known_at:
            yield Adjustment("entry_voided", row.voided_at, "", row.value, None, "", row.approved_by)


def _rules(session: Session, code: str, year: int, as_of: date) -> Iterable[Adjustment]:
    """Decisions about how the year's target is computed; the first row is how the system began."""
    kind = session.scalar(select(Measure.kind).where(Measure.code == code)) or ""
    rows = [row for row in rules(session, as_of, code) if (row.from_year or year) <= year]
    for before, row in pairwise(rows):
        yield Adjustment(
            "rule",
            row.recorded_at,
            row.by_vi,
            None,
            None,
            row.reason,
            row.decision_no,
            fields=rule_fields(kind, before.params, row.params),
        )


def _closes(session: Session, code: str, year: int, known_at: datetime) -> Iterable[Adjustment]:
    """The close of the year, and each revision with what it changed here."""
    rows = session.scalars(
        select(YearClose)
        .where(YearClose.year == year, YearClose.closed_at < known_at)
        .order_by(YearClose.version)
    ).all()
    for before, row in pairwise([None, *rows]):
        if row is None:
            continue
        old, new = _frozen(before, code), _frozen(row, code)
        if before is None or old != new:
            kind = "closed" if before is None else "year_revised"
            yield Adjustment(kind, row.closed_at, row.closed_by_vi, old, new, row.note)


def _frozen(close: YearClose | None, code: str) -> Number | str | None:
    """The result as this version keeps it."""
    return None if close is None else close.content["values"].get(code, {}).get("actual")


def _requests(session: Session, code: str, year: int, known_at: datetime) -> Iterable[Adjustment]:
    """Corrections, new terms and exclusions of the requests of this year's book.

    Not their reasons: what is written about a letter stays with those who keep the ledger.
    """
    rows = session.execute(
        select(RequestEvent, LedgerRequest.number, Account.display_name)
        .join(LedgerRequest, LedgerRequest.id == RequestEvent.request_id)
        .outerjoin(Account, Account.id == RequestEvent.recorded_by)
        .where(
            LedgerRequest.measure_code == code,
            LedgerRequest.received_on.between(date(year, 1, 1), date(year, 12, 31)),
            RequestEvent.act.in_(CORRECTIONS),
            RequestEvent.recorded_at < known_at,
        )
        .order_by(RequestEvent.recorded_at.desc(), RequestEvent.id.desc())
        .limit(MOST)
    )
    for event, number, name in rows:
        yield Adjustment(
            f"request_{event.act}",
            event.recorded_at,
            name or "",
            None,
            event.data.get("until"),
            "",
            number,
            "request",
            str(event.request_id),
        )


def _entries(session: Session, code: str, year: int, known_at: datetime) -> Iterable[Adjustment]:
    """Reports by window, and updates of the profile, that were taken back."""
    of_year = (Milestone.measure_code == code, Milestone.period.startswith(str(year)))
    windows = select(Milestone.voided_at, Milestone.title_vi, Milestone.report_id).where(
        *of_year, Milestone.voided_at < known_at
    )
    updates = select(ProfileUpdate.voided_at, ProfileUpdate.document_vi, ProfileUpdate.report_id).where(
        ProfileUpdate.updated_on.between(date(year, 1, 1), date(year, 12, 31)),
        ProfileUpdate.voided_at < known_at,
    )
    for voided_at, title, report_id in session.execute(updates if code == "7.2" else windows):
        by, reason = _reasons(session, {report_id} if report_id else set(), known_at).get(
            (report_id, voided_at), ("", "")
        )
        opens = "report" if report_id else ""
        yield Adjustment(
            "entry_voided", voided_at, by, None, None, reason, title, opens, str(report_id or "")
        )
