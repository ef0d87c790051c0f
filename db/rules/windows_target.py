"""Was every periodic report delivered, each in its own window? ("định kỳ hàng năm", "định kỳ 6 tháng")

The period is chosen in the form, never derived from the day: first-half reports are written in July.  One
report never fills two windows, and two reports never fill one twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from db.rules.evaluation import Basis, Evaluation, Question, Window
from db.rules.parameters import Parameters, bad, needed
from db.rules.periods import Period, calendar_state, parts_of_year, year_is_ahead, year_is_over
from db.rules.request_entries import day_of
from db.rules.status import Standing, Thresholds, final_word, word_for

DONE = ("done", "done_late")


def evaluate_windows(question: Question) -> Evaluation:
    """Windows done of windows owed, and the word for it.

    A year's own window is in grace after 31 December; final words wait until that grace is over or
    nothing is missing any more.
    Raises: bad_parameter (facts: name).
    Source: indicators.md §2.3, "Periodic".
    """
    number = needed(question.params.periods_per_year, "periods_per_year")
    periods = parts_of_year(question.year, number)
    windows = tuple(_window(period, question) for period in periods)
    ahead = year_is_ahead(question.year, question.as_of)
    done = sum(window.state in DONE for window in windows)
    ended = sum(window.period.ends_on <= question.as_of for window in windows)
    return Evaluation(
        target=number,
        actual=None if ahead else done,
        progress=None if ahead else Fraction(done, number),
        status=_word(question, windows),
        expected=ended,
        gap_share=Fraction(sum(window.state == "lost" for window in windows), number),
        year_state=calendar_state(question.year, question.as_of),
        basis=Basis(number, "whole"),
        windows=windows,
    )


def _word(question: Question, windows: Sequence[Window]) -> str:
    states = [window.state for window in windows]
    done = sum(state in DONE for state in states)
    waiting = "in_grace" in states
    return word_for(
        Standing(
            not_due=year_is_ahead(question.year, question.as_of),
            has_actual=True,
            has_target=True,
            reached=all(state == "done" for state in states),
            year_over=year_is_over(question.year, question.as_of) and not waiting,
            final_word=_final_word(done, len(states), question.params.thresholds),
            in_year_word=_in_year_word(states),
        )
    )


def _final_word(done: int, owed: int, thresholds: Thresholds) -> str:
    """All done though some late is "nearly"; otherwise the share decides."""
    return "nearly" if done == owed else final_word(Fraction(done, owed), thresholds)


def _in_year_word(states: Sequence[str]) -> str:
    if "lost" in states:
        return "behind"
    return "at_risk" if {"due_soon", "in_grace", "done_late"} & set(states) else "on_track"


def _window(period: Period, question: Question) -> Window:
    params, as_of = question.params, question.as_of
    in_time_until = period.in_time_until(params.grace_days)
    days = [day for item in question.requests if (day := _done_on(item, period, params, as_of)) is not None]
    done_on = min(days, default=None)
    if done_on is not None:
        return Window(period, "done" if done_on <= in_time_until else "done_late", done_on, in_time_until)
    return Window(period, _open_state(period, params, as_of), None, in_time_until)


def _open_state(period: Period, params: Parameters, as_of: date) -> str:
    """How a window without a report stands: the day named last has passed, or none has."""
    passed = (
        (as_of > period.in_time_until(params.grace_days), "lost"),
        (as_of > period.ends_on, "in_grace"),
        (as_of < period.starts_on, "ahead"),
        (as_of >= period.ends_on - timedelta(days=params.warn_days), "due_soon"),
    )
    return next((state for holds, state in passed if holds), "waiting")


def _done_on(item: Mapping[str, object], period: Period, params: Parameters, as_of: date) -> date | None:
    """The day a report counts for a window; None where it is of another one, too early, or not accepted."""
    if not isinstance(item, Mapping):
        raise bad("requests")
    done = day_of(item, "done")
    if str(item.get("period")) != period.label or done is None or not period.starts_on <= done <= as_of:
        return None
    return done if _verified(item, as_of) and _quality(item, params) else None


def _verified(item: Mapping[str, object], as_of: date) -> bool:
    verified_on = day_of(item, "verified_on")
    return item.get("verified") is True and (verified_on is None or verified_on <= as_of)


def _quality(item: Mapping[str, object], params: Parameters) -> bool:
    """The checklist must not have failed; where the measure is gated, it must have been passed."""
    return item.get("quality_ok", not params.quality_gate) is True and bool(item.get("report_doc", True))
