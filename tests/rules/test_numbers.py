"""Are numbers read as Vietnamese people type them, and kept exact?"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from db.rules.errors import RuleError
from db.rules.numbers import (
    MOST,
    exact,
    read_count,
    read_decimal,
    read_money,
    round_half_up,
    rounded_down,
    rounded_up,
    write_number,
)


def refusal(read, *given_values, **ends) -> tuple[str, dict]:
    with pytest.raises(RuleError) as refused:
        read(*given_values, **ends)
    return refused.value.code, refused.value.facts


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("0", 0),
        ("1500", 1500),
        ("1.500", 1500),
        ("1.500.000", 1500000),
        ("1 500", 1500),
        ("1\u00a0500", 1500),
        ("1\u202f500 ", 1500),
        ("１．５００", 1500),
        ("\u3000２０ ", 20),
        ("007", 7),
        (str(MOST), MOST),
    ],
)
def test_a_count_is_read(typed, count):
    assert read_count(typed) == count


@pytest.mark.parametrize(
    "typed",
    # "1,500" is 1500 to one reader and 1.5 to another; "0.500" and "1.50" group nothing; "5²" is not 52.
    [
        *(
            "1,5",
            "1,500",
            "1.5",
            "1.50",
            "0.500",
            "1.5000",
            "12.34",
            "1.500,0",
            "1,500,000",
            "1.500.00",
            ".500",
        ),
        *("5.", "1e3", "0x1F", "NaN", "inf", "+5", "5²", "٣", "một", "1_000", "--5", "1 50", "1.500 000"),
        *("1  500", "5 người", "1\n500", "9" * 41),
    ],
)
def test_a_count_that_cannot_be_read_is_refused(typed):
    assert refusal(read_count, typed) == ("not_a_whole_number", {})


@pytest.mark.parametrize("read", [read_count, read_money, read_decimal])
@pytest.mark.parametrize("typed", ["", "   ", "\u00a0"])
def test_nothing_typed_is_missing_and_not_zero(read, typed):
    assert read(typed) is None


def test_the_ends_are_guarded():
    assert refusal(read_count, "-5") == ("too_small", {"least": 0})
    assert refusal(read_count, "\u22125") == ("too_small", {"least": 0})
    assert refusal(read_count, "0", least=1) == ("too_small", {"least": 1})
    assert refusal(read_count, str(MOST + 1)) == ("too_large", {"most": MOST})
    assert refusal(read_money, "9.223.372.036.854.775.808") == ("too_large", {"most": MOST})
    assert refusal(read_decimal, "24,5", most=24) == ("too_large", {"most": 24})
    assert refusal(read_decimal, "-0,5") == ("too_small", {"least": 0})


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("1.500.000", 1500000),
        ("500000", 500000),
        ("1.500.000 đồng", 1500000),
        ("500.000đ", 500000),
        ("0 VND", 0),
    ],
)
def test_money_is_read(typed, dong):
    assert read_money(typed) == dong


@pytest.mark.parametrize("typed", ["1,5", "1,5 tỷ", "5 triệu", "1.5", "1,500,000", "đồng", "5 đ đ"])
def test_money_that_cannot_be_read_is_refused(typed):
    assert refusal(read_money, typed) == ("not_a_whole_number", {})


def test_a_refund_is_a_negative_amount_where_it_is_asked_for():
    assert read_money("-1.500.000", least=-MOST, most=0) == -1500000


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,5", Fraction(3, 2)),
        ("1.5", Fraction(3, 2)),
        ("1.500", 1500),
        ("1.234,5", Fraction(2469, 2)),
        ("1 234,5", Fraction(2469, 2)),
        ("1,234", Fraction(1234, 1000)),
        ("0.500", Fraction(1, 2)),
        ("2", 2),
        ("２，５", Fraction(5, 2)),
    ],
)
def test_a_decimal_is_read(typed, number):
    assert read_decimal(typed) == number


@pytest.mark.parametrize(
    "typed", ["1,234.5", "1,5,5", "1e3", "nan", "1/2", ",5", "5,", "1.23.4", "hai", "9" * 41]
)
def test_a_decimal_that_cannot_be_read_is_refused(typed):
    assert refusal(read_decimal, typed) == ("not_a_number", {})


@settings(max_examples=100, deadline=None)
@given(some.integers(0, MOST))
def test_what_is_written_is_read_back(number):
    assert read_count(write_number(number)) == number
    assert read_decimal(write_number(Fraction(number, 10))) == Fraction(number, 10)


@settings(max_examples=200, deadline=None)
@given(some.text(alphabet="0123456789.,- eExXđ\u00a0５²", max_size=12))
def test_reading_gives_a_whole_number_or_a_refusal(typed):
    for read in (read_count, read_money):
        try:
            found = read(typed)
        except RuleError:
            continue
        assert found is None or (type(found) is int and 0 <= found <= MOST)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        *((5, 5), (0.9, Fraction(9, 10)), ("0.90", Fraction(9, 10)), ("9/10", Fraction(9, 10))),
        *((Decimal("12.50"), Fraction(25, 2)), (Fraction(4, 2), 2), (-3, -3), (1e3, 1000)),
    ],
)
def test_stored_numbers_are_exact(value, number):
    assert exact(value) == number
    assert type(exact(value)) is type(number)


@pytest.mark.parametrize(
    "value", [True, None, float("nan"), float("inf"), "1e9", "NaN", "", "1/0", [1], "0x1F", "1.500,5"]
)
def test_what_is_no_number_is_refused(value):
    assert refusal(exact, value) == ("not_a_number", {})


def test_rounding_is_exact():
    # In floats 10 × 1.1 = 11.000000000000002, which rounds up to 12.
    assert rounded_up(10 * Fraction(11, 10)) == 11
    assert (rounded_up(Fraction(33, 2)), rounded_down(Fraction(33, 2))) == (17, 16)
    assert (rounded_up(Fraction(-1, 2)), rounded_down(Fraction(-1, 2))) == (0, -1)
    assert round_half_up(Fraction(5, 2)) == 3
    assert round_half_up(Fraction(-5, 2)) == -3
    assert round_half_up(Fraction(1, 8), 2) == Fraction(13, 100)
