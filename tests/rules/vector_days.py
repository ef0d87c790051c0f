"""What is expected of days, moments and mathematics?  The library's own calendar and functions."""

from __future__ import annotations

import itertools
import math
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

from tests.rules.expression_cases import NOW, TODAY, told
from tests.rules.vector_case import INF, NAN, case


def _day(year, month, day):
    try:
        return {"date": date(year, month, day).isoformat()}
    except ValueError:
        return ""


def days():
    for year, month, day in itertools.product(
        (1, 99, 1900, 2000, 2024, 2026, 9999), (0, 1, 2, 12, 13), (0, 1, 29, 31)
    ):
        yield case(f"date('{year:04}-{month:02}-{day:02}')", _day(year, month, day))
    for size in (-365, -1, 0, 1, 30, 366):
        then = TODAY + timedelta(days=size)
        yield case(
            f"date(today() + {size})" if size >= 0 else f"date(today() - {-size})", {"date": then.isoformat()}
        )
        yield case("today() - ${d}", -size, d={"date": then.isoformat()})
        yield case("${d} > today()", size > 0, d={"date": then.isoformat()})
        yield case("int((today() - ${d}) div 365.25) >= 0", size < 365.25, d={"date": then.isoformat()})


def moments():
    for zone, clock in itertools.product(
        ("", "Z", "+07:00", "-0330", "+14"), ("00:00", "07:30:15", "23:59:59.125", "9:05")
    ):
        hour, rest = clock.split(":", 1)
        plain = datetime.fromisoformat(f"2026-03-01T{hour:0>2}:{rest}{'' if '.' not in rest else '000'}")
        offset = {"": 7, "Z": 0, "+07:00": 7, "-0330": -3.5, "+14": 14}[zone]
        there = plain.replace(tzinfo=timezone(timedelta(hours=offset)))
        here = there.astimezone(timezone(timedelta(hours=7))).replace(tzinfo=None)
        yield case("date-time(${t})", {"moment": here.isoformat()}, t=f"2026-03-01T{clock}{zone}")
        yield case(
            "format-date-time(${t}, '%Y-%m-%d %H:%M:%S')",
            here.strftime("%Y-%m-%d %H:%M:%S"),
            t=f"2026-03-01T{clock}{zone}",
        )
    for bad in (
        "2026-03-01T24:00",
        "2026-03-01T7",
        "2026-03-01T07:60",
        "2026-03-01 07:30",
        "T07:30",
        "2026-03-01T07:30+7",
    ):
        yield case("date-time(${t})", "", t=bad)
    for share in (0.25, 0.5, 0.75):
        here = datetime(2026, 11, 22) + timedelta(days=share)
        yield case("decimal-time(${d})", share, d={"moment": here.isoformat()})
        yield case("decimal-date-time(${d})", 20779 + share - 7 / 24, d={"moment": here.isoformat()})
        yield case(f"date-time(20779 + {share})", {"moment": (here + timedelta(hours=7)).isoformat()})
    yield case("now()", {"moment": NOW.isoformat()})


def shown_days():
    for then in (date(2026, 1, 5), date(1999, 12, 31), date(2024, 2, 29)):
        for pattern in ("%d/%m/%Y", "%Y", "%y", "%m", "%d", "ngày %d tháng %m"):
            yield case(
                f"format-date(${{d}}, '{pattern}')", then.strftime(pattern), d={"date": then.isoformat()}
            )
        week = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")[then.weekday()]
        yield case(
            "format-date(${d}, '%a %e/%n, %b')",
            f"{week} {then.day}/{then.month}, thg {then.month}",
            d={"date": then.isoformat()},
        )


def clocks():
    """A time of day alone, as the answer to a time question is seen: a share of the day, a moment to show."""
    for hour, minute, second in itertools.product((0, 6, 12, 23), (0, 30, 59), (0, 15)):
        share = Fraction(hour * 3600 + minute * 60 + second, 86_400)
        then = f"{hour:02}:{minute:02}:{second:02}.000+07:00"
        yield case("decimal-time(${t}) > 0.5", share > Fraction(1, 2), t=then)
        yield case("round(decimal-time(${t}) * 86400)", round(share * 86_400), t=then)
        yield case("format-date-time(${t}, '%H:%M:%S')", then[:8], t=then)
        yield case("format-date-time(${t}, '%H') >= 12", hour >= 12, t=then)
        yield case("date(${t})", "", t=then)
    for plain, share in (
        ("00:00", 0),
        ("06:00", 0.25),
        (" 12:00 ", 0.5),
        ("18:00:00", 0.75),
        ("11:00Z", 0.75),
    ):
        yield case("decimal-time(${t})", share, t=plain)
    for bad in ("24:00", "12:60", "12", "12h", "", "trưa"):
        yield case("decimal-time(${t})", "", t=bad)
        yield case("format-date-time(${t}, '%H')", "", t=bad)


# -- mathematics ---------------------------------------------------------------------------------------
def mathematics():
    plain = {
        name: getattr(math, name)
        for name in ("acos", "asin", "atan", "cos", "exp", "sin", "sqrt", "tan", "log", "log10")
    }
    for (name, compute), number in itertools.product(
        plain.items(), (-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 10.0, 100.0)
    ):
        try:
            expected = told(compute(number))
        except ValueError:
            expected = {"number": "-Infinity"} if name.startswith("log") and number == 0 else NAN
        yield case(f"{name}(${{a}})", expected, a=number)
    for base, exponent in itertools.product((-2, 0, 0.5, 3, 10), (-2, 0, 0.5, 2, 3)):
        whole = float(exponent).is_integer()
        expected = (
            INF
            if base == 0 and exponent < 0
            else NAN
            if base < 0 and not whole
            else told(float(base) ** exponent)
        )
        yield case("pow(${a}, ${b})", expected, a=base, b=exponent)
    for y, x in itertools.product((-1, 0, 2), (-1, 0, 3)):
        yield case("atan2(${a}, ${b})", told(math.atan2(y, x)), a=y, b=x)
    for power in (-2, 0, 1, 3):
        yield case(f"exp10({power})", told(float(Fraction(10) ** power)))


FAMILIES = (days, moments, shown_days, clocks, mathematics)
