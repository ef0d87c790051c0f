"""How is one measure's standing put into words and numbers?  The texts beside its bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from dashboard.figures import write_money, write_number, write_percent
from dashboard.language import VI, worded
from dashboard.text import text, written
from db.queries.progress import MeasureProgress
from db.rules.evaluation import Window
from db.rules.numbers import Number, rounded_down

_SCALES = ((10**9, "unit.billion"), (10**6, "unit.million"))
CUMULATIVE = frozenset({"growth_pct", "increase", "annual_plan"})
IN_YEAR = frozenset({"on_track", "at_risk", "behind"})


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a bar: the numbers, a note, and whether the note is an alarm."""

    numbers: str
    note: str
    alarm: bool = False


def is_money(unit: str) -> bool:
    """Whether a unit is đồng, in either language."""
    return unit in (written("unit.dong", VI), text("unit.dong"))


def amount(value: Number | None, unit: str) -> str:
    """A number with its unit as people say it: "1,5 tỷ đồng", "312 lượt người"; a dash when unknown."""
    if value is None:
        return text("m.none")
    return write_money(value) if is_money(unit) else f"{write_number(value)}\u00a0{unit}"


def amount_alone(value: Number | None, unit: str) -> str:
    """A number without its unit, except money, which needs its scale."""
    if value is None:
        return text("m.none")
    return write_money(value) if is_money(unit) else write_number(value)


def words(row: MeasureProgress) -> Words:
    """The texts of one measure's row."""
    return _BY_KIND[row.measure.kind](row)


def target_words(row: MeasureProgress) -> str:
    """The target as it is said: "38 sản phẩm", "> 10,1 tỷ đồng" for "more than last year", "100 %"."""
    return _target_said(row, amount)


def target_alone(row: MeasureProgress) -> str:
    """The same without its unit, except money: "38", "> 3"."""
    return _target_said(row, amount_alone)


def _target_said(row: MeasureProgress, said: Callable[[Number | None, str], str]) -> str:
    evaluation, unit = row.evaluation, worded(row.measure, "unit")
    if evaluation.target is None:
        return text("m.none")
    if row.measure.kind in ("all_requests", "continuous"):
        return write_percent(Fraction(evaluation.target))
    more = _more_than(row)
    return text("m.more_than", n=said(more, unit)) if more is not None else said(evaluation.target, unit)


def actual_words(row: MeasureProgress) -> str:
    """The result as it is said, with its unit."""
    actual, unit = row.evaluation.actual, worded(row.measure, "unit")
    if isinstance(actual, str):
        return actual.replace("/", " / ")
    return amount(actual, unit)


def sentence(row: MeasureProgress) -> str:
    """Where the measure stands, in one or two sentences; the first thing its page says."""
    return _SENTENCES[row.measure.kind](row)


def _cumulative_sentence(row: MeasureProgress) -> str:
    evaluation, unit = row.evaluation, worded(row.measure, "unit")
    parts = [_first_sentence(row)]
    if row.waiting:
        parts.append(text("say.waiting", n=amount(row.waiting, unit)))
    if evaluation.expected is not None and evaluation.status in IN_YEAR:
        parts.append(text("say.expected", expected=amount(rounded_down(evaluation.expected), unit)))
    return " ".join(parts)


def _first_sentence(row: MeasureProgress) -> str:
    evaluation = row.evaluation
    known, wanted = evaluation.actual is not None, evaluation.target is not None
    if evaluation.status == "not_due":
        return text("say.year_ahead")
    if not known:
        if not wanted:
            return text("say.no_target_no_data")
        return text(f"say.no_data.{row.measure.source}", target=target_words(row))
    if not wanted or evaluation.progress is None:
        return text("say.no_target", actual=actual_words(row))
    share = write_percent(evaluation.progress, met=evaluation.status == "achieved")
    return text("say.cumulative", actual=actual_words(row), share=share, target=target_words(row))


def _requests_sentence(row: MeasureProgress) -> str:
    ledger, status = row.evaluation.ledger, row.evaluation.status
    if ledger is None or not ledger.decided:
        known = status if status in ("no_requests", "not_due") else "no_ledger"
        return text(f"say.{known}")
    share = write_percent(Fraction(ledger.done, ledger.decided))
    done, decided = write_number(ledger.done), write_number(ledger.decided)
    parts = [text("say.requests", done=done, decided=decided, unit=worded(row.measure, "unit"), share=share)]
    if late := ledger.overdue + ledger.carried:
        parts.append(text("say.requests_late", n=write_number(late), days=write_number(ledger.overdue_days)))
    if ledger.open:
        parts.append(text("say.requests_open", n=write_number(ledger.open)))
    return " ".join(parts)


def _windows_sentence(row: MeasureProgress) -> str:
    windows = row.evaluation.windows
    if not windows:
        return text("say.year_ahead")
    done = sum(window.done_on is not None for window in windows)
    return text("say.windows", done=done, n=len(windows))


def _coverage_sentence(row: MeasureProgress) -> str:
    coverage, progress = row.evaluation.coverage, row.evaluation.progress
    if coverage is None or progress is None:
        return text("say.no_profile")
    return text(
        "say.coverage",
        covered=write_number(coverage.covered),
        elapsed=write_number(coverage.elapsed),
        share=write_percent(progress),
        age=write_number(coverage.age_days),
    )


_SENTENCES: dict[str, Callable[[MeasureProgress], str]] = {
    "growth_pct": _cumulative_sentence,
    "increase": _cumulative_sentence,
    "annual_plan": _cumulative_sentence,
    "all_requests": _requests_sentence,
    "periodic": _windows_sentence,
    "continuous": _coverage_sentence,
}


def _cumulative(row: MeasureProgress) -> Words:
    evaluation, scale, unit = row.evaluation, *_scale(row)
    more = _more_than(row)
    wanted = evaluation.target if more is None else more
    target = text("m.none") if wanted is None else _scaled(wanted, scale)
    if more is not None:
        target = text("m.more_than", n=target)
    actual = text("m.none") if evaluation.actual is None else _scaled(Fraction(evaluation.actual), scale)
    return Words(f"{actual} / {target}", _cumulative_note(row, scale, unit))


def _cumulative_note(row: MeasureProgress, scale: int, unit: str) -> str:
    if row.waiting:
        return text("note.waiting", n=_scaled(row.waiting, scale))
    if row.evaluation.status == "no_target":
        return text("note.plan", unit=unit)
    return text("note.estimated") if row.evaluation.estimated else unit


def _requests(row: MeasureProgress) -> Words:
    ledger, status = row.evaluation.ledger, row.evaluation.status
    if ledger is None or not ledger.decided:
        numbers = text("m.no_requests") if status == "no_requests" else text("m.none")
    else:
        numbers = f"{write_number(ledger.done)} / {write_number(ledger.decided)}"
    late = ledger.overdue + ledger.carried if ledger else 0
    if late:
        return Words(numbers, text("note.overdue", n=write_number(late)), alarm=True)
    waits = ledger.open if ledger else 0
    return Words(numbers, text("note.open", n=write_number(waits)) if waits else worded(row.measure, "unit"))


def _windows(row: MeasureProgress) -> Words:
    evaluation = row.evaluation
    done = text("m.none") if evaluation.actual is None else str(evaluation.actual)
    return Words(f"{done} / {len(evaluation.windows) or evaluation.target}", text("note.windows"))


def _coverage(row: MeasureProgress) -> Words:
    evaluation, coverage = row.evaluation, row.evaluation.coverage
    if coverage is None or evaluation.progress is None:
        return Words(text("m.none"), worded(row.measure, "unit"))
    share = write_percent(evaluation.progress, met=evaluation.progress >= 1, decimals=0)
    return Words(text("m.days_share", share=share), text("note.age", n=write_number(coverage.age_days)))


_BY_KIND: dict[str, Callable[[MeasureProgress], Words]] = {
    "growth_pct": _cumulative,
    "increase": _cumulative,
    "annual_plan": _cumulative,
    "all_requests": _requests,
    "periodic": _windows,
    "continuous": _coverage,
}


def _more_than(row: MeasureProgress) -> Number | None:
    """Last year's result, where the target is "strictly more than it"."""
    basis = row.evaluation.basis
    strict = row.measure.kind == "increase" and basis.base is not None and basis.target is not None
    return basis.base if strict and basis.target == basis.base + 1 else None


def _scale(row: MeasureProgress) -> tuple[int, str]:
    """In what a row's numbers are written, so that result and target compare: 1, million or billion đồng."""
    unit = worded(row.measure, "unit")
    if not is_money(unit):
        return 1, unit
    actual = row.evaluation.actual
    largest = max(Fraction(actual or 0), Fraction(row.evaluation.target or 0))
    return next(((scale, text(key)) for scale, key in _SCALES if largest >= scale), (1, unit))


def _scaled(value: Number, scale: int) -> str:
    return write_number(Fraction(value) / scale)


def window_name(label: str) -> str:
    """A reporting window in words: "6 tháng đầu năm 2026"."""
    year, _, half = label.partition("-H")
    return text(f"window.of_half{half}" if half else "window.of_year", year=year)


def window_words(window: Window) -> str:
    """What stands in a reporting window's box: the half-year; for a year, when its report is due."""
    if window.state == "lost":
        return text("window.lost")
    _, _, half = window.period.label.partition("-H")
    if half:
        return text(f"window.half{half}")
    if window.done_on is not None:
        return text("window.year_done")
    return text("window.year", due=f"{window.period.ends_on:%d/%m}")
