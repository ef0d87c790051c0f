"""What stood at the same time last year?  The base of "so với cùng kỳ", or the reason why it cannot be said.

Counted by the day things happened, and by what is verified on the day of the report: figures of last year
that were entered late count, so the comparison rests on the same figures as this year's target.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from db.queries.facts import FactRow, facts_of
from db.queries.inputs import Inputs, read_inputs
from db.queries.strategy import MeasureCard
from db.rules.cumulative_target import BASES
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


@dataclass(frozen=True, slots=True)
class Cut:
    """Which year, up to which of its days, as known on which day."""

    year: int
    day: date
    as_of: date


def last_year(session: Session, cards: Iterable[MeasureCard], year: int, as_of: date) -> LastYear:
    """The measures in the year before `year`, by the day one year before `as_of`, as known on `as_of`.

    For a year that is over this is the whole year before.
    Source: indicators.md sections 2.5 and 3.3; law.md, "Reporting rhythm".
    """
    before, day = year - 1, same_day(as_of.year - 1, as_of)
    inputs = read_inputs(session, before, as_of)
    rows = {}
    for card in cards:
        if card.kind in BASES:
            rows[card.code] = _counted(session, card, inputs, Cut(before, day, as_of))
        else:
            rows[card.code] = _judged(card, inputs, before, day)
    return LastYear(before, day, rows, bool(inputs.sample_codes))


def _counted(session: Session, card: MeasureCard, inputs: Inputs, cut: Cut) -> SamePeriod:
    """What adds up over the year: its facts up to the day."""
    whole = known(inputs.history.get(card.code, {}).get(str(cut.year)), cut.year, cut.as_of)
    if whole.value is None:
        return SamePeriod(why="unknown")
    if whole.base is None:
        # Single published events are not a year: measured against them everything would seem to grow.
        return SamePeriod(why="partial")
    if cut.day >= date(cut.year, 12, 31):
        return SamePeriod(whole.value)
    return SamePeriod(
        _by_day(facts_of(session, card.code, cut.year, cut.as_of), card.across_periods, cut.day)
    )


def _by_day(facts: Iterable[FactRow], across_periods: str, day: date) -> int:
    """The facts up to the day: added up, or the greatest of each unit where people are counted once."""
    units: dict[str, list[int]] = defaultdict(list)
    # A fact with two proofs comes twice.
    for fact in {fact.id: fact for fact in facts}.values():
        if fact.event_on <= day:
            units[fact.organisation_vi].append(fact.value)
    gather = max if across_periods == "max" else sum
    return sum(gather(values) for values in units.values())


def _judged(card: MeasureCard, inputs: Inputs, before: int, day: date) -> SamePeriod:
    """Requests, windows and the profile: judged again as if it were that day."""
    evaluation = evaluate(
        card.kind, _params(card, inputs, before), {}, before, day, requests=inputs.requests.get(card.code, ())
    )
    why = _why_not(card, evaluation)
    return SamePeriod(why=why) if why else SamePeriod(evaluation.actual, evaluation.progress)


def _params(card: MeasureCard, inputs: Inputs, year: int) -> Mapping[str, object]:
    confirmed, params = inputs.confirmed_to.get(card.code), card.params_in(year)
    return params if confirmed is None else {**params, "ledger_confirmed_to": confirmed}


def _why_not(card: MeasureCard, evaluation: Evaluation) -> str:
    """Why there is no figure to compare with; empty where there is one."""
    if evaluation.actual is None:
        return evaluation.status if evaluation.status in _REASONS else "unknown"
    # Silence about last year's windows may only mean that nobody wrote them down yet.
    return "no_window" if card.kind == "periodic" and not evaluation.actual else ""
