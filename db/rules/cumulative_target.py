"""Where does a measure stand that adds up over the year: growth, increase, yearly plan?

Events, people and money add up from nothing ("flow"); a number in force at the end of the year ("stock")
is judged by what it gained over last year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction

from db.rules.evaluation import Basis, Evaluation, Question
from db.rules.growth_target import growth_basis, increase_basis, last_known
from db.rules.known_values import Known, known, known_by_date
from db.rules.numbers import Number, rounded_down, whole_if_whole
from db.rules.periods import elapsed_days, elapsed_share, same_day, year_is_ahead, year_is_over
from db.rules.plan_target import plan_basis
from db.rules.status import Standing, final_word, in_year_word, word_for

# A year's own rhythm is trusted when at least this share of it is known by date.
DATED_SHARE = Fraction(9, 10)

BASES: Mapping[str, Callable[[Question], Basis]] = {
    "growth_pct": growth_basis,
    "increase": increase_basis,
    "annual_plan": plan_basis,
}


def evaluate_cumulative(question: Question) -> Evaluation:
    """Target, actual, progress and status of a measure that adds up over the year.

    Raises: bad_parameter.
    Source: indicators.md §2.3–§2.5.
    """
    year, as_of = question.year, question.as_of
    own = Known() if year_is_ahead(year, as_of) else known(question.history.get(year), year, as_of)
    basis = target_basis(question)
    start = _stock_start(question, basis)
    expected = None if basis.target is None else _expected(question, basis.target, start)
    progress = _progress(own.value, basis.target, start)
    return Evaluation(
        target=basis.target,
        actual=own.value,
        progress=progress,
        status=word_for(_standing(question, own.value, basis.target, expected, start)),
        expected=expected,
        gap_share=_gap_share(own.value, expected, start),
        pending=own.pending,
        year_state=own.state,
        basis=basis,
    )


def target_basis(question: Question) -> Basis:
    """The year's target and where it comes from; the figure frozen at the close of the base year wins.

    Only a recorded decision (rebase_on_revision) lets the target be computed again.
    Source: indicators.md §2.3, §2.9.
    """
    params = question.params
    if params.frozen_target is not None and not params.rebase_on_revision:
        return Basis(params.frozen_target, "frozen", params.frozen_base)
    return BASES[question.kind](question)


def _standing(
    question: Question,
    actual: Number | None,
    target: Number | None,
    expected: Number | None,
    start: Number | None,
) -> Standing:
    year, as_of, thresholds = question.year, question.as_of, question.params.thresholds
    # Within the reporting lag silence is not "no data" yet; what did arrive is judged like anything else.
    silent = actual is None and not elapsed_days(year, as_of, question.params.lag_days)
    return Standing(
        not_due=year_is_ahead(year, as_of) or silent,
        has_actual=actual is not None,
        has_target=target is not None,
        reached=actual is not None and target is not None and actual >= target,
        year_over=year_is_over(year, as_of),
        final_word=final_word(_progress(actual, target, start), thresholds),
        in_year_word=_in_year(question, actual or 0, expected or 0, start),
    )


def _in_year(question: Question, actual: Number, expected: Number, start: Number | None) -> str:
    """A stock below last year's is behind, even where no gain can be expected yet."""
    if start is not None and actual < start:
        return "behind"
    return in_year_word(actual - (start or 0), expected - (start or 0), question.params.thresholds)


def _progress(actual: Number | None, target: Number | None, start: Number | None) -> Fraction | None:
    """The share of the way that is done: from nothing, or from last year's stock and then not below 0."""
    if actual is None or target is None:
        return None
    if start is None:
        return Fraction(actual) / target
    if target <= start:
        # A fixed path or a frozen target may lie below last year's stock: it is reached or it is not.
        return Fraction(int(actual >= target))
    return max(Fraction(actual - start) / (target - start), Fraction(0))


def _stock_start(question: Question, basis: Basis) -> Number | None:
    """Last year's stock; None for a flow, and for a plan, which asks for a number and not for a gain."""
    if question.params.series != "stock" or basis.rule in (None, "plan"):
        return None
    if basis.rule == "frozen" and basis.base is not None:
        return basis.base
    # A path and a ratchet look further back for their target; the gain is still counted from last year.
    last = last_known(question, 1)
    return basis.base if last is None else last.value


def _expected(question: Question, target: Number, start: Number | None) -> Number:
    """What should be there by as-of: counts rounded down, money exact.

    Source: indicators.md §2.5.
    """
    gain = max(target - (start or 0), 0) * _share_by_now(question)
    return (start or 0) + (whole_if_whole(Fraction(gain)) if question.params.amount else rounded_down(gain))


def _share_by_now(question: Question) -> Fraction:
    year, as_of = question.year, question.as_of
    if year_is_over(year, as_of):
        return Fraction(1)
    usual = _same_period_share(question) if question.params.profile == "same_period" else None
    return elapsed_share(year, as_of, question.params.lag_days) if usual is None else usual


def _same_period_share(question: Question) -> Fraction | None:
    """The share of last year's total that was reached by the same date ("cùng kỳ").

    None:   last year is not final, not known in full, 0, or dated for less than nine tenths: linear then.
    Source: indicators.md §2.5.
    """
    params, before = question.params, question.year - 1
    last = known(question.history.get(before), before, question.as_of)
    if last.value is None or last.base is None or last.value <= 0 or last.state not in ("final", "revised"):
        return None
    if params.prior_dated is not None and params.prior_dated < last.value * DATED_SHARE:
        return None
    by_now = params.prior_ytd if params.prior_ytd is not None else _prior_ytd(question)
    return None if by_now is None else min(max(Fraction(by_now) / last.value, Fraction(0)), Fraction(1))


def _prior_ytd(question: Question) -> Number | None:
    """Last year's total by the same date, from its facts; reports arrive as late as they did then."""
    before = question.year - 1
    day = same_day(before, question.as_of) - timedelta(days=question.params.lag_days)
    return known_by_date(question.history.get(before), before, day, question.as_of)


def _gap_share(actual: Number | None, expected: Number | None, start: Number | None) -> Number:
    """What is missing of what was expected by now, 0–1: the order of the attention list."""
    if actual is None or expected is None or expected <= (start or 0):
        return 0
    reached = Fraction(actual - (start or 0)) / (expected - (start or 0))
    return min(max(1 - reached, Fraction(0)), Fraction(1))
