"""How is an answer to each kind of question read from a form, looked at by expressions, and kept?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from typing import Final, TypeAlias

from db.rules.definition import Choice
from db.rules.errors import RuleError
from db.rules.numbers import fold, read_count, read_decimal
from db.rules.text_in import clean_text
from db.rules.xpath_values import Value

# What one question holds: a code or own words, chosen codes in the list's order, a number, a day, a time of
# day, a moment (wall time of the Association's zone).
Answer: TypeAlias = str | tuple[str, ...] | int | Fraction | date | time

# Own words longer than this are refused: about a page, more than a child writes on a phone.
MOST_TEXT: Final = 2_000
# Beyond this a double no longer tells two whole numbers apart, and expressions count in doubles.
MOST_NUMBER: Final = 10**15 - 1

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:hg](\d{2})(?::(\d{2})(?:\.\d{1,6})?)?|[hg])", re.ASCII)


def _single(given: Sequence[str], code: str) -> str:
    """The one value given; two different ones for one question are refused."""
    if len(given) > 1 and len(set(given)) > 1:
        raise RuleError(code)
    return given[0]


def _read_one(given: Sequence[str], choices: Sequence[Choice]) -> Answer:
    wanted = _single(given, "not_a_choice").strip()
    for choice in choices:
        if choice.name == wanted:
            return wanted
    raise RuleError("not_a_choice")


def _read_several(given: Sequence[str], choices: Sequence[Choice]) -> tuple[str, ...]:
    """The chosen codes in the order of the list, each once."""
    wanted = {code.strip() for code in given}
    chosen = tuple(choice.name for choice in choices if choice.name in wanted)
    if len(chosen) < len(wanted):
        raise RuleError("not_a_choice")
    return chosen


def _read_integer(given: Sequence[str], _: Sequence[Choice]) -> Answer | None:
    return read_count(_single(given, "not_a_whole_number"), least=-MOST_NUMBER, most=MOST_NUMBER)


def _read_decimal(given: Sequence[str], _: Sequence[Choice]) -> Answer | None:
    return read_decimal(_single(given, "not_a_number"), least=-MOST_NUMBER, most=MOST_NUMBER)


def read_day(text: str) -> date:
    """A day as typed (``02/9/2026``) or as a date field sends it (``2026-09-02``).

    Raises: not_a_date.
    """
    typed = fold(text)
    iso, vietnamese = _ISO_DAY.fullmatch(typed), _VIETNAMESE_DAY.fullmatch(typed)
    if not iso and not vietnamese:
        raise RuleError("not_a_date")
    year, month, day = iso.groups() if iso else reversed(vietnamese.groups() if vietnamese else ())
    try:
        return date(int(year), int(month), int(day))
    except ValueError as no_such_day:
        raise RuleError("not_a_date") from no_such_day


def _read_date(given: Sequence[str], _: Sequence[Choice]) -> Answer:
    return read_day(_single(given, "not_a_date"))


def read_time(text: str) -> time:
    """A time of day as typed (``14h30``, ``7h``) or as a time field sends it (``14:30``).

    Raises: not_a_time.
    """
    parts = _TIME.fullmatch(fold(text).lower())
    if not parts:
        raise RuleError("not_a_time")
    try:
        return time(int(parts[1]), int(parts[2] or 0), int(parts[3] or 0))
    except ValueError as no_such_time:
        raise RuleError("not_a_time") from no_such_time


def _read_time(given: Sequence[str], _: Sequence[Choice]) -> Answer:
    return read_time(_single(given, "not_a_time"))


def _read_moment(given: Sequence[str], _: Sequence[Choice]) -> Answer:
    """``2026-11-22T14:30`` as a field sends it, ``22/11/2026 14:30`` as it is typed."""
    day, _gap, clock = re.sub(r"[T\s]+", " ", fold(_single(given, "not_a_moment"))).partition(" ")
    try:
        return datetime.combine(read_day(day), read_time(clock))
    except RuleError as refused:
        raise RuleError("not_a_moment") from refused


def _read_text(given: Sequence[str], _: Sequence[Choice]) -> Answer | None:
    return clean_text(_single(given, "bad_text"), MOST_TEXT) or None


# kind -> how its answer is read; a new kind is a row here, a field template, and a row of the compiler.
KINDS: Final[dict[str, Callable[[Sequence[str], Sequence[Choice]], Answer | None]]] = {
    "select_one": _read_one,
    "select_multiple": _read_several,
    "integer": _read_integer,
    "decimal": _read_decimal,
    "date": _read_date,
    "time": _read_time,
    "datetime": _read_moment,
    "range": _read_one,
    "acknowledge": _read_one,
    "text": _read_text,
}


def codes_of(answer: Answer) -> tuple[str, ...]:
    """The chosen codes of a select answer, one or several."""
    return answer if isinstance(answer, tuple) else (str(answer),)


def weigh(answer: Answer, kind: str = "") -> Value:
    """The answer as expressions see it: chosen codes as one text, numbers as doubles, a time as ODK says it.

    A value of a range is kept as the code that was chosen, and is a number all the same.
    """
    if isinstance(answer, str):  # first, because most answers are a code
        return float(answer) if kind == "range" else answer
    if isinstance(answer, tuple):
        return " ".join(answer)
    if isinstance(answer, time):
        return f"{answer.isoformat('milliseconds')}+07:00"
    return float(answer) if isinstance(answer, int | Fraction) else answer


def stored_values(answer: Answer) -> list[str]:
    """The answer as it is kept and counted: its codes, or one text (``12``, ``3/2``, ``2026-09-02``)."""
    if isinstance(answer, str):
        return [answer]
    return list(codes_of(answer.isoformat() if isinstance(answer, date | time) else answer))
