"""Can the figures be relied upon?  Four shares, each n of N, and every single thing that needs a look.

Two queries beside those of progress and reporting: what was counted, and the page of issues that is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import union_all
from sqlalchemy.orm import Session

from db.queries.progress import MeasureProgress, progress
from db.queries.quality_breaks import BREAKING, break_parts, breaks
from db.queries.quality_issues import RECORD_KINDS, QualityIssue, record_issues
from db.queries.quality_shares import (
    COUNTED,
    QualityShare,
    consistency,
    counted_parts,
    counts,
    verification,
)
from db.queries.reporting_status import QuarterRow, ReportingStatus, reporting_status
from db.rules.cumulative_target import BASES
from db.rules.measures import LEDGER
from db.rules.requests_target import CONFIRMED_DAYS

PAGE_ROWS = 40
KINDS = (*RECORD_KINDS, "break", "no_base", "unconfirmed_ledger")
_COLUMNS = {**COUNTED, **BREAKING}


@dataclass(frozen=True, slots=True)
class Quality:
    """The state of the data of a year.

    Shape:  shares of completeness, timeliness, verification, consistency for the year, then for each quarter;
            `counts` in the order of `KINDS`, how many issues there are of each; `of_measures` those that are
            about no single record: all of them.
    """

    year: int
    as_of: date
    shares: tuple[QualityShare, ...]
    counts: Mapping[str, int]
    of_measures: tuple[QualityIssue, ...]

    def total(self, kind: str = "") -> int:
        """How many issues there are of a kind, of all kinds where none is named."""
        return self.counts[kind] if kind else sum(self.counts.values())

    def pages(self, kind: str = "") -> int:
        """How many pages they fill; one where there are none."""
        return max(-(-self.total(kind) // PAGE_ROWS), 1)


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One page of the issues of a kind, in the order of `KINDS`, each with what it opens."""

    number: int
    issues: tuple[QualityIssue, ...]


def quality(session: Session, year: int, as_of: date) -> Quality:
    """Shares and counted issues of a year as known on a day.

    Source: indicators.md §3.3, page 9; §4.5.
    """
    rows, reporting = progress(session, year, as_of), reporting_status(session, year, as_of)
    return quality_of(session, rows, reporting, year, as_of)


def quality_of(
    session: Session, rows: Iterable[MeasureProgress], reporting: ReportingStatus, year: int, as_of: date
) -> Quality:
    """The same from what other pages have read before; one query."""
    asked = (*counted_parts(_COLUMNS, year, as_of), *break_parts(_COLUMNS, year, as_of))
    found = session.execute(union_all(*asked)).all()
    shares = (
        *_reporting_shares(year, reporting.quarters, as_of),
        *verification(found, year),
        *consistency(found, year),
    )
    ordered = tuple(sorted(shares, key=lambda share: (share.period != str(year), share.period)))
    others = [*breaks(found, year, as_of), *_measure_issues(rows)]
    of_measures = tuple(sorted(others, key=lambda one: (KINDS.index(one.kind), one.code, one.opens_id)))
    counted = counts(found) + Counter(issue.kind for issue in of_measures)
    return Quality(year, as_of, ordered, {kind: counted[kind] for kind in KINDS}, of_measures)


def issue_page(session: Session, found: Quality, kind: str = "", number: int = 1) -> IssuePage:
    """One page of the issues of a kind, of all where none is named; at most one query.

    Beyond the last page it is the last.
    """
    of_measures = [issue for issue in found.of_measures if kind in ("", issue.kind)]
    shown = min(max(number, 1), found.pages(kind))
    first, records = (shown - 1) * PAGE_ROWS, found.total(kind) - len(of_measures)
    issues: list[QualityIssue] = []
    if first < records:
        issues = record_issues(session, found.year, found.as_of, kind, first, PAGE_ROWS)
    rest = max(first - records, 0)
    issues += of_measures[rest : rest + PAGE_ROWS - len(issues)]
    return IssuePage(shown, tuple(issues))


def _reporting_shares(year: int, quarters: Iterable[QuarterRow], as_of: date) -> Iterable[QualityShare]:
    """Completeness: reported of what was due; timeliness: in time of what was reported."""
    counted = [(row.label, row.reported, _due(row, as_of), row.late) for row in quarters]
    whole = (str(year), *(sum(row[place] for row in counted) for place in (1, 2, 3)))
    for period, reported, due, late in (whole, *counted):
        yield QualityShare("completeness", str(period), int(reported), int(due))
        yield QualityShare("timeliness", str(period), int(reported) - int(late), int(reported))


def _due(row: QuarterRow, as_of: date) -> int:
    """Once the last day in time is over, everybody expected: also whose "nothing arose" nobody confirmed."""
    return row.expected if row.due_on < as_of else row.reported + row.missing


def _measure_issues(rows: Iterable[MeasureProgress]) -> Iterable[QualityIssue]:
    """Measures without a base, and ledgers nobody looked through for three months."""
    for row in rows:
        card = row.measure
        if card.kind in BASES and row.evaluation.target is None:
            yield QualityIssue("no_base", card.code, "measure", card.code, card.short_vi)
        if card.source == LEDGER and (issue := _unconfirmed(row)) is not None:
            yield issue


def _unconfirmed(row: MeasureProgress) -> QualityIssue | None:
    """A ledger nobody has looked through for three months, or ever (days None)."""
    confirmed, code, name = row.ledger_confirmed_to, row.measure.code, row.measure.short_vi
    days = None if confirmed is None else (row.as_of - confirmed).days
    if days is not None and days <= CONFIRMED_DAYS:
        return None
    return QualityIssue("unconfirmed_ledger", code, "ledger", code, name, on=confirmed, days=days)
