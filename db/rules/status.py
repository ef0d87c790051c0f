"""Which word describes where a measure stands, and in what order do measures ask for attention?

The words are codes; what a person reads stands under ``status.<code>`` in each app's text file.  A status
is computed from exact values, never from the rounded percent, and never from a forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from db.rules.numbers import Number

# Worst first: the order of lists and of an objective's symbols (indicators.md §2.7).  A final word stands
# beside the in-year word that shares its colour.
WORST_FIRST = (
    "behind",
    "missed",
    "at_risk",
    "nearly",
    "no_data",
    "no_target",
    "on_track",
    "achieved",
    "not_due",
    "no_requests",
)

# Nothing was owed, so nothing is judged.  no_data is judged: not reporting never improves the sentence.
UNRATED = frozenset({"no_requests", "no_target", "not_due"})
MET = frozenset({"achieved", "on_track"})
LATE = frozenset({"behind", "missed"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which share of what was expected a measure is on track, and from which merely at risk.

    Units:  shares 0–1, inclusive.
    Source: indicators.md §2.4 (Global Fund grant ratings, USAID's customary 10 % trigger).
    """

    on_track_share: Fraction = Fraction(9, 10)
    at_risk_share: Fraction = Fraction(3, 5)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the order of tests needs to know about one measure in one year."""

    not_due: bool
    has_actual: bool
    has_target: bool
    reached: bool
    year_over: bool
    final_word: str
    in_year_word: str


def word_for(standing: Standing) -> str:
    """The status of a measure: the first test that holds decides.

    Source: indicators.md §2.4, "Order of tests".
    """
    tests = (
        (standing.not_due, "not_due"),
        (not standing.has_actual, "no_data"),
        (not standing.has_target, "no_target"),
        (standing.reached, "achieved"),
        (standing.year_over, standing.final_word),
    )
    return next((word for holds, word in tests if holds), standing.in_year_word)


def in_year_word(actual: Number, expected: Number, thresholds: Thresholds) -> str:
    """The word for a year under way: how much of what could be expected by now is there?

    Where nothing can be expected yet, nothing is late.
    """
    if expected <= 0 or actual >= expected * thresholds.on_track_share:
        return "on_track"
    return "at_risk" if actual >= expected * thresholds.at_risk_share else "behind"


def final_word(progress: Fraction | None, thresholds: Thresholds) -> str:
    """The word for a year that is over without its target reached."""
    return "nearly" if progress is not None and progress >= thresholds.on_track_share else "missed"


def at_best(word: str, best: str) -> str:
    """The word, or ``best`` where the word would sound better than that."""
    return word if WORST_FIRST.index(word) <= WORST_FIRST.index(best) else best


@dataclass(frozen=True, slots=True)
class RollUp:
    """What an objective's row says: its symbols worst first, and "met/rated đạt hoặc đúng tiến độ"."""

    met: int
    rated: int
    words: tuple[str, ...]


def roll_up(words: Iterable[str]) -> RollUp:
    """How many measures of an objective are met or on track, of those that can be rated.

    No average and no score.  ``rated`` may be 0: then there is no sentence, not "0/0".
    Source: indicators.md §2.7.
    """
    ordered = tuple(sorted(words, key=WORST_FIRST.index))
    return RollUp(
        met=sum(word in MET for word in ordered),
        rated=sum(word not in UNRATED for word in ordered),
        words=ordered,
    )


# At most so many lines ask for a leader's attention at once.
ATTENTION_LINES = 7
DUE_SOON_DAYS = 7
# Below this chance of reaching the target by 31 December, an at-risk measure is worth a leader's time.
UNLIKELY_SHARE = Fraction(1, 5)


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known about one measure, or one debt to children, when the attention list is drawn up.

    ``gap_share`` is what is missing of what was expected, 0–1; ``reach_share`` the forecast's chance of
    reaching the target, 0–1, None without a forecast; ``due_in_days`` the nearest coming deadline;
    ``unread_days``: children's own words have waited so long for an officer, 0 where none waits too long;
    ``untold_days``: so long ago a consultation's children should have been told what came of it.
    """

    code: str
    status: str
    gap_share: Number = 0
    overdue: int = 0
    overdue_abuse: int = 0
    overdue_days: int = 0
    reach_share: float | None = None
    due_in_days: int | None = None
    owner: str | None = None
    unread_days: int = 0
    untold_days: int = 0


@dataclass(frozen=True, slots=True)
class Attention:
    """One line of "Cần lãnh đạo chú ý": why this stands in the list, and what is known about it."""

    reason: str
    matter: Matter


# Reason, whether it holds, and what comes first inside it.  A measure appears once, under its first reason.
# Words nobody has read may tell of abuse: they come right after letters that do.  Children who were not told
# are owed an answer like those who wrote a letter.
_REASONS: tuple[tuple[str, Callable[[Matter], bool], Callable[[Matter], Number]], ...] = (
    ("overdue_abuse", lambda m: m.overdue_abuse > 0, lambda m: -m.overdue_days),
    ("words_unread", lambda m: m.unread_days > 0, lambda m: -m.unread_days),
    ("overdue", lambda m: m.overdue > 0, lambda m: -m.overdue_days),
    ("feedback_late", lambda m: m.untold_days > 0, lambda m: -m.untold_days),
    ("behind", lambda m: m.status in LATE, lambda m: -m.gap_share),
    ("unlikely", lambda m: m.status == "at_risk" and _unlikely(m), lambda m: -m.gap_share),
    ("no_data", lambda m: m.status == "no_data", lambda m: 0),
    ("decision", lambda m: m.status == "no_target", lambda m: 0),
    ("due_soon", lambda m: _due_soon(m), lambda m: m.due_in_days or 0),
)


def _unlikely(matter: Matter) -> bool:
    return matter.reach_share is not None and matter.reach_share < UNLIKELY_SHARE


def _due_soon(matter: Matter) -> bool:
    return matter.due_in_days is not None and 0 <= matter.due_in_days <= DUE_SOON_DAYS


def attention(matters: Iterable[Matter], most: int = ATTENTION_LINES) -> tuple[Attention, ...]:
    """What leaders should look at, most urgent first, at most so many.

    Shape:  one line per matter, none for measures that need nothing; ties by code.
    Source: indicators.md §3.3, page 1.
    """
    return ranked(matters)[:most]


def ranked(matters: Iterable[Matter]) -> tuple[Attention, ...]:
    """Everything that needs attention, in the same order, for "xem tất cả" and its number."""
    found = [(place, matter) for matter in matters if (place := _place(matter)) is not None]
    found.sort(key=lambda item: (item[0], _REASONS[item[0]][2](item[1]), item[1].code))
    return tuple(Attention(_REASONS[place][0], matter) for place, matter in found)


def _place(matter: Matter) -> int | None:
    return next((place for place, (_, holds, _) in enumerate(_REASONS) if holds(matter)), None)
