"""What did the Association promise?  The eight objectives with their 28 measures, phases and reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from db.models import Activity, Measure, MeasureParams, Objective, Phase, Review
from db.queries.owners import owner_of
from db.rules.errors import RuleError
from db.rules.target_rules import Version, in_year


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """One measure with the wording of its indicator and target; `…_shown_vi` carries corrections.

    `owner_vi` is who answers for it, or for its objective; "" where the Association has not said.  `params`
    are those recorded last, of progress those of its year; `versions` are all of them, oldest first.
    """

    code: str
    activity_code: str
    objective_number: int
    ordinal: int
    short_vi: str
    short_en: str
    unit_vi: str
    unit_en: str
    kind: str
    source: str
    across_periods: str
    qualitative: bool
    how_vi: str
    note_vi: str
    how_en: str
    note_en: str
    params: Mapping[str, Any]
    activity_vi: str
    activity_shown_vi: str
    activity_en: str
    indicator_vi: str
    indicator_shown_vi: str
    indicator_en: str
    target_vi: str
    target_shown_vi: str
    target_en: str
    owner_vi: str = ""
    versions: tuple[Version, ...] = ()

    def params_in(self, year: int) -> Mapping[str, Any]:
        """The parameters that hold for a year."""
        return in_year(self.versions, year, self.params)


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """One objective and its measures, in the Decision's order."""

    number: int
    wording_vi: str
    wording_en: str
    title_vi: str
    title_en: str
    short_vi: str
    short_en: str
    owner_vi: str
    measures: tuple[MeasureCard, ...]


# An objective with who answers for it.
ObjectiveNow = tuple[Objective, str]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase of the strategy; neighbours share their boundary year."""

    ordinal: int
    first_year: int
    last_year: int
    name_vi: str
    name_en: str
    wording_vi: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review and the phase it closes."""

    year: int
    closes_phase: int
    name_vi: str
    name_en: str


def strategy(session: Session, known_at: datetime | None = None) -> tuple[ObjectiveCard, ...]:
    """The eight objectives with their 28 measures; parameters and owners as known by `known_at` (None: now).

    One query: with the measures come the objectives they serve.
    Source: Decision 87/QĐ-HBVQTE, B.III; indicators.md section 1.
    """
    by_objective: dict[int, list[MeasureCard]] = defaultdict(list)
    objectives: dict[int, ObjectiveNow] = {}
    for card, objective in _cards(session, known_at):
        by_objective[card.objective_number].append(card)
        objectives[card.objective_number] = objective
    return tuple(_objective_card(*now, tuple(by_objective[number])) for number, now in objectives.items())


def measures(session: Session, known_at: datetime | None = None) -> tuple[MeasureCard, ...]:
    """The 28 measures in the Decision's order, with their parameters: one query."""
    return tuple(card for card, _ in _cards(session, known_at))


def _cards(session: Session, known_at: datetime | None) -> Iterable[tuple[MeasureCard, ObjectiveNow]]:
    own = owner_of(known_at, measure_code=Measure.code).label("own")
    shared = owner_of(known_at, objective_number=Objective.number).label("shared")
    rows = session.execute(
        select(Measure, Activity, Objective, MeasureParams.from_year, MeasureParams.params, own, shared)
        .join(Activity, Activity.code == Measure.activity_code)
        .join(Objective, Objective.number == Activity.objective_number)
        .outerjoin(MeasureParams, _params_known(known_at))
        .order_by(Measure.ordinal, MeasureParams.recorded_at, MeasureParams.id)
    )
    versions: dict[str, list[Version]] = defaultdict(list)
    found = {}
    for row in rows:
        found[row.Measure.code] = row
        if row.params is not None:
            versions[row.Measure.code].append(Version(row.from_year, row.params))
    for code, row in found.items():
        card = _measure_card(row.Measure, row.Activity, tuple(versions[code]), row.own or row.shared or "")
        yield card, (row.Objective, row.shared or "")


def measure(session: Session, code: str) -> MeasureCard:
    """One measure.  Raises: RuleError `unknown_measure`."""
    for card in measures(session):
        if card.code == code:
            return card
    raise RuleError("unknown_measure")


def phases(session: Session) -> tuple[PhaseRow, ...]:
    """The three phases."""
    rows = session.scalars(select(Phase).order_by(Phase.ordinal))
    return tuple(
        PhaseRow(p.ordinal, p.first_year, p.last_year, p.name_vi, p.name_en, p.wording_vi) for p in rows
    )


def reviews(session: Session) -> tuple[ReviewRow, ...]:
    """The mid-term review of 2028 and the final review of 2033."""
    rows = session.scalars(select(Review).order_by(Review.year))
    return tuple(ReviewRow(r.year, r.closes_phase, r.name_vi, r.name_en) for r in rows)


def _params_known(known_at: datetime | None) -> ColumnElement[bool]:
    own = MeasureParams.measure_code == Measure.code
    return own if known_at is None else and_(own, MeasureParams.recorded_at < known_at)


def _objective_card(row: Objective, owner_vi: str, cards: tuple[MeasureCard, ...]) -> ObjectiveCard:
    return ObjectiveCard(
        number=row.number,
        wording_vi=row.wording_vi,
        wording_en=row.wording_en,
        title_vi=row.title_vi,
        title_en=row.title_en,
        short_vi=row.short_vi,
        short_en=row.short_en,
        owner_vi=owner_vi,
        measures=cards,
    )


def _measure_card(m: Measure, a: Activity, versions: tuple[Version, ...], owner_vi: str) -> MeasureCard:
    return MeasureCard(
        code=m.code,
        activity_code=a.code,
        objective_number=a.objective_number,
        ordinal=m.ordinal,
        short_vi=m.short_vi,
        short_en=m.short_en,
        unit_vi=m.unit_vi,
        unit_en=m.unit_en,
        kind=m.kind,
        source=m.source,
        across_periods=m.across_periods,
        qualitative=m.qualitative,
        how_vi=m.how_vi,
        note_vi=m.note_vi,
        how_en=m.how_en,
        note_en=m.note_en,
        params=versions[-1].params if versions else {},
        versions=versions,
        activity_vi=a.wording_vi,
        activity_shown_vi=m.display_activity_vi or a.wording_vi,
        activity_en=a.wording_en,
        indicator_vi=a.indicator_vi,
        indicator_shown_vi=m.display_indicator_vi or a.indicator_vi,
        indicator_en=a.indicator_en,
        target_vi=a.target_vi,
        target_shown_vi=m.display_target_vi or a.target_vi,
        target_en=a.target_en,
        owner_vi=owner_vi,
    )
