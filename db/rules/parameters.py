"""How is a measure's target configured, and is the configuration well formed?

The names are those of indicators.md §2.10.  A missing or null parameter means its default; a malformed one
is refused by name, whatever kind of target it is given to, so that a typing error never sleeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from db.rules.errors import RuleError
from db.rules.numbers import Number, exact
from db.rules.periods import to_date
from db.rules.status import Thresholds

_T = TypeVar("_T")

BASES = ("previous_actual", "path", "ratchet")
SERIES = ("flow", "stock")
PROFILES = ("linear", "same_period")
CALENDARS = ("calendar", "working")
MEASURES = ("count", "sum", "ratio", "milestone", "amount")
FIRST_YEAR, LAST_YEAR = 1900, 2200
# No period of the strategy is longer than ten years; larger numbers of days are typing errors.
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one measure's target, read and checked.

    Units:  ``_share`` 0–1 and above for growth; ``_days`` days; money in đồng.
    None:   not configured; for ``max_gap``: the kind's own default.
    Source: indicators.md §2.10.
    """

    growth_share: Fraction | None = None
    base: str = "previous_actual"
    baseline_year: int | None = None
    baseline: Number | None = None
    series: str = "flow"
    amount: bool = False
    max_gap: int | None = None
    lag_days: int = 0
    profile: str = "linear"
    prior_ytd: Number | None = None
    prior_dated: Number | None = None
    rebase_on_revision: bool = False
    plan_freeze: tuple[int, int] = (9, 30)
    due_days: int | None = None
    working_days: bool = False
    holidays: frozenset[date] = frozenset()
    stages: tuple[str, ...] = ("answered",)
    strict_on_time: bool = False
    quality_gate: bool = False
    ledger_confirmed_to: date | None = None
    periods_per_year: int | None = None
    grace_days: int = 30
    warn_days: int = 30
    max_age_days: int = 92
    frozen_target: Number | None = None
    frozen_base: Number | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)


def read_parameters(params: Mapping[str, object]) -> Parameters:
    """The stored parameters of a measure, checked and with their defaults.

    Raises: bad_parameter (facts: name).
    """
    if not isinstance(params, Mapping):
        raise bad("params")
    given = {name: value for name, value in params.items() if value is not None}
    read: dict[str, Any] = {
        attribute: read_named(name, given[name], reader)
        for name, (attribute, reader) in _READERS.items()
        if name in given
    }
    thresholds = _thresholds(given)
    return Parameters(thresholds=thresholds, **read)


def bad(name: str) -> RuleError:
    """The refusal of one malformed parameter."""
    return RuleError("bad_parameter", name=name)


def read_named(name: str, value: object, reader: Callable[[object], _T]) -> _T:
    """The value as its reader takes it; whatever the reader refuses is refused under the name.

    Raises: bad_parameter (facts: name).
    """
    try:
        return reader(value)
    except RuleError as refused:
        raise bad(name) from refused


def needed(value: _T | None, name: str) -> _T:
    """A parameter its kind cannot do without.

    Raises: bad_parameter (facts: name).
    """
    if value is None:
        raise bad(name)
    return value


def whole(least: int, most: int) -> Callable[[object], int]:
    """A reader of whole numbers between two ends."""

    def read(value: object) -> int:
        number = exact(value)
        if not isinstance(number, int) or not least <= number <= most:
            raise RuleError("not_a_whole_number")
        return number

    return read


def _one_of(choices: Sequence[str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise RuleError("not_a_choice")
        return value

    return read


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise RuleError("not_a_choice")
    return value


def not_negative(value: object) -> Number:
    """A reader of numbers from 0 up."""
    number = exact(value)
    if number < 0:
        raise RuleError("too_small", least=0)
    return number


def _positive(value: object) -> Number:
    number = not_negative(value)
    if not number:
        raise RuleError("too_small", least=1)
    return number


def _percent(value: object) -> Fraction:
    return Fraction(not_negative(value)) / 100


def _month_and_day(value: object) -> tuple[int, int]:
    # Read in a common year: 29 February comes only every fourth year and is no day to freeze plans on.
    day = to_date(f"2001-{value}")
    return day.month, day.day


def _items(value: object) -> Iterable[object]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise RuleError("not_a_choice")
    return value


def _dates(value: object) -> frozenset[date]:
    return frozenset(to_date(item) for item in _items(value))


def _names(value: object) -> tuple[str, ...]:
    names = tuple(name for name in _items(value) if isinstance(name, str) and name)
    if not names or len(names) != len(tuple(_items(value))):
        raise RuleError("not_a_choice")
    return names


_days, _year = whole(0, MOST_DAYS), whole(FIRST_YEAR, LAST_YEAR)

# name as stored -> (attribute, reader)
_READERS: dict[str, tuple[str, Callable[[object], object]]] = {
    "growth_pct": ("growth_share", _percent),
    "base": ("base", _one_of(BASES)),
    "baseline_year": ("baseline_year", _year),
    "baseline": ("baseline", not_negative),
    "series": ("series", _one_of(SERIES)),
    "measure": ("amount", lambda value: _one_of(MEASURES)(value) == "amount"),
    "max_gap": ("max_gap", whole(1, 100)),
    "lag_days": ("lag_days", whole(0, 366)),
    "profile": ("profile", _one_of(PROFILES)),
    "prior_ytd": ("prior_ytd", not_negative),
    "prior_dated": ("prior_dated", not_negative),
    "rebase_on_revision": ("rebase_on_revision", _yes_or_no),
    "plan_freeze": ("plan_freeze", _month_and_day),
    "due_days": ("due_days", _days),
    "calendar": ("working_days", lambda value: _one_of(CALENDARS)(value) == "working"),
    "holidays": ("holidays", _dates),
    "stages": ("stages", _names),
    "strict_on_time": ("strict_on_time", _yes_or_no),
    "quality_gate": ("quality_gate", _yes_or_no),
    "ledger_confirmed_to": ("ledger_confirmed_to", to_date),
    "periods_per_year": ("periods_per_year", whole(1, 4)),
    "grace_days": ("grace_days", _days),
    "warn_days": ("warn_days", _days),
    "max_age_days": ("max_age_days", whole(1, MOST_DAYS)),
    "frozen_target": ("frozen_target", _positive),
    "frozen_base": ("frozen_base", not_negative),
}


# Every name a parameter can have.
PARAMETERS = frozenset({*_READERS, "on_track_share", "at_risk_share"})


def _share(value: object) -> Fraction:
    number = Fraction(not_negative(value))
    if number > 1:
        raise RuleError("too_large", most=1)
    return number


def _thresholds(given: Mapping[str, object]) -> Thresholds:
    """The measure's own thresholds: shares 0–1 as "0.90", "9/10" or 0.9."""
    names = ("on_track_share", "at_risk_share")
    thresholds = Thresholds(
        **{name: read_named(name, given[name], _share) for name in names if name in given}
    )
    if thresholds.at_risk_share > thresholds.on_track_share:
        raise bad("at_risk_share")
    return thresholds
