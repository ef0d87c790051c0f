"""What is expected of functions of text, codes and several nodes?  Looked up character by character."""

from __future__ import annotations

import base64
import itertools
import re

from tests.rules.expression_cases import told
from tests.rules.vector_case import NAN, case, quoted

TEXTS = ["", "a", "Việt Nam", "😀ab", "a\u0323b", "nu nam nu"]


def _slice(text, start, end):
    """Character by character: the places counted from the front, or from the back if negative."""
    size = len(text)
    first = max(0, start + size) if start < 0 else start
    stop = size if end is None else max(0, end + size) if end < 0 else end
    return "".join(char for place, char in enumerate(text) if first <= place < stop)


def slices():
    for text, start, end in itertools.product(TEXTS, (-9, -2, 0, 1, 4), (None, -1, 0, 2, 9)):
        tail = "" if end is None else f", {end}"
        yield case(f"substr(${{t}}, {start}{tail})", _slice(text, start, end), t=text)


def texts():
    for text, part in itertools.product(TEXTS, ("", "a", "nu", "b", "ệ", " ")):
        places = [place for place in range(len(text) + 1) if text[place : place + len(part)] == part]
        first = places[0] if places else None
        ends = {
            "contains": bool(places),
            "starts-with": 0 in places,
            "ends-with": len(text) - len(part) in places,
        }
        for name, expected in ends.items():
            yield case(f"{name}(${{t}}, {quoted(part)})", expected, t=text)
        yield case(
            f"substring-before(${{t}}, {quoted(part)})", text[:first] if first is not None else "", t=text
        )
        yield case(
            f"substring-after(${{t}}, {quoted(part)})", text[first + len(part) :] if places else "", t=text
        )


def selections():
    answers = ["", "nu", "nu nam", "nam khac nu", "nu_1 nu_2", "khong"]
    for chosen, code in itertools.product(answers, ("nu", "nam", "nu_1", "khac", " nu ", "u")):
        yield case(f"selected(${{m}}, '{code}')", code.strip() in chosen.split(), m=chosen)
        yield case(f"not(is-selected(${{m}}, '{code}'))", code.strip() not in chosen.split(), m=chosen)
    for chosen in answers:
        yield case("count-selected(${m})", len(chosen.split()), m=chosen)
        yield case(
            "count-selected(${m}) > 1 and selected(${m}, 'nu')",
            len(chosen.split()) > 1 and "nu" in chosen.split(),
            m=chosen,
        )
        for place in (-1, 0, 1, 2, 9):
            wanted = dict(enumerate(chosen.split())).get(place, "")
            yield case(f"selected-at(${{m}}, {place})", wanted, m=chosen)


def checklists():
    for flags in itertools.product((True, False), repeat=3):
        given = dict(zip("abc", flags, strict=True))
        for least, most in ((-1, -1), (0, 0), (1, 2), (2, -1), (-1, 1), (3, 3)):
            holds = (least < 0 or sum(flags) >= least) and (most < 0 or sum(flags) <= most)
            yield case(f"checklist({least}, {most}, ${{a}}, ${{b}}, ${{c}})", holds, **given)
        weight = sum(size for flag, size in zip(flags, (1, 2, 4), strict=True) if flag)
        yield case("weighted-checklist(2, 5, ${a}, 1, ${b}, 2, ${c}, 4)", 2 <= weight <= 5, **given)


def patterns():
    written = [
        "a",
        "a*",
        "(a|b)+c",
        "[ab]{2,3}",
        "[^a]+",
        ".*b",
        "a|",
        "(?:ab)*c",
        r"\d{3}",
        r"0\d{2,}",
        r"\w+@\w+\.vn",
        r"\S+ \S+",
        "^a$",
    ]
    for pattern, text in itertools.product(
        written, ("", "a", "b", "ab", "abc", "ababc", "123", "0912", "x@y.vn", "ab cd", "a\n")
    ):
        yield case(
            f"regex(${{t}}, {quoted(pattern)})",
            bool(re.fullmatch(pattern.strip("^$"), text, re.ASCII)),
            t=text,
        )
    for pattern, text, holds in (
        (r"\p{L}+", "Việt", True),
        (r"\p{Lu}\p{Ll}*", "Đà", True),
        (r"\p{Nd}+", "٣", True),
        (r"\d+", "٣", False),
        (r"\P{L}", "1", True),
        (".", "😀", True),
        ("..", "😀", False),
    ):
        yield case(f"regex(${{t}}, {quoted(pattern)})", holds, t=text)


# -- several nodes -------------------------------------------------------------------------------------
def several():
    for nodes in ([], [3], ["", 2], [1, 2, 4], ["nu", "nam"], [0.5, "x", 2]):
        numbers = [part for part in nodes if not isinstance(part, str)]
        yield case("sum(${r})", told(float(sum(numbers))), r=nodes)
        yield case("count(${r})", len(nodes), r=nodes)
        yield case("count-non-empty(${r})", sum(part != "" for part in nodes), r=nodes)
        yield case("max(${r})", max(numbers) if numbers else NAN, r=nodes)
        yield case("min(${r})", min(numbers) if numbers else NAN, r=nodes)
        yield case("concat(${r})", "".join(str(part) for part in nodes), r=nodes)
        yield case("join('-', ${r})", "-".join(str(part) for part in nodes), r=nodes)
        for two in (2, "nam"):
            same = [part == two for part in nodes] or [False]
            yield case("${r} = ${a}", any(same), r=nodes, a=two)
            yield case("${r} != ${a}", not all(same), r=nodes, a=two)
            yield case("not(${r} = ${a})", not any(same), r=nodes, a=two)


def encoded():
    for text in (*TEXTS, "\ufeffa", "a\0b", "Em muốn được lắng nghe."):
        code = base64.b64encode(text.encode()).decode()
        for written in (code, code.rstrip("="), f" {code[:3]}\n{code[3:]} "):
            yield case("base64-decode(${t})", text, t=written)
    for bad in ("a", "=", "a=", "aa=a", "aaa==", "-_-_", "/w==", "gIA=", "é", "YQ===", "YQ=Y", "Y\u00a0Q"):
        yield case("base64-decode(${t})", "", t=bad)


FAMILIES = (encoded, slices, texts, selections, checklists, patterns, several)
