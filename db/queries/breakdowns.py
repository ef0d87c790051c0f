"""Who, where and what is within a number?  A measure by province, unit, kind or part, with its base n."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db.models import Fact, LedgerRequest, Measure, Organisation, Province
from db.queries.breakdown_parts import TAGS, Part, label_of, parts_in, split_parts, split_tag
from db.queries.history import known_facts
from db.queries.moments import end_of
from db.rules.errors import RuleError
from db.rules.small_counts import hide_small

# Measures whose parts are children: small parts are hidden.  Letters of 4.1 are mostly about one child.
CHILDREN = {"8.1a": "hidden", "4.1": "below"}
PLACES = ("province", "organisation")

_LEDGER_COLUMNS: dict[str, ColumnElement[str | None]] = {
    "province": LedgerRequest.province_code,
    "channel": LedgerRequest.channel_vi,
    "sender_kind": LedgerRequest.sender_kind_vi,
    "case_kind": LedgerRequest.case_kind_vi,
}


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One part: `label_vi` "" where the page has the word itself (female, rest, not stated: key "").

    None:   `value` hidden, because the part is small; `shown` says why.
    """

    key: str
    label_vi: str
    value: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A measure by one property.

    Units:  `base` and values in the measure's unit (sex and age of 8.1a: children; ledgers: requests
            received); `stated`: of the base those whose record says it.
    Shape:  rows by size, provinces and units from north to south; `exclusive`: each counts in one row.
    """

    code: str
    year: int
    as_of: date
    by: str
    base: int
    stated: int
    records: int
    rows: tuple[BreakdownRow, ...]
    exclusive: bool
    suppressed: bool


def dimensions(session: Session, code: str, year: int, as_of: date) -> tuple[str, ...]:
    """By what the measure can be broken down, as far as its records of the year say anything.

    Raises: RuleError `unknown_measure`.
    """
    measure = _measure(session, code)
    if measure.source == "ledger":
        return tuple(_LEDGER_COLUMNS) if _ledger_counts(session, code, year, as_of, "channel") else ()
    if measure.across_periods == "none":
        return ()
    facts = _facts(session, measure, year, as_of)
    tags = [name for name in TAGS if any(name in fact.tags for fact in facts)]
    return (*PLACES, *parts_in(facts), *tags) if facts else ()


def breakdown(session: Session, code: str, year: int, as_of: date, by: str) -> Breakdown:
    """The measure in a year as known on a day, by one property; small groups of children are hidden.

    Raises: RuleError `unknown_measure`, `not_a_choice`.
    Source: indicators.md §3.3, page 3 (Phân tổ); §4.2.
    """
    measure = _measure(session, code)
    if measure.source == "ledger":
        if by not in _LEDGER_COLUMNS:
            raise RuleError("not_a_choice")
        counts = _ledger_counts(session, code, year, as_of, by)
        base, stated = sum(counts.values()), sum(n for key, n in counts.items() if key)
        return _breakdown(session, (code, year, as_of, by), _Split(counts, base, stated, base))
    facts = _facts(session, measure, year, as_of)
    return _breakdown(session, (code, year, as_of, by), _split(facts, by))


@dataclass(frozen=True, slots=True)
class _Split:
    """True numbers by key; they never leave this module before small ones are hidden."""

    counts: Mapping[str, int]
    base: int
    stated: int
    records: int
    exclusive: bool = True


def _breakdown(session: Session, about: tuple[str, int, date, str], split: _Split) -> Breakdown:
    code, by = about[0], about[3]
    rows = _rows(session, by, split.counts, CHILDREN.get(code))
    return Breakdown(
        *about,
        base=split.base,
        stated=split.stated,
        records=split.records,
        rows=rows,
        exclusive=split.exclusive,
        suppressed=any(row.value is None for row in rows),
    )


def _rows(session: Session, by: str, counts: Mapping[str, int], word: str | None) -> tuple[BreakdownRow, ...]:
    places = _places(session, by)
    order = list(places) if by in PLACES else sorted(counts, key=lambda key: (-counts[key], key))
    keys = [key for key in order if key in counts] + [key for key in counts if key not in order]
    hidden = {} if word is None else hide_small(counts, word)
    rows = []
    for key in keys:
        cell = hidden.get(key)
        value = counts[key] if cell is None else cell.count
        shown = cell.shown if cell is not None and cell.count is None else ""
        rows.append(BreakdownRow(key, places.get(key) or label_of(by, key), value, shown))
    if any(row.value is None for row in rows) and by not in PLACES:
        # The order of hidden parts would tell which of them is larger.
        rows.sort(key=lambda row: (row.value is None, -(row.value or 0), row.key))
    return tuple(rows)


def _places(session: Session, by: str) -> dict[str, str]:
    """Names by key, from north to south."""
    if by == "province":
        provinces = select(Province.code, Province.name_vi)
        return {code: name for code, name in session.execute(provinces.order_by(*GEOGRAPHIC))}
    if by == "organisation":
        units = select(Organisation.id, Organisation.name_vi).outerjoin(
            Province, Province.code == Organisation.province_code
        )
        ordered = units.order_by(*GEOGRAPHIC, Organisation.name_vi)
        return {str(number): name for number, name in session.execute(ordered)}
    return {}


GEOGRAPHIC = (Province.tile_row, Province.tile_col, Province.code)


def _split(facts: Sequence[Part], by: str) -> _Split:
    base, records = sum(fact.value for fact in facts), len(facts)
    if by in PLACES:
        counts: dict[str, int] = {}
        for fact in facts:
            key = fact.province if by == "province" else fact.organisation
            counts[key] = counts.get(key, 0) + fact.value
        return _Split(counts, base, base - counts.get("", 0), records)
    if by in TAGS:
        counts, stated, exclusive = split_tag(facts, by)
        return _Split(counts, base, stated, records, exclusive)
    whole, counts, stated = split_parts(facts, by)
    return _Split(counts, whole, stated, records)


def _measure(session: Session, code: str) -> Measure:
    found = session.get(Measure, code)
    if found is None:
        raise RuleError("unknown_measure")
    return found


def _facts(session: Session, measure: Measure, year: int, as_of: date) -> list[Part]:
    """The facts that make the number: all of them, or each unit's greatest where people are counted once."""
    rows = session.execute(
        select(Fact.value, Fact.organisation_id, Fact.province_code, Fact.parts, Fact.tags)
        .where(
            Fact.measure_code == measure.code,
            Fact.event_on.between(date(year, 1, 1), min(as_of, date(year, 12, 31))),
            *known_facts(end_of(as_of)),
        )
        .order_by(Fact.value.desc(), Fact.id)
    )
    facts = [Part(value, str(unit or ""), place or "", *kept) for value, unit, place, *kept in rows]
    return list(_greatest(facts)) if measure.across_periods == "max" else facts


def _greatest(facts: Iterable[Part]) -> Iterable[Part]:
    greatest: dict[str, Part] = {}
    for fact in facts:
        greatest.setdefault(fact.organisation, fact)  # the largest comes first
    return greatest.values()


def _ledger_counts(session: Session, code: str, year: int, as_of: date, by: str) -> dict[str, int]:
    """Requests received in the year, as they are described now."""
    column = func.coalesce(_LEDGER_COLUMNS[by], "")
    rows = session.execute(
        select(column, func.count())
        .where(
            LedgerRequest.measure_code == code,
            LedgerRequest.received_on.between(date(year, 1, 1), min(as_of, date(year, 12, 31))),
            LedgerRequest.recorded_at < end_of(as_of),
        )
        .group_by(column)
    )
    return {key: int(count) for key, count in rows}
