"""Are we on track?  The 28 measures of a year, as known on a day.

A fixed number of queries whatever the number of reports: facts, waiting reports, ledger, plans and the
small tables of head office are each read once and handed to `rules.targets.evaluate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from db.queries.inputs import Inputs, read_inputs
from db.queries.moments import end_of
from db.queries.strategy import MeasureCard, measures
from db.rules.errors import RuleError
from db.rules.targets import Evaluation, evaluate

YEARS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class MeasureProgress:
    """One measure in one year: what was wanted, what is verified, what waits, what it means.

    Units:  the measure's own unit.  `waiting` None: nothing of this kind can wait; 0: nothing waits.
    """

    measure: MeasureCard
    year: int
    as_of: date
    evaluation: Evaluation
    waiting: int | None
    years: tuple[tuple[int, int | None], ...]
    sample: bool


def progress(session: Session, year: int, as_of: date) -> tuple[MeasureProgress, ...]:
    """The 28 measures in the Decision's order.

    Shape:  one row per measure.
    Source: indicators.md sections 2.2 to 2.5.
    """
    known_at = end_of(as_of)
    inputs = read_inputs(session, year, as_of, known_at)
    return tuple(_progress_of(card, inputs, year, as_of) for card in measures(session, known_at))


def measure_progress(session: Session, code: str, year: int, as_of: date) -> MeasureProgress:
    """One measure.  Raises: RuleError `unknown_measure`."""
    for row in progress(session, year, as_of):
        if row.measure.code == code:
            return row
    raise RuleError("unknown_measure")


def _progress_of(card: MeasureCard, inputs: Inputs, year: int, as_of: date) -> MeasureProgress:
    history = inputs.history.get(card.code, {})
    evaluation = evaluate(
        card.kind,
        _params_with_ledger(card, inputs),
        history,
        year,
        as_of,
        inputs.plans.get((card.code, year)),
        _requests(card, inputs),
    )
    return MeasureProgress(
        measure=card,
        year=year,
        as_of=as_of,
        evaluation=evaluation,
        waiting=inputs.waiting.get(card.code, 0) if card.source == "member" else None,
        years=tuple((y, _number(history.get(str(y)))) for y in range(year - YEARS_SHOWN + 1, year + 1)),
        sample=card.code in inputs.sample_codes,
    )


def _params_with_ledger(card: MeasureCard, inputs: Inputs) -> Mapping[str, Any]:
    confirmed = inputs.confirmed_to.get(card.code)
    return card.params if confirmed is None else {**card.params, "ledger_confirmed_to": confirmed}


def _requests(card: MeasureCard, inputs: Inputs) -> Sequence[Mapping[str, Any]]:
    return inputs.requests.get(card.code, ())


def _number(entry: object) -> int | None:
    if isinstance(entry, Mapping):
        entry = entry["actual"]
    return entry if isinstance(entry, int) else None
