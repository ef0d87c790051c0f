"""Where does a page get its numbers?  The one door to the database, and the one cache.

A cached value is keyed by the data version (it rises with every write that a page could show), so a page is
never older than the last of them, and the same version, year and as-of give the same page.  The time to live
is a safety net.
"""

from __future__ import annotations

from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from dashboard import records
from dashboard.data_exports import export_counts as export_counts
from dashboard.data_exports import snapshots as snapshots
from dashboard.data_measure import (
    breakdown,
    comments,
    curve,
    dimensions,
    ledger_year,
    measure_history,
    measure_records,
    profile_days,
    published,
    published_of_objective,
)
from dashboard.kept import kept
from db.queries import changes as _changes
from db.queries import consultations as _consultations
from db.queries import overview as _overview
from db.queries import places as _places
from db.queries import quality as _quality
from db.queries import reporting_status as _reporting
from db.queries import standings as _standings
from db.queries import strategic_evidence as _evidence
from db.queries import strategy as _strategy
from db.queries import voices as _voices
from db.queries import years as _years
from db.queries.changes import Changes
from db.queries.consultations import ConsultationCard, ReleaseCard
from db.queries.moments import end_of
from db.queries.overview import Overview
from db.queries.places import ProvinceRow
from db.queries.progress import MeasureProgress
from db.queries.quality import Quality
from db.queries.reporting_status import ReportingStatus
from db.queries.standings import Known
from db.queries.strategic_evidence import EvidenceCard
from db.queries.strategy import ObjectiveCard
from db.queries.version import data_version
from db.queries.voices import Voices
from db.queries.years import YearState
from db.rules.errors import RuleError

__all__ = [  # what one measure is made of is asked for here as well
    "breakdown",
    "comments",
    "curve",
    "dimensions",
    "ledger_year",
    "measure_history",
    "measure_records",
    "profile_days",
    "published",
    "published_of_objective",
]

BEGUN_WITH = "ban-so-lieu"  # in the memory of the visit


def version() -> int:
    """The number every cached value is kept under: the one this page was begun with."""
    begun = st.session_state.get(BEGUN_WITH)
    return newest_version() if begun is None else begun


def begin() -> int:
    """Read the number once, at the top of a page: all of the page then shows the same moment."""
    st.session_state[BEGUN_WITH] = newest = newest_version()
    return newest


def newest_version() -> int:
    """The number as it is now."""
    with records.reading() as session:
        return data_version(session)


@kept(16)
def known(version: int, as_of: date) -> Known:
    """What the target engine needs about every year that has begun, as known on a day."""
    with records.reading() as session:
        return _standings.known_on(session, as_of, lambda newest: _strategy_cards(newest, session, as_of))


@kept(64)
def known_year(version: int, year: int, as_of: date) -> Known:
    """The same about one year only: most pages show one, and the ledger of all costs much more."""
    with records.reading() as session:
        return _standings.known_on(
            session, as_of, lambda newest: _strategy_cards(newest, session, as_of), year
        )


@kept(16)
def _strategy_cards(newest: tuple[int, int], _session: Session, _as_of: date) -> tuple[ObjectiveCard, ...]:
    """The strategy with the parameters and owners up to the newest: both only grow, so the numbers say it."""
    return _strategy.strategy(_session, end_of(_as_of))


@kept(16)
def _evidence_cards(newest: int, _as_of: date) -> tuple[EvidenceCard, ...]:
    """The same for what speaks for the two targets without an indicator."""
    with records.reading() as session:
        return _evidence.evidence_cards(session, _as_of)


def _about(version: int, year: int, as_of: date, beside_all: bool) -> Known:
    """What is known about a year; on a page that shows all years anyway they are read at once."""
    every = known(version, as_of) if beside_all else None
    return every if every is not None and year in every.inputs else known_year(version, year, as_of)


def objectives(version: int, year: int, as_of: date, beside_all: bool = False) -> tuple[ObjectiveCard, ...]:
    """The eight objectives with their 28 measures."""
    return _about(version, year, as_of, beside_all).objectives


@kept(64)
def progress(version: int, year: int, as_of: date, beside_all: bool = False) -> tuple[MeasureProgress, ...]:
    """The 28 measures of a year as known on a day."""
    return _about(version, year, as_of, beside_all).progress(year)


@kept(32)
def overview(version: int, year: int, as_of: date, beside_all: bool = False) -> Overview:
    """The whole first page: measures, what to look at, what falls due, forecasts and evidence."""
    found = _about(version, year, as_of, beside_all)
    spoken = _evidence_cards(found.inputs[year].newest["evidence"], as_of)
    return _overview.overview_of(found.measures, found.inputs[year], spoken, year, as_of)


def consultations() -> tuple[ConsultationCard, ...]:
    """Every consultation, newest first; not cached, because its state moves with the clock."""
    with records.reading() as session:
        return _consultations.consultations(session, records.now())


@kept(16)
def voices(version: int, slug: str, today: date) -> Voices:
    """What came of a consultation by today; its provinces may be as old as the last write of ours."""
    with records.reading() as session:
        return _voices.voices(session, slug, records.now())


@kept(16)
def release(version: int, slug: str) -> ReleaseCard | None:
    """The latest published tables of a consultation, already suppressed; None before the first."""
    with records.reading() as session:
        return _consultations.latest_release(session, slug)


@kept(64)
def changes(version: int, code: str, year: int, day_a: date, day_b: date) -> Changes:
    """What moved one measure of a year between two days."""
    if day_b < day_a:
        raise RuleError("end_before_start")
    before, after = (_one(version, code, year, day) for day in (day_a, day_b))
    with records.reading() as session:
        return _changes.changes_of(session, before, after)


def _one(version: int, code: str, year: int, as_of: date) -> MeasureProgress:
    """One measure of a year.  Raises: RuleError `unknown_measure`."""
    found = next((row for row in progress(version, year, as_of) if row.measure.code == code), None)
    if found is None:
        raise RuleError("unknown_measure")
    return found


@kept(8)
def standings(version: int, as_of: date) -> tuple[tuple[MeasureProgress, ...], ...]:
    """The 28 measures of every year of the strategy that has begun, oldest first, as known on a day."""
    found = known(version, as_of)
    return tuple(found.progress(year) for year in found.inputs)


@kept(16)
def reporting(version: int, year: int, as_of: date) -> ReportingStatus:
    """Who reported in a year, quarter by quarter."""
    with records.reading() as session:
        return _reporting.reporting_status(session, year, as_of, _provinces())


@kept(1)
def _provinces() -> tuple[ProvinceRow, ...]:
    """The 34 provinces: a law changes them, no write of ours."""
    with records.reading() as session:
        return _places.provinces(session)


@kept(16)
def quality(version: int, year: int, as_of: date) -> Quality:
    """How far the figures of a year can be trusted, and what is to be put right."""
    rows, filed = progress(version, year, as_of), reporting(version, year, as_of)
    with records.reading() as session:
        return _quality.quality_of(session, rows, filed, year, as_of)


def evidence(version: int, as_of: date) -> tuple[EvidenceCard, ...]:
    """What speaks for the two strategic targets without an indicator."""
    newest = next(iter(known(version, as_of).inputs.values())).newest["evidence"]
    return _evidence_cards(newest, as_of)


@kept(16)
def year_state(version: int, year: int, as_of: date, beside_all: bool = False) -> YearState:
    """Whether a year is running, provisional, final or revised, and what was frozen."""
    rows, found = progress(version, year, as_of, beside_all), _about(version, year, as_of, beside_all)
    if found.inputs[year].first_close(year) is None:  # nobody has closed it: nothing to read
        return _years.year_state_of(rows, (), year, as_of)
    with records.reading() as session:
        return _years.year_state_of(rows, _years.closes_of(session, year, as_of), year, as_of)
