"""How did a measure's years go, and where does "+20 % a year" lead?  2023 to 2035, in a row and as a path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
import streamlit as st

from dashboard import drawing, frames_time, parts, widgets
from dashboard.charts import compound, heat
from dashboard.figures import write_number, write_percent
from dashboard.frames import NOTHING
from dashboard.frames_time import Standings
from dashboard.language import worded
from dashboard.text import text
from dashboard.wording import actual_words, amount, amount_alone, target_words
from db.queries.progress import MeasureProgress
from db.rules.growth_target import compounding_path
from db.rules.numbers import Number
from db.rules.parameters import read_parameters
from db.rules.periods import PHASES

FIRST, LAST = PHASES[0].first, PHASES[-1].last
REVIEWS = tuple(phase.last for phase in PHASES)
WIDE_ROW, NARROW_ROW = 1012, 328


def show_years(row: MeasureProgress, standings: Standings) -> None:
    """One cell a year, and the years in words."""
    mine = years_of(row, standings)
    cells = frames_time.measure_cells(standings, row.measure.code, row.year)
    said = "; ".join(f"{one.year}: {text(f'status.{one.evaluation.status}')}" for one in mine)
    alt = text("past.alt", code=row.measure.code, name=worded(row.measure, "short"), years=said)
    for place, width in ((widgets.WIDE, WIDE_ROW), (widgets.NARROW, NARROW_ROW)):
        with st.container(key=f"{place}-cac-nam"):
            drawing.chart(*heat.heat_row(cells, frames_time.stretches(), width=width), alt)
    widgets.table(year_table(mine), alt)


def years_of(row: MeasureProgress, standings: Standings) -> list[MeasureProgress]:
    """This measure in every year so far, oldest first."""
    return [one for rows in standings for one in rows if one.measure.code == row.measure.code]


def year_table(mine: Sequence[MeasureProgress]) -> pd.DataFrame:
    """Shape: one row per year that has begun."""
    return pd.DataFrame(
        {
            text("t.year"): str(one.year),
            text("m.status"): text(f"status.{one.evaluation.status}"),
            text("m.actual"): actual_words(one),
            text("m.target"): target_words(one),
        }
        for one in mine
    )


# -- the compounding path ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Path:
    """The path from the first full year on.  Shape: `wanted` year to value, the base year first."""

    base_year: int
    base: int
    growth: Fraction
    wanted: dict[int, int]


def growth_words(row: MeasureProgress) -> str:
    """ "20 %"; "" for a measure whose target does not grow by a percentage."""
    growth = read_parameters(row.measure.params).growth_share
    if row.measure.kind != "growth_pct" or growth is None:
        return ""
    return write_percent(growth)


def path_of(row: MeasureProgress, mine: Sequence[MeasureProgress]) -> Path | None:
    """The path of a measure; None while no full year is known.

    The base is the one the first target of the strategy stood on: the first year known in full.
    """
    growth = read_parameters(row.measure.params).growth_share
    based = (one.evaluation.basis for one in mine if one.evaluation.basis.base is not None)
    first = next((basis for basis in based if basis.base_year is not None), None)
    if growth is None or first is None or first.base_year is None or not first.base:
        return None  # nothing compounds from zero
    base = int(first.base)
    steps = dict(compounding_path(base, first.base_year, growth, LAST))
    return Path(first.base_year, base, growth, {first.base_year: base, **steps})


def show_path(row: MeasureProgress, mine: Sequence[MeasureProgress]) -> None:
    """The path as a line over the results, and what it comes to."""
    path = path_of(row, mine)
    if path is None:
        st.write(text("compound.none"))
        return
    st.markdown(widgets.plain(path_sentence(row, path)))
    widgets.small(text("compound.note"))
    unit = worded(row.measure, "unit")
    facts = {"growth": growth_words(row), "base": amount(path.base, unit), "year": path.base_year}
    said = "; ".join(f"{year}: {amount_alone(value, unit)}" for year, value in path.wanted.items())
    alt = text("compound.alt", years=said, **facts)
    for place, layout in ((widgets.WIDE, compound.WIDE), (widgets.NARROW, compound.PHONE)):
        with st.container(key=f"{place}-lo-trinh"):
            frame = path_frame(row, mine, path, every=not layout.short)
            drawing.chart(*compound.compound_path(frame, growth_words(row), layout), alt)
    parts.twin("bang-lo-trinh", lambda: path_table(row, mine, path), alt)


def path_sentence(row: MeasureProgress, path: Path) -> str:
    """What the path comes to in 2028 and 2035, and how many times the base that is."""
    unit, last = worded(row.measure, "unit"), path.wanted[LAST]
    times = Fraction(last, path.base) if path.base else Fraction(0)
    return text(
        "compound.says",
        base=amount(path.base, unit),
        year=path.base_year,
        growth=growth_words(row),
        mid=amount(path.wanted.get(REVIEWS[0]), unit),
        last=amount(last, unit),
        times=write_number(times),
    )


def _known(mine: Sequence[MeasureProgress]) -> dict[int, Number]:
    """What each year came to, where it is a number."""
    values = ((one.year, one.evaluation.actual) for one in mine)
    return {year: value for year, value in values if value is not None and not isinstance(value, str)}


def path_frame(
    row: MeasureProgress, mine: Sequence[MeasureProgress], path: Path, *, every: bool
) -> pd.DataFrame:
    """Shape: one row per year 2023–2035; columns `charts.compound.FRAME`."""
    actual, unit = _known(mine), worded(row.measure, "unit")
    top = max([*path.wanted.values(), *actual.values()])
    rows = []
    for year in range(FIRST, LAST + 1):
        wanted, reached = path.wanted.get(year), actual.get(year)
        named = every or year in (path.base_year, *REVIEWS)
        rows.append(
            (
                year,
                NOTHING if wanted is None else float(wanted / top),
                amount_alone(wanted, unit) if wanted is not None and named else "",
                NOTHING if reached is None else float(Fraction(reached) / top),
                year == row.year,
            )
        )
    return pd.DataFrame(rows, columns=list(compound.FRAME))


def path_table(row: MeasureProgress, mine: Sequence[MeasureProgress], path: Path) -> pd.DataFrame:
    """The path in numbers.  Shape: one row per year from the base year on."""
    actual, unit = _known(mine), worded(row.measure, "unit")
    return pd.DataFrame(
        {
            text("t.year"): str(year),
            text("compound.wanted"): amount(wanted, unit),
            text("m.actual"): amount(actual.get(year), unit),
        }
        for year, wanted in path.wanted.items()
    )
