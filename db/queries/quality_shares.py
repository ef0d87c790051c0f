"""How much of what was filed is verified, and how much of what is verified raises no question?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, case, cast, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.models import Fact, ReportEvent, ReportVersion
from db.queries.history import known_facts
from db.queries.moments import end_of
from db.queries.quality_issues import QualityIssue
from db.rules.periods import part_holding

# The last act upon a report that is still to be verified, or is.
_STANDING = ("submit", "return", "verify")
_QUESTIONED = frozenset({"implausible_date", "duplicate", "jump"})


@dataclass(frozen=True, slots=True)
class QualityShare:
    """n of N: `part` of `whole` in a period; a whole of 0 says nothing.

    `name` is completeness, timeliness, verification or consistency; `period` 2026 or 2026-Q3.
    """

    name: str
    period: str
    part: int
    whole: int


def verification(session: Session, year: int, as_of: date) -> Iterable[QualityShare]:
    """Reports verified by then, of those filed and not taken back."""
    last = (
        select(func.max(ReportEvent.id).label("id"))
        .where(ReportEvent.at < end_of(as_of))
        .group_by(ReportEvent.report_id)
        .subquery()
    )
    quarter = quarter_of(ReportVersion.event_on)
    version = and_(
        ReportVersion.report_id == ReportEvent.report_id, ReportVersion.number == ReportEvent.version
    )
    rows = session.execute(
        select(quarter, func.sum(case((ReportEvent.act == "verify", 1), else_=0)), func.count())
        .join_from(ReportEvent, last, last.c.id == ReportEvent.id)
        .join(ReportVersion, version)
        .where(
            ReportEvent.act.in_(_STANDING),
            ReportVersion.event_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(quarter)
    )
    counted = {f"{year}-Q{number}": (int(part), int(whole)) for number, part, whole in rows}
    return _shares("verification", year, counted)


def consistency(
    session: Session, issues: Sequence[QualityIssue], year: int, as_of: date
) -> Iterable[QualityShare]:
    """Verified facts about which no question of dates, doubles or jumps is open."""
    quarter = quarter_of(Fact.event_on)
    rows = session.execute(
        select(quarter, func.count())
        .where(
            Fact.event_on.between(date(year, 1, 1), min(as_of, date(year, 12, 31))),
            *known_facts(end_of(as_of)),
        )
        .group_by(quarter)
    )
    whole = {f"{year}-Q{number}": int(count) for number, count in rows}
    asked = {label: 0 for label in whole}
    for issue in issues:
        if issue.kind in _QUESTIONED and issue.on is not None and issue.opens != "request":
            label = part_holding(issue.on, 4).label
            asked[label] = asked.get(label, 0) + 1
    counted = {label: (max(count - asked[label], 0), count) for label, count in whole.items()}
    return _shares("consistency", year, counted)


def quarter_of(column: InstrumentedAttribute[date]) -> ColumnElement[int]:
    """The number of the quarter of a day, in SQL."""
    return (cast(extract("month", column), Integer) + 2) // 3


def _shares(name: str, year: int, counted: dict[str, tuple[int, int]]) -> Iterable[QualityShare]:
    parts, wholes = ([pair[place] for pair in counted.values()] for place in (0, 1))
    yield QualityShare(name, str(year), sum(parts), sum(wholes))
    for number in range(1, 5):
        label = f"{year}-Q{number}"
        yield QualityShare(name, label, *counted.get(label, (0, 0)))
