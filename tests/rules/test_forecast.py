"""Does the forecast reproduce the specification's figures, and is it silent where it must be?"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import pytest

from db.rules.forecast import Forecast, Needed, _still_to_come, forecast_count, forecast_sum, still_needed

NOW = Fraction(273, 365)  # 30 September


@pytest.mark.parametrize(
    ("events", "share", "target", "low", "high", "reach"),
    # The table of indicators.md §2.6.
    [
        (18, 0.748, 24, 21, 28, 0.56),
        (28, 0.748, 34, 33, 42, 0.88),
        (11, 0.247, 40, 32, 62, 0.69),
        (3, 0.748, 9, 3, 6, 0.01),
    ],
)
def test_the_table_of_the_specification(events, share, target, low, high, reach):
    coming = _still_to_come(events, share)
    assert (events + coming.range()[0], events + coming.range()[1]) == (low, high)
    assert round(coming.at_least(target - events), 2) == reach


def test_a_count_is_forecast_from_its_events():
    found = forecast_count(18, NOW, 24)
    assert (found.low, found.high, round(found.reach_share, 2)) == (21, 28, 0.56)


def test_people_are_forecast_by_records():
    # 812 items in 120 records by 30/09: 1.022–1.150 by records, 1.061–1.111 if items were independent.
    by_records, by_items = forecast_sum(812, 120, NOW, 1100), forecast_count(812, NOW, 1100)
    assert (by_records.low, by_records.high) == (1022, 1150)
    assert (by_items.low, by_items.high) == (1061, 1111)


def test_the_weights_are_those_of_the_negative_binomial():
    # P(0) = p^r and mean = r (1 - p) / p, with r = k + 1/2.
    coming = _still_to_come(4, 0.5)
    assert coming.first == 0 and coming.weights[0] == pytest.approx(0.5**4.5)
    assert math.fsum(coming.weights) == pytest.approx(1)
    mean = math.fsum((coming.first + place) * weight for place, weight in enumerate(coming.weights))
    assert mean == pytest.approx(4.5)


def test_large_numbers_of_records_do_not_underflow():
    found = forecast_count(20000, Fraction(1, 2), 40000)
    assert found.low < 40000 < found.high and found.high - found.low < 1000
    assert found.reach_share == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("events", "share"), [(2, NOW), (0, NOW), (50, Fraction(91, 365))])
def test_too_early_or_too_few_events_give_no_forecast(events, share):
    assert forecast_count(events, share, 10) is None


def test_a_quarter_of_the_year_and_three_events_are_enough():
    assert forecast_count(3, Fraction(1, 4), 10) is not None


def test_without_a_target_there_is_no_chance_of_reaching_it():
    assert forecast_count(18, NOW, None).reach_share is None


def test_a_target_that_is_reached_is_certain():
    assert forecast_count(24, NOW, 24).reach_share == 1
    assert forecast_sum(100, 10, NOW, 90).reach_share == 1


def test_at_the_end_of_the_year_nothing_more_comes():
    assert forecast_count(18, 1, 24) == Forecast(18, 18, 0.0)


def test_two_dated_years_replace_the_even_pace():
    # By this date earlier years had reached half of their total, the calendar 75 %: twice as much may come.
    even, usual = forecast_count(18, NOW, 34), forecast_count(18, NOW, 34, [Fraction(1, 2), Fraction(1, 2)])
    assert usual.reach_share > even.reach_share
    assert usual.high - usual.low > even.high - even.low
    assert forecast_count(18, NOW, 34, [Fraction(1, 2)]) == even


def test_the_range_widens_to_the_wider_one():
    # Earlier years were nearly done by now: the chance falls, the range stays as wide as the even pace's.
    even, usual = (
        forecast_count(18, NOW, 24),
        forecast_count(18, NOW, 24, [Fraction(19, 20), Fraction(19, 20)]),
    )
    assert (usual.low, usual.high) == (even.low, even.high)
    assert usual.reach_share < even.reach_share


def test_years_that_had_not_begun_say_nothing_about_pace():
    assert forecast_count(18, NOW, 24, [0, 0, Fraction(1, 1000)]) == forecast_count(18, NOW, 24)


def test_what_is_still_needed_where_nothing_can_be_forecast():
    assert still_needed(5000, 1480, 2026, date(2026, 9, 30)) == Needed(3520, 92)
    assert still_needed(5000, 5000, 2026, date(2026, 9, 30)) is None
    assert still_needed(None, 10, 2026, date(2026, 9, 30)) is None
    assert still_needed(10, None, 2026, date(2026, 9, 30)) is None
