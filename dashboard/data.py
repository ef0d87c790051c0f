"""Where does a page get its numbers?  The one door to the database, and the one cache.

A cached value is keyed by the data version (it rises with every write that a page could show), so a page is
never older than the last of them, and the same version, year and as-of give the same page.  The time to live
is a safety net.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

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
from dashboard.data_measure import earlier_years as earlier_years
from dashboard.data_voices import consultations, release, voices
from dashboard.kept import kept
from db.queries import changes as _changes
from db.queries import children_waiting as _children
from db.queries import overview as _overview
from db.queries import places as _places
from db.queries import quality as _quality
from db.queries import reporting_status as _reporting
from db.queries import standings as _standings
from db.queries import strategic_evidence as _evidence
from db.queries import strategy as _strategy
from db.queries import years as _years
from db.queries.changes import Changes
from db.queries.moments import end_of
from db.queries.overview import Overview
from db.queries.places import ProvinceRow
from db.queries.progress import MeasureProgress, ledger_of
from db.queries.quality import IssuePage, Quality
from db.queries.reporting_status import ReportingStatus
from db.queries.standings import Known
from db.queries.strategic_evidence import EvidenceCard
from db.queries.strategy import ObjectiveCard
from db.queries.version import data_version
from db.queries.years import CloseRow, YearState
from db.rules.errors import RuleError

__all__ = [  # what one measure is made of is asked for here as well
    "breakdown",
    "comments",
    "consultations",
    "curve",
    "dimensions",
    "ledger_year",
    "measure_history",
    "measure_records",
    "profile_days",
    "published",
    "published_of_objective",
    "release",
    "voices",
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
    with records.reading() as session:
        children = _children.children_waiting(session, year, as_of)
    return _overview.overview_of(found.measures, found.inputs[year], spoken, year, as_of, children)


class FirstPage(NamedTuple):
    """All answers the first page is made of."""

    found: Overview
    reporting: ReportingStatus
    objectives: tuple[ObjectiveCard, ...]


@kept(32)
def first_page(version: int, year: int, as_of: date) -> FirstPage:
    """The first page as one answer: looking three of them up takes longer than drawing from them."""
    found, filed = overview(version, year, as_of), reporting(version, year, as_of)
    return FirstPage(found, filed, objectives(version, year, as_of))


@kept(64)
def changes(version: int, code: str, year: int, day_a: date, day_b: date) -> Changes:
    """What moved one measure of a year between two days."""
    if day_b < day_a:
        raise RuleError("end_before_start")
    after = _one(progress(version, year, day_b), code)
    with records.reading() as session:
        before = _one(_alone(session, after, day_a), code)
        return _changes.changes_of(session, before, after)


def _alone(session: Session, row: MeasureProgress, as_of: date) -> tuple[MeasureProgress, ...]:
    """What was known on an earlier day, with the ledger of this measure only: all of them cost much more."""
    cards, codes = partial(_strategy_cards, _session=session, _as_of=as_of), ledger_of((row.measure,))
    found = _standings.known_on(session, as_of, cards, row.year, codes)
    return found.progress(row.year)


def _one(rows: Iterable[MeasureProgress], code: str) -> MeasureProgress:
    """One measure.  Raises: RuleError `unknown_measure`."""
    found = next((row for row in rows if row.measure.code == code), None)
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


@kept(64)
def issues(version: int, year: int, as_of: date, kind: str, page: int) -> IssuePage:
    """One page of what is to be put right, of a kind or ("") of all."""
    found = quality(version, year, as_of)
    with records.reading() as session:
        return _quality.issue_page(session, found, kind, page)


def evidence(version: int, as_of: date) -> tuple[EvidenceCard, ...]:
    """What speaks for the two strategic targets without an indicator."""
    newest = next(iter(known(version, as_of).inputs.values())).newest["evidence"]
    return _evidence_cards(newest, as_of)


@kept(16)
def year_state(version: int, year: int, as_of: date, beside_all: bool = False) -> YearState:
    """Whether a year is running, provisional, final or revised, and what was frozen."""
    rows, found = progress(version, year, as_of, beside_all), _about(version, year, as_of, beside_all)
    last = found.inputs[year].last_close(year)
    closes = () if last is None else _closes(year, last.version, as_of)  # nobody closed it: nothing to read
    return _years.year_state_of(rows, closes, year, as_of)


@kept(32)
def _closes(year: int, newest: int, _as_of: date) -> tuple[CloseRow, ...]:
    """The recorded versions of a year up to the newest; versions are only ever added."""
    with records.reading() as session:
        return _years.closes_of(session, year, _as_of)
