"""What does the report say in sentences?  Data state, counts, difficulties, how the figures were made.

Sentences speak of measures and of units in charge; none of them names or blames a province.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from db.documents.comparison import LastYear
from db.documents.text import say
from db.documents.wording import actual_words, notes, quantity, target_words
from db.queries.progress import MeasureProgress
from db.rules.numbers import write_date, write_number, write_percent
from db.rules.periods import year_is_over
from db.rules.status import LATE, RollUp, Thresholds
from db.rules.targets import ENGINE_VERSION

# The order of the counting sentence: best first, what cannot be judged last.
COUNTED = (
    "achieved",
    "on_track",
    "nearly",
    "at_risk",
    "behind",
    "missed",
    "no_data",
    "no_target",
    "not_due",
    "no_requests",
)
_ATTENTION = frozenset({"at_risk", "nearly"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: `kind` is "text", "heading", or "blank" for what the author still has to write."""

    text: str
    kind: str = "text"


Rows = Sequence[MeasureProgress]


def general(rows: Rows, objectives: int, year: int, as_of: date, state: str) -> list[Passage]:
    """The state of the data, and how many measures stand where."""
    found = [
        Passage(say(f"state.{state}", year=year, as_of=write_date(as_of))),
        Passage(say("summary", all=len(rows), objectives=objectives, counts=_counts(rows))),
    ]
    waiting = sum(bool(row.waiting) for row in rows)
    return found + ([Passage(say("summary.waiting", n=waiting))] if waiting else [])


def _counts(rows: Rows) -> str:
    number = Counter(row.evaluation.status for row in rows)
    words = [
        say("summary.count", n=write_number(number[code]), status=say(f"status.{code}"))
        for code in COUNTED
        if number[code]
    ]
    return "; ".join(words)


def rolled_up(standing: RollUp, owner: str) -> str:
    """How many measures of an objective are met or on track, and who is in charge of it."""
    counted = say("objective.rollup", met=standing.met, rated=standing.rated)
    sentence = counted if standing.rated else say("objective.unrated")
    return f"{sentence} {say('objective.owner', owner=owner)}" if owner else sentence


def difficulties(rows: Rows) -> list[Passage]:
    """Where the strategy lags, where nothing is known, and room for the author's reasons."""
    late = [row for row in rows if row.evaluation.status in LATE]
    attention = [row for row in rows if row.evaluation.status in _ATTENTION]
    silent = [row for row in rows if row.evaluation.status == "no_data"]
    if not (late or attention or silent):
        return [Passage(say("hard.none")), *_blank("hard.cause")]
    return [
        *_group("hard.late", [_sentence(row) for row in late]),
        *_group("hard.attention", [_sentence(row) for row in attention]),
        *_group("hard.no_data", _silent(silent)),
        *_blank("hard.cause"),
    ]


def _group(key: str, sentences: Sequence[str]) -> list[Passage]:
    return [
        Passage(say(key), "heading"),
        *(Passage(sentence) for sentence in sentences or [say("hard.nothing")]),
    ]


def _blank(key: str, lines: int = 2) -> list[Passage]:
    return [Passage(say(key), "blank"), *[Passage(say("blank.line"), "blank")] * lines]


def _silent(rows: Rows) -> list[str]:
    if not rows:
        return []
    names = "; ".join(f"{row.measure.code} ({row.measure.short_vi})" for row in rows)
    return [say("hard.no_data_list", n=write_number(len(rows)), names=names), say("hard.no_data_next")]


def _sentence(row: MeasureProgress) -> str:
    what = "; ".join([*_HARD[row.measure.kind](row), *notes(row)])
    return say("hard.measure", code=row.measure.code, short=row.measure.short_vi, what=f"{what}.")


def _of_target(row: MeasureProgress) -> list[str]:
    evaluation, over = row.evaluation, year_is_over(row.year, row.as_of)
    reached = say(
        "hard.of_target",
        actual=actual_words(row),
        target=target_words(row),
        share=write_percent(evaluation.progress or 0),
    )
    if over or evaluation.expected is None:
        return [reached]
    expected = quantity(evaluation.expected, row.measure.unit_vi)
    return [reached, say("hard.expected", as_of=write_date(row.as_of), expected=expected)]


def _requests(row: MeasureProgress) -> list[str]:
    if row.evaluation.actual is None:
        return [say("hard.no_request", unit=row.measure.unit_vi)]
    return [say("hard.requests", actual=actual_words(row))]


_HARD: dict[str, Callable[[MeasureProgress], list[str]]] = {
    "growth_pct": _of_target,
    "increase": _of_target,
    "annual_plan": _of_target,
    "all_requests": _requests,
    "periodic": lambda row: [say("hard.windows", actual=actual_words(row))],
    "continuous": lambda row: [say("hard.coverage", actual=actual_words(row))],
}


def directions() -> list[Passage]:
    """The headings of next year's work; the words are the author's."""
    keys = ("direction.1", "direction.2", "direction.3")
    return [
        passage for key in keys for passage in (Passage(say(key), "heading"), *_blank("direction.blank", 1))
    ]


def method(rows: Rows, before: LastYear, as_of: date) -> list[Passage]:
    """How the figures were made: verified only, as of a day, by which rules."""
    year = rows[0].year
    over, shown = year_is_over(year, as_of), write_date(as_of)
    high, low = (write_percent(share, decimals=0) for share in _thresholds())
    activities = len({row.measure.activity_code for row in rows})
    estimated = any(row.evaluation.estimated for row in rows)
    day = write_date(before.day)
    sentences = [
        say("method.verified", as_of=shown),
        say("method.measures", activities=activities, measures=len(rows)),
        say("method.plan"),
        say(f"method.words.{'over' if over else 'open'}", high=high, low=low),
        say(f"method.period{'.over' if over else ''}", before=before.year, day=day, as_of=shown),
        *([say("method.estimated")] if estimated else []),
        say("method.engine", engine=ENGINE_VERSION),
        say("method.overlap", end=say("method.end")),
    ]
    return [Passage(sentence) for sentence in sentences]


def _thresholds() -> tuple[Fraction, Fraction]:
    usual = Thresholds()
    return usual.on_track_share, usual.at_risk_share
