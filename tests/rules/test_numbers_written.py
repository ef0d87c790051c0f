"""Are numbers, shares, money and days written as Vietnamese readers read them?"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from db.rules.numbers import NBSP, write_date, write_money, write_number, write_percent


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234, 1, "1.234"),
        (Fraction(2469, 2), 1, "1.234,5"),
        (Fraction(1999, 2000), 1, "1"),
        (1234567, 0, "1.234.567"),
        (Fraction(-1, 40), 1, "0"),
        (-1500, 1, "-1.500"),
        (Fraction(1, 20), 2, "0,05"),
        (0, 1, "0"),
    ],
)
def test_numbers_are_written_with_points_and_a_comma(value, decimals, text):
    assert write_number(value, decimals) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(5 * 10**9, 5 * 10**9 + 1), "99,9"),
        (Fraction(9996, 10000), "99,9"),
        (Fraction(2, 3), "66,7"),
        (Fraction(31, 50), "62"),
        (1, "100"),
        (0, "0"),
        (Fraction(13, 10), "130"),
    ],
)
def test_an_unmet_share_never_prints_as_100_percent(share, text):
    assert write_percent(share) == text + NBSP + "%"


def test_the_status_may_say_that_a_full_share_is_not_met():
    assert write_percent(1, met=False) == f"99,9{NBSP}%"
    assert write_percent(Fraction(9996, 10000), met=True, decimals=0) == f"100{NBSP}%"
    assert write_percent(Fraction(9996, 10000), decimals=0) == f"99,9{NBSP}%"


@pytest.mark.parametrize(
    ("dong", "text"),
    [
        (1_500_000_000, "1,5 tỷ đồng"),
        (350_000_000, "350 triệu đồng"),
        (950_000, "950.000 đồng"),
        (999_949_999, "999,9 triệu đồng"),
        (999_950_000, "1 tỷ đồng"),
        (1_000_000, "1 triệu đồng"),
        (101_312_000_000, "101,3 tỷ đồng"),
        (1_234_500_000_000, "1.234,5 tỷ đồng"),
        (-350_000_000, "-350 triệu đồng"),
        (0, "0 đồng"),
    ],
)
def test_money_is_written_in_the_words_people_use(dong, text):
    assert write_money(dong).replace(NBSP, " ", 1) == text


def test_days_are_written_day_first():
    assert write_date(date(2026, 9, 2)) == "02/09/2026"
