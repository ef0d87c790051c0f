"""Where may a measure stand on 31 December? A range and a chance, never a status.

Events still to come, after k events in a share p of the year, follow a negative binomial with
r = k + 1/2 and success probability p: a Poisson count whose rate is known from k events (Jeffreys prior).
Closed form, nothing is fitted.  Floats are allowed here and nowhere else in the rules, because nothing
exact is decided by a range.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from db.rules.numbers import Number, round_half_up, rounded_up
from db.rules.periods import days_left

# Not before a quarter of the year, nor with fewer than three events: "Chưa đủ số liệu để dự báo".
LEAST_SHARE = Fraction(1, 4)
LEAST_EVENTS = 3
# From this many dated years on, the year's own rhythm replaces the even pace of the calendar.
LEAST_YEARS = 2
# By a date at which less than this was done in earlier years, the season has not begun: their share of the
# total then says nothing about this year's.
LEAST_PAST_SHARE = Fraction(1, 50)
# The range holds 80 %: a tenth lies below it, a tenth above.
_TAIL = 0.1
# Terms further from the mean than this many standard deviations weigh less than 1e-20 together.
_REACH = 12


@dataclass(frozen=True, slots=True)
class Forecast:
    """The 80 % range of the year's total, and the chance (0–1) of reaching the target.

    ``reach_share`` is None where there is no target to reach.
    """

    low: int
    high: int
    reach_share: float | None


@dataclass(frozen=True, slots=True)
class Needed:
    """What a measure without a forecast says instead: "cần thêm 3.520 người trong 92 ngày"."""

    amount: Number
    days: int


def forecast_count(
    events: int, share: Number, target: Number | None, past_shares: Sequence[Number] = ()
) -> Forecast | None:
    """The year's total for a count of events, from those so far.

    ``share`` is the share of the year elapsed; ``past_shares`` the share of the total reached by the same
    date in each earlier dated year.
    Units:  events; shares 0–1.
    None:   too early, or too few events, to say anything.
    Source: indicators.md §2.6.
    """
    return forecast_sum(events, events, share, target, past_shares)


def forecast_sum(
    actual: Number, records: int, share: Number, target: Number | None, past_shares: Sequence[Number] = ()
) -> Forecast | None:
    """The year's total for people or money: the number of records is forecast, times their mean size.

    Forecasting heads or đồng directly would be falsely sharp: they come in groups.
    Units:  the measure's own, rounded to whole units.
    None:   too early, or too few records, to say anything.
    Source: indicators.md §2.6.
    """
    if share < LEAST_SHARE or records < LEAST_EVENTS:
        return None
    mean = Fraction(actual) / records
    even, usual = _still_to_come(records, float(share)), _usual_share(past_shares)
    likely = _still_to_come(records, usual) if usual is not None else even
    low, high = max(even.range(), likely.range(), key=lambda pair: pair[1] - pair[0])
    reach = None if target is None else _reach(likely, actual, mean, target)
    return Forecast(_whole(actual + low * mean), _whole(actual + high * mean), reach)


def still_needed(target: Number | None, actual: Number | None, year: int, as_of: date) -> Needed | None:
    """What is missing to the target and the days left for it; for ratios, windows and plans as well.

    None:   no target, nothing known, or nothing missing.
    """
    if target is None or actual is None or actual >= target:
        return None
    return Needed(target - actual, days_left(year, as_of))


def _whole(value: Number) -> int:
    return round_half_up(value).numerator


def _usual_share(past_shares: Sequence[Number]) -> float | None:
    """The mean share by this date in earlier years; None with too few years that say anything."""
    useful = [float(share) for share in past_shares if LEAST_PAST_SHARE <= share <= 1]
    return math.fsum(useful) / len(useful) if len(useful) >= LEAST_YEARS else None


def _reach(coming: _Coming, actual: Number, mean: Fraction, target: Number) -> float:
    if actual >= target:
        return 1.0
    return coming.at_least(rounded_up((target - actual) / mean)) if mean > 0 else 0.0


@dataclass(frozen=True, slots=True)
class _Coming:
    """How likely each number of further events is: ``weights[i]`` belongs to ``first + i`` events."""

    first: int
    weights: tuple[float, ...]

    def range(self) -> tuple[int, int]:
        return self._quantile(_TAIL), self._quantile(1 - _TAIL)

    def at_least(self, count: int) -> float:
        return min(math.fsum(self.weights[max(count - self.first, 0) :]), 1.0)

    def _quantile(self, share: float) -> int:
        below = 0.0
        for place, weight in enumerate(self.weights):
            below += weight
            if below >= share:
                return self.first + place
        return self.first + len(self.weights) - 1


def _still_to_come(events: int, share: float) -> _Coming:
    """The distribution of the events between now and the end of the year."""
    if share >= 1:
        return _Coming(0, (1.0,))
    r, mean = events + 0.5, (events + 0.5) * (1 - share) / share
    spread = _REACH * math.sqrt(mean / share) + _REACH**2
    first, last = max(math.floor(mean - spread), 0), math.ceil(mean + spread)
    start, step = r * math.log(share) - math.lgamma(r), math.log1p(-share)
    return _Coming(
        first,
        tuple(
            math.exp(start + math.lgamma(x + r) - math.lgamma(x + 1) + x * step)
            for x in range(first, last + 1)
        ),
    )
