"""How did the years of the strategy go?  Thirteen years and their reviews as plain frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import heat
from dashboard.charts.heat import Stretch
from dashboard.language import worded
from dashboard.text import text
from db.queries.progress import MeasureProgress
from db.rules.periods import PHASES, Phase, review_of, reviewed_phase
from db.rules.status import roll_up

RATED_PAST = ("achieved", "nearly", "missed", "no_data")
Standings = Sequence[Sequence[MeasureProgress]]  # the 28 measures of each year so far, oldest first


def stretches() -> tuple[Stretch, ...]:
    """The three phases; a review stands in the phase it closes."""
    return tuple(
        Stretch(text("heat.phase", number=phase.number), phase.first, phase.last, _reviews(phase))
        for phase in PHASES
    )


def _reviews(phase: Phase) -> tuple[int, ...]:
    years = range(phase.first, phase.last + 1)
    return tuple(year for year in years if review_of(year) and reviewed_phase(year) == phase)


def year_cells(standings: Standings, now: int) -> pd.DataFrame:
    """All measures by all years of the strategy.

    Shape:  one row per measure and year 2023–2035; columns `heat.FRAME`; `status` "" for a year ahead.
    """
    known = {(row.measure.code, row.year): row.evaluation.status for rows in standings for row in rows}
    measures = [row.measure for row in standings[-1]] if standings else []
    return pd.DataFrame(
        [
            (
                card.objective_number,
                card.code,
                worded(card, "short"),
                one,
                known.get((card.code, one), ""),
                one == now,
            )
            for card in measures
            for one in range(PHASES[0].first, PHASES[-1].last + 1)
        ],
        columns=list(heat.FRAME),
    )


def measure_cells(standings: Standings, code: str, year: int) -> pd.DataFrame:
    """The same for one measure, as `charts.heat.heat_row` takes it."""
    return year_cells([[row for row in rows if row.measure.code == code] for rows in standings], year)


def year_sentences(standings: Standings) -> str:
    """What each year came to, as one line of text: "2024: 12/20 đạt hoặc đúng tiến độ"."""
    return "; ".join(_year_sentence(rows) for rows in standings if rows)


def _year_sentence(rows: Sequence[MeasureProgress]) -> str:
    found = roll_up(row.evaluation.status for row in rows)
    if not found.rated:
        return text("phase.year_none", year=rows[0].year)
    return text("phase.year_counts", year=rows[0].year, met=found.met, rated=found.rated)


def cells_table(cells: pd.DataFrame) -> pd.DataFrame:
    """The heat table in words.

    Shape:  one row per measure; code, name, then one column per year that has begun.
    """
    begun = cells[cells["status"] != ""]
    words = begun.assign(word=[text(f"status.{status}") for status in begun["status"]])
    wide = words.pivot(index=["objective", "code", "name"], columns="year", values="word").reset_index()
    renamed = {"code": text("m.code"), "name": text("m.name")}
    shown = wide.drop(columns="objective").rename(columns=renamed)
    return shown.rename(columns=str)


@dataclass(frozen=True, slots=True)
class Review:
    """What the review of a phase can say today: its finished years, and each measure in them."""

    phase: Phase
    past: int
    left: int
    counts: Counter[str]
    per_measure: tuple[tuple[MeasureProgress, Counter[str]], ...]

    @property
    def rated(self) -> int:
        """How often a measure was rated in a finished year."""
        return sum(self.counts[status] for status in RATED_PAST)


def review(standings: Standings, phase: Phase, this_year: int) -> Review:
    """The finished years of a phase, counted."""
    finished = [
        rows for rows in standings if rows and phase.first <= rows[0].year <= min(phase.last, this_year - 1)
    ]
    by_code: dict[str, Counter[str]] = {}
    latest: dict[str, MeasureProgress] = {}
    for row in (row for rows in finished for row in rows):
        by_code.setdefault(row.measure.code, Counter())[row.evaluation.status] += 1
        latest[row.measure.code] = row
    counts: Counter[str] = sum(by_code.values(), Counter())
    per_measure = tuple((latest[code], found) for code, found in by_code.items())
    return Review(phase, len(finished), phase.last - phase.first + 1 - len(finished), counts, per_measure)


def review_table(found: Review) -> pd.DataFrame:
    """Each measure in a phase's finished years.  Shape: one row per measure."""
    return pd.DataFrame(
        {
            text("m.code"): row.measure.code,
            text("m.name"): worded(row.measure, "short"),
            text("phase.years_met"): str(counts["achieved"]),
            text("phase.years_rated"): str(sum(counts[status] for status in RATED_PAST)),
            text("phase.years_no_data"): str(counts["no_data"]),
        }
        for row, counts in found.per_measure
    )


def measure_names(rows: Iterable[MeasureProgress]) -> str:
    """Measures by code in one line."""
    return ", ".join(row.measure.code for row in rows)
