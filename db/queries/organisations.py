"""Which units of the Association are there to choose from?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Organisation


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One unit by its name today."""

    id: int
    name_vi: str
    sample: bool


def organisations(session: Session, as_of: date) -> tuple[OrganisationRow, ...]:
    """The units that exist on this day, by name."""
    rows = session.scalars(
        select(Organisation)
        .where(or_(Organisation.valid_to.is_(None), Organisation.valid_to >= as_of))
        .order_by(Organisation.name_vi)
    )
    return tuple(OrganisationRow(row.id, row.name_vi, row.sample) for row in rows)
