"""Where does a page get its numbers?  The one door to the database, and the one cache.

A cached value is keyed by the data version (it rises with every write), so a page is never older than the
last write, and the same version, year and as-of give the same page.  The time to live is a safety net.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import streamlit as st

from dashboard import records
from db.queries import changes as _changes
from db.queries import consultations as _consultations
from db.queries import facts as _facts
from db.queries import progress as _progress
from db.queries import quality as _quality
from db.queries import reporting_status as _reporting
from db.queries import strategic_evidence as _evidence
from db.queries import strategy as _strategy
from db.queries import years as _years
from db.queries.changes import Changes
from db.queries.consultations import ConsultationCard, ReleaseCard
from db.queries.facts import FactRow, PublishedRow
from db.queries.progress import MeasureProgress
from db.queries.quality import Quality
from db.queries.reporting_status import ReportingStatus
from db.queries.strategic_evidence import EvidenceCard
from db.queries.strategy import ObjectiveCard
from db.queries.version import data_version
from db.queries.years import YearState
from db.rules.periods import PHASES

_T = TypeVar("_T")

KEEP_SECONDS = 3600


def version() -> int:
    """The number every cached value is kept under; read once at the top of a page."""
    with records.reading() as session:
        return data_version(session)


def _kept(entries: int) -> Callable[[Callable[..., _T]], Callable[..., _T]]:
    return st.cache_data(max_entries=entries, ttl=KEEP_SECONDS, show_spinner=False)


@_kept(4)
def objectives(version: int) -> tuple[ObjectiveCard, ...]:
    """The eight objectives with their 28 measures."""
    with records.reading() as session:
        return _strategy.strategy(session)


@_kept(64)
def progress(version: int, year: int, as_of: date) -> tuple[MeasureProgress, ...]:
    """The 28 measures of a year as known on a day."""
    with records.reading() as session:
        return _progress.progress(session, year, as_of)


@_kept(128)
def facts(version: int, code: str, year: int, as_of: date) -> tuple[FactRow, ...]:
    """The verified facts behind one measure of a year."""
    with records.reading() as session:
        return _facts.facts_of(session, code, year, as_of)


@_kept(64)
def published(version: int, code: str) -> tuple[PublishedRow, ...]:
    """What others published about one measure; never a baseline."""
    with records.reading() as session:
        return _facts.published_of(session, code)


@_kept(16)
def published_of_objective(version: int, number: int) -> tuple[PublishedRow, ...]:
    """What others published about an objective and belongs to no single measure."""
    with records.reading() as session:
        return _facts.published_of_objective(session, number)


def consultations() -> tuple[ConsultationCard, ...]:
    """Every consultation, newest first; not cached, because its state moves with the clock."""
    with records.reading() as session:
        return _consultations.consultations(session, records.now())


@_kept(16)
def release(version: int, slug: str) -> ReleaseCard | None:
    """The latest published tables of a consultation, already suppressed; None before the first."""
    with records.reading() as session:
        return _consultations.latest_release(session, slug)


@_kept(64)
def changes(version: int, code: str, year: int, day_a: date, day_b: date) -> Changes:
    """What moved one measure of a year between two days."""
    with records.reading() as session:
        return _changes.changes(session, code, year, day_a, day_b)


@_kept(8)
def standings(version: int, as_of: date) -> tuple[tuple[MeasureProgress, ...], ...]:
    """The 28 measures of every year of the strategy that has begun, oldest first, as known on a day."""
    last = min(as_of.year, PHASES[-1].last)
    return tuple(progress(version, year, as_of) for year in range(PHASES[0].first, last + 1))


@_kept(16)
def reporting(version: int, year: int, as_of: date) -> ReportingStatus:
    """Who reported in a year, quarter by quarter."""
    with records.reading() as session:
        return _reporting.reporting_status(session, year, as_of)


@_kept(16)
def quality(version: int, year: int, as_of: date) -> Quality:
    """How far the figures of a year can be trusted, and what is to be put right."""
    with records.reading() as session:
        return _quality.quality(session, year, as_of)


@_kept(16)
def evidence(version: int, as_of: date) -> tuple[EvidenceCard, ...]:
    """What speaks for the two strategic targets without an indicator."""
    with records.reading() as session:
        return _evidence.evidence_cards(session, as_of)


@_kept(16)
def year_state(version: int, year: int, as_of: date) -> YearState:
    """Whether a year is running, provisional, final or revised, and what was frozen."""
    rows = progress(version, year, as_of)
    with records.reading() as session:
        return _years.year_state_of(rows, _years.closes_of(session, year, as_of), year, as_of)
