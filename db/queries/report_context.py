"""What has a unit reported before, so that a new report can be held against it?

One query for all reports of a list, whatever its length; a unit's older reports beyond `MOST_EARLIER` no
longer tell what is usual.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from db.models import ActivityReport, EvidenceFile, ReportVersion, YearClose
from db.queries.moments import day_of
from db.queries.report_forms import report_form
from db.rules.evidence_kinds import missing_beside_files
from db.rules.head_office import entry_form
from db.rules.numbers import Number, exact
from db.rules.report_checks import ReportData, report_data
from db.rules.report_forms import FormSpec
from db.rules.report_warnings import Earlier, ReportWarning, warnings_of

MOST_EARLIER = 4_000
FEWEST_FOR_MEDIAN = 3
LIVING = ("submitted", "verified", "returned")
EVIDENCE = "evidence"  # links; files prove as well
_LINK_FIELDS = ("links", "link", EVIDENCE)


@dataclass(frozen=True, slots=True)
class Filed:
    """A report as far as comparing needs it, with the content of its current version."""

    id: UUID
    organisation_id: int
    form: str
    title: str
    event_on: date
    province_code: str | None
    state: str
    submitted_at: datetime
    written_by: UUID
    data: Mapping[str, Any]

    @property
    def links(self) -> tuple[str, ...]:
        """The web addresses it names."""
        return tuple(link for name in _LINK_FIELDS for link in self.data.get(name) or ())


@dataclass(frozen=True, slots=True)
class Context:
    """A report, what it is held against, and what that shows.

    `before`: the unit's earlier living reports of the same form, newest event first.  `missing`: fields
    without which it is not verified.
    """

    report: Filed
    before: tuple[Filed, ...]
    warnings: tuple[ReportWarning, ...]
    missing: tuple[str, ...]


def spec_of(code: str) -> FormSpec:
    """The form as its author filled it."""
    return entry_form(report_form(code))


def contexts(session: Session, ids: Sequence[UUID]) -> dict[UUID, Context]:
    """Each of these reports beside what its unit filed before it."""
    reports = filed(session, ids)
    closed_year, files = _closed_year(session), file_counts(session, ids)
    own: dict[int, list[Filed]] = defaultdict(list)
    for one in _earlier(session, reports):
        own[one.organisation_id].append(one)
    return {
        one.id: _context(one, own[one.organisation_id], closed_year, files.get(one.id, 0)) for one in reports
    }


def warnings_before_filing(
    session: Session,
    organisation_id: int,
    spec: FormSpec,
    data: ReportData,
    now: datetime,
    report_id: UUID | None = None,
) -> tuple[ReportWarning, ...]:
    """What the verifier would be warned of if this were filed now; `report_id` when it revises a report."""
    nobody, on = UUID(int=0), data.event_on or day_of(now)
    place = data.province_code
    one = Filed(
        report_id or nobody, organisation_id, spec.code, data.title, on, place, "", now, nobody, data.values
    )
    files = file_counts(session, [one.id]).get(one.id, 0)
    return _context(one, tuple(_earlier(session, [one])), _closed_year(session), files).warnings


def is_filed(session: Session, token: UUID) -> bool:
    """Whether a form with this token was filed already: sent again, it needs no second look."""
    return session.scalar(select(ReportVersion.id).where(ReportVersion.token == token)) is not None


def file_counts(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many files prove each of these reports; one without any is absent."""
    rows = session.execute(
        select(EvidenceFile.report_id, func.count())
        .where(EvidenceFile.report_id.in_(ids), EvidenceFile.removed_at.is_(None))
        .group_by(EvidenceFile.report_id)
    )
    return {report_id: count for report_id, count in rows}


def _closed_year(session: Session) -> int | None:
    return session.scalar(select(func.max(YearClose.year)))


def filed(session: Session, ids: Sequence[UUID]) -> tuple[Filed, ...]:
    """These reports with the content of their current versions."""
    rows = session.execute(_current().where(ActivityReport.id.in_(ids)))
    return tuple(Filed(*row) for row in rows)


def _current() -> Select[Any]:
    """The columns of `Filed`, in its order: thousands of rows are read, so no records are made of them."""
    newest = and_(
        ReportVersion.report_id == ActivityReport.id, ReportVersion.number == ActivityReport.version
    )
    row = ActivityReport
    return select(
        row.id,
        row.organisation_id,
        row.form,
        row.title,
        row.event_on,
        row.province_code,
        row.state,
        row.submitted_at,
        ReportVersion.recorded_by,
        ReportVersion.data,
    ).join(ReportVersion, newest)


def _earlier(session: Session, reports: Sequence[Filed]) -> Iterable[Filed]:
    """What the units of these reports have filed, newest first."""
    units = {one.organisation_id for one in reports}
    rows = session.execute(
        _current()
        .where(ActivityReport.organisation_id.in_(units), ActivityReport.state.in_(LIVING))
        .order_by(ActivityReport.event_on.desc(), ActivityReport.submitted_at.desc())
        .limit(MOST_EARLIER)
    )
    return (Filed(*row) for row in rows)


def _context(one: Filed, own: Sequence[Filed], closed_year: int | None, files: int) -> Context:
    others = [other for other in own if other.id != one.id and other.submitted_at <= one.submitted_at]
    before = tuple(other for other in others if other.form == one.form)
    spec = spec_of(one.form)
    data = report_data(spec, one.data)
    warnings = warnings_of(
        spec,
        data,
        own_medians=_medians(spec, before),
        closed_year=closed_year,
        earlier=[Earlier(other.title, other.event_on, other.links) for other in others],
    )
    missing = missing_beside_files(spec, data, files)
    kept = tuple(said for said in warnings if said.code != "not_verifiable_yet" or said.field in missing)
    return Context(one, before, kept, missing)


def _medians(spec: FormSpec, before: Sequence[Filed]) -> dict[str, Number]:
    """The unit's median of each headline number over its verified reports; none while they are few."""
    verified = [one for one in before if one.state == "verified"]
    found: dict[str, Number] = {}
    for field in spec.headline:
        values = sorted(exact(one.data[field.name]) for one in verified if field.name in one.data)
        if len(values) >= FEWEST_FOR_MEDIAN:
            found[field.name] = _median(values)
    return found


def _median(values: Sequence[Number]) -> Number:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else Fraction(values[middle - 1] + values[middle], 2)
