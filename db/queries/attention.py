"""What should leaders look at first, for how long has it waited, and who answers for it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.queries.children_waiting import ChildrenWaiting, LateFeedback, UnreadWords, children_waiting
from db.queries.deadlines import Deadline
from db.queries.forecasts import ForecastRow, forecast_of
from db.queries.progress import MeasureProgress, progress
from db.rules.numbers import Number
from db.rules.periods import year_is_over
from db.rules.status import Attention, Matter, ranked

OVERDUE = "behind"  # how a debt to children is marked: a symbol, beside the word that it is overdue


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """One line of "Cần lãnh đạo chú ý".

    `reason` is overdue_abuse, words_unread, overdue, feedback_late, behind, unlikely, no_data, decision or
    due_soon.  `code` names the measure; words_unread and feedback_late are about none: there it is empty,
    `slug` names the consultation and `short_vi` is its title (both empty for words nobody has read).
    Units:  `count`: letters overdue, things falling due, or unread words, rounded; `abuse`: of them about
            abuse; `days`: of the oldest since its due day, or left until the nearest; `missing`: what is
            missing of what was expected by now, in the measure's unit; `reach_share` 0–1.
    None:   says nothing about this reason; `count` of unread words: fewer than ten.
    """

    reason: str
    code: str = ""
    short_vi: str = ""
    short_en: str = ""
    status: str = OVERDUE
    count: int | None = None
    abuse: int = 0
    days: int | None = None
    missing: Number | None = None
    unit_vi: str = ""
    unit_en: str = ""
    reach_share: float | None = None
    owner_vi: str = ""
    slug: str = ""
    due_on: date | None = None


def attention(session: Session, year: int, as_of: date) -> tuple[AttentionRow, ...]:
    """Everything that needs attention, most urgent first; the overview shows the first seven.

    Source: indicators.md §3.3, page 1.
    """
    children = children_waiting(session, year, as_of)
    return attention_of(progress(session, year, as_of), children=children)


def attention_of(
    rows: Iterable[MeasureProgress],
    forecasts: Mapping[str, ForecastRow] | None = None,
    children: ChildrenWaiting | None = None,
) -> tuple[AttentionRow, ...]:
    """The same from rows that were read before, and from their forecasts where those are at hand."""
    by_code = {row.measure.code: row for row in rows}
    known = forecasts or {code: forecast_of(row) for code, row in by_code.items()}
    matters = [_matter(row, known[code]) for code, row in by_code.items()]
    owed = _owed(children or ChildrenWaiting())
    found = ranked([*matters, *owed])
    return tuple(owed.get(one.matter) or _line(one, by_code[one.matter.code]) for one in found)


def deadlines_of(rows: Iterable[MeasureProgress]) -> tuple[Deadline, ...]:
    """What falls due in the next seven days, the nearest first."""
    found = (deadline for row in rows for deadline in row.deadlines)
    return tuple(sorted(found, key=lambda one: (one.due_on, one.code)))


def _owed(children: ChildrenWaiting) -> dict[Matter, AttentionRow]:
    """What children wait for, each with its line."""
    lines = {_untold(late): _late_line(late) for late in children.feedback}
    if children.words is not None:
        unread = Matter("", OVERDUE, unread_days=children.words.days)
        lines[unread] = _words_line(children.words)
    return lines


def _untold(late: LateFeedback) -> Matter:
    return Matter(late.slug, OVERDUE, untold_days=late.days, owner=late.owner_vi)


def _late_line(late: LateFeedback) -> AttentionRow:
    return AttentionRow(
        "feedback_late",
        short_vi=late.title_vi,
        days=late.days,
        owner_vi=late.owner_vi,
        slug=late.slug,
        due_on=late.due_on,
    )


def _words_line(words: UnreadWords) -> AttentionRow:
    return AttentionRow("words_unread", count=words.count, days=words.days)


def _matter(row: MeasureProgress, forecast: ForecastRow) -> Matter:
    evaluation, ledger = row.evaluation, row.evaluation.ledger
    over = year_is_over(row.year, row.as_of)
    return Matter(
        code=row.measure.code,
        status=evaluation.status,
        gap_share=evaluation.gap_share,
        overdue=ledger.unanswered if ledger else 0,
        overdue_abuse=ledger.overdue_abuse if ledger else 0,
        overdue_days=ledger.overdue_days if ledger else 0,
        reach_share=forecast.reach_share,
        # A deadline of today belongs to the year that runs, not to one that is looked back upon.
        due_in_days=row.deadlines[0].days if row.deadlines and not over else None,
        owner=row.owner_vi,
    )


def _line(one: Attention, row: MeasureProgress) -> AttentionRow:
    said = _SAID.get(one.reason, _nothing)(one.matter, row)
    return AttentionRow(
        reason=one.reason,
        code=row.measure.code,
        short_vi=row.measure.short_vi,
        short_en=row.measure.short_en,
        status=row.evaluation.status,
        count=said.count,
        abuse=one.matter.overdue_abuse,
        days=said.days,
        missing=said.missing,
        unit_vi=row.measure.unit_vi,
        unit_en=row.measure.unit_en,
        reach_share=one.matter.reach_share,
        owner_vi=row.owner_vi,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    count: int | None = None
    days: int | None = None
    missing: Number | None = None


def _nothing(_matter: Matter, _row: MeasureProgress) -> _Said:
    return _Said()


def _overdue(matter: Matter, _row: MeasureProgress) -> _Said:
    return _Said(count=matter.overdue, days=matter.overdue_days)


def _behind(_matter: Matter, row: MeasureProgress) -> _Said:
    evaluation = row.evaluation
    if isinstance(evaluation.actual, str) or evaluation.actual is None or evaluation.expected is None:
        return _Said()
    return _Said(missing=max(evaluation.expected - evaluation.actual, 0))


def _due_soon(matter: Matter, row: MeasureProgress) -> _Said:
    return _Said(count=sum(one.count for one in row.deadlines), days=matter.due_in_days)


_SAID: Mapping[str, Callable[[Matter, MeasureProgress], _Said]] = {
    "overdue_abuse": _overdue,
    "overdue": _overdue,
    "behind": _behind,
    "unlikely": _behind,
    "due_soon": _due_soon,
}
