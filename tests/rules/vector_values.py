"""What is expected of comparisons, logic and arithmetic?  A table written by hand, and exact fractions."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from fractions import Fraction

from tests.rules.expression_cases import told
from tests.rules.vector_case import INF, NAN, case

# Written by hand: a value as vectors tell it (None: the question is hidden), its kind, and what it is as a
# number (None: NaN), as text and as truth.
VALUES = [
    ("", "text", None, "", False),
    (None, "text", None, "", False),
    ("0", "text", 0, "0", True),
    ("01", "text", 1, "01", True),
    ("0,5", "text", 0.5, "0,5", True),
    ("nu", "text", None, "nu", True),
    ("1970-01-02", "text", None, "1970-01-02", True),
    (0, "number", 0, "0", False),
    (1, "number", 1, "1", True),
    (0.5, "number", 0.5, "0.5", True),
    (NAN, "number", None, "NaN", False),
    (True, "truth", 1, "true", True),
    (False, "truth", 0, "false", False),
    ({"date": "1970-01-02"}, "date", 1, "1970-01-02", True),
    ({"moment": "1970-01-02T12:00:00"}, "date", 1, "1970-01-02", True),
]


def _same(a, b):
    if "truth" in (a[1], b[1]):
        return a[4] == b[4]
    if "number" in (a[1], b[1]):
        return None not in (a[2], b[2]) and a[2] == b[2]
    return a[3] == b[3]


def _ordered(a, b, holds):
    return None not in (a[2], b[2]) and holds(a[2], b[2])


def comparisons():
    tests = {
        "=": _same,
        "!=": lambda a, b: not _same(a, b),
        "<": lambda a, b: _ordered(a, b, lambda x, y: x < y),
        "<=": lambda a, b: _ordered(a, b, lambda x, y: x <= y),
        ">": lambda a, b: _ordered(a, b, lambda x, y: x > y),
        ">=": lambda a, b: _ordered(a, b, lambda x, y: x >= y),
    }
    for (sign, holds), a, b in itertools.product(tests.items(), VALUES, VALUES):
        yield case(f"${{a}} {sign} ${{b}}", holds(a, b), a=a[0], b=b[0])


def conversions():
    for told_, _, number, text, truth in VALUES:
        yield case("number(${a})", NAN if number is None else number, a=told_)
        yield case("string(${a})", text, a=told_)
        yield case("boolean(${a})", truth, a=told_)
        yield case("not(${a})", not truth, a=told_)
        yield case("if(${a}, 'co', 'khong')", "co" if truth else "khong", a=told_)
        yield case("string-length(${a})", len(text), a=told_)
        yield case("-${a}", NAN if number is None else -number, a=told_)


def logic():
    for a, b in itertools.product(VALUES, VALUES):
        yield case("${a} and ${b}", a[4] and b[4], a=a[0], b=b[0])
        yield case("${a} or ${b}", a[4] or b[4], a=a[0], b=b[0])


NUMBERS = ["0", "1", "3", "-7", "2.5", "-0.125", "1000000"]


def _computed(sign, a, b):
    if sign == "div" and b == 0:
        return NAN if a == 0 else INF if a > 0 else {"number": "-Infinity"}
    if sign == "mod":
        return NAN if b == 0 else told(float(a - b * int(a / b)))
    exact = {"+": a + b, "-": a - b, "*": a * b}
    return told(float(exact[sign] if sign in exact else a / b))


def arithmetic():
    for sign, a, b in itertools.product(("+", "-", "*", "div", "mod"), NUMBERS, NUMBERS):
        expected = _computed(sign, Fraction(a), Fraction(b))
        yield case(f"${{a}} {sign} ${{b}}", expected, a=float(a), b=b)
    for sign, empty in itertools.product(("+", "-", "*", "div", "mod"), ("", None, "nu")):
        yield case(f"${{a}} {sign} 2", NAN, a=empty)
        yield case(f"2 {sign} ${{a}}", NAN, a=empty)


def rounding():
    texts = [
        "0",
        "2.5",
        "-2.5",
        "0.5",
        "-0.5",
        "1.005",
        "2.675",
        "-1.45",
        "9.995",
        "123.456",
        "-999.5",
        "0.049",
        "5e-7",
    ]
    for text, places in itertools.product(texts, (None, -2, -1, 1, 2, 3)):
        scale = Fraction(10) ** (places or 0)
        rounded = math.floor(Fraction(text) * scale + Fraction(1, 2)) / scale
        expr = "round(${a})" if places is None else f"round(${{a}}, {places})"
        yield case(expr, told(float(rounded) + 0.0), a=float(text))
        yield case("int(${a})", math.trunc(Fraction(text)), a=float(text))
        yield case("abs(${a})", told(abs(float(text))), a=float(text))


def number_texts():
    """Numbers as XPath writes them; the decimal module is the oracle."""
    for text in (
        "0.1",
        "1e15",
        "123456789.125",
        "1e-7",
        "12.5e-9",
        "1e-11",
        "-3.25e-6",
        "2e20",
        "1e22",
        "1.5e300",
    ):
        yield case(
            "string(${a})",
            format(Decimal(float(text)) if "e2" in text or "e300" in text else Decimal(text), "f"),
            a=float(text),
        )
    for text, number in (
        *(
            ("5", 5),
            (" 5 ", 5),
            ("5.", 5),
            (".5", 0.5),
            ("-5", -5),
            ("-.5", -0.5),
            ("1.5", 1.5),
            ("1,5", 1.5),
        ),
        *(
            ("+5", None),
            ("5e3", None),
            ("0x10", None),
            ("1 000", None),
            ("--5", None),
            (".", None),
            ("-", None),
        ),
        *(
            ("5.5.5", None),
            ("1,5,5", None),
            ("Infinity", None),
            ("NaN", None),
            ("٣", None),
            ("５", None),
            ("", None),
        ),
    ):
        yield case("number(${a})", NAN if number is None else number, a=text)
        yield case("${a} + 1", NAN if number is None else number + 1, a=text)


FAMILIES = (comparisons, conversions, logic, arithmetic, rounding, number_texts)
