"""How much of what was filed is verified, and how much of what is verified raises no question?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, exists, extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from db.models import Fact, ReportEvent, ReportVersion
from db.queries.history import known_facts
from db.queries.moments import end_of
from db.queries.quality_issues import QualityIssue
from db.rules.periods import part_holding

# Acts after which a report is no longer to be verified.
_GONE = ("withdraw", "discard", "reject", "void")
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
    """Reports verified by then, of those filed and not taken back or refused.

    Few reports have a second version or were returned: those are sets, and most reports are read from two
    indexes alone.
    """
    known_at, later, quarter = end_of(as_of), aliased(ReportVersion), quarter_of(ReportVersion.event_on)
    revised = select(later.report_id).where(later.number > 1, later.recorded_at < known_at)
    replaced = exists().where(
        later.report_id == ReportVersion.report_id,
        later.number > ReportVersion.number,
        later.recorded_at < known_at,
    )
    verified = and_(_happened("verify", known_at), ~_happened("return", known_at))
    rows = session.execute(
        select(quarter, func.sum(case((verified, 1), else_=0)), func.count())
        .where(
            ReportVersion.event_on.between(date(year, 1, 1), date(year, 12, 31)),
            ReportVersion.recorded_at < known_at,
            ReportVersion.report_id.not_in(_reports_with(_GONE, known_at)),
            or_(ReportVersion.report_id.not_in(revised), ~replaced),
        )
        .group_by(quarter)
    )
    counted = {f"{year}-Q{number}": (int(part), int(whole)) for number, part, whole in rows}
    return _shares("verification", year, counted)


def _happened(act: str, known_at: datetime) -> ColumnElement[bool]:
    """Whether this act was done upon this very version by then."""
    return exists().where(
        ReportEvent.report_id == ReportVersion.report_id,
        ReportEvent.act == act,
        ReportEvent.version == ReportVersion.number,
        ReportEvent.at < known_at,
    )


def _reports_with(acts: Sequence[str], known_at: datetime) -> Select[tuple[UUID]]:
    return select(ReportEvent.report_id).where(ReportEvent.act.in_(acts), ReportEvent.at < known_at)


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
