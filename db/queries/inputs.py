"""What does the target engine need to know?  Facts, waiting reports, ledger, plans, as known by a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import (
    Contribution,
    LedgerConfirmation,
    Milestone,
    Plan,
    ProfileUpdate,
)
from db.queries.history import verified_history
from db.queries.ledger_inputs import ledger_entries

PROFILE_MEASURE = "7.2"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything `evaluate` takes, by measure code."""

    history: Mapping[str, Mapping[str, Any]]
    waiting: Mapping[str, int]
    plans: Mapping[tuple[str, int], list[dict[str, Any]]]
    requests: Mapping[str, list[dict[str, Any]]]
    confirmed_to: Mapping[str, str]
    sample_codes: frozenset[str]


def read_inputs(session: Session, year: int, as_of: date, known_at: datetime) -> Inputs:
    """The inputs of all 28 measures for this year, as known by `known_at`."""
    history, sample_facts = verified_history(session, year, as_of, known_at)
    requests, sample_requests = _requests(session, year, known_at)
    plans, sample_plans = _plans(session, year, known_at)
    confirmed_to, sample_confirmed = _confirmed(session, known_at)
    return Inputs(
        history=history,
        waiting=_waiting(session, year, known_at),
        plans=plans,
        requests=requests,
        confirmed_to=confirmed_to,
        sample_codes=frozenset(sample_facts | sample_requests | sample_plans | sample_confirmed),
    )


def _waiting(session: Session, year: int, known_at: datetime) -> dict[str, int]:
    """What submitted, unverified reports of the year would add."""
    rows = session.execute(
        select(Contribution.measure_code, func.sum(Contribution.value))
        .where(
            Contribution.submitted_at < known_at,
            or_(Contribution.settled_at.is_(None), Contribution.settled_at >= known_at),
            Contribution.event_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(Contribution.measure_code)
    )
    return {code: int(total) for code, total in rows}


def _plans(
    session: Session, year: int, known_at: datetime
) -> tuple[dict[tuple[str, int], list[dict[str, Any]]], set[str]]:
    """The year's approved figures in the order of approval, and which measures stand on a sample."""
    query = select(Plan).where(Plan.year == year, Plan.recorded_at < known_at)
    rows = session.scalars(query.order_by(Plan.approved_on, Plan.id)).all()
    plans: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for plan in rows:
        entry = {"value": plan.value, "approved_on": plan.approved_on.isoformat()}
        plans[plan.measure_code, plan.year].append(entry)
    return plans, {plan.measure_code for plan in rows if plan.sample}


def _requests(
    session: Session, year: int, known_at: datetime
) -> tuple[dict[str, list[dict[str, Any]]], set[str]]:
    """Ledger entries, milestones and profile updates, in the words of `evaluate`."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    sample: set[str] = set()
    for code, entry, is_sample in (
        *ledger_entries(session, year, known_at),
        *_milestones(session, year, known_at),
        *_profile(session, known_at),
    ):
        found[code].append(entry)
        if is_sample:
            sample.add(code)
    return found, sample


def _milestones(
    session: Session, year: int, known_at: datetime
) -> Iterable[tuple[str, dict[str, Any], bool]]:
    rows = session.scalars(
        select(Milestone).where(Milestone.recorded_at < known_at, Milestone.period.startswith(str(year)))
    )
    for row in rows:
        entry = {
            "period": row.period,
            "done": row.done_on.isoformat(),
            "verified": row.verified,
            "quality_ok": row.quality_ok,
        }
        yield row.measure_code, entry, row.sample


def _profile(session: Session, known_at: datetime) -> Iterable[tuple[str, dict[str, Any], bool]]:
    rows = session.scalars(select(ProfileUpdate).where(ProfileUpdate.recorded_at < known_at))
    return [(PROFILE_MEASURE, {"updated": row.updated_on.isoformat()}, row.sample) for row in rows]


def _confirmed(session: Session, known_at: datetime) -> tuple[dict[str, str], set[str]]:
    """Up to which day each ledger was looked through, and which of them in a sample."""
    rows = session.execute(
        select(
            LedgerConfirmation.measure_code,
            func.max(LedgerConfirmation.confirmed_to),
            func.count().filter(LedgerConfirmation.sample.is_(True)),
        )
        .where(LedgerConfirmation.recorded_at < known_at)
        .group_by(LedgerConfirmation.measure_code)
    ).all()
    return {code: day.isoformat() for code, day, _ in rows}, {code for code, _, samples in rows if samples}
