"""What must a measure reach this year so that it has grown ("tăng … % hàng năm", "tăng hàng năm")?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from db.rules.evaluation import Basis, Question
from db.rules.known_values import known
from db.rules.numbers import Number, rounded_up
from db.rules.parameters import bad, needed
from db.rules.periods import year_is_ahead
from db.rules.plan_target import plan_basis

# A growth target compounds over at most so many years; an increase has no such limit.
MAX_GAP = 2


@dataclass(frozen=True, slots=True)
class Base:
    """One earlier year a target can stand on."""

    year: int
    value: Number
    provisional: bool = False
    broken: bool = False


def growth_basis(question: Question) -> Basis:
    """Target of a measure that must grow by a percentage: last year's figure times the growth, rounded up.

    Last year missing: compounded from the year before, marked as estimated.  Older or none: the approved
    plan; no plan either: no target.  With the base "path" the target compounds from a fixed year; with
    "ratchet" it never asks for less than the best earlier year would.
    Raises: bad_parameter (growth_pct missing).
    Source: indicators.md §2.3.
    """
    growth = needed(question.params.growth_share, "growth_pct")
    if question.params.base == "path":
        return _path_basis(question, growth) or _plan_instead(question)
    gap = question.params.max_gap or MAX_GAP
    return _yearly_basis(question, growth, gap, "estimated") or _plan_instead(question)


def increase_basis(question: Question) -> Basis:
    """Target of a measure that must be more than last year: one more, for money one đồng more.

    Last year missing: one more than the last known value, however old.
    Raises: bad_parameter (the base "path": without a percentage there is no path).
    Source: indicators.md §2.3.
    """
    if question.params.base == "path":
        raise bad("base")
    gap = question.params.max_gap
    return _yearly_basis(question, Fraction(0), gap, "last_known") or _plan_instead(question)


def grown(value: Number, growth_share: Number, years: int = 1) -> int:
    """A value grown for so many years, rounded up once, and never less than one more than it was.

    A base below zero (more refunds than receipts) counts as zero.
    """
    start = max(value, 0)
    return rounded_up(max(start * Fraction(1 + growth_share) ** years, start + 1))


def compounding_path(
    baseline: Number, baseline_year: int, growth_share: Number, last_year: int
) -> tuple[tuple[int, int], ...]:
    """The path a yearly growth draws from a base year on, shown beside the target.

    Shape:  (year, value) for each year after the base year.
    Source: indicators.md §0, questions 1 and 2.
    """
    years = range(baseline_year + 1, last_year + 1)
    return tuple((year, grown(baseline, growth_share, year - baseline_year)) for year in years)


def earlier_bases(question: Question) -> list[Base]:
    """The earlier years with a figure known for the whole year, newest first.

    A recorded baseline stands in for its year where that year has no figure of its own.
    """
    rebase, params = question.params.rebase_on_revision, question.params
    found = {
        year: Base(year, one.base, one.state in ("open", "provisional"), one.broken)
        for year, entry in question.history.items()
        if year < question.year
        and (one := known(entry, year, question.as_of, rebase=rebase)).base is not None
    }
    if (
        params.baseline is not None
        and params.baseline_year is not None
        and params.baseline_year < question.year
    ):
        found.setdefault(params.baseline_year, Base(params.baseline_year, params.baseline))
    return [found[year] for year in sorted(found, reverse=True)]


def last_known(question: Question, gap: int | None) -> Base | None:
    """The newest earlier year with a figure, not further back than the gap; None where there is none."""
    newest = next(iter(earlier_bases(question)), None)
    too_old = newest is not None and gap is not None and question.year - newest.year > gap
    return None if too_old else newest


def _yearly_basis(question: Question, growth: Fraction, gap: int | None, older_rule: str) -> Basis | None:
    base = last_known(question, gap)
    if base is None or year_is_ahead(question.year, question.as_of):
        # While the year before still runs, no target can be stated.
        return None
    years = question.year - base.year
    rule = "previous_actual" if years == 1 else older_rule
    basis = _basis(rule, base, grown(base.value, growth, years))
    return _ratcheted(basis, earlier_bases(question), growth) if question.params.base == "ratchet" else basis


def _ratcheted(basis: Basis, bases: Sequence[Base], growth: Fraction) -> Basis:
    """The target, or the higher one the best earlier year called for: the bar never comes down."""
    best = max(bases, key=lambda base: base.value)
    highest = grown(best.value, growth)
    return _basis("ratchet", best, highest) if highest > (basis.target or 0) else basis


def _path_basis(question: Question, growth: Fraction) -> Basis | None:
    base = _baseline(question)
    if base is None:
        return None
    return _basis("path", base, grown(base.value, growth, question.year - base.year))


def _baseline(question: Question) -> Base | None:
    """The fixed year of the path: the recorded one, else the first year known in full ("Năm gốc")."""
    params = question.params
    if params.baseline is not None and params.baseline_year is not None:
        recorded = Base(params.baseline_year, params.baseline)
        return recorded if recorded.year < question.year else None
    candidates: Iterable[Base] = reversed(earlier_bases(question))
    return next((base for base in candidates if params.baseline_year in (None, base.year)), None)


def _basis(rule: str, base: Base, target: int) -> Basis:
    return Basis(target, rule, base.value, base.year, base.provisional, base.broken)


def _plan_instead(question: Question) -> Basis:
    return Basis() if year_is_ahead(question.year, question.as_of) else plan_basis(question)
