"""Are we on track?  The 28 measures of a year, as known on a day.

Three queries whatever the number of reports: the measures, kept sums with the small tables of head office,
the ledger; each is read once and handed to `rules.targets.evaluate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from db.queries.deadlines import Deadline, deadlines
from db.queries.history import past_shares
from db.queries.inputs import Inputs, inputs_on_days, read_inputs
from db.queries.moments import end_of
from db.queries.strategy import MeasureCard, measures
from db.rules.errors import RuleError
from db.rules.known_values import known
from db.rules.measures import LEDGER
from db.rules.periods import PHASES
from db.rules.targets import Evaluation, evaluate
from db.rules.year_life import in_year_state, params_with_frozen, with_base_year

YEARS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class MeasureProgress:
    """One measure in one year: what was wanted, what is verified, what waits, what it means.

    Units:  the measure's own unit.  `waiting` None: nothing of this kind can wait; 0: nothing waits.
    `records`: how many verified records stand behind the actual; `past_shares`: which share of the records
    of earlier years was known by the same day; `deadlines`: what falls due in the next days; `commented`:
    somebody wrote about the measure in this year; `ledger_confirmed_to`: up to where its ledger was checked.
    """

    measure: MeasureCard
    year: int
    as_of: date
    evaluation: Evaluation
    waiting: int | None
    years: tuple[tuple[int, int | None], ...]
    sample: bool
    records: int = 0
    past_shares: tuple[Fraction, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    commented: bool = False
    ledger_confirmed_to: date | None = None

    @property
    def owner_vi(self) -> str:
        """Who answers for it; "" where the Association has not said."""
        return self.measure.owner_vi


def progress(session: Session, year: int, as_of: date) -> tuple[MeasureProgress, ...]:
    """The 28 measures in the Decision's order.

    Shape:  one row per measure.
    Source: indicators.md sections 2.2 to 2.5.
    """
    cards = measures(session, end_of(as_of))
    return progress_of(cards, read_inputs(session, year, as_of), year, as_of)


def progress_of(
    cards: Sequence[MeasureCard], inputs: Inputs, year: int, as_of: date
) -> tuple[MeasureProgress, ...]:
    """The same from what was read before."""
    return tuple(_progress_of(card, inputs, year, as_of) for card in cards)


def measure_progress(session: Session, code: str, year: int, as_of: date) -> MeasureProgress:
    """One measure.  Raises: RuleError `unknown_measure`."""
    return measure_on_days(session, code, year, (as_of,))[as_of]


def measure_on_days(
    session: Session, code: str, year: int, days: Sequence[date]
) -> dict[date, MeasureProgress]:
    """One measure as known on each of several days; the ledger is read for a measure of it only.

    Raises: RuleError `unknown_measure`.
    """
    cards = {day: _card(measures(session, end_of(day)), code) for day in days}
    inputs = inputs_on_days(session, (year,), days, ledger_of(cards.values()))
    return {day: progress_of((card,), inputs[day][year], year, day)[0] for day, card in cards.items()}


def ledger_of(cards: Iterable[MeasureCard]) -> tuple[str, ...]:
    """The measures among these that have a request ledger."""
    return tuple(dict.fromkeys(card.code for card in cards if card.source == LEDGER))


def _card(cards: Iterable[MeasureCard], code: str) -> MeasureCard:
    found = next((card for card in cards if card.code == code), None)
    if found is None:
        raise RuleError("unknown_measure")
    return found


def _progress_of(card: MeasureCard, inputs: Inputs, year: int, as_of: date) -> MeasureProgress:
    card = _in_year(card, year)
    code, history = card.code, inputs.history.get(card.code, {})
    evaluation, found = _evaluation(card, inputs, year, as_of), inputs.sums.get((card.code, year))
    requests = _requests(card, inputs)
    return MeasureProgress(
        measure=card,
        year=year,
        as_of=as_of,
        evaluation=evaluation,
        waiting=inputs.waiting.get(code, 0) if card.source == "member" else None,
        years=_years(history, year, as_of),
        sample=code in inputs.sample_codes,
        records=found.records if found else 0,
        past_shares=past_shares(inputs.sums, code, year),
        deadlines=deadlines(card, evaluation, requests, as_of),
        commented=code in inputs.commented,
        ledger_confirmed_to=_day(inputs.confirmed_to.get(code)),
    )


def _in_year(card: MeasureCard, year: int) -> MeasureCard:
    """The measure with the parameters of the year: a later decision may reach only later years."""
    params = card.params_in(year)
    return card if params is card.params else replace(card, params=params)


def _evaluation(card: MeasureCard, inputs: Inputs, year: int, as_of: date) -> Evaluation:
    """What the engine says, with what was frozen when years were closed."""
    frozen = inputs.frozen_target(card.code, year)
    judged = evaluate(
        card.kind,
        params_with_frozen(_params_with_ledger(card, inputs), frozen),
        inputs.history.get(card.code, {}),
        year,
        as_of,
        inputs.plans.get((card.code, year)),
        _requests(card, inputs),
    )
    first, last = inputs.first_close(year), inputs.last_close(year)
    return in_year_state(with_base_year(judged, frozen), card.code, year, as_of, first, last)


def _params_with_ledger(card: MeasureCard, inputs: Inputs) -> Mapping[str, Any]:
    confirmed = inputs.confirmed_to.get(card.code)
    return card.params if confirmed is None else {**card.params, "ledger_confirmed_to": confirmed}


def _requests(card: MeasureCard, inputs: Inputs) -> Sequence[Mapping[str, Any]]:
    return inputs.requests.get(card.code, ())


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def years_shown(year: int) -> range:
    """The years that stand beside each other up to this one: the last four, none before the strategy."""
    return range(max(year - YEARS_SHOWN + 1, PHASES[0].first), year + 1)


def _years(history: Mapping[str, Any], year: int, as_of: date) -> tuple[tuple[int, int | None], ...]:
    return tuple((one, _number(history.get(str(one)), one, as_of)) for one in years_shown(year))


def _number(entry: object, year: int, as_of: date) -> int | None:
    value = known(entry, year, as_of).value
    return value if isinstance(value, int) else None
