"""What do the pages of units and of quality draw?  Units, provinces, shares and issues as frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from dashboard.charts import shares, tiles, units
from dashboard.figures import write_date, write_percent
from dashboard.frames import NOTHING
from dashboard.text import text
from db.queries.quality import Quality, QualityShare
from db.queries.reporting_status import ProvinceRow, QuarterRow, RemindRow, ReportingStatus, UnitRow
from db.rules.periods import parts_of_year

QUARTERS = 4
FILED = frozenset({"on_time", "late", "nil", "nil_waiting"})

WAITS = "at_risk"  # the mark of a tile whose quarter is not complete

# What a province is on the map: its tile and the mark in its corner.
PROVINCE_LOOKS: dict[str, tuple[str, str]] = {
    "all": ("ramp4", ""),
    "some": ("ramp1", WAITS),
    "none": ("zero", WAITS),
    "no_unit": ("dashed", ""),
    "not_due": ("pale", ""),
}
WANTED = ("none", "some")  # provinces a leader asks about, in this order


# -- quarters ------------------------------------------------------------------------------------------


def latest_quarter(status: ReportingStatus) -> int:
    """The quarter a reader wants first, 1–4: the newest that is over and was owed by somebody.

    Before one is over, the newest that is owed; where nobody owes anything, the first.
    """
    owed = [place for place, row in enumerate(status.quarters, 1) if row.expected]
    parts = parts_of_year(status.year, QUARTERS)
    over = [place for place in owed if parts[place - 1].ends_on < status.as_of]
    return (over or owed[:1] or [1])[-1]


def quarter_words(number: int) -> str:
    """A quarter as it is said: "Quý III"."""
    return text(f"units.quarter{number}")


def quarter_heads(*, short: bool = False) -> tuple[str, ...]:
    """The words over the four columns; numerals alone where there is no room."""
    key = "units.short" if short else "units.quarter"
    return tuple(text(f"{key}{number}") for number in range(1, QUARTERS + 1))


def quarter_sentence(row: QuarterRow, number: int, as_of: date) -> str:
    """Who reported a quarter, in one or two sentences; the first thing the page says."""
    name, due = quarter_words(number), write_date(row.due_on)
    if not row.expected:
        return text("units.quarter_nobody", quarter=name)
    if parts_of_year(int(row.label[:4]), QUARTERS)[number - 1].ends_on >= as_of:
        counted = {"reported": row.reported, "expected": row.expected}
        return text("units.quarter_ahead", quarter=name, due=due, **counted)
    parts = [text("units.reported", quarter=name, reported=row.reported, expected=row.expected)]
    if row.reported:
        parts.append(text("units.in_time", on_time=row.on_time, late=row.late))
    if row.nil:
        parts.append(text("units.nil_n", nil=row.nil))
    return " ".join([*parts, *_waiting_sentences(row, due, over=row.due_on < as_of)])


def _waiting_sentences(row: QuarterRow, due: str, *, over: bool) -> list[str]:
    """What is still to come: not reported, or a nil report that its second person has not confirmed."""
    rest = row.expected - row.reported - row.missing
    said = [text("units.missing_n", missing=row.missing, due=due)] if row.missing else []
    if rest:
        said.append(text("units.unconfirmed_n" if over else "units.not_due_n", missing=rest, due=due))
    return said


# -- units and provinces -------------------------------------------------------------------------------


def unit_frame(rows: Iterable[UnitRow]) -> pd.DataFrame:
    """Shape: one row per unit from north to south; columns `units.FRAME`."""
    return pd.DataFrame(
        [(_unit_name(row), row.province_vi, row.states) for row in rows], columns=list(units.FRAME)
    )


def _unit_name(row: UnitRow) -> str:
    return f"{row.name_vi} ({text('measure.sample')})" if row.sample else row.name_vi


def unit_table(rows: Iterable[UnitRow]) -> pd.DataFrame:
    """The units in words.  Shape: one row per unit; unit, province, one column per quarter."""
    return pd.DataFrame(
        {
            text("units.unit"): _unit_name(row),
            text("measure.where"): row.province_vi,
            **{quarter_words(place + 1): _said(row, place) for place in range(QUARTERS)},
        }
        for row in rows
    )


def _said(row: UnitRow, place: int) -> str:
    state, day = text(f"units.{row.states[place]}"), row.first_filed_on[place]
    return text("units.filed_on", state=state, day=write_date(day)) if day else state


def tile_frame(rows: Iterable[ProvinceRow], quarter: int) -> pd.DataFrame:
    """The map of one quarter.  Shape: one row per province; columns `tiles.FRAME`."""
    return pd.DataFrame(
        [_tile(row, row.states[quarter - 1]) for row in rows],
        columns=list(tiles.FRAME),
    )


def _tile(row: ProvinceRow, state: str) -> tuple[object, ...]:
    look, mark = PROVINCE_LOOKS[state]
    shown = text(f"units.province_{state}")
    return (row.code, row.short_vi, row.tile_row, row.tile_col, shown, look, mark)


def tile_words() -> tiles.TileWords:
    """The map's legend."""
    legend = [(look, text(f"units.province_{state}")) for state, (look, _) in PROVINCE_LOOKS.items()]
    legend.append((f"mark:{WAITS}", text("units.province_waits")))
    return tiles.TileWords(text("units.map_legend"), legend)


def province_counts(rows: Iterable[ProvinceRow], quarter: int) -> str:
    """How many provinces stand where, in words."""
    counts = Counter(row.states[quarter - 1] for row in rows)
    return ", ".join(
        f"{counts[state]} {text(f'units.province_{state}')}" for state in PROVINCE_LOOKS if counts[state]
    )


def wanted_provinces(rows: Sequence[ProvinceRow], quarter: int) -> list[str]:
    """The provinces a quarter still waits for, one line each; the phone's map."""
    found = [
        (WANTED.index(state), row, state) for row in rows if (state := row.states[quarter - 1]) in WANTED
    ]
    ranked = sorted(found, key=lambda one: one[0])
    return [
        text("units.province_line", name=row.name_vi, state=text(f"units.province_{state}"))
        for _, row, state in ranked
    ]


def province_table(rows: Iterable[ProvinceRow], quarter: int) -> pd.DataFrame:
    """The map in words.  Shape: one row per province."""
    return pd.DataFrame(
        {
            text("measure.where"): row.name_vi,
            text("units.units_n"): str(row.units),
            text("units.status"): text(f"units.province_{row.states[quarter - 1]}"),
        }
        for row in rows
    )


def remind_table(rows: Iterable[RemindRow]) -> pd.DataFrame:
    """Who is to be reminded, and of what.  Shape: one row per unit and quarter."""
    return pd.DataFrame(
        {
            text("units.unit"): row.name_vi,
            text("measure.where"): row.province_vi,
            text("units.pick"): _label_words(row.quarter),
            text("units.due_on"): write_date(row.due_on),
            text("units.days_late"): str(row.days_late),
            text("units.last_filed"): write_date(row.last_filed_on)
            if row.last_filed_on
            else text("units.never"),
        }
        for row in rows
    )


def _label_words(label: str) -> str:
    year, _, number = label.partition("-Q")
    return text("units.quarter_year", quarter=quarter_words(int(number)), year=year)


def has_sample(status: ReportingStatus) -> bool:
    """Whether a unit of the page is invented."""
    return any(row.sample for row in status.units)


# -- quality -------------------------------------------------------------------------------------------


def share_frame(rows: Iterable[QualityShare]) -> pd.DataFrame:
    """Shape: one row per share and period, the year first; columns `shares.FRAME`."""
    return pd.DataFrame(
        [
            (
                text(f"quality.{row.name}"),
                text(f"quality.{row.name}_means"),
                shares.period_words(row.period),
                row.part / row.whole if row.whole else NOTHING,
                _share_words(row),
            )
            for row in rows
        ],
        columns=list(shares.FRAME),
    )


def _share_words(row: QualityShare) -> str:
    if not row.whole:
        return text("quality.share_none")
    share = write_percent(_exact(row), met=row.part == row.whole, decimals=0)
    return text("quality.share", part=row.part, whole=row.whole, share=share)


def _exact(row: QualityShare) -> Fraction:
    return Fraction(row.part, row.whole)


def year_shares(found: Quality) -> str:
    """The four shares of the whole year in one line."""
    return "; ".join(_year_share(row) for row in found.shares if row.period == str(found.year))


def _year_share(row: QualityShare) -> str:
    name = text(f"quality.{row.name}")
    if not row.whole:
        return text("quality.sentence_none", name=name)
    share = write_percent(_exact(row), met=row.part == row.whole, decimals=0)
    return text("quality.sentence", name=name, part=row.part, whole=row.whole, share=share)


def share_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The shares in words.  Shape: one row per share; one column per period."""
    wide = frame.pivot(index="name", columns="period", values="shown")
    ordered = wide.loc[list(frame["name"].unique()), list(frame["period"].unique())].reset_index()
    return ordered.rename(columns={"name": text("quality.shares")}).rename(columns=str)
