"""How is each target reckoned, since when, by whose decision; and what would another rule change?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import MeasureParams, RuleDecision, RuleProposal, YearClose
from db.queries.desk_forms import desk_form
from db.queries.inputs import inputs_of_years
from db.queries.moments import end_of
from db.queries.progress import MeasureProgress, progress_of
from db.queries.record_changes import account_names
from db.queries.strategy import MeasureCard, measure
from db.rules.numbers import write_number
from db.rules.report_forms import FieldSpec, FormSpec
from db.rules.target_rules import ASKED, FROM_YEAR, PREFIX, Version, answers_of, changed

YEARS_AHEAD = 3  # how far ahead the form offers years; a plan for later is asked for later
Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One version of a measure's rule.  `from_year` None: as the strategy began; `asked_vi` "" likewise."""

    measure_code: str
    params: Mapping[str, Any]
    from_year: int | None
    decision_no: str
    reason: str
    recorded_at: datetime
    asked_vi: str
    confirmed_vi: str

    @property
    def by_vi(self) -> str:
        """Who asked, and who confirmed."""
        return ", ".join(name for name in (self.asked_vi, self.confirmed_vi) if name)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One asked change; `act` "" while it waits, else confirmed, declined or withdrawn."""

    id: int
    measure_code: str
    from_year: int
    params: Mapping[str, Any]
    decision_no: str
    reason: str
    at: datetime
    by: str
    by_vi: str
    sample: bool
    act: str
    decided_at: datetime | None
    decided_vi: str
    decided_why: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule would change in one year, as known on a day; `frozen`: the target was frozen and stays."""

    year: int
    before: MeasureProgress
    after: MeasureProgress

    @property
    def frozen(self) -> bool:
        """Whether the year's target is the one that was frozen when the year before was closed."""
        return self.after.evaluation.basis.rule == "frozen"


@dataclass(frozen=True, slots=True)
class RuleField:
    """One parameter that a decision changed, as the form's field holds it.  None: nothing stands in it."""

    name: str
    before: Any
    after: Any


def closed_years(session: Session) -> tuple[int, ...]:
    """The years that were closed."""
    return tuple(session.scalars(select(YearClose.year).distinct().order_by(YearClose.year)))


def rule_form(card: MeasureCard, first_year: int | None = None, this_year: int = 0) -> FormSpec:
    """The form that asks for another rule, of this kind of target.

    With `first_year`, the first one not closed, it offers years near `this_year`; else every year.
    """
    spec = desk_form(PREFIX + card.kind)
    if first_year is None:
        return spec
    near = range(max(first_year, this_year - 1), this_year + YEARS_AHEAD + 1)
    offered = {FROM_YEAR: near, "baseline_year": range(this_year + 1)}
    return replace(spec, fields=tuple(_offering(field, offered) for field in spec.fields))


def _offering(field: FieldSpec, offered: Mapping[str, range]) -> FieldSpec:
    if field.name not in offered:
        return field
    years = offered[field.name]
    kept = tuple(one for one in field.choices if not one[0].isdecimal() or int(one[0]) in years)
    return replace(field, choices=kept)


def rules(session: Session, as_of: date, code: str | None = None) -> tuple[RuleRow, ...]:
    """Every version of every rule (or of one measure's) as known on a day, in the order of their decision."""
    query = select(MeasureParams, RuleProposal.by_vi).outerjoin(
        RuleProposal, RuleProposal.id == MeasureParams.proposal_id
    )
    if code is not None:
        query = query.where(MeasureParams.measure_code == code)
    found = session.execute(
        query.where(MeasureParams.recorded_at < end_of(as_of)).order_by(
            MeasureParams.recorded_at, MeasureParams.id
        )
    ).all()
    names = account_names(session, {row.MeasureParams.recorded_by for row in found})
    return tuple(_rule_row(row.MeasureParams, row.by_vi or "", names) for row in found)


def _rule_row(row: MeasureParams, asked_vi: str, names: Mapping[str, str]) -> RuleRow:
    return RuleRow(
        measure_code=row.measure_code,
        params=row.params,
        from_year=row.from_year,
        decision_no=row.decision_no,
        reason=row.reason,
        recorded_at=row.recorded_at,
        asked_vi=asked_vi,
        confirmed_vi=names.get(row.recorded_by, row.recorded_by),
    )


def proposals(session: Session, code: str | None = None) -> tuple[ProposalRow, ...]:
    """Every asked change (of one measure), the newest first."""
    query = select(RuleProposal, RuleDecision).outerjoin(
        RuleDecision, RuleDecision.proposal_id == RuleProposal.id
    )
    if code is not None:
        query = query.where(RuleProposal.measure_code == code)
    rows = session.execute(query.order_by(RuleProposal.id.desc()))
    return tuple(_proposal_row(asked, decided) for asked, decided in rows)


def _proposal_row(asked: RuleProposal, decided: RuleDecision | None) -> ProposalRow:
    return ProposalRow(
        id=asked.id,
        measure_code=asked.measure_code,
        from_year=asked.from_year,
        params=asked.params,
        decision_no=asked.decision_no,
        reason=asked.reason,
        at=asked.at,
        by=asked.by,
        by_vi=asked.by_vi,
        sample=asked.sample,
        act=decided.act if decided else "",
        decided_at=decided.at if decided else None,
        decided_vi=decided.by_vi if decided else "",
        decided_why=decided.reason if decided else "",
    )


def effects(
    session: Session, code: str, from_year: int, params: Mapping[str, Any], as_of: date
) -> tuple[Effect, ...]:
    """What these parameters would change in each year they reach that has begun; none for years to come.

    Raises: RuleError `unknown_measure`.
    """
    years = range(from_year, as_of.year + 1)
    if not years:
        return ()
    card = measure(session, code)
    other = replace(card, versions=(*card.versions, Version(from_year, params)))
    inputs = inputs_of_years(session, years, as_of)
    pairs = {year: progress_of((card, other), inputs[year], year, as_of) for year in years}
    return tuple(Effect(year, before, after) for year, (before, after) in pairs.items())


def rule_words(kind: str, params: Mapping[str, Any], names: Iterable[str] | None = None) -> Words:
    """Parameters as people read them: the words of the form's field, and what stands in it.

    ``names``: only these; by default all that the kind has and that are set.
    """
    spec, said = desk_form(PREFIX + kind), answers_of(kind, params)
    wanted = ASKED[kind] if names is None else tuple(names)
    fields = ((spec.field(name), said.get(name)) for name in wanted)
    return tuple(
        (field.label_vi, _value_words(field, value))
        for field, value in fields
        if field is not None and value is not None
    )


def rule_fields(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[RuleField, ...]:
    """What means something else after a decision, in the order of the form."""
    old, new = answers_of(kind, before), answers_of(kind, after)
    return tuple(RuleField(name, old.get(name), new.get(name)) for name in changed(kind, before, after))


def rule_line(kind: str, params: Mapping[str, Any], names: Iterable[str] | None = None) -> str:
    """The same on one line."""
    return "; ".join(f"{label}: {value}" for label, value in rule_words(kind, params, names))


def _value_words(field: FieldSpec, value: Any) -> str:
    if field.choices:
        return field.label_of(str(value))
    return write_number(Fraction(str(value)), 2) if field.kind in ("count", "decimal") else str(value)
