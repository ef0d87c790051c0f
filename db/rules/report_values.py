"""What does one field of a report say, in canonical form?

A new kind of field is a row in :data:`_ONE` or :data:`_MANY` and an example in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.numbers import read_count, read_decimal, read_money
from db.rules.periods import period_of, read_date
from db.rules.report_forms import FieldSpec
from db.rules.text_in import clean_line, clean_text

Raw: TypeAlias = Mapping[str, Sequence[str]]
Value: TypeAlias = Any  # JSON: str, int, True, list of str, dict of part to int or None

_LINE_MOST, _LINK_MOST = 160, 500
_REFERENCE_MOST = 60


def read_value(field: FieldSpec, raw: Raw, organisations: Collection[str] | None = None) -> Value | None:
    """What was typed into one field, in canonical form.

    None:   nothing was typed (never 0).
    Raises: a refusal of the field; fields_refused with a problem for each part that cannot be read.
    """
    if field.kind == "parts":
        return _parts(field, raw)
    given = raw.get(field.name, ())
    if field.kind in _MANY:
        return _MANY[field.kind](field, given) or None
    typed = [text for text in given if text.strip()]
    if len(typed) > 1:  # a page of ours sends one; which one was meant is not guessed
        raise RuleError("bad_text")
    value = _ONE[field.kind](field, typed[0]) if typed else None
    if field.kind == "organisation" and value and organisations is not None and value not in organisations:
        raise RuleError("not_a_choice")
    return None if value == "" else value


def _parts(field: FieldSpec, raw: Raw) -> dict[str, int | None] | None:
    parts: dict[str, int | None] = {}
    problems: list[Problem] = []
    for code in field.codes:
        name = f"{field.name}.{code}"
        try:
            parts[code] = read_count("".join(raw.get(name, ())[:1]))
        except RuleError as refusal:
            problems.append(Problem(name, refusal.code, refusal.facts))
    refuse_fields(problems)
    return None if all(part is None for part in parts.values()) else parts


def _limits(field: FieldSpec) -> dict[str, Any]:
    bounds = {"least": field.least, "most": field.most}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _decimal(field: FieldSpec, text: str) -> str | None:
    value = read_decimal(text, **_limits(field))
    return None if value is None else decimal_text(Fraction(value))


def decimal_text(value: Fraction) -> str:
    """A number with finitely many decimals, exactly, as plain text: 3/2 is "1.5"."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    whole = digits[: len(digits) - places]
    return ("-" if value < 0 else "") + whole + (f".{digits[len(whole) :]}" if places else "")


def _date(field: FieldSpec, text: str) -> str | None:
    day = read_date(text)
    return None if day is None else day.isoformat()


def _choice(field: FieldSpec, text: str) -> str:
    if text.strip() not in field.codes:
        raise RuleError("not_a_choice")
    return text.strip()


def _reference(field: FieldSpec, text: str) -> str:
    return clean_line(text, _REFERENCE_MOST)


def _quarter(field: FieldSpec, text: str) -> str:
    label = text.strip()
    if "-Q" not in label:
        raise RuleError("not_a_choice")
    return period_of(label).label


def _period(field: FieldSpec, text: str) -> str:
    label = text.strip()
    if "-Q" in label:
        raise RuleError("not_a_choice")
    return period_of(label).label


def _most(field: FieldSpec) -> int:
    if not isinstance(field.most, int):
        raise ValueError(f"{field.name} has no greatest length")
    return field.most


def _many_codes(field: FieldSpec, given: Sequence[str]) -> list[str]:
    chosen = {text.strip() for text in given if text.strip()}
    if not chosen <= set(field.codes):
        raise RuleError("not_a_choice")
    return [code for code in field.codes if code in chosen]


def _lines(field: FieldSpec, given: Sequence[str]) -> list[str]:
    return _some(field, [clean_line(line, _LINE_MOST) for text in given for line in text.splitlines()])


def _links(field: FieldSpec, given: Sequence[str]) -> list[str]:
    links = _some(field, [clean_line(line, _LINK_MOST) for text in given for line in text.splitlines()])
    if any(not link.startswith(("https://", "http://")) or " " in link for link in links):
        raise RuleError("not_a_link")
    return links


def _some(field: FieldSpec, lines: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(line for line in lines if line))
    if len(kept) > _most(field):
        raise RuleError("too_many", most=field.most)
    return kept


_ONE: Mapping[str, Callable[[FieldSpec, str], Value | None]] = {
    "text": lambda field, text: clean_line(text, _most(field)),
    "long_text": lambda field, text: clean_text(text, _most(field)),
    "count": lambda field, text: read_count(text, **_limits(field)),
    "money": lambda field, text: read_money(text, **_limits(field)),
    "decimal": _decimal,
    "date": _date,
    "choice": _choice,
    "province": _choice,
    "checkbox": lambda field, text: True,
    "organisation": _reference,
    "request": _reference,
    "consultation": _reference,
    "quarter": _quarter,
    "period": _period,
}
_MANY: Mapping[str, Callable[[FieldSpec, Sequence[str]], Value | None]] = {
    "choices": _many_codes,
    "provinces": _many_codes,
    "checklist": _many_codes,
    "lines": _lines,
    "links": _links,
}
