"""What stood at the same time last year?  The base of "so với cùng kỳ", or the reason why it cannot be said.

Counted by the day things happened, and by what is verified on the day of the report: figures of last year
that were entered late count, so the comparison rests on the same figures as this year's target.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from db.queries.inputs import Inputs, read_inputs
from db.queries.moments import end_of
from db.queries.strategy import MeasureCard
from db.rules.evaluation import Evaluation
from db.rules.known_values import known
from db.rules.numbers import Number
from db.rules.periods import same_day
from db.rules.targets import evaluate

# Nothing is known or nothing was owed: the words that say why there is no number.
_REASONS = frozenset({"no_requests", "not_due"})


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """One measure by the same date of the year before.

    Units:  the measure's own; "done/decided" for request and coverage kinds, with their share.
    None:   it cannot be said; `why` names the reason.
    """

    actual: Number | str | None = None
    share: Fraction | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class LastYear:
    """The year before, cut at the same date: a row per measure code, and whether sample rows are in it."""

    year: int
    day: date
    rows: Mapping[str, SamePeriod]
    sample: bool


def last_year(session: Session, cards: Iterable[MeasureCard], year: int, as_of: date) -> LastYear:
    """The measures in the year before `year`, by the day one year before `as_of`, as known on `as_of`.

    For a year that is over this is the whole year before.
    Source: indicators.md sections 2.5 and 3.3; law.md, "Reporting rhythm".
    """
    before, day = year - 1, same_day(as_of.year - 1, as_of)
    inputs = read_inputs(session, before, day, end_of(as_of))
    rows = {card.code: _same_period(card, inputs, before, day) for card in cards}
    return LastYear(before, day, rows, bool(inputs.sample_codes))


def _same_period(card: MeasureCard, inputs: Inputs, before: int, day: date) -> SamePeriod:
    entry = inputs.history.get(card.code, {})
    evaluation = evaluate(
        card.kind,
        _params(card, inputs),
        entry,
        before,
        day,
        inputs.plans.get((card.code, before)),
        inputs.requests.get(card.code, ()),
    )
    why = _why_not(card, evaluation, entry.get(str(before)), before, day)
    if why:
        return SamePeriod(why=why)
    return SamePeriod(evaluation.actual, evaluation.progress)


def _params(card: MeasureCard, inputs: Inputs) -> Mapping[str, object]:
    confirmed = inputs.confirmed_to.get(card.code)
    return card.params if confirmed is None else {**card.params, "ledger_confirmed_to": confirmed}


def _why_not(card: MeasureCard, evaluation: Evaluation, entry: object, before: int, day: date) -> str:
    """Why there is no figure to compare with; empty where there is one."""
    if evaluation.actual is None:
        return evaluation.status if evaluation.status in _REASONS else "unknown"
    if card.kind == "periodic":
        # Silence about last year's windows may only mean that nobody wrote them down yet.
        return "" if evaluation.actual else "no_window"
    # Single published events are not a year: measured against them everything would seem to grow.
    return "partial" if isinstance(evaluation.actual, int) and known(entry, before, day).base is None else ""
