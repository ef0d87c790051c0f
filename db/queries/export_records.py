"""Which single records stood by a day?  The verified facts of the years, in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, case, cast, func, select
from sqlalchemy.orm import Session

from db.models import Fact
from db.queries.export_pieces import Looked, Piece, blocks, by_name, day, day_in_vietnam, piece_of
from db.queries.export_units import province_names, units_then
from db.queries.history import known_facts
from db.queries.moments import end_of
from db.rules.exports import SAMPLE, Wanted

# Of the query's columns, those in which an empty text is a text.
TEXTS = frozenset(("measure_code", "event_precision", "key", "origin", "title"))
COLUMNS = (
    *("sample", "number", "measure_code", "value", "event_on", "event_precision", "key", "organisation_id"),
    *("organisation_vi", "province_code", "province_vi", "origin", "title", "verified_on", "partial"),
    *("supersedes_id", "obs_status"),
)


def record_rows(session: Session, wanted: Wanted) -> Iterator[Piece]:
    """The verified facts of the years, in the order of their numbers.

    Shape: columns of the set `records`; memory does not grow with them.
    """
    names = {number: unit.name_vi for number, unit in units_then(session, end_of(wanted.as_of)).items()}
    provinces = province_names(session)
    for block in blocks(session, _facts(session, wanted), Fact.id, TEXTS):
        found = by_name(block)
        found["organisation_vi"] = Looked(found["organisation_id"], lambda unit: names.get(int(unit or 0)))
        found["province_vi"] = Looked(found["province_code"], provinces.get)
        found["obs_status"] = Looked(found["sample"], lambda _: "A")
        yield piece_of(found, COLUMNS)


def record_count(session: Session, wanted: Wanted) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(Fact).where(*_known(wanted))) or 0


def _facts(session: Session, wanted: Wanted) -> Select[Any]:
    fact = Fact
    return select(
        case((fact.sample, SAMPLE)).label("sample"),
        fact.id.label("number"),
        fact.measure_code,
        fact.value,
        day(session, fact.event_on).label("event_on"),
        fact.event_precision,
        fact.key,
        fact.organisation_id,
        fact.province_code,
        cast(fact.origin, String).label("origin"),
        fact.title,
        day_in_vietnam(session, fact.verified_at).label("verified_on"),
        cast(fact.partial, Integer).label("partial"),
        fact.supersedes_id,
    ).where(*_known(wanted))


def _known(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    first, last = date(wanted.first_year, 1, 1), date(wanted.last_year, 12, 31)
    conditions = (Fact.event_on.between(first, min(last, wanted.as_of)), *known_facts(end_of(wanted.as_of)))
    if wanted.unit_id is None:
        return conditions
    return (*conditions, Fact.organisation_id == wanted.unit_id)
