"""What did head office enter, what waits, what was confirmed and closed?  The answers of many small tables.

Each part answers in the same columns, so that one UNION ALL brings them together; a page that needs all of
them pays for one round trip instead of eight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.queries.head_office_parts import YEARS_BACK
from db.rules.year_life import Close, NextTarget, from_stored


@dataclass(frozen=True, slots=True)
class HeadOffice:
    """The small tables as known by a moment, in the words of `evaluate`.

    ``waiting``: what submitted, unverified reports of the year would add; ``nil_places``: measure and year
    for which a unit confirmed that nothing happened; ``closes``: stored closes of years, oldest first;
    ``newest``: the last of the "params", "owners" and "evidence" that were known: all only ever grow.
    """

    plans: Mapping[tuple[str, int], list[dict[str, Any]]]
    entries: Mapping[str, list[dict[str, Any]]]
    confirmed_to: Mapping[str, str]
    waiting: Mapping[str, int]
    waiting_n: int
    waiting_since: datetime | None
    nil_places: frozenset[tuple[str, int]]
    closes: tuple[Close, ...]
    commented: frozenset[str]
    sample_codes: frozenset[str]
    newest: Mapping[str, int]


def offices_of(rows: Collection[Any], years: Iterable[int]) -> dict[int, HeadOffice]:
    """Plans, windows, profile updates, confirmations, nil reports, waiting sums, closes and comments of each
    year, from the answers of `parts`, among others."""
    return {year: _of_year(rows, year) for year in years}


def _of_year(rows: Iterable[Any], year: int) -> HeadOffice:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if _concerns(row, year):
            found[row.kind].append(row)
    plans, entries = _plans(found["plan"]), _entries(found["milestone"], found["profile"])
    marked = (*found["plan"], *found["milestone"], *found["profile"], *found["confirmed"])
    return HeadOffice(
        plans=plans,
        entries=entries,
        confirmed_to={row.code: row.day.isoformat() for row in found["confirmed"]},
        waiting={row.code: int(row.number) for row in found["waiting"]},
        waiting_n=sum(int(row.number) for row in found["queue"]),
        waiting_since=min((row.at for row in found["queue"] if row.at), default=None),
        nil_places=frozenset((code, int(row.label[:4])) for row in found["nil"] for code in row.content),
        closes=_closes(found["close"]),
        commented=frozenset(row.code for row in found["comment"]),
        sample_codes=frozenset(row.code for row in marked if row.sample),
        newest={kind: found[kind][0].number or 0 for kind in ("params", "owners", "evidence")},
    )


def _concerns(row: Any, year: int) -> bool:
    """Whether a row says something about the year, or about a year its target may stand on."""
    if row.kind == "close":
        return bool(year - YEARS_BACK <= row.number <= year)
    if row.label is None:
        return True
    return bool(year - (YEARS_BACK if row.kind == "nil" else 0) <= int(row.label[:4]) <= year)


def _plans(rows: Iterable[Any]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The approved figures in the order of approval, of one day in the order of entry."""
    plans: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.day, row.rank)):
        entry = {"value": row.number, "approved_on": row.day.isoformat()}
        plans[row.code, int(row.label)].append(entry)
    return plans


def _entries(milestones: Iterable[Any], updates: Iterable[Any]) -> dict[str, list[dict[str, Any]]]:
    entries: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in milestones:
        done = row.day.isoformat()
        entry = {"period": row.label, "done": done, "verified": row.yes, "quality_ok": row.sure}
        entries[row.code].append(entry)
    for row in updates:
        entries[row.code].append({"updated": row.day.isoformat()})
    return entries


def _closes(rows: Iterable[Any]) -> tuple[Close, ...]:
    """The closes in the order of years and versions."""
    ordered = sorted(rows, key=lambda row: (row.number, row.rank))
    return tuple(close_of(row.number, row.rank, row.day, row.content) for row in ordered)


def close_of(year: int, version: int, closed_on: date, content: Mapping[str, Any]) -> Close:
    """A stored close in the words of the rules."""
    return Close(
        year,
        version,
        closed_on,
        {code: from_stored(kept) for code, kept in content["values"].items()},
        {code: NextTarget(**kept) for code, kept in content["next_targets"].items()},
    )
