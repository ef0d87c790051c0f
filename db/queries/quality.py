"""Can the figures be relied upon?  Four shares, each n of N, and every single thing that needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.queries.progress import MeasureProgress, progress
from db.queries.quality_issues import QualityIssue, record_issues
from db.queries.quality_shares import QualityShare, consistency, verification
from db.queries.reporting_status import QuarterRow, ReportingStatus, reporting_status
from db.rules.cumulative_target import BASES
from db.rules.measures import LEDGER
from db.rules.requests_target import CONFIRMED_DAYS


@dataclass(frozen=True, slots=True)
class Quality:
    """The state of the data of a year.

    Shape:  shares of completeness, timeliness, verification, consistency for the year, then for each quarter;
            issues in the order of `KINDS`, each with what it opens.
    """

    year: int
    as_of: date
    shares: tuple[QualityShare, ...]
    issues: tuple[QualityIssue, ...]
    counts: Mapping[str, int]


KINDS = (
    "missing_evidence",
    "implausible_date",
    "duplicate",
    "jump",
    "no_due",
    "break",
    "no_base",
    "unconfirmed_ledger",
)


def quality(session: Session, year: int, as_of: date) -> Quality:
    """Shares and issues of a year as known on a day.

    Source: indicators.md §3.3, page 9; §4.5.
    """
    rows, reporting = progress(session, year, as_of), reporting_status(session, year, as_of)
    return quality_of(session, rows, reporting, year, as_of)


def quality_of(
    session: Session, rows: Iterable[MeasureProgress], reporting: ReportingStatus, year: int, as_of: date
) -> Quality:
    """The same from what other pages have read before."""
    found = [*record_issues(session, year, as_of), *_measure_issues(rows)]
    issues = tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.code, one.opens_id)))
    shares = (
        *_reporting_shares(year, reporting.quarters, as_of),
        *verification(session, year, as_of),
        *consistency(session, issues, year, as_of),
    )
    ordered = tuple(sorted(shares, key=lambda share: (share.period != str(year), share.period)))
    return Quality(year, as_of, ordered, issues, Counter(issue.kind for issue in issues))


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
