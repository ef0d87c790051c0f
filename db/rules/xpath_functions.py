"""Which functions may a form's expression call, with how many arguments, and what do they answer?

The ODK list, without what needs a device (places, files, signatures), a repeat, or chance: see
:data:`REFUSED`.  A function never fails on what a child typed; where ODK Collect stops with an error
(a text that is no date, a number where codes are expected), ours goes on with the text or with nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Final, TypeAlias

from db.rules import xpath_dates
from db.rules.xpath_texts import base64_decode
from db.rules.xpath_values import Clock, Node, Value, is_blank, one, to_number, to_real, to_text, to_truth

Arguments: TypeAlias = Sequence[Node]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the list: how many arguments it takes (``most`` None: any number), and its answer."""

    least: int
    most: int | None
    answer: Callable[[Arguments, Clock], Value]


# -- numbers -------------------------------------------------------------------------------------------
def _real(compute: Callable[..., float]) -> Callable[[Arguments, Clock], Value]:
    """A function of doubles: outside its domain NaN, beyond the largest double Infinity."""

    def answer(arguments: Arguments, _: Clock) -> Value:
        try:
            return float(compute(*(to_real(argument) for argument in arguments)))
        except (ValueError, ZeroDivisionError):
            return math.nan
        except OverflowError:
            return math.inf

    return answer


def _power(base: float, exponent: float) -> float:
    """As Java and JavaScript do; C, and so Python, calls any power of 1 one."""
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    if base == 0 and exponent < 0:
        return math.inf
    return math.pow(base, exponent)


def _logarithm(compute: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else compute(number)


def _whole(number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


def _as_int(value: Node) -> int:
    number = to_number(value)
    return int(max(-(2.0**31), min(2.0**31, number))) if not math.isnan(number) else 0


_EXACT: Final = Context(prec=400)  # a double has at most 309 digits before the point
_MOST_PLACES: Final = 30


def round_places(number: float, places: int) -> float:
    """Round to so many decimals; halves go up (towards +∞), as XPath does: -2.5 is -2."""
    if not math.isfinite(number):
        return number
    if abs(places) > _MOST_PLACES:
        return math.nan
    half = ROUND_HALF_UP if number >= 0 else ROUND_HALF_DOWN
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), half, _EXACT))


def _round(arguments: Arguments, _: Clock) -> Value:
    return round_places(to_number(arguments[0]), _as_int(arguments[1]) if len(arguments) > 1 else 0)


# -- several values ------------------------------------------------------------------------------------
def _spread(arguments: Arguments) -> tuple[Value, ...]:
    """The values meant: the nodes of a single argument, else one value for each argument."""
    if len(arguments) == 1 and isinstance(arguments[0], tuple):
        return arguments[0]
    return tuple(one(argument) for argument in arguments)


def _numbers(arguments: Arguments) -> list[float]:
    found = (to_number(value) for value in _spread(arguments))
    return [number for number in found if not math.isnan(number)]


def _present(value: Node) -> tuple[Value, ...]:
    """The nodes to count: a question that is shown is one node, a hidden one none."""
    return value if isinstance(value, tuple) else (value,)


def _checklist(arguments: Arguments, _: Clock) -> Value:
    least, most = _as_int(arguments[0]), _as_int(arguments[1])
    found = sum(to_truth(value) for value in _spread(arguments[2:]))
    return (least < 0 or found >= least) and (most < 0 or found <= most)


def _weighted_checklist(arguments: Arguments, _: Clock) -> Value:
    pairs = zip(arguments[2::2], arguments[3::2], strict=False)
    total = sum(to_number(weight) for flag, weight in pairs if to_truth(flag))
    return to_number(arguments[0]) <= total <= to_number(arguments[1])


# -- chosen codes --------------------------------------------------------------------------------------
def _codes(value: Node) -> list[str]:
    return [code for code in to_text(value).split(" ") if code]


def _selected(arguments: Arguments, _: Clock) -> Value:
    return f" {to_text(arguments[1]).strip()} " in f" {to_text(arguments[0])} "


def _selected_at(arguments: Arguments, _: Clock) -> Value:
    codes, place = _codes(arguments[0]), _as_int(arguments[1])
    return codes[place] if 0 <= place < len(codes) else ""


# -- text ----------------------------------------------------------------------------------------------
def _join(arguments: Arguments, _: Clock) -> Value:
    return to_text(arguments[0]).join(to_text(value) for value in _spread(arguments[1:]))


def _substr(arguments: Arguments, _: Clock) -> Value:
    text = to_text(arguments[0])
    bounds = [_as_int(arguments[1]), _as_int(arguments[2]) if len(arguments) > 2 else len(text)]
    start, end = (max(0, place + len(text) if place < 0 else place) for place in bounds)
    return text[start:end] if start <= end else ""


def _translate(arguments: Arguments, _: Clock) -> Value:
    text, old, new = (to_text(argument) for argument in arguments)
    table: dict[int, str | None] = {}
    for place, char in enumerate(old):
        table.setdefault(ord(char), new[place] if place < len(new) else None)
    return text.translate(table)


def _before(arguments: Arguments, _: Clock) -> Value:
    mark = to_text(arguments[1])
    head, found, _rest = to_text(arguments[0]).partition(mark) if mark else ("", "", "")
    return head if found else ""


def _after(arguments: Arguments, _: Clock) -> Value:
    mark = to_text(arguments[1])
    return to_text(arguments[0]).partition(mark)[2] if mark else to_text(arguments[0])


def _text(compute: Callable[..., Value]) -> Callable[[Arguments, Clock], Value]:
    return lambda arguments, _: compute(*(to_text(argument) for argument in arguments))


_TRUE_TEXTS: Final = ("true", "1")
_REALS: Final[dict[str, tuple[int, Callable[..., float]]]] = {
    "abs": (1, abs),
    "acos": (1, math.acos),
    "asin": (1, math.asin),
    "atan": (1, math.atan),
    "atan2": (2, math.atan2),
    "cos": (1, math.cos),
    "exp": (1, math.exp),
    "exp10": (1, lambda number: math.pow(10.0, number)),
    "log": (1, _logarithm(math.log)),
    "log10": (1, _logarithm(math.log10)),
    "pi": (0, lambda: math.pi),
    "pow": (2, _power),
    "sin": (1, math.sin),
    "sqrt": (1, math.sqrt),
    "tan": (1, math.tan),
}

FUNCTIONS: Final[dict[str, Function]] = {
    "base64-decode": Function(1, 1, _text(base64_decode)),
    "boolean": Function(1, 1, lambda args, _: to_truth(args[0])),
    "boolean-from-string": Function(1, 1, _text(lambda text: text.lower() in _TRUE_TEXTS)),
    "checklist": Function(3, None, _checklist),
    "concat": Function(0, None, lambda args, _: "".join(to_text(value) for value in _spread(args))),
    "contains": Function(2, 2, _text(lambda text, part: part in text)),
    "count": Function(1, 1, lambda args, _: float(len(_present(args[0])))),
    "count-non-empty": Function(1, 1, lambda args, _: float(sum(not is_blank(v) for v in _present(args[0])))),
    "count-selected": Function(1, 1, lambda args, _: float(len(_codes(args[0])))),
    "date": Function(1, 1, lambda args, _: xpath_dates.as_date(args[0], keep_time=False)),
    "date-time": Function(1, 1, lambda args, _: xpath_dates.as_date(args[0], keep_time=True)),
    "decimal-date-time": Function(1, 1, lambda args, _: xpath_dates.decimal_date_time(args[0])),
    "decimal-time": Function(1, 1, lambda args, _: xpath_dates.decimal_time(args[0])),
    "ends-with": Function(2, 2, _text(str.endswith)),
    "false": Function(0, 0, lambda _args, _: False),
    "format-date": Function(2, 2, lambda args, _: xpath_dates.format_date(args[0], args[1])),
    "format-date-time": Function(2, 2, lambda args, _: xpath_dates.format_date(args[0], args[1])),
    "int": Function(1, 1, lambda args, _: _whole(to_number(args[0]))),
    "is-selected": Function(2, 2, _selected),
    "join": Function(1, None, _join),
    "max": Function(1, None, lambda args, _: max(_numbers(args), default=math.nan)),
    "min": Function(1, None, lambda args, _: min(_numbers(args), default=math.nan)),
    "normalize-space": Function(1, 1, _text(lambda text: " ".join(text.split()))),
    "not": Function(1, 1, lambda args, _: not to_truth(args[0])),
    "now": Function(0, 0, lambda _, at: at.now),
    "number": Function(1, 1, lambda args, _: to_number(args[0])),
    "round": Function(1, 2, _round),
    "selected": Function(2, 2, _selected),
    "selected-at": Function(2, 2, _selected_at),
    "starts-with": Function(2, 2, _text(str.startswith)),
    "string": Function(1, 1, _text(str)),
    "string-length": Function(1, 1, _text(lambda text: float(len(text)))),
    "substr": Function(2, 3, _substr),
    "substring-after": Function(2, 2, _after),
    "substring-before": Function(2, 2, _before),
    "sum": Function(1, 1, lambda args, _: float(sum(_numbers(args)))),
    "today": Function(0, 0, lambda _, at: at.today),
    "translate": Function(3, 3, _translate),
    "true": Function(0, 0, lambda _args, _: True),
    "weighted-checklist": Function(4, None, _weighted_checklist),
    **{name: Function(count, count, _real(run)) for name, (count, run) in _REALS.items()},
}

# Functions of the ODK list that a child's form may not call -> why, as a reason of an upload refusal.
REFUSED: Final[dict[str, str]] = {
    **dict.fromkeys(("area", "distance", "enclosed-area", "geofence", "intersects"), "needs_place"),
    **dict.fromkeys(("indexed-repeat", "current"), "needs_repeat"),
    **dict.fromkeys(("instance", "pulldata", "search"), "needs_list_file"),
    # It shuffles nodes that only repeats and list files have.
    "randomize": "needs_list_file",
    # What tells a phone, or makes a mark by which a person could be known again.
    **dict.fromkeys(("digest", "extract-signed", "property", "uuid"), "not_for_children"),
}
