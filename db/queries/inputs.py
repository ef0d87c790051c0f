"""What does the target engine need to know?  Facts, waiting reports, ledger, plans, as known by a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, extract, func, or_, select
from sqlalchemy.orm import Session

from db.models import (
    Contribution,
    Fact,
    LedgerConfirmation,
    LedgerRequest,
    Measure,
    Milestone,
    NilReport,
    Plan,
    ProfileUpdate,
)

YEARS_BACK = 4  # four-year columns; the engine looks two years back for a base
STRATEGY_BEGAN = date(2023, 6, 1)
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
    history, sample_facts = _history(session, year, as_of, known_at)
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


def known_facts(known_at: datetime) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a fact counts: verified by then, and not voided by then."""
    return (Fact.verified_at < known_at, or_(Fact.voided_at.is_(None), Fact.voided_at >= known_at))


def _history(
    session: Session, year: int, as_of: date, known_at: datetime
) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """Verified values by measure and year: sums, or the greatest of the year where people are unique."""
    fact_year = extract("year", Fact.event_on)
    rows = session.execute(
        select(
            Fact.measure_code,
            Measure.across_periods,
            fact_year.label("year"),
            Fact.organisation_id,
            func.sum(Fact.value).label("total"),
            func.max(Fact.value).label("most"),
            func.count().filter(Fact.partial.is_(False)).label("whole"),
            func.count().filter(Fact.sample.is_(True)).label("samples"),
        )
        .join(Measure, Measure.code == Fact.measure_code)
        .where(*known_facts(known_at), Fact.event_on.between(date(year - YEARS_BACK, 1, 1), as_of))
        .group_by(Fact.measure_code, Measure.across_periods, fact_year, Fact.organisation_id)
    ).all()
    values: dict[tuple[str, int], int] = defaultdict(int)
    whole: set[tuple[str, int]] = set()
    for row in rows:
        place = (row.measure_code, int(row.year))
        values[place] += int(row.most if row.across_periods == "max" else row.total)
        if row.whole:
            whole.add(place)
    for place in _nil_places(session, known_at):
        values[place] += 0
        whole.add(place)
    return _by_measure(values, whole), {row.measure_code for row in rows if row.samples}


def _by_measure(
    values: Mapping[tuple[str, int], int], whole: set[tuple[str, int]]
) -> dict[str, dict[str, Any]]:
    history: dict[str, dict[str, Any]] = defaultdict(dict)
    for (code, year), value in values.items():
        full = (code, year) in whole and year > STRATEGY_BEGAN.year
        history[code][str(year)] = value if full else {"actual": value, "full_year": False}
    return history


def _nil_places(session: Session, known_at: datetime) -> Iterable[tuple[str, int]]:
    """Measures and years for which a unit confirmed that nothing happened: the explicit zero."""
    rows = session.scalars(select(NilReport).where(NilReport.confirmed_at < known_at))
    return {(code, int(row.quarter[:4])) for row in rows for code in row.measure_codes}


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
        *_ledger(session, year, known_at),
        *_milestones(session, year, known_at),
        *_profile(session, known_at),
    ):
        found[code].append(entry)
        if is_sample:
            sample.add(code)
    return found, sample


def _ledger(session: Session, year: int, known_at: datetime) -> Iterable[tuple[str, dict[str, Any], bool]]:
    """Requests that can matter to the year: received since the year before, or still open."""
    rows = session.scalars(
        select(LedgerRequest).where(
            LedgerRequest.recorded_at < known_at,
            LedgerRequest.received_on <= date(year, 12, 31),
            or_(
                LedgerRequest.received_on >= date(year - 1, 1, 1),
                LedgerRequest.answered_on.is_(None),
                LedgerRequest.answered_on >= date(year, 1, 1),
            ),
        )
    )
    return [(row.measure_code, _request_entry(row), row.sample) for row in rows]


def _request_entry(row: LedgerRequest) -> dict[str, Any]:
    """One request for the engine.  "In writing": without a document number it is not answered."""
    dates = {
        "received": row.received_on,
        "due": row.extended_due_on or row.due_on,
        "answered": row.answered_on if row.reply_no else None,
        "handled": row.handled_on,
        "resolved": row.resolved_on,
        "tracked": row.tracked_on,
        "withdrawn": row.withdrawn_on,
    }
    entry: dict[str, Any] = {name: day.isoformat() for name, day in dates.items() if day is not None}
    if row.out_of_scope:
        entry["out_of_scope"] = True
    if row.quality_ok is not None:
        entry["quality_ok"] = row.quality_ok
    return entry


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
