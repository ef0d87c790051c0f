"""Which records stand behind a measure's figure, verified or waiting, and where is the proof of each?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from db.base import UtcDateTime
from db.models import (
    ActivityReport,
    Contribution,
    Fact,
    Measure,
    Milestone,
    Organisation,
    ProfileUpdate,
    Province,
)
from db.queries.history import known_facts
from db.queries.moments import end_of
from db.queries.record_proofs import file_counts, published_sources
from db.rules.errors import RuleError

PAGE_ROWS = 50
VERIFIED, WAITING = "verified", "waiting"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record.  `origin` is report, staff, published, window or profile; `state` verified or waiting.

    `report_id` is the report the desk can open, `files` how many files prove it, `source` the address of a
    published figure.
    None:   `value` the record is no number; `known_at` not verified yet; `report_id` no report stands behind.
    """

    origin: str
    state: str
    happened_on: date
    precision: str
    value: int | None
    title: str
    organisation_vi: str
    province_vi: str
    known_at: datetime | None
    report_id: UUID | None
    files: int
    source: str
    sample: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of the records, the newest event first; `total` of all pages."""

    rows: tuple[RecordRow, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.total // PAGE_ROWS), 1)


def measure_records(session: Session, code: str, year: int, as_of: date, page: int = 1) -> RecordPage:
    """The records of a measure in a year as known on a day.  Ledgers have their own list.

    Raises: RuleError `unknown_measure`.
    Source: indicators.md §3.3, page 3 (Bản ghi).
    """
    measure = session.get(Measure, code)
    if measure is None:
        raise RuleError("unknown_measure")
    query = _ROWS.get(measure.kind, _numbers)(code, year, as_of)
    part = query.subquery()
    total = session.scalar(select(func.count()).select_from(part)) or 0
    number = min(max(page, 1), max(-(-total // PAGE_ROWS), 1))
    rows = session.execute(
        select(part, Organisation.name_vi.label("unit"), Province.name_vi.label("place"))
        .outerjoin(Organisation, Organisation.id == part.c.organisation_id)
        .outerjoin(Province, Province.code == part.c.province_code)
        .order_by(part.c.happened_on.desc(), part.c.state.desc(), part.c.id)
        .offset((number - 1) * PAGE_ROWS)
        .limit(PAGE_ROWS)
    ).all()
    return RecordPage(tuple(_with_proofs(session, rows)), total, number)


def profile_days(session: Session, year: int, as_of: date) -> tuple[date, ...]:
    """The days on which the profile was updated, in the year and the one before, in order."""
    first, last = date(year - 1, 1, 1), min(as_of, date(year, 12, 31))
    days = select(ProfileUpdate.updated_on).where(
        ProfileUpdate.updated_on.between(first, last), *_stands(ProfileUpdate, as_of)
    )
    return tuple(session.scalars(days.order_by(ProfileUpdate.updated_on, ProfileUpdate.id)))


def _numbers(code: str, year: int, as_of: date) -> CompoundSelect[Any]:
    """Verified facts, and what waits."""
    return union_all(_facts(code, year, as_of), _waiting(code, year, as_of))


def _facts(code: str, year: int, as_of: date) -> Select[Any]:
    last = min(as_of, date(year, 12, 31))
    return select(
        Fact.id,
        Fact.origin.label("origin"),
        literal(VERIFIED, String).label("state"),
        Fact.event_on.label("happened_on"),
        Fact.event_precision.label("precision"),
        Fact.value,
        Fact.title,
        Fact.organisation_id,
        Fact.province_code,
        Fact.verified_at.label("known_at"),
        Fact.report_id,
        Fact.sample,
    ).where(
        Fact.measure_code == code,
        Fact.event_on.between(date(year, 1, 1), last),
        *known_facts(end_of(as_of)),
    )


def _waiting(code: str, year: int, as_of: date) -> Select[Any]:
    """Filed by the day, and not settled by then."""
    return (
        select(
            Contribution.id,
            literal("report", String),
            literal(WAITING, String),
            Contribution.event_on,
            literal("day", String),
            Contribution.value,
            ActivityReport.title,
            ActivityReport.organisation_id,
            ActivityReport.province_code,
            cast(null(), UtcDateTime),
            Contribution.report_id,
            ActivityReport.sample,
        )
        .join(ActivityReport, ActivityReport.id == Contribution.report_id)
        .where(
            Contribution.measure_code == code,
            Contribution.submitted_at < end_of(as_of),
            or_(Contribution.settled_at.is_(None), Contribution.settled_at >= end_of(as_of)),
            Contribution.event_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
    )


def _windows(code: str, year: int, as_of: date) -> Select[Any]:
    """The reports that fill the year's windows."""
    known = (Milestone.measure_code == code, Milestone.period.startswith(str(year)))
    return _entered(Milestone, "window", Milestone.done_on, Milestone.title_vi, as_of).where(*known)


def _updates(_code: str, year: int, as_of: date) -> Select[Any]:
    """The updates of the profile in the year."""
    title = ProfileUpdate.document_vi + literal(": ") + ProfileUpdate.change_vi
    day = ProfileUpdate.updated_on
    return _entered(ProfileUpdate, "profile", day, title, as_of).where(
        day.between(date(year, 1, 1), date(year, 12, 31))
    )


def _entered(
    table: type[Milestone] | type[ProfileUpdate],
    origin: str,
    day: Any,
    title: ColumnElement[str] | Any,
    as_of: date,
) -> Select[Any]:
    return select(
        table.id,
        literal(origin, String).label("origin"),
        literal(VERIFIED, String).label("state"),
        day.label("happened_on"),
        literal("day", String).label("precision"),
        cast(null(), Fact.value.type).label("value"),
        title.label("title"),
        cast(null(), Organisation.id.type).label("organisation_id"),
        cast(null(), String).label("province_code"),
        table.recorded_at.label("known_at"),
        table.report_id,
        table.sample,
    ).where(*_stands(table, as_of))


def _stands(
    table: type[Milestone] | type[ProfileUpdate], as_of: date
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Entered by the day, and not taken back by then."""
    known_at = end_of(as_of)
    return table.recorded_at < known_at, or_(table.voided_at.is_(None), table.voided_at >= known_at)


_ROWS: dict[str, Any] = {"periodic": _windows, "continuous": _updates}


def _with_proofs(session: Session, rows: Sequence[Row[Any]]) -> Iterable[RecordRow]:
    files = file_counts(session, {row.report_id for row in rows if row.report_id is not None})
    published = {row.id for row in rows if row.origin == "published" and row.state == VERIFIED}
    sources = published_sources(session, published)
    for row in rows:
        yield RecordRow(
            origin=row.origin,
            state=row.state,
            happened_on=row.happened_on,
            precision=row.precision,
            value=row.value,
            title=row.title,
            organisation_vi=row.unit or "",
            province_vi=row.place or "",
            known_at=row.known_at,
            report_id=row.report_id,
            files=files[row.report_id],
            source=sources.get(row.id, "") if row.id in published else "",
            sample=row.sample,
        )
