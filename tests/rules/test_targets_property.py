"""Does the engine keep its promises for any well-typed input, not only for the cases we thought of?"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as some

from db.rules.errors import RuleError
from db.rules.status import WORST_FIRST
from db.rules.targets import KINDS, Evaluation, evaluate

CUMULATIVE = ("growth_pct", "increase", "annual_plan")

days = some.dates(date(2022, 1, 1), date(2029, 12, 31))
iso = days.map(date.isoformat)
numbers = some.integers(-50, 10**12) | some.integers(0, 40) | some.fractions(0, 500, max_denominator=20)
maybe = some.none()
facts = some.fixed_dictionaries(
    {"event": iso, "verified_on": iso | maybe, "n": some.integers(-5, 60)}, optional={"voided_on": iso}
)
entries = (
    maybe
    | numbers
    | some.fixed_dictionaries({"verified": numbers | maybe, "submitted": numbers | maybe})
    | some.fixed_dictionaries(
        {"actual": numbers | maybe},
        optional={
            "full_year": some.booleans(),
            "comparable": numbers | maybe,
            "state": some.sampled_from(["provisional", "final"]),
        },
    )
    | some.fixed_dictionaries(
        {},
        optional={
            "provisional": numbers,
            "final": numbers,
            "final_on": iso,
            "revised": numbers,
            "revised_on": iso,
        },
    )
    | some.fixed_dictionaries({"facts": some.lists(facts, max_size=4)})
)
history = some.dictionaries(some.integers(2022, 2028).map(str), entries, max_size=6)
plans = (
    maybe
    | some.integers(0, 900)
    | some.lists(some.fixed_dictionaries({"value": some.integers(0, 900), "approved_on": iso}), max_size=3)
)
params = some.fixed_dictionaries(
    {"growth_pct": some.integers(0, 60), "periods_per_year": some.sampled_from([1, 2, 4])},
    optional={
        "base": some.sampled_from(["previous_actual", "path", "ratchet"]),
        "baseline_year": some.integers(2022, 2027),
        "baseline": some.integers(0, 300),
        "series": some.sampled_from(["flow", "stock"]),
        "measure": some.sampled_from(["count", "amount"]),
        "max_gap": some.integers(1, 5),
        "lag_days": some.integers(0, 60),
        "profile": some.sampled_from(["linear", "same_period"]),
        "prior_ytd": some.integers(0, 300),
        "rebase_on_revision": some.booleans(),
        "due_days": some.integers(0, 40),
        "calendar": some.sampled_from(["calendar", "working"]),
        "holidays": some.lists(iso, max_size=3),
        "stages": some.sampled_from([["answered"], ["answered", "handled", "tracked"]]),
        "strict_on_time": some.booleans(),
        "quality_gate": some.booleans(),
        "ledger_confirmed_to": iso,
        "max_age_days": some.integers(1, 200),
        "frozen_target": some.integers(1, 300),
        "on_track_share": some.sampled_from(["0.95", "9/10", 1]),
    },
)
request = some.fixed_dictionaries(
    {},
    optional={
        **{
            name: iso
            for name in ("received", "due", "extended_due", "answered", "handled", "tracked", "withdrawn")
        },
        **{name: iso for name in ("updated", "done")},
        "out_of_scope": some.booleans(),
        "quality_ok": some.booleans() | maybe,
        "verified": some.booleans(),
        "period": some.sampled_from(["2025", "2026", "2026-H1", "2026-H2", "2026-Q3"]),
        "abuse": some.booleans(),
    },
)


def questions(*kinds: str) -> some.SearchStrategy[tuple]:
    years = some.integers(2023, 2028)
    entered = some.lists(request, max_size=4)
    return some.tuples(some.sampled_from(kinds), params, history, years, days, plans, entered)


def answer(question: tuple) -> Evaluation | None:
    try:
        return evaluate(*question)
    except RuleError as refused:
        # The one refusal such input can meet: an increase has no path.
        assert refused.facts == {"name": "base"} and question[0] == "increase"
        return None


def floats(value: object) -> bool:
    if is_dataclass(value):
        return any(floats(getattr(value, each.name)) for each in fields(value))
    return any(map(floats, value)) if isinstance(value, tuple) else isinstance(value, float)


@settings(max_examples=100, deadline=None)
@given(questions(*KINDS))
def test_only_refusals_no_floats_and_honest_words(question):
    found = answer(question)
    if found is None:
        return
    assert not floats(found)
    assert found.status in WORST_FIRST
    assert isinstance(found.progress, Fraction | None)
    assert 0 <= found.gap_share <= 1
    if found.actual is None:
        assert found.progress is None and found.status not in (
            "achieved",
            "nearly",
            "missed",
            "on_track",
            "behind",
        )
    assert evaluate(*question) == found


@settings(max_examples=80, deadline=None)
@given(questions(*CUMULATIVE))
def test_achieved_exactly_when_the_actual_reaches_the_target(question):
    found = answer(question)
    if found is not None:
        reached = found.actual is not None and found.target is not None and found.actual >= found.target
        assert (found.status == "achieved") == reached


@settings(max_examples=60, deadline=None)
@given(questions("growth_pct"), some.integers(1, 40))
def test_more_of_the_year_done_never_sounds_worse(question, more):
    kind, given_params, past, year, as_of, plan, _ = question
    words = [
        evaluate(kind, given_params, {**past, str(year): n}, year, as_of, plan).status
        for n in (20, 20 + more)
    ]
    assert WORST_FIRST.index(words[0]) <= WORST_FIRST.index(words[1])
