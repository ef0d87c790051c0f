"""Where do the rows of each set come from, and how many are there?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from db.queries.export_ledger import ledger_count, ledger_rows
from db.queries.export_pieces import Rows
from db.queries.export_records import record_count, record_rows
from db.queries.export_results import (
    has_figures,
    result_count,
    result_rows,
    strategy_count,
    strategy_rows,
)
from db.queries.export_units import organisation_rows, reporting_rows
from db.queries.export_voices import answer_rows, published_rows, release_rows
from db.rules.errors import RuleError
from db.rules.exports import Wanted

READERS: Mapping[str, Callable[[Session, Wanted], Rows]] = {
    "results": result_rows,
    "records": record_rows,
    "ledger": ledger_rows,
    "consultations": release_rows,
    "reporting": reporting_rows,
    "organisations": organisation_rows,
    "strategy": strategy_rows,
    "published": published_rows,
    "answers": answer_rows,
}
# Sets that are counted without being read.
_COUNTERS: Mapping[str, Callable[[Session, Wanted], int]] = {
    "results": result_count,
    "records": record_count,
    "ledger": ledger_count,
    "strategy": strategy_count,
}
# Sets whose rows are there in any year; alone they are no figures of the year.
_ALWAYS = frozenset({"organisations", "strategy", "published"})


def row_counts(session: Session, wanted: Wanted) -> dict[str, int]:
    """Set -> how many rows its file will have.

    Raises: nothing_to_export when not one figure of these years was known by the day; whatever a set refuses.
    """
    counts = {name: _count(session, wanted, name) for name in wanted.sets}
    # Results come last: to know whether one is a figure, all of them are read.
    asked = sorted(counts.items(), key=lambda pair: pair[0] == "results")
    if not any(_says_something(session, wanted, name, count) for name, count in asked):
        years = {"first": str(wanted.first_year), "last": str(wanted.last_year)}
        raise RuleError("nothing_to_export", as_of=wanted.as_of, **years)
    return counts


def counts_or_none(session: Session, wanted: Wanted) -> dict[str, int] | None:
    """The same for a page that only looks; None when there is nothing to export."""
    try:
        return row_counts(session, wanted)
    except RuleError as refused:
        if refused.code != "nothing_to_export":
            raise
        return None


def _count(session: Session, wanted: Wanted, name: str) -> int:
    if name in _COUNTERS:
        return _COUNTERS[name](session, wanted)
    return sum(len(piece) for piece in READERS[name](session, wanted))


def _says_something(session: Session, wanted: Wanted, name: str, count: int) -> bool:
    """Whether the set holds more than empty rows: 28 measures without a figure are 28 rows all the same."""
    if name == "results":
        return has_figures(session, wanted)
    return count > 0 and (name not in _ALWAYS or not set(wanted.sets) - _ALWAYS)
