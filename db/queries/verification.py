"""What stands beside a report while it is verified: its own past, what is missing, possible duplicates?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ActivityReport, Organisation
from db.queries.report_context import LIVING, Context, Filed, contexts, filed, spec_of
from db.rules.errors import RuleError

MOST_COMPARED = 500
MOST_DUPLICATES = 10


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another report that may be about the same activity: `why` is title, link or both_units."""

    report: Filed
    organisation_vi: str
    why: str


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
        .limit(MOST_COMPARED)
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
