"""Where does a number come from?  The verified facts of a measure, and what others published about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from db.models import Fact, FactEvidence, Organisation, Province, PublishedFigure
from db.queries.history import known_facts
from db.queries.moments import end_of


@dataclass(frozen=True, slots=True)
class FactRow:
    """One verified number with its source."""

    id: int
    measure_code: str
    value: int
    event_on: date
    event_precision: str
    organisation_vi: str
    province_vi: str
    title: str
    verified_at: datetime
    verified_by: str
    origin: str
    source: str
    sample: bool


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One published figure in its own words; `is_fact` when it also stands as a verified fact."""

    id: int
    indicator_vi: str
    definition_vi: str
    relation: str
    year: int | None
    period_vi: str
    value: int
    unit_vi: str
    qualifier_vi: str
    organisation_vi: str
    source: str
    quote_vi: str
    note_vi: str
    is_fact: bool


def facts_of(session: Session, measure_code: str, year: int, as_of: date) -> tuple[FactRow, ...]:
    """The verified facts of a measure in a year, newest event first, as known on `as_of`."""
    rows = session.execute(
        select(Fact, Organisation.name_vi, Province.name_vi, PublishedFigure.source)
        .outerjoin(Organisation, Organisation.id == Fact.organisation_id)
        .outerjoin(Province, Province.code == Fact.province_code)
        .outerjoin(FactEvidence, FactEvidence.fact_id == Fact.id)
        .outerjoin(PublishedFigure, PublishedFigure.id == FactEvidence.published_figure_id)
        .where(
            Fact.measure_code == measure_code,
            Fact.event_on.between(date(year, 1, 1), min(as_of, date(year, 12, 31))),
            *known_facts(end_of(as_of)),
        )
        .order_by(Fact.event_on.desc(), Fact.id)
    )
    # A fact with two proofs comes in two rows; it is one fact all the same.
    found = {
        fact.id: _fact_row(fact, unit or "", place or "", source or "") for fact, unit, place, source in rows
    }
    return tuple(found.values())


def published_of(session: Session, measure_code: str) -> tuple[PublishedRow, ...]:
    """What was published about a measure, newest first.  Shown beside the result, never as a baseline."""
    return _published(session, select(PublishedFigure).where(PublishedFigure.measure_code == measure_code))


def published_of_objective(session: Session, number: int) -> tuple[PublishedRow, ...]:
    """What was published about an objective and belongs to no single measure."""
    query = select(PublishedFigure).where(
        PublishedFigure.objective_number == number, PublishedFigure.measure_code.is_(None)
    )
    return _published(session, query)


def _published(session: Session, query: Select[tuple[PublishedFigure]]) -> tuple[PublishedRow, ...]:
    is_fact = exists().where(FactEvidence.published_figure_id == PublishedFigure.id)
    rows = session.execute(
        query.add_columns(is_fact).order_by(PublishedFigure.year.desc(), PublishedFigure.id)
    )
    return tuple(_published_row(row, known) for row, known in rows)


def _fact_row(fact: Fact, organisation: str, province: str, source: str) -> FactRow:
    return FactRow(
        id=fact.id,
        measure_code=fact.measure_code,
        value=fact.value,
        event_on=fact.event_on,
        event_precision=fact.event_precision,
        organisation_vi=organisation,
        province_vi=province,
        title=fact.title,
        verified_at=fact.verified_at,
        verified_by=fact.verified_by,
        origin=fact.origin,
        source=source,
        sample=fact.sample,
    )


def _published_row(row: PublishedFigure, is_fact: bool) -> PublishedRow:
    return PublishedRow(
        id=row.id,
        indicator_vi=row.indicator_vi,
        definition_vi=row.definition_vi,
        relation=row.relation,
        year=row.year,
        period_vi=row.period_vi,
        value=row.value,
        unit_vi=row.unit_vi,
        qualifier_vi=row.qualifier_vi,
        organisation_vi=row.organisation_vi,
        source=row.source,
        quote_vi=row.quote_vi,
        note_vi=row.note_vi,
        is_fact=is_fact,
    )
