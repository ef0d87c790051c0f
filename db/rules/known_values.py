"""What is known on one day about a measure's value in one year?

A year's entry is a number, null (missing, which is not 0), or a mapping: verified and submitted sums,
provisional, final and revised versions with their dates, a comparable figure beside the reported one, or
the single facts.  Only verified values count; later knowledge is invisible to an earlier as-of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from db.rules.numbers import Number, exact, whole_if_whole
from db.rules.parameters import bad, read_named
from db.rules.periods import calendar_state, default_close, to_date

_STATES = frozenset({"open", "provisional", "final", "revised"})


@dataclass(frozen=True, slots=True)
class Known:
    """One year of one measure, as known at as-of.

    ``value``: the year's own result; ``base``: what next year's target stands on (the figure frozen when
    the year was closed, the comparable one where the series broke); ``pending``: submitted, not verified.
    None:   nobody reported, or not known on that day.
    """

    value: Number | None = None
    base: Number | None = None
    pending: Number | None = None
    state: str = "open"
    broken: bool = False


def known(entry: object, year: int, as_of: date, *, rebase: bool = False) -> Known:
    """A year's entry, read as it was known on that day.

    ``rebase``: a recorded decision lets next year's target follow a later revision.
    Raises: bad_parameter (facts: name, "history.<year>").
    Source: indicators.md §2.2, §2.9.
    """
    if not isinstance(entry, Mapping):
        number = _number(entry, year)
        return Known(number, number, state=_state({}, year, as_of))
    value, base, pending = _shape(entry)(entry, year, as_of, rebase)
    comparable = _number(entry.get("comparable"), year)
    # A year known in part is no base; a comparable figure mends the extent of a year, not its length.
    whole_year = entry.get("full_year") is not False
    return Known(
        value=value,
        base=(base if comparable is None else comparable) if whole_year else None,
        pending=pending,
        state=_state(entry, year, as_of),
        broken=comparable is not None,
    )


_Triple = tuple[Number | None, Number | None, Number | None]


def _shape(entry: Mapping[str, object]) -> Callable[[Mapping[str, object], int, date, bool], _Triple]:
    """How this entry is written; the more exact way wins where two are mixed."""
    return next((read for keys, read in _SHAPES if keys & entry.keys()), _from_actual)


def _from_actual(entry: Mapping[str, object], year: int, _as_of: date, _rebase: bool) -> _Triple:
    actual = _number(entry.get("actual"), year)
    return actual, actual, None


def _from_verified(entry: Mapping[str, object], year: int, _as_of: date, _rebase: bool) -> _Triple:
    verified = _number(entry.get("verified"), year)
    return verified, verified, _number(entry.get("submitted"), year)


def _from_versions(entry: Mapping[str, object], year: int, as_of: date, rebase: bool) -> _Triple:
    """Provisional, final, revised: the latest one known is the year's value; the final one is the base."""
    provisional, final, revised = (
        _number(entry.get(name), year) if _is_known(entry.get(f"{name}_on"), year, as_of) else None
        for name in ("provisional", "final", "revised")
    )
    value = _first(revised, final, provisional)
    return value, value if rebase else _first(final, provisional, revised), None


def _from_facts(entry: Mapping[str, object], year: int, as_of: date, rebase: bool) -> _Triple:
    """Facts add up by event date; the base is what was known when the year was closed.

    A year with nothing verified by then cannot have been closed with a figure, so nothing is frozen.
    """
    facts = [_fact(item, year) for item in _listed(entry["facts"], year)]
    close = _closed_on(entry, year) or default_close(year)
    value = _sum(fact.n for fact in facts if fact.counts(year, as_of))
    frozen = value if rebase else _sum(fact.n for fact in facts if fact.counts(year, min(as_of, close)))
    waiting = _sum(fact.n for fact in facts if fact.waits(year, as_of))
    return value, _first(frozen, value), waiting


_SHAPES: tuple[tuple[frozenset[str], Callable[[Mapping[str, object], int, date, bool], _Triple]], ...] = (
    (frozenset({"facts"}), _from_facts),
    (frozenset({"provisional", "final", "revised"}), _from_versions),
    (frozenset({"verified", "submitted"}), _from_verified),
)


@dataclass(frozen=True, slots=True)
class _Fact:
    event: date
    verified_on: date | None
    voided_on: date | None
    n: Number

    def counts(self, year: int, as_of: date) -> bool:
        """A fact counts in its event's year, from the day it is verified until the day it is voided."""
        verified = self.verified_on is not None and self.verified_on <= as_of
        return verified and not self._gone(as_of) and self.event.year == year and self.event <= as_of

    def waits(self, year: int, as_of: date) -> bool:
        unverified = self.verified_on is None or self.verified_on > as_of
        return unverified and not self._gone(as_of) and self.event.year == year and self.event <= as_of

    def _gone(self, as_of: date) -> bool:
        return self.voided_on is not None and self.voided_on <= as_of


def _fact(item: object, year: int) -> _Fact:
    name = _name(year)
    if not isinstance(item, Mapping):
        raise bad(name)
    verified, voided = item.get("verified_on"), item.get("voided_on")
    return _Fact(
        event=read_named(name, item.get("event"), to_date),
        verified_on=None if verified is None else read_named(name, verified, to_date),
        voided_on=None if voided is None else read_named(name, voided, to_date),
        n=read_named(name, item.get("n"), exact),
    )


def known_by_date(entry: object, year: int, day: date, as_of: date) -> Number | None:
    """What events up to a day of the year add up to, as known at as-of: "cùng kỳ".

    None:   the year's entry has no dated facts, or none by that day is verified.
    """
    if not isinstance(entry, Mapping) or "facts" not in entry:
        return None
    facts = [_fact(item, year) for item in _listed(entry["facts"], year)]
    if not any(fact.counts(year, as_of) for fact in facts):
        return None
    return _sum(fact.n for fact in facts if fact.counts(year, as_of) and fact.event <= day) or 0


def _state(entry: Mapping[str, object], year: int, as_of: date) -> str:
    """open, provisional, final or revised: as recorded, else by the calendar."""
    stated = entry.get("state")
    if isinstance(stated, str) and stated in _STATES:
        return stated
    if entry.get("revised") is not None and _is_known(entry.get("revised_on"), year, as_of):
        return "revised"
    return calendar_state(year, as_of, _closed_on(entry, year))


def _closed_on(entry: Mapping[str, object], year: int) -> date | None:
    closed = entry.get("final_on")
    return None if closed is None else read_named(_name(year), closed, to_date)


def _is_known(day: object, year: int, as_of: date) -> bool:
    return day is None or read_named(_name(year), day, to_date) <= as_of


def _number(value: object, year: int) -> Number | None:
    return None if value is None else read_named(_name(year), value, exact)


def _listed(value: object, year: int) -> list[object]:
    if not isinstance(value, (list, tuple)):
        raise bad(_name(year))
    return list(value)


def _name(year: int) -> str:
    return f"history.{year}"


def _first(*values: Number | None) -> Number | None:
    return next((value for value in values if value is not None), None)


def _sum(values: Iterable[Number]) -> Number | None:
    """The sum, or None of nothing: nobody reported is not 0."""
    found = list(values)
    return whole_if_whole(sum(found, start=Fraction(0))) if found else None
