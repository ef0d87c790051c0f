"""What does the target engine need to know?  Facts, waiting reports, ledger, plans, as known by a moment.

Two queries whatever the number of reports, years and days asked about: kept sums with all small tables of
head office, and the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal, union_all
from sqlalchemy.orm import Session

from db.queries.head_office import HeadOffice, offices_of
from db.queries.head_office_parts import YEARS_BACK, parts
from db.queries.history import Place, YearSum, by_measure, sum_parts, sums_of, with_zeros
from db.queries.ledger_inputs import Entry, entries_on_days
from db.queries.moments import end_of
from db.rules.year_life import Close, NextTarget, entry_of_year


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything `evaluate` takes, by measure code; `closes` are the recorded closes, oldest first."""

    history: Mapping[str, Mapping[str, Any]]
    waiting: Mapping[str, int]
    plans: Mapping[tuple[str, int], list[dict[str, Any]]]
    requests: Mapping[str, list[dict[str, Any]]]
    confirmed_to: Mapping[str, str]
    sample_codes: frozenset[str]
    sums: Mapping[Place, YearSum]
    closes: tuple[Close, ...]
    commented: frozenset[str]
    waiting_n: int
    waiting_since: datetime | None
    newest: Mapping[str, int]

    def first_close(self, year: int) -> Close | None:
        """The act that closed the year; None while nobody has."""
        return next((close for close in self.closes if close.year == year), None)

    def last_close(self, year: int) -> Close | None:
        """Its newest version."""
        return next((close for close in reversed(self.closes) if close.year == year), None)

    def frozen_target(self, code: str, year: int) -> NextTarget | None:
        """The year's target as it was frozen when the year before was closed."""
        close = self.first_close(year - 1)
        return None if close is None else close.next_targets.get(code)


def read_inputs(session: Session, year: int, as_of: date) -> Inputs:
    """The inputs of all 28 measures for this year, as known on a day."""
    return inputs_of_years(session, (year,), as_of)[year]


def inputs_of_years(session: Session, years: Sequence[int], as_of: date) -> dict[int, Inputs]:
    """The same for years that follow each other, in as many queries as for one."""
    return inputs_on_days(session, years, (as_of,))[as_of]


def inputs_on_days(
    session: Session, years: Sequence[int], days: Sequence[date], ledgers_of: Collection[str] | None = None
) -> dict[date, dict[int, Inputs]]:
    """The same as known on each of several days, in as many queries; of all ledgers, or of these."""
    kept = _kept_on_days(session, years, days)
    ledgers = entries_on_days(session, years, days, ledgers_of)
    return {day: _of_day(kept[day], ledgers[day], years, day) for day in days}


def _kept_on_days(session: Session, years: Sequence[int], days: Sequence[date]) -> dict[date, list[Any]]:
    """Sums and head office's tables, as known on each day; one query."""
    asked = (
        one.add_columns(literal(place).label("of_day"))
        for place, day in enumerate(days)
        for one in (*parts(years, end_of(day)), *sum_parts(years, day))
    )
    found: dict[date, list[Any]] = {day: [] for day in days}
    for row in session.execute(union_all(*asked)):
        found[days[row.of_day]].append(row)
    return found


def _of_day(
    kept: Collection[Any], ledgers: Mapping[int, Iterable[Entry]], years: Iterable[int], as_of: date
) -> dict[int, Inputs]:
    offices, sums = offices_of(kept, years), sums_of(kept)
    return {year: _inputs(offices[year], sums, ledgers[year], year, as_of) for year in years}


def _inputs(
    office: HeadOffice, known: Mapping[Place, YearSum], ledger: Iterable[Entry], year: int, as_of: date
) -> Inputs:
    own = {place: found for place, found in known.items() if year - YEARS_BACK <= place[1] <= year}
    sums = with_zeros(own, office.nil_places)
    requests, sample_requests = _requests(ledger, office)
    sample_sums = {code for (code, _), found in sums.items() if found.sample}
    return Inputs(
        history=_history(sums, as_of, office.closes),
        waiting=office.waiting,
        plans=office.plans,
        requests=requests,
        confirmed_to=office.confirmed_to,
        sample_codes=office.sample_codes | sample_sums | sample_requests,
        sums=sums,
        closes=office.closes,
        commented=office.commented,
        waiting_n=office.waiting_n,
        waiting_since=office.waiting_since,
        newest=office.newest,
    )


def _history(
    sums: Mapping[Place, YearSum], as_of: date, closes: Iterable[Close]
) -> dict[str, dict[str, Any]]:
    """The years of each measure, closed ones with what was frozen."""
    firsts: dict[int, Close] = {}
    for close in closes:
        firsts.setdefault(close.year, close)
    return {
        code: {
            text: entry_of_year(live, int(text), code, as_of, firsts.get(int(text)))
            for text, live in years.items()
        }
        for code, years in by_measure(sums).items()
    }


def _requests(
    ledger: Iterable[Entry], office: HeadOffice
) -> tuple[dict[str, list[dict[str, Any]]], set[str]]:
    """Ledger entries, milestones and profile updates, in the words of `evaluate`."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    found.update({code: list(entries) for code, entries in office.entries.items()})
    sample: set[str] = set()
    for code, entry, is_sample in ledger:
        found[code].append(entry)
        if is_sample:
            sample.add(code)
    return found, sample
