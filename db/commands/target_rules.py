"""How does the way a target is reckoned change?  One member of staff asks, another decides; nothing is
overwritten, no closed year moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import MeasureParams, RuleDecision, RuleProposal
from db.queries.accounts import SignedIn
from db.queries.history import STRATEGY_BEGAN
from db.queries.moments import day_of
from db.queries.strategy import MeasureCard, measure
from db.queries.target_rules import closed_years, rule_form
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.report_checks import check_report
from db.rules.roles import check_may
from db.rules.target_rules import (
    DECISION,
    FROM_YEAR,
    REASON,
    changed,
    check_asked,
    first_open_year,
    params_from,
)
from db.rules.text_in import clean_text
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]
MOST_REASON = 600


@dataclass(frozen=True, slots=True)
class Asked:
    """A change of a target's rule as a form asks for it, read and checked."""

    card: MeasureCard
    from_year: int
    params: dict[str, Any]
    decision_no: str
    reason: str


def read_rule(session: Session, by: SignedIn, code: str, form: Form, now: datetime) -> Asked:
    """What the form asks for, checked; nothing is recorded.

    Raises: RuleError `forbidden`, `unknown_measure`, `bad_parameter` (one its kind does not have),
            `fields_refused`, `rule_unchanged`, `rule_waits`.
    Source: indicators.md §2.3, §2.9.
    """
    check_may(by.role, "keep_targets")
    card = measure(session, code)
    check_asked(card.kind, form)
    _check_none_waits(session, code)
    values = check_report(rule_form(card), form, today=day_of(now)).values
    from_year = int(values[FROM_YEAR])
    _check_open(session, from_year)
    before = card.params_in(from_year)
    params = params_from(card.kind, before, values)
    if not changed(card.kind, before, params):
        raise RuleError("rule_unchanged", year=from_year)
    return Asked(card, from_year, params, values[DECISION], values[REASON])


def propose_rule(session: Session, by: SignedIn, code: str, form: Form, now: datetime) -> int:
    """Ask for new parameters of a measure's target, once however often it is sent; the proposal's number.

    They count when a second member of staff has confirmed them, not before.
    Raises: as `read_rule`, and `token_…`.
    """
    check_may(by.role, "keep_targets")
    token = read_token(form)
    sent = session.scalar(select(RuleProposal).where(RuleProposal.token == token))
    if sent is not None:
        if (sent.by, sent.measure_code) != (by.name, code):
            raise RuleError("token_reused")
        return sent.id
    asked = read_rule(session, by, code, form, now)
    row = RuleProposal(
        measure_code=code,
        from_year=asked.from_year,
        params=asked.params,
        decision_no=asked.decision_no,
        reason=asked.reason,
        token=token,
        at=now,
        by=by.name,
        by_vi=by.display_name,
        sample=by.sample,
    )
    session.add(row)
    session.flush()
    _note(session, by, "rule_proposed", row, now)
    return row.id


def confirm_rule(session: Session, by: SignedIn, number: int, _reason: str, now: datetime) -> None:
    """A second person agrees: from this moment the parameters count, for the years they were asked for.

    Raises: RuleError `forbidden`, `unknown_proposal`, `proposal_decided`, `second_person_needed`,
            `fields_refused` (the year was closed meanwhile).
    """
    row = _waiting(session, by, number)
    if row.by == by.name:
        raise RuleError("second_person_needed")
    _check_open(session, row.from_year)
    session.add(
        MeasureParams(
            measure_code=row.measure_code,
            params=row.params,
            from_year=row.from_year,
            decision_no=row.decision_no,
            proposal_id=row.id,
            recorded_at=now,
            recorded_by=by.name,
            reason=row.reason,
        )
    )
    _decide(session, by, row, "confirmed", "", now)


def decline_rule(session: Session, by: SignedIn, number: int, reason: str, now: datetime) -> None:
    """A second person does not agree and says why; nothing changes.

    Raises: RuleError `forbidden`, `unknown_proposal`, `proposal_decided`, `second_person_needed`,
            `reason_needed`, `too_long`, `bad_text`.
    """
    row = _waiting(session, by, number)
    if row.by == by.name:
        raise RuleError("second_person_needed")
    _decide(session, by, row, "declined", _said(reason), now)


def withdraw_rule(session: Session, by: SignedIn, number: int, reason: str, now: datetime) -> None:
    """Who asked takes it back and says why; nothing changes.

    Raises: RuleError `forbidden` (also for somebody else's), `unknown_proposal`, `proposal_decided`,
            `reason_needed`, `too_long`, `bad_text`.
    """
    row = _waiting(session, by, number)
    if row.by != by.name:
        raise RuleError("forbidden")
    _decide(session, by, row, "withdrawn", _said(reason), now)


Act = Callable[[Session, SignedIn, int, str, datetime], None]
ACTS: Mapping[str, Act] = {"confirm": confirm_rule, "decline": decline_rule, "withdraw": withdraw_rule}


def _said(typed: str) -> str:
    said = clean_text(typed, MOST_REASON)
    if not said:
        raise RuleError("reason_needed")
    return said


def _check_none_waits(session: Session, code: str) -> None:
    """Two proposals at once would each be weighed against parameters the other replaces."""
    waits = (
        select(RuleProposal.id)
        .outerjoin(RuleDecision, RuleDecision.proposal_id == RuleProposal.id)
        .where(RuleProposal.measure_code == code, RuleDecision.proposal_id.is_(None))
    )
    if session.scalar(waits.limit(1)) is not None:
        raise RuleError("rule_waits")


def _check_open(session: Session, year: int) -> None:
    """What was frozen stays: a rule reaches no closed year."""
    first = first_open_year(closed_years(session), STRATEGY_BEGAN.year)
    if year < first:
        refuse_fields([Problem(FROM_YEAR, "year_final", {"least": str(first)})])


def _waiting(session: Session, by: SignedIn, number: int) -> RuleProposal:
    check_may(by.role, "keep_targets")
    row = session.get(RuleProposal, number)
    if row is None:
        raise RuleError("unknown_proposal")
    if session.get(RuleDecision, number) is not None:
        raise RuleError("proposal_decided")
    return row


def _decide(session: Session, by: SignedIn, row: RuleProposal, act: str, reason: str, now: datetime) -> None:
    session.add(
        RuleDecision(proposal_id=row.id, act=act, at=now, by=by.name, by_vi=by.display_name, reason=reason)
    )
    session.flush()
    _note(session, by, f"rule_{act}", row, now)


def _note(session: Session, by: SignedIn, act: str, row: RuleProposal, now: datetime) -> None:
    facts: dict[str, str | int | bool | None] = {"proposal": row.id, "from_year": row.from_year}
    record(session, Audit(by.name, act, "measure", row.measure_code, now, facts))
