"""How does one measure read in the table?  Five cells of words, from figures that are already decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from db.documents.comparison import SamePeriod
from db.documents.text import say
from db.queries.progress import MeasureProgress
from db.rules.evaluation import Evaluation, Window
from db.rules.numbers import NBSP, Number, write_date, write_money, write_number, write_percent

MONEY = "đồng"
# Kinds whose official indicator says how well, not what: the table adds the short name.
_NAMED = frozenset({"all_requests", "periodic", "continuous"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell."""

    text: str
    bold: bool = False
    italic: bool = False


Cell = tuple[Line, ...]


def cells(row: MeasureProgress, before: SamePeriod) -> tuple[Cell, ...]:
    """Chỉ báo, chỉ tiêu, kết quả, so với kế hoạch, so với cùng kỳ.

    Shape:  five cells, none of them empty.
    """
    return (indicator(row), target(row), result(row), against_plan(row), against_period(row, before))


def quantity(value: Number, unit: str) -> str:
    """A number with its unit: "1.234 lượt người", "1,5 tỷ đồng"."""
    return write_money(value) if unit == MONEY else f"{write_number(value)}{NBSP}{unit}"


def actual_words(row: MeasureProgress) -> str:
    """The result with its unit: "312 sản phẩm", "19/21 đơn thư", "1/2 kỳ"; a dash where it is not known."""
    evaluation, unit = row.evaluation, row.measure.unit_vi
    return figure(evaluation.actual, unit, evaluation.target if row.measure.kind == "periodic" else None)


def target_words(row: MeasureProgress) -> str:
    """The target with its unit: "38 sản phẩm", "trên 10,1 tỷ đồng"; a dash where there is none."""
    basis, wanted, unit = row.evaluation.basis, row.evaluation.target, row.measure.unit_vi
    if wanted is None:
        return say("none")
    if row.measure.kind == "increase" and basis.base is not None and wanted == basis.base + 1:
        return say("target.more_than", n=quantity(basis.base, unit))
    return quantity(wanted, unit)


def figure(value: Number | str | None, unit: str, of: Number | None = None) -> str:
    if value is None:
        return say("none")
    if isinstance(value, str):
        done, decided = value.split("/")
        return f"{write_number(int(done))}/{write_number(int(decided))}{NBSP}{unit}"
    return quantity(value, unit) if of is None else f"{write_number(value)}/{quantity(of, unit)}"


def _notes(words: Iterable[str]) -> Cell:
    return tuple(Line(one, italic=True) for one in words)


def indicator(row: MeasureProgress) -> Cell:
    """The official wording, with the short name where the wording alone does not tell what is counted."""
    card = row.measure
    # Indicator 8.1 is one wording for two measures.
    shared = card.code != card.activity_code
    wording = Line(
        say("indicator", code=card.code, wording=card.indicator_vi if shared else card.indicator_shown_vi)
    )
    named = shared or card.kind in _NAMED
    return (wording, *_notes([say("indicator.about", short=card.short_vi)] if named else []))


def target(row: MeasureProgress) -> Cell:
    """The official target, its number this year, and what is special about that."""
    wording, evaluation = Line(row.measure.target_shown_vi), row.evaluation
    if evaluation.target is None:
        why = "target.no_plan" if row.measure.kind == "annual_plan" else "target.no_base"
        return (wording, *_notes([say(why)]))
    if row.measure.kind in ("all_requests", "continuous"):
        return (wording,)
    return (wording, Line(target_words(row), bold=True), *_notes(_target_notes(row)))


def _target_notes(row: MeasureProgress) -> list[str]:
    basis = row.evaluation.basis
    marks = (
        (basis.estimated, "target.estimated"),
        (basis.base_provisional, "target.provisional"),
        (basis.base_broken, "target.broken"),
        (basis.plan_late, "target.plan_late"),
    )
    notes = [say(key) for holds, key in marks if holds]
    if len(basis.plans) > 1:
        notes.append(say("target.plan_changed", n=quantity(basis.plans[0], row.measure.unit_vi)))
    return notes


def result(row: MeasureProgress) -> Cell:
    """The verified result, and beside it what waits, is overdue or is still open."""
    return (Line(actual_words(row), bold=True), *_notes(notes(row)))


def notes(row: MeasureProgress) -> list[str]:
    """What must be known beside the result."""
    waiting = [say("result.waiting", n=quantity(row.waiting, row.measure.unit_vi))] if row.waiting else []
    evaluation = row.evaluation
    return waiting + _ledger_notes(evaluation) + _window_notes(evaluation) + _coverage_notes(evaluation)


def _ledger_notes(evaluation: Evaluation) -> list[str]:
    ledger = evaluation.ledger
    if ledger is None:
        return []
    counts = (
        ("result.overdue", ledger.overdue),
        ("result.carried", ledger.carried),
        ("result.late", ledger.late),
        ("result.open", ledger.open),
    )
    return [say(key, n=write_number(count)) for key, count in counts if count]


def _window_notes(evaluation: Evaluation) -> list[str]:
    told = ("lost", "done_late", "in_grace", "due_soon", "waiting")
    return [window_words(window) for window in evaluation.windows if window.state in told]


def window_words(window: Window) -> str:
    """One reporting window that was late, lost, or is due."""
    name = say(f"window.{window.period.label.partition('-')[2] or 1}")
    return say(f"window.{window.state}", window=name, due=write_date(window.in_time_until))


def _coverage_notes(evaluation: Evaluation) -> list[str]:
    running = evaluation.coverage is not None and evaluation.year_state == "open"
    if evaluation.coverage is None or not running:
        return []
    return [say("result.age", n=write_number(evaluation.coverage.age_days))]


def against_plan(row: MeasureProgress) -> Cell:
    """The share of the target, and the status word."""
    progress = row.evaluation.progress
    word = Line(say(f"status.{row.evaluation.status}"), bold=True)
    return (Line(say("none") if progress is None else write_percent(progress)), word)


def against_period(row: MeasureProgress, before: SamePeriod) -> Cell:
    """The change since the same time last year, or a dash and the reason."""
    now = row.evaluation.actual
    then = before.actual
    known_before = [] if then is None else [say("period.before", n=_bare(then, row))]
    if now is None:
        return (Line(say("none")), *_notes([say("period.why.no_actual"), *known_before]))
    if then is None:
        return (Line(say("none")), *_notes([say(f"period.why.{before.why}")]))
    if isinstance(now, str) or isinstance(then, str):
        change = _share_change(row.evaluation.progress, before.share)
    else:
        change = _number_change(row, now, then)
    return (Line(change), *_notes(known_before))


def _bare(value: Number | str, row: MeasureProgress) -> str:
    """The figure without its unit, which stands two columns before; money keeps "tỷ", "triệu"."""
    if row.measure.unit_vi == MONEY:
        return figure(value, MONEY)
    return figure(value, "").strip(NBSP)


def _number_change(row: MeasureProgress, now: Number, then: Number) -> str:
    change = now - then
    size = change if change >= 0 else -change
    words = _direction(change, _bare(size, row))
    if not change or then <= 0 or row.measure.kind == "periodic":
        return words
    share = write_percent(Fraction(size) / then, met=True)
    return f"{words} {say('period.share', share=share)}"


def _share_change(now: Fraction | None, then: Fraction | None) -> str:
    """Shares are compared in percentage points: 90 % after 100 % is 10 points less."""
    change = ((now or Fraction(0)) - (then or Fraction(0))) * 100
    return _direction(change, say("period.points", n=write_number(abs(change))))


def _direction(change: Number, size: str) -> str:
    if not change:
        return say("period.same")
    return say("period.up" if change > 0 else "period.down", n=size)
