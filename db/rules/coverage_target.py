"""Was the Association's profile kept up to date every day? ("liên tục cập nhật")"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from db.rules.evaluation import Basis, Coverage, Evaluation, Question
from db.rules.parameters import Parameters, bad
from db.rules.periods import calendar_state, elapsed_days, year_is_ahead, year_is_over
from db.rules.request_entries import Entry, day_of, entry_of
from db.rules.requests_target import ledger_count, ratio_word
from db.rules.status import at_best


def evaluate_coverage(question: Question) -> Evaluation:
    """Days with a fresh profile of days elapsed, and the word for it.

    The list holds updates ("updated") and requests for the profile ("received"); an overdue one of those
    and the word is at best "cần chú ý".
    Raises: bad_parameter (facts: name).
    Source: indicators.md §2.3.
    """
    if year_is_ahead(question.year, question.as_of):
        return Evaluation(1, None, None, "not_due", basis=Basis(1, "whole"))
    coverage = _coverage(_updates(question), question)
    count = ledger_count(_asked_for(question), question)
    return Evaluation(
        target=1,
        actual=None if coverage is None else f"{coverage.covered}/{coverage.elapsed}",
        progress=None if coverage is None else coverage.share,
        status=_word(question, coverage, bool(count.unanswered)),
        expected=1,
        gap_share=0 if coverage is None else 1 - coverage.share,
        year_state=calendar_state(question.year, question.as_of),
        basis=Basis(1, "whole"),
        ledger=count,
        coverage=coverage,
    )


def _word(question: Question, coverage: Coverage | None, asked_in_vain: bool) -> str:
    """In the year the age today decides, afterwards the days covered: a lapse in March is not undone."""
    if coverage is None:
        return "no_data"
    over = year_is_over(question.year, question.as_of)
    params = question.params
    word = (
        ratio_word(coverage.share, True, params.thresholds) if over else _age_word(coverage.age_days, params)
    )
    return at_best(word, "nearly" if over else "at_risk") if asked_in_vain else word


def _age_word(age_days: int, params: Parameters) -> str:
    if age_days <= params.max_age_days:
        return "on_track"
    return "at_risk" if age_days <= 2 * params.max_age_days else "behind"


def _updates(question: Question) -> list[date]:
    """The days of updates known at as-of, in order; a date without a stated change is no update."""
    return sorted(
        day
        for item in question.requests
        if (day := _update(item)) is not None and day <= min(question.as_of, date(question.year, 12, 31))
    )


def _update(item: Mapping[str, object]) -> date | None:
    if not isinstance(item, Mapping):
        raise bad("requests")
    counts = item.get("verified", True) is True and bool(item.get("change", True))
    return day_of(item, "updated") if counts else None


def _coverage(updates: Sequence[date], question: Question) -> Coverage | None:
    """Days of the year on which the newest update was fresh; None where there never was one."""
    if not updates:
        return None
    first, last = date(question.year, 1, 1), min(question.as_of, date(question.year, 12, 31))
    fresh = timedelta(days=question.params.max_age_days)
    covered = 0
    for update, following in zip(updates, [*updates[1:], date.max], strict=True):
        # Each update answers for the days up to the next one, so that none is counted twice.
        until = min(update + fresh, following - timedelta(days=1), last)
        covered += max((until - max(update, first)).days + 1, 0)
    return Coverage(covered, elapsed_days(question.year, question.as_of), (last - updates[-1]).days)


def _asked_for(question: Question) -> list[Entry]:
    return [
        entry
        for item in question.requests
        if "updated" not in item and (entry := entry_of(item, question.params, question.as_of)) is not None
    ]
