"""How do all years of the strategy stand, as known on a day?  As many questions for thirteen years as one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.queries.inputs import Inputs, inputs_on_days
from db.queries.moments import end_of
from db.queries.progress import MeasureProgress, ledger_of, progress_of, years_shown
from db.queries.strategy import MeasureCard, ObjectiveCard, strategy
from db.rules.periods import PHASES

StrategyOf = Callable[[tuple[int, int]], tuple[ObjectiveCard, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the target engine needs about the years that have begun, as known on a day."""

    as_of: date
    objectives: tuple[ObjectiveCard, ...]
    inputs: Mapping[int, Inputs]

    @property
    def measures(self) -> tuple[MeasureCard, ...]:
        """The 28 measures in the Decision's order."""
        cards = (card for objective in self.objectives for card in objective.measures)
        return tuple(sorted(cards, key=lambda card: card.ordinal))

    def progress(self, year: int) -> tuple[MeasureProgress, ...]:
        """The 28 measures of one of these years."""
        return progress_of(self.measures, self.inputs[year], year, self.as_of)


def known_on(
    session: Session,
    as_of: date,
    strategy_of: StrategyOf | None = None,
    only: int | None = None,
    ledgers_of: Collection[str] | None = None,
) -> Known:
    """What was known on a day about every year that has begun, or about one; of all ledgers, or of these.

    Two queries, and one for the strategy; `strategy_of` may know it already by the numbers of its newest
    parameters and owners.
    """
    last = min(max(as_of.year, PHASES[0].first), PHASES[-1].last)
    years = range(PHASES[0].first, last + 1) if only is None else range(only, only + 1)
    known_at = end_of(as_of)
    inputs = inputs_on_days(session, years, (as_of,), ledgers_of)[as_of]
    read = strategy_of or (lambda _: strategy(session, known_at))
    newest = inputs[years[-1]].newest
    return Known(as_of, read((newest["params"], newest["owners"])), inputs)


def earlier_years(session: Session, card: MeasureCard, year: int, as_of: date) -> tuple[MeasureProgress, ...]:
    """One measure in the years that stand before a year on its page, oldest first, as known on a day.

    One query, and one more where the measure has a ledger; none where there is no such year.
    """
    years = years_shown(year)[:-1]
    if not years:
        return ()
    inputs = inputs_on_days(session, years, (as_of,), ledger_of((card,)))[as_of]
    return tuple(progress_of((card,), inputs[one], one, as_of)[0] for one in years)


def standings(session: Session, as_of: date) -> tuple[tuple[MeasureProgress, ...], ...]:
    """The 28 measures of every year of the strategy that has begun, oldest first."""
    known = known_on(session, as_of)
    return tuple(known.progress(year) for year in known.inputs)
