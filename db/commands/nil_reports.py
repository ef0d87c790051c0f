"""How does a unit say that nothing happened?  One person files the ticks, a second confirms the zeros.

Only a confirmed nil report is a zero; until then, and once it is withdrawn, the measures have no data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import NilReport, Organisation
from db.queries.accounts import SignedIn
from db.queries.moments import day_of
from db.queries.nil_reports import living_nil, nil_state_of, reported_codes
from db.queries.report_forms import report_form
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.periods import Period, period_of
from db.rules.report_checks import ReportData, check_report
from db.rules.reporting import DRAFT, check_act, check_unit_lived, nil_conflicts
from db.rules.roles import check_may
from db.rules.text_in import clean_text
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]
FORM = "F16"
MOST_REASON = 600


def file_nil(session: Session, by: SignedIn, form: Form, now: datetime) -> int:
    """File the ticks of a quarter that is over; they wait for a second person of the unit.  Its number.

    Raises: RuleError `token_…`, `fields_refused` (`nil_conflict`: the unit did report something),
            `nil_exists`.
    Source: indicators.md sections 2.2 and 4.1.
    """
    unit, token = _unit_of(by), read_token(form)
    data = check_report(report_form(FORM), form, today=day_of(now))
    quarter = period_of(data.values["quarter"])
    repeated = _repeated(session, token, unit, data)
    if repeated is not None:
        return repeated
    if quarter.ends_on >= day_of(now):
        refuse_fields([Problem("quarter", "quarter_running", {"ends_on": quarter.ends_on})])
    check_unit_lived(quarter.starts_on, session.get_one(Organisation, unit).valid_to, "quarter")
    _check_conflicts(session, unit, quarter, data.values["nil_codes"])
    if living_nil(session, unit, quarter.label) is not None:
        raise RuleError("nil_exists")
    check_act(DRAFT, "file", by=by.name, filed_by=(), nil=True)
    row = NilReport(
        organisation_id=unit,
        quarter=quarter.label,
        measure_codes=list(data.values["nil_codes"]),
        difficulties=data.values.get("difficulties", ""),
        token=token,
        recorded_at=now,
        recorded_by=by.name,
        sample=by.sample,
    )
    session.add(row)
    session.flush()
    _note(session, by, row, "nil_file", now)
    return row.id


def confirm_nil(session: Session, by: SignedIn, nil_id: int, now: datetime) -> None:
    """A second person of the unit stands behind the zeros: now they are numbers.

    Raises: RuleError `unknown_nil`, `second_person_needed`, `wrong_state`, `fields_refused` (`nil_conflict`).
    """
    row = _own(session, by, nil_id)
    check_act(nil_state_of(row), "confirm", by=by.name, filed_by={row.recorded_by}, nil=True)
    _check_conflicts(session, row.organisation_id, period_of(row.quarter), row.measure_codes)
    row.confirmed_at, row.confirmed_by = now, by.name
    _note(session, by, row, "nil_confirm", now)


def withdraw_nil(session: Session, by: SignedIn, nil_id: int, typed: str, now: datetime) -> None:
    """Take the zeros back, with the reason; the measures have no data again.

    Raises: RuleError `unknown_nil`, `wrong_state`, `reason_needed`.
    """
    row, reason = _own(session, by, nil_id), clean_text(typed, MOST_REASON)
    filed_by = {row.recorded_by}
    check_act(nil_state_of(row), "withdraw", by=by.name, filed_by=filed_by, reason=reason, nil=True)
    row.withdrawn_at, row.withdrawn_by, row.withdraw_reason = now, by.name, reason
    _note(session, by, row, "nil_withdraw", now)


def _unit_of(by: SignedIn) -> int:
    check_may(by.role, "file_report")
    if by.organisation_id is None:
        raise RuleError("organisation_needed")
    return by.organisation_id


def _own(session: Session, by: SignedIn, nil_id: int) -> NilReport:
    unit = _unit_of(by)
    row = session.get(NilReport, nil_id)
    if row is None or row.organisation_id != unit:
        raise RuleError("unknown_nil")
    return row


def _repeated(session: Session, token: UUID, unit: int, data: ReportData) -> int | None:
    """The number of the same form sent before; other content under its token is refused."""
    row = session.scalar(select(NilReport).where(NilReport.token == token))
    if row is None:
        return None
    said = (data.values["quarter"], data.values["nil_codes"], data.values.get("difficulties", ""))
    if row.organisation_id != unit or said != (row.quarter, row.measure_codes, row.difficulties):
        raise RuleError("token_reused")
    return row.id


def _check_conflicts(session: Session, unit: int, quarter: Period, codes: Sequence[str]) -> None:
    conflicts = nil_conflicts(codes, reported_codes(session, unit, quarter))
    if conflicts:
        refuse_fields([Problem("nil_codes", "nil_conflict", {"codes": ", ".join(conflicts)})])


def _note(session: Session, by: SignedIn, row: NilReport, act: str, now: datetime) -> None:
    record(session, Audit(by.name, act, "nil_report", str(row.id), now, {"quarter": row.quarter}))
