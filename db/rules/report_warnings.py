"""What should a person look at again before sending a report that is acceptable as it stands?

A warning never refuses.  It says what is unusual; the person corrects it or sends on, and the verifier sees
the same list.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from db.rules.measures import contributions
from db.rules.numbers import Number, exact
from db.rules.report_checks import ReportData, missing_for_verification
from db.rules.report_forms import FormSpec

# code -> what is unusual, for developers; the sentence a person reads lives with the app that shows it.
WARNINGS: Mapping[str, str] = {
    "far_above_own": "more than three times the unit's median (facts: median)",
    "round_thousands": "a count of whole thousands looks estimated",
    "year_closed": "the event lies in a year that has been closed (facts: year)",
    "counts_nothing": "the report adds nothing to any measure",
    "same_activity": "the unit has reported the same date and title (facts: title)",
    "same_title": "this title was reported before (facts: event_on)",
    "same_link": "this link was reported before (facts: title)",
    "name_in_text": "the text seems to hold a person's or school's name",
    "phone_in_text": "the text seems to hold a telephone number or e-mail address",
    "place_in_text": "the text seems to hold a class or a house address",
    "foreign_sum_differs": "the amount in đồng is not the foreign amount times the rate (facts: expected)",
    "not_verifiable_yet": "may be sent, but not verified before this is added",
}

_FAR = 3
# A zero, and entries that become milestones, covered days or plans instead of numbers.
_COUNTED_OTHERWISE = frozenset({"F6", "F7", "F13", "F16", "F17"})
_FREE_TEXTS = ("title", "note", "difficulties", "commune", "refund_ref")
_LINKED = ("links", "link", "evidence")

# The commonest family names; a name begins with one and goes on in capitals.  Left out are those that begin
# what reports are full of (Đoàn TNCS, Sơn La).
_FAMILIES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Mai|Tô|Trương|"
    "Lương|Hà|Cao|Đào|Lâm|Tạ|Chu|Giàng|Vàng|Sùng|Thào|Lò|Quàng|Thạch"
)
_NOT_NAMES = "Hồ Chí Minh|Việt|Trường|THCS|THPT|Tiểu|Mầm|Hà Nội|Khmer|Mông|Dao|Tày|Thái|Nùng|Ê|Ba"
_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_WORD = rf"[{_UPPER}][^\W\d_]*"
_NAMES = (
    re.compile(rf"\b(?!{_NOT_NAMES})(?:{_FAMILIES})\s+{_WORD}\s+{_WORD}"),
    re.compile(rf"(?<!rẻ )\b(?:[Ee]m|[Cc]háu|[Bb]é|[Hh]ọc sinh|[Bb]ạn)\s+(?!(?:{_NOT_NAMES})\b){_WORD}"),
    re.compile(rf"\b[Tt]rường\s+(?:[Tt]iểu học|[Mm]ầm non|THCS|THPT|TH)\s+{_WORD}"),
)
_PHONES = (
    re.compile(r"(?<![\d/])(?:\+?84|0)(?:[ .-]?\d){9,10}(?![\d/])"),
    # From the beginning of a word and within bounds: a text without end is read once, not once per letter.
    re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w"),
)
_PLACES = (
    re.compile(r"\b[Ll]ớp\s+\d{1,2}\s?[A-Za-zĐđ]\d?\b"),
    re.compile(r"\b[Ss]ố nhà\b|\b[Ss]ố\s+\d+[A-Za-z]?\s+(?:đường|phố|ngõ|ngách)\b"),
)
_PATTERNS = {"name_in_text": _NAMES, "phone_in_text": _PHONES, "place_in_text": _PLACES}


@dataclass(frozen=True, slots=True)
class ReportWarning:
    """Something unusual in one field of a report (``field`` is "" when it is the report as a whole)."""

    code: str
    field: str = ""
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report the unit filed before, as far as repetition shows."""

    title: str
    event_on: date
    links: tuple[str, ...] = ()


def warnings_of(
    spec: FormSpec,
    data: ReportData,
    *,
    own_medians: Mapping[str, Number] | None = None,
    closed_year: int | None = None,
    earlier: Sequence[Earlier] = (),
) -> tuple[ReportWarning, ...]:
    """Everything unusual about a report that passed :func:`check_report`.

    ``own_medians``: the unit's median by field over its reports of this form; left out while there are few.
    ``closed_year``: the last year that was closed, None before the first.
    Source: indicators.md §4.5.
    """
    rules: tuple[Callable[[], Iterator[ReportWarning]], ...] = (
        lambda: _unusual_numbers(spec, data, own_medians or {}),
        lambda: _about_the_whole(data, closed_year),
        lambda: _repetitions(data, earlier),
        lambda: _private_words(data),
        lambda: _foreign_sum(data),
        lambda: (ReportWarning("not_verifiable_yet", name) for name in missing_for_verification(spec, data)),
    )
    return tuple(warning for rule in rules for warning in rule())


def private_words(text: str) -> tuple[str, ...]:
    """Codes of what a text seems to hold that must not be there: names, numbers, classes, addresses."""
    return tuple(
        code for code, patterns in _PATTERNS.items() if any(pattern.search(text) for pattern in patterns)
    )


def _unusual_numbers(
    spec: FormSpec, data: ReportData, medians: Mapping[str, Number]
) -> Iterator[ReportWarning]:
    for field_spec in spec.headline:
        value = data.values.get(field_spec.name)
        if value is None:
            continue
        median = medians.get(field_spec.name)
        if median and value > _FAR * median:
            yield ReportWarning("far_above_own", field_spec.name, {"median": median})
        if field_spec.kind == "count" and value and value % 1000 == 0:
            yield ReportWarning("round_thousands", field_spec.name)


def _about_the_whole(data: ReportData, closed_year: int | None) -> Iterator[ReportWarning]:
    if data.event_on is not None and closed_year is not None and data.event_on.year <= closed_year:
        yield ReportWarning("year_closed", "", {"year": data.event_on.year})
    added = contributions(data)
    if (
        data.form not in _COUNTED_OTHERWISE
        and data.event_on is not None
        and not any(one.value for one in added)
    ):
        yield ReportWarning("counts_nothing")


def _repetitions(data: ReportData, earlier: Sequence[Earlier]) -> Iterator[ReportWarning]:
    title, links = data.title.casefold(), _links(data)
    for other in earlier:
        if other.title.casefold() == title and "title" in data.values:
            if other.event_on == data.event_on:
                yield ReportWarning("same_activity", "title", {"title": other.title})
            else:
                yield ReportWarning("same_title", "title", {"event_on": other.event_on})
        for name, link in links:
            if link in other.links:
                yield ReportWarning("same_link", name, {"title": other.title})


def _links(data: ReportData) -> list[tuple[str, str]]:
    return [(name, link) for name in _LINKED for link in data.values.get(name, ())]


def _private_words(data: ReportData) -> Iterator[ReportWarning]:
    for name in _FREE_TEXTS:
        yield from (ReportWarning(code, name) for code in private_words(data.values.get(name, "")))


def _foreign_sum(data: ReportData) -> Iterator[ReportWarning]:
    """The đồng are what counts; the foreign amount and its rate explain them, to within one in a hundred."""
    if "fx_amount" not in data.values or "fx_rate" not in data.values:
        return
    expected = Fraction(exact(data.values["fx_amount"])) * Fraction(exact(data.values["fx_rate"]))
    received = data.values.get("cash_vnd", 0) + data.values.get("inkind_vnd", 0)
    if abs(received - expected) * 100 > expected:
        yield ReportWarning("foreign_sum_differs", "cash_vnd", {"expected": round(expected)})
