"""Which reports wait to be verified, what is unusual about each, and what stands beside it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ActivityReport, Organisation
from db.queries.report_context import LIVING, Context, Filed, contexts, filed, spec_of
from db.queries.reports import ReportRow, queue
from db.rules.errors import RuleError

MOST_WAITING = 500
MOST_DUPLICATES = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the queue somebody wants to see; "" and False: all of it."""

    measure: str = ""
    province: str = ""
    incomplete: bool = False
    warned: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """One waiting report; `plain`: it may be verified together with others."""

    row: ReportRow
    context: Context

    @property
    def plain(self) -> bool:
        """Whether nothing about it asks for a look of its own."""
        return not self.context.warnings and not self.context.missing


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another report that may be about the same activity: `why` is title, link or both_units."""

    report: Filed
    organisation_vi: str
    why: str


def waiting(session: Session, wanted: Wanted) -> tuple[Waiting, ...]:
    """The queue, oldest first, as far as it is wanted.

    Shape: at most `MOST_WAITING` of the oldest reports are looked at.
    """
    rows = [
        row for row in queue(session, MOST_WAITING, province=wanted.province) if _feeds(row, wanted.measure)
    ]
    found = contexts(session, [row.id for row in rows])
    lines = (Waiting(row, found[row.id]) for row in rows)
    return tuple(line for line in lines if _is_wanted(line.context, wanted))


def _feeds(row: ReportRow, measure: str) -> bool:
    """Whether the report adds, or its form could add, to the measure."""
    if not measure:
        return True
    codes = {code for code, _ in row.adds} or set(spec_of(row.form).measures)
    return measure in codes


def _is_wanted(context: Context, wanted: Wanted) -> bool:
    incomplete = bool(context.missing) or not wanted.incomplete
    return incomplete and (bool(context.warnings) or not wanted.warned)


def context_of(session: Session, report_id: UUID) -> Context:
    """One report and what it is held against.  Raises: RuleError `unknown_report`."""
    found = contexts(session, [report_id])
    if report_id not in found:
        raise RuleError("unknown_report")
    return found[report_id]


def check_verifiable(session: Session, report_id: UUID) -> None:
    """Refuse what may be sent without, but not verified without.

    Raises: RuleError `not_verifiable` (facts: fields, in the words of the form).
    """
    missing = context_of(session, report_id).missing
    if missing:
        one = filed(session, [report_id])[0]
        raise RuleError("not_verifiable", fields=", ".join(labels(one.form, missing)))


def labels(form: str, names: Sequence[str]) -> tuple[str, ...]:
    """Fields of a form in its own words."""
    spec = spec_of(form)
    return tuple(field.label_vi for name in names if (field := spec.field(name)) is not None)


def duplicates(session: Session, context: Context) -> tuple[Duplicate, ...]:
    """Other living reports that may be about the same activity."""
    one = context.report
    names: Mapping[int, str] = _names(session)
    found = [
        Duplicate(other, names[other.organisation_id], why)
        for other in (*_same_unit(session, one), *_other_units(session, one))
        if (why := _why(one, other))
    ]
    return tuple(found[:MOST_DUPLICATES])


def _why(one: Filed, other: Filed) -> str:
    if other.id == one.id:
        return ""
    if other.organisation_id != one.organisation_id:
        return "both_units"
    if set(one.links) & set(other.links):
        return "link"
    return "title" if one.title.casefold() == other.title.casefold() else ""


def _same_unit(session: Session, one: Filed) -> Sequence[Filed]:
    ids = session.scalars(
        select(ActivityReport.id)
        .where(
            ActivityReport.organisation_id == one.organisation_id,
            ActivityReport.form == one.form,
            ActivityReport.state.in_(LIVING),
        )
        .order_by(ActivityReport.event_on.desc())
        .limit(MOST_WAITING)
    )
    return filed(session, ids.all())


def _other_units(session: Session, one: Filed) -> Sequence[Filed]:
    """Reports of others about the same day, place and title."""
    ids = session.scalars(
        select(ActivityReport.id).where(
            ActivityReport.organisation_id != one.organisation_id,
            ActivityReport.state.in_(LIVING),
            ActivityReport.event_on == one.event_on,
            ActivityReport.form == one.form,
            ActivityReport.province_code == one.province_code,
        )
    )
    return filed(session, ids.all())


def _names(session: Session) -> dict[int, str]:
    rows = session.execute(select(Organisation.id, Organisation.name_vi))
    return {number: name for number, name in rows}
