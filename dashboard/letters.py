"""How are units reminded?  A letter that staff copy, change and send; the system sends nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import records, state, widgets
from dashboard.figures import write_date
from dashboard.language import VI
from dashboard.text import text, written
from dashboard.text_overview import LETTER, LETTER_LINE
from db.queries.reporting_status import QuarterRow, ReportingStatus, UnitRow

UNIT = "don-vi-nhac"
REPORTS = "/bao-cao"
EVERYONE = "tat-ca"


def show(status: ReportingStatus) -> None:
    """Choose one unit or all of them; the letter with what each still owes, its last day and the address."""
    late = owing(status)
    st.subheader(text("letter.title"), anchor=False)
    widgets.small(text("letter.lead"))
    names = {EVERYONE: text("letter.everyone", n=len(late))}
    names |= {str(unit.organisation_id): unit.name_vi for unit in late}
    chosen = state.choose(st.selectbox, text("letter.pick"), names, UNIT)
    units = late if chosen == EVERYONE else [unit for unit in late if str(unit.organisation_id) == chosen]
    st.code(letter(units, status.quarters, status.as_of), language=None, wrap_lines=True)


def owing(status: ReportingStatus) -> list[UnitRow]:
    """The units with a quarter overdue, from north to south."""
    return [unit for unit in status.units if "missing" in unit.states]


def letter(units: Sequence[UnitRow], quarters: Sequence[QuarterRow], today: date) -> str:
    """The letter in Vietnamese: who, which quarters with their last days, and where to report."""
    lines = [line for unit in units for line in _lines(unit, quarters)]
    return LETTER.format(
        units="; ".join(unit.name_vi for unit in units),
        association=written("app.association", VI),
        today=write_date(today),
        lines="\n".join(lines),
        address=records.settings().survey_url + REPORTS,
    )


def _lines(unit: UnitRow, quarters: Sequence[QuarterRow]) -> list[str]:
    return [
        LETTER_LINE.format(unit=unit.name_vi, quarter=_quarter(row.label), due=write_date(row.due_on))
        for row, found in zip(quarters, unit.states, strict=True)
        if found == "missing"
    ]


def _quarter(label: str) -> str:
    year, _, number = label.partition("-Q")
    quarter = written(f"units.quarter{number}", VI)
    return written("units.quarter_year", VI).format(quarter=quarter, year=year)
