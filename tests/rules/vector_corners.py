"""What is expected where interpreters go wrong?  Every line written by hand, with its reason."""

from __future__ import annotations

from tests.rules.vector_case import INF, NAN, case

HALF_MICROSECOND = 0.5 / 86_400e6  # of a day

CORNERS = [
    # -- numbers: the sign of zero, truncation, what is close to a whole number
    ("1 div int(${a})", -0.5, INF, "int gives a plain zero, never -0"),
    ("1 div number(date(${a}))", -0.5, INF, "so does the day before the epoch's noon"),
    ("int(${a})", -1.5, -1, "towards zero"),
    ("string(${a})", -0.9999999999999, "-0.9999999999999", "not so close to -1"),
    ("string(${a})", 3.0000000000000004, "3", "closer than 1e-12 to its whole part"),
    ("string(${a})", 2.9999999999999996, "2.9999999999999996", "whose whole part is 2, as in JavaRosa"),
    ("string(${a})", 1e-13, "0", "closer than 1e-12 to zero"),
    ("boolean(${a})", 1e-13, False, "closer than 1e-12 to zero is no truth"),
    ("boolean(${a})", 1e-11, True, "but 1e-11 is"),
    ("${a} = 1", 1.0000000000005, True, "closer than 1e-12"),
    ("${a} = 1", 1.000000000002, False, "not so close"),
    ("${a} < 1", 0.9999999999999, True, "order knows no closeness"),
    ("1 div 0 = 1 div 0", None, False, "Infinity minus Infinity is no number"),
    ("round(${a})", -0.5, 0, "halves go up"),
    ("round(${a}, 1)", 0.25, 0.3, "halves go up"),
    ("round(${a}, 1)", -0.25, -0.2, "halves go up, also below zero"),
    ("round(${a}, 2)", 1.005, 1.01, "by the digits as written, not as stored"),
    ("round(${a}, -3)", 499, 0, "less than half a thousand"),
    ("round(${a}, -3)", 500, 1000, "half a thousand"),
    ("round(${a}, -9)", 5, 0, "far below the place"),
    ("round(${a}, 31)", 5, NAN, "more places than a number has"),
    ("round(${a}, 30)", 0.1, 0.1, "more places than digits"),
    ("round(${a})", 4503599627370497.5, 4503599627370498, "the last halves a double can hold"),
    ("round('x')", None, NAN, "no number"),
    ("-7 mod 7 = 0", None, True, "minus zero is zero"),
    ("${a} mod (1 div 0)", 5, 5, "the rest by Infinity is the number itself"),
    ("max('', 'x')", None, NAN, "nothing to compare"),
    ("min(3, '2', '')", None, 2, "what is no number does not count"),
    # -- places in a text are whole numbers, towards zero
    ("substr(${a}, -1.5)", "abc", "c", "-1.5 is place -1"),
    ("substr(${a}, 1.9)", "abc", "bc", "1.9 is place 1"),
    ("substr(${a}, 'x')", "abc", "abc", "no number is place 0"),
    ("substr(${a}, 2, 1)", "abc", "", "an end before the start"),
    ("selected-at(${a}, 0.9)", "x y", "x", "0.9 is place 0"),
    ("string-length(${a})", "a\u0301😀", 3, "code points, neither letters nor bytes"),
    ("translate(${a}, 'aa', 'xy')", "banana", "bxnxnx", "the first of two rules for one letter"),
    ("translate(${a}, '😀b', 'x')", "😀b", "x", "by code points; without a partner it goes"),
    ("normalize-space(${a})", " \t a \n b ", "a b", "every kind of space"),
    ("count-selected(${a})", "  x   y ", 2, "spaces do not count"),
    ("selected(${a}, '')", "x", False, "two spaces are not in ' x '"),
    ("selected(${a}, '')", "", True, "but in nothing there is nothing"),
    ("substring-after(${a}, '')", "abc", "abc", "after nothing comes everything"),
    ("substring-before(${a}, '')", "abc", "", "before nothing comes nothing"),
    ("boolean-from-string(${a})", "TRUE", True, "in any case"),
    ("boolean-from-string(${a})", 1, True, "the number 1 is written 1"),
    ("boolean-from-string(${a})", "yes", False, "only true and 1"),
    ("join('-', ${a}, 'b', '')", "a", "a-b-", "an empty text is joined too"),
    ("concat()", None, "", "nothing"),
    ("coalesce(${a}, 'b')", None, "b", "hidden is empty"),
    ("coalesce(${a}, 'b')", 0, 0, "zero is not empty"),
    ("coalesce(0 div 0, 'b')", None, "b", "no number is empty"),
    ("if(false(), 1 div 0, 'b')", None, "b", "only the branch that is taken"),
    # -- the ends of the calendar
    ("date(${a})", 2932896, {"date": "9999-12-31"}, "the last day"),
    ("date(${a})", 2932897, "", "no day after it"),
    ("date(${a})", -719162, {"date": "0001-01-01"}, "the first day"),
    ("date(${a})", -719163, "", "no day before it"),
    ("date(${a})", -1.5, {"date": "1969-12-31"}, "towards the epoch"),
    ("date-time(${a})", "9999-12-31T23:00-02:00", "", "a moment after the last day"),
    ("date-time(${a})", "0001-01-01T00:00+14:00", "", "a moment before the first"),
    ("date-time(${a})", "9999-12-31T23:00+07:00", {"moment": "9999-12-31T23:00:00"}, "the last evening"),
    ("date(${a})", " 2026-03-01 ", {"date": "2026-03-01"}, "spaces around do not matter"),
    ("date(${a})", "2026-03-01T", {"date": "2026-03-01"}, "a T without a time"),
    ("date(${a})", "2026-03-01T07:30", {"moment": "2026-03-01T07:30:00"}, "a text keeps its time"),
    ("date(${a})", {"moment": "2026-03-01T07:30:00"}, {"date": "2026-03-01"}, "a moment loses it"),
    ("date(${a})", True, {"date": "1970-01-02"}, "truth is day 1"),
    ("decimal-time(${a})", "x", "", "no moment"),
    ("decimal-time(${a})", -0.25, 0.75, "the fraction counts from below"),
    ("decimal-time(1 div 0)", None, NAN, "endless has no fraction"),
    # -- parts of a second: microseconds, halves to the even one
    ("date-time(${a})", HALF_MICROSECOND, {"moment": "1970-01-01T07:00:00"}, "0.5 becomes 0"),
    ("date-time(${a})", 3 * HALF_MICROSECOND, {"moment": "1970-01-01T07:00:00.000002"}, "1.5 becomes 2"),
    ("date-time(${a})", 5 * HALF_MICROSECOND, {"moment": "1970-01-01T07:00:00.000002"}, "2.5 becomes 2"),
    ("date-time(${a})", -HALF_MICROSECOND, {"moment": "1970-01-01T07:00:00"}, "-0.5 becomes 0"),
    ("date-time(${a})", -3 * HALF_MICROSECOND, {"moment": "1970-01-01T06:59:59.999998"}, "-1.5 becomes -2"),
    ("date-time(${a})", "2026-03-01T01:02:03.1234567", {"moment": "2026-03-01T01:02:03.123456"}, "cut"),
    (
        "format-date-time(${a}, '%S,%3')",
        {"moment": "2026-03-01T07:30:15.123900"},
        "15,123",
        "cut, not rounded",
    ),
    # -- patterns: the ends of the text
    ("regex(${a}, '^$')", "", True, "both ends of nothing"),
    ("regex(${a}, '^$')", "a", False, "an end is not everywhere"),
    ("regex(${a}, '$a')", "a", False, "nothing comes after the end"),
    ("regex(${a}, 'a^b')", "ab", False, "the start is not in the middle"),
    ("regex(${a}, '(a|^)b$')", "b", True, "an end in a choice"),
    ("regex(${a}, 'a.b')", "a\nb", False, "the dot is no line end"),
    ("regex(${a}, 'a.b')", "a\u2028b", False, "nor an exotic one"),
]
LABELS = {"q": {"nu": "Nữ", "nam": "Nam"}}


def corners():
    for expr, given, expected, why in CORNERS:
        yield {**case(expr, expected, a=given), "why": why}
    for chosen, shown in (("nu", "Nữ"), ("  nam   nu ", "Nam, Nữ"), ("la", "la"), ("", "")):
        yield {**case("jr:choice-name(${q}, '${q}')", shown, q=chosen), "labels": LABELS}


FAMILIES = (corners,)
