"""What must leaders look at first, and what falls due this week?  Each matter as one line of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard import wording
from dashboard.figures import write_date, write_number, write_percent
from dashboard.language import worded
from dashboard.state import CONSULTATION, MEASURE
from dashboard.text import text
from db.queries.attention import AttentionRow
from db.queries.deadlines import Deadline
from db.queries.forecasts import ForecastRow
from db.queries.overview import Overview
from db.queries.progress import MeasureProgress

SHOWN, ON_A_PHONE = 7, 2
_SMALL_CHANCE = 0.01


@dataclass(frozen=True, slots=True)
class Line:
    """One matter: its measure and status, what it is, and how long it has waited or what is needed.

    `page` and `where` open it: the address of a page and its parameters; "" where there is nothing to open.
    """

    code: str
    status: str
    what: str
    more: str
    page: str = ""
    where: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """What stands on its link."""
        return f"{self.code} · {self.what}" if self.code else self.what


@dataclass(frozen=True, slots=True)
class _Matter:
    row: AttentionRow
    measure: MeasureProgress
    forecast: ForecastRow | None

    @property
    def name(self) -> str:
        """The measure's short name."""
        return worded(self.row, "short")

    @property
    def unit(self) -> str:
        """What it counts."""
        return worded(self.row, "unit")


def lines(found: Overview) -> tuple[Line, ...]:
    """Every matter in the order of urgency; the page shows the first seven."""
    rows = {row.measure.code: row for row in found.rows}
    return tuple(
        _OF_CHILDREN[one.reason](one)
        if one.reason in _OF_CHILDREN
        else _line(_Matter(one, rows[one.code], found.forecasts.get(one.code)))
        for one in found.attention
    )


def nobody_named(found: Overview) -> bool:
    """Whether there are matters and none of them has an owner: said once instead of on every line."""
    measures = [one for one in found.attention if one.reason not in _OF_CHILDREN]
    return bool(measures) and not any(one.owner_vi for one in found.attention)


def _line(matter: _Matter) -> Line:
    row = matter.row
    what, how_long = _SAID[row.reason](matter)
    parts = (text(f"status.{row.status}"), *how_long, _who(row))
    return Line(row.code, row.status, what, _joined(parts), "chi-so", ((MEASURE, row.code),))


def _who(row: AttentionRow) -> str:
    return text("attention.who", owner=row.owner_vi) if row.owner_vi else ""


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _words_unread(row: AttentionRow) -> Line:
    """How many and since when; who opens them is a role, and there is no page on which a leader could."""
    n = text("attention.few") if row.count is None else write_number(row.count)
    oldest = text("attention.oldest", days=write_number(row.days or 0))
    more = _joined((text("m.overdue"), oldest, text("attention.officers")))
    return Line("", row.status, text("attention.words_unread", n=n), more)


def _feedback_late(row: AttentionRow) -> Line:
    day = write_date(row.due_on) if row.due_on else ""
    late = text("attention.late_since", day=day, days=write_number(row.days or 0))
    more = _joined((text("m.overdue"), late, _who(row)))
    what = text("attention.feedback_late", title=row.short_vi)
    return Line("", row.status, what, more, "y-kien", ((CONSULTATION, row.slug),))


_OF_CHILDREN: Mapping[str, Callable[[AttentionRow], Line]] = {
    "words_unread": _words_unread,
    "feedback_late": _feedback_late,
}


_Said = tuple[str, tuple[str, ...]]


def _overdue(matter: _Matter) -> _Said:
    row = matter.row
    key = "attention.overdue_abuse" if row.reason == "overdue_abuse" else "attention.overdue"
    what = text(key, n=write_number(row.count or 0), unit=matter.unit, abuse=write_number(row.abuse))
    return what, (matter.name, text("attention.oldest", days=write_number(row.days or 0)))


def _behind(matter: _Matter) -> _Said:
    progress = matter.measure.evaluation.progress
    if progress is None:
        return text("attention.behind_bare", name=matter.name), (_missing(matter),)
    share = write_percent(progress, met=False, decimals=0)
    return text("attention.behind", name=matter.name, share=share), (_missing(matter),)


def _unlikely(matter: _Matter) -> _Said:
    share = matter.row.reach_share or 0.0
    small = share < _SMALL_CHANCE
    said = text("attention.chance_small") if small else f"{round(share * 100)}\u00a0%"
    chance = text("attention.chance", share=said)
    return text("attention.unlikely", name=matter.name), (chance, _missing(matter))


def _missing(matter: _Matter) -> str:
    """What is still needed by the end of the year; else what is missing of what was expected by now."""
    needed = matter.forecast.needed if matter.forecast else None
    if needed is not None:
        missing = wording.amount(needed.amount, matter.unit)
        return text("attention.needed", missing=missing, days=write_number(needed.days))
    if matter.row.missing:
        return text("attention.missing", missing=wording.amount(matter.row.missing, matter.unit))
    return ""


def _no_data(matter: _Matter) -> _Said:
    source = matter.measure.measure.source
    return text(f"attention.no_data.{source}", name=matter.name), (text(f"attention.ask.{source}"),)


def _decision(matter: _Matter) -> _Said:
    return text("attention.decision", name=matter.name), (text("attention.decide"),)


def _due_soon(matter: _Matter) -> _Said:
    row = matter.row
    left = text("attention.left", days=row.days) if row.days else text("attention.today")
    return text("attention.due_soon", name=matter.name, n=write_number(row.count or 0)), (left,)


_SAID: Mapping[str, Callable[[_Matter], _Said]] = {
    "overdue_abuse": _overdue,
    "overdue": _overdue,
    "behind": _behind,
    "unlikely": _unlikely,
    "no_data": _no_data,
    "decision": _decision,
    "due_soon": _due_soon,
}


def deadline_lines(deadlines: Iterable[Deadline], rows: Iterable[MeasureProgress]) -> tuple[Line, ...]:
    """What falls due within seven days, the nearest first."""
    known = {row.measure.code: row for row in rows}
    return tuple(_deadline(one, known[one.code]) for one in deadlines)


def _deadline(one: Deadline, row: MeasureProgress) -> Line:
    said = text(
        f"due.{one.kind}",
        day=write_date(one.due_on),
        name=worded(one, "short"),
        n=write_number(one.count),
        unit=worded(row.measure, "unit"),
        window=wording.window_name(one.label) if one.label else "",
    )
    left = text("attention.left", days=one.days) if one.days else text("attention.today")
    return Line(one.code, row.evaluation.status, said, left)
