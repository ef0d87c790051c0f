"""What falls due in the next seven days, for one measure?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.queries.strategy import MeasureCard
from db.rules.evaluation import Evaluation
from db.rules.parameters import Parameters, read_parameters
from db.rules.request_entries import entry_of
from db.rules.status import DUE_SOON_DAYS

# Windows that still wait for their report.
_WAITING = frozenset({"waiting", "due_soon", "in_grace"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that must be done by a day: letters to answer, a report to deliver, a profile to look at.

    `kind` is request, window or profile; `days` are left until the day, 0 on it; `label` the window's name.
    """

    code: str
    short_vi: str
    short_en: str
    kind: str
    due_on: date
    days: int
    count: int
    label: str = ""


def deadlines(
    card: MeasureCard, evaluation: Evaluation, requests: Sequence[Mapping[str, Any]], as_of: date
) -> tuple[Deadline, ...]:
    """The measure's deadlines from this day to seven days later, the nearest first.

    Source: indicators.md §3.3, page 1, "Hạn 7 ngày tới".
    """
    params = read_parameters(card.params)
    found = (
        *_requests(evaluation, requests, params, as_of),
        *_windows(evaluation),
        *_profile(evaluation, params, as_of),
    )
    last = as_of + timedelta(days=DUE_SOON_DAYS)
    soon = sorted(one for one in found if as_of <= one[0] <= last)
    return tuple(
        Deadline(card.code, card.short_vi, card.short_en, kind, due_on, (due_on - as_of).days, count, label)
        for due_on, kind, count, label in soon
    )


_Found = tuple[date, str, int, str]


def _requests(
    evaluation: Evaluation, requests: Iterable[Mapping[str, Any]], params: Parameters, as_of: date
) -> Iterable[_Found]:
    """Open requests by due day, in the year that runs."""
    ledger = evaluation.ledger
    if ledger is None or ledger.next_due is None:
        return ()
    # Most of a large ledger is due on other days; only the rest is worth reading.
    last = as_of + timedelta(days=DUE_SOON_DAYS)
    near = (item for item in requests if as_of <= item.get("due", last) <= last)
    entries = (entry_of(item, params, as_of) for item in near)
    due = Counter(one.due for one in entries if one is not None and one.state == "open" and one.due)
    return [(day, "request", count, "") for day, count in due.items()]


def _windows(evaluation: Evaluation) -> Iterable[_Found]:
    return [
        (window.in_time_until, "window", 1, window.period.label)
        for window in evaluation.windows
        if window.state in _WAITING
    ]


def _profile(evaluation: Evaluation, params: Parameters, as_of: date) -> Iterable[_Found]:
    """The day from which the profile is too old."""
    if evaluation.coverage is None:
        return ()
    left = params.max_age_days - evaluation.coverage.age_days
    return [(as_of + timedelta(days=left), "profile", 1, "")]
