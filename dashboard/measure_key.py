"""Which few numbers does a measure's page open with?  Result against target, and what is not counted yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboard import wording
from dashboard.figures import write_date, write_number
from dashboard.key_numbers import KeyNumber
from dashboard.language import worded
from dashboard.text import text
from dashboard.wording import actual_words, amount, target_words
from db.queries.progress import MeasureProgress
from db.rules.numbers import rounded_down

Numbers = Iterator[KeyNumber]


def numbers(row: MeasureProgress) -> list[KeyNumber]:
    """The tiles of a measure, by its kind of target; none for a year that has not begun."""
    if row.evaluation.status == "not_due" and row.evaluation.ledger is None:
        return []
    return list(_OF_KIND.get(row.measure.kind, _cumulative)(row))


def _cumulative(row: MeasureProgress) -> Numbers:
    evaluation, unit = row.evaluation, worded(row.measure, "unit")
    yield KeyNumber(text("key.actual"), actual_words(row))
    yield KeyNumber(text("key.target"), target_words(row))
    if row.waiting:
        yield KeyNumber(text("key.waiting"), f"+{amount(row.waiting, unit)}")
    if evaluation.expected is not None and evaluation.status in wording.IN_YEAR:
        name = text("key.expected", day=write_date(row.as_of))
        yield KeyNumber(name, amount(rounded_down(evaluation.expected), unit))


def _requests(row: MeasureProgress) -> Numbers:
    ledger = row.evaluation.ledger
    yield KeyNumber(text("key.decided"), actual_words(row))
    yield KeyNumber(text("key.target"), target_words(row))
    if ledger is not None:
        if ledger.unanswered:
            yield KeyNumber(text("key.overdue"), write_number(ledger.unanswered), alarm=True)
        yield KeyNumber(text("key.open"), write_number(ledger.open))


def _windows(row: MeasureProgress) -> Numbers:
    windows = row.evaluation.windows
    if windows:
        done = sum(window.done_on is not None for window in windows)
        yield KeyNumber(text("key.windows"), f"{done} / {len(windows)}")


def _coverage(row: MeasureProgress) -> Numbers:
    coverage = row.evaluation.coverage
    if coverage is not None:
        shown = f"{write_number(coverage.covered)} / {write_number(coverage.elapsed)}"
        yield KeyNumber(text("key.covered"), shown)
        yield KeyNumber(text("key.age"), text("key.days_ago", n=write_number(coverage.age_days)))


_OF_KIND: dict[str, Callable[[MeasureProgress], Numbers]] = {
    "all_requests": _requests,
    "periodic": _windows,
    "continuous": _coverage,
}
