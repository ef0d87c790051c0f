"""What does a unit see of its own: drafts, what waits for its second person, its quarter, its reports?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from db.queries.drafts import DraftRow, drafts
from db.queries.moments import day_of
from db.queries.nil_reports import NilRow, unit_nils
from db.queries.own_quarter import QuarterLine, own_quarter
from db.queries.reports import ReportRow, own_reports
from db.queries.strategy import MeasureCard
from db.rules.periods import Period, part_holding, parts_of_year
from db.rules.reporting import REPORT_STATES
from survey.report_pages import adds_words, measures_by_code
from survey.visit import Visit

STATE, YEAR, QUARTER = "trang-thai", "nam", "quy"
FIRST_YEAR: Final = 2023
NEVER_FILED = frozenset({"draft", "discarded"})


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything on the page.  `state` and `year`: what the list was narrowed to; "" and None: nothing."""

    drafts: tuple[DraftRow, ...]
    nils: tuple[NilRow, ...]
    quarter: Period
    quarters: tuple[Period, ...]
    lines: tuple[QuarterLine, ...]
    rows: tuple[tuple[ReportRow, tuple[str, ...]], ...]
    measures: Mapping[str, MeasureCard]
    state: str
    states: tuple[str, ...]
    year: int | None
    years: tuple[int, ...]

    @property
    def open_n(self) -> int:
        """How many measures of the quarter nobody has said anything about."""
        return sum(line.state == "nothing" for line in self.lines)

    @property
    def narrowed(self) -> bool:
        """Whether the list shows only some of the reports."""
        return bool(self.state) or self.year is not None


async def unit_page(visit: Visit, unit: int) -> UnitPage:
    """The page as the address asks for it: quarter, state, year."""
    asked, account = visit.request.query_params, visit.signed_in.account_id
    today = day_of(visit.service.now())
    states = tuple(state for state in REPORT_STATES if state not in NEVER_FILED)
    years = tuple(range(today.year, FIRST_YEAR - 1, -1))
    state = next((one for one in states if one == asked.get(STATE)), "")
    year = next((one for one in years if str(one) == asked.get(YEAR)), None)
    quarters = recent_quarters(today)
    quarter = next((one for one in quarters if one.label == asked.get(QUARTER)), quarters[0])

    def query(session: Session) -> UnitPage:
        cards = measures_by_code(session)
        rows = own_reports(session, unit, state=state, year=year)
        return UnitPage(
            drafts=drafts(session, account, unit),
            nils=unit_nils(session, unit),
            quarter=quarter,
            quarters=quarters,
            lines=own_quarter(session, unit, quarter),
            rows=tuple((row, adds_words(row, cards)) for row in rows),
            measures=cards,
            state=state,
            states=states,
            year=year,
            years=years,
        )

    return await visit.service.read(query)


def recent_quarters(today: date) -> tuple[Period, ...]:
    """The quarter that runs and the four before it, the newest first."""
    running = part_holding(today, 4)
    both = [*parts_of_year(today.year - 1, 4), *parts_of_year(today.year, 4)]
    return tuple(one for one in reversed(both) if one.starts_on <= running.starts_on)[:5]


def quarter_facts(label: str) -> dict[str, object]:
    """A quarter ("2026-Q3") as its sentences need it."""
    return {"number": label[-1:], "year": label[:4]}
