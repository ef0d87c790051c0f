"""What does a leader see in one minute?  The whole first page, in six queries however much there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.queries.attention import AttentionRow, attention_of, deadlines_of
from db.queries.children_waiting import ChildrenWaiting, children_waiting
from db.queries.comments import missing_comment
from db.queries.deadlines import Deadline
from db.queries.forecasts import ForecastRow, forecast_of
from db.queries.inputs import Inputs, read_inputs
from db.queries.moments import day_of, end_of
from db.queries.progress import MeasureProgress, progress_of
from db.queries.strategic_evidence import EvidenceCard, evidence_cards
from db.queries.strategy import MeasureCard, measures
from db.rules.periods import year_is_over
from db.rules.year_life import says_otherwise, state_of_year


@dataclass(frozen=True, slots=True)
class DataState:
    """How much to trust the page.

    `year_state` is open, provisional, final or revised; `closed_on` the day of the close; `changed` the
    measures that say something else than the newest recorded version; `waiting_n` reports of the year wait
    for verification, the oldest for `waiting_days` (None: none waits); `ledger_to`: up to where every ledger
    was checked, None while one never was; `sample`: some figures are samples.
    """

    year_state: str
    closed_on: date | None
    changed: tuple[str, ...]
    waiting_n: int
    waiting_days: int | None
    ledger_to: date | None
    sample: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: measures, what to look at, what falls due, where it leads, and what it rests on."""

    year: int
    as_of: date
    rows: tuple[MeasureProgress, ...]
    attention: tuple[AttentionRow, ...]
    deadlines: tuple[Deadline, ...]
    forecasts: Mapping[str, ForecastRow]
    missing_comments: tuple[str, ...]
    evidence: tuple[EvidenceCard, ...]
    state: DataState


def overview(session: Session, year: int, as_of: date) -> Overview:
    """The overview of a year as known on a day.

    Shape:  28 rows; attention ranked, all of it (seven lines are shown).
    Source: indicators.md §3.3, page 1.
    """
    known_at = end_of(as_of)
    cards, inputs = measures(session, known_at), read_inputs(session, year, as_of)
    children = children_waiting(session, year, as_of)
    return overview_of(cards, inputs, evidence_cards(session, as_of), year, as_of, children)


def overview_of(
    cards: Sequence[MeasureCard],
    inputs: Inputs,
    evidence: tuple[EvidenceCard, ...],
    year: int,
    as_of: date,
    children: ChildrenWaiting | None = None,
) -> Overview:
    """The same from what was read before; `children` None: nothing is known to wait."""
    rows = progress_of(cards, inputs, year, as_of)
    forecasts = {row.measure.code: forecast_of(row) for row in rows}
    return Overview(
        year=year,
        as_of=as_of,
        rows=rows,
        attention=attention_of(rows, forecasts, children),
        deadlines=deadlines_of(rows) if not year_is_over(year, as_of) else (),
        forecasts=forecasts,
        missing_comments=tuple(row.measure.code for row in rows if missing_comment(row)),
        evidence=evidence,
        state=_data_state(inputs, rows, year, as_of),
    )


def _data_state(inputs: Inputs, rows: tuple[MeasureProgress, ...], year: int, as_of: date) -> DataState:
    first, last = inputs.first_close(year), inputs.last_close(year)
    changed = says_otherwise(last, {row.measure.code: row.evaluation for row in rows})
    return DataState(
        year_state=state_of_year(year, as_of, last, changed),
        closed_on=first.closed_on if first else None,
        changed=changed,
        waiting_n=inputs.waiting_n,
        waiting_days=(as_of - day_of(inputs.waiting_since)).days if inputs.waiting_since else None,
        ledger_to=_ledger_to(rows),
        sample=any(row.sample for row in rows),
    )


def _ledger_to(rows: Iterable[MeasureProgress]) -> date | None:
    """The day up to which all ledgers were checked: the earliest of them; None where one never was."""
    days = [row.ledger_confirmed_to for row in rows if row.measure.kind == "all_requests"]
    checked = [day for day in days if day is not None]
    return min(checked) if checked and len(checked) == len(days) else None
