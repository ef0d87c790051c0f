"""Does every sentence of the specification about growth, increase and yearly plans hold?

One case per sentence of indicators.md §2.2–§2.5, §2.8–§2.10 that the acceptance cases leave open; the comment
above a case gives the sentence and the sum.  Columns: params, history, as_of, plan → target, actual, status.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from db.rules.errors import RuleError
from db.rules.growth_target import compounding_path
from db.rules.targets import Evaluation, evaluate

G20 = {"growth_pct": 20}
MONEY = {"measure": "amount"}
STOCK = {"growth_pct": 20, "series": "stock"}
CLOSED_2025 = {"final": 100, "final_on": "2026-01-31", "revised": 130, "revised_on": "2026-05-10"}
LATE_FACTS = {
    "facts": [
        {"event": "2025-05-01", "verified_on": "2025-06-01", "n": 100},
        {"event": "2025-12-20", "verified_on": "2026-03-01", "n": 30},
    ]
}
VOIDED = {
    "facts": [
        {"event": "2026-02-01", "verified_on": "2026-02-05", "n": 50},
        {"event": "2026-02-02", "verified_on": "2026-02-05", "voided_on": "2026-03-10", "n": 7},
    ]
}


def on(
    kind: str, params: dict, history: dict, as_of: str, plan: object = None, year: int = 2026
) -> Evaluation:
    return evaluate(kind, params, history, year, date.fromisoformat(as_of), plan)


# (kind, params, history, as_of, plan, target, actual, status)
CASES = {
    # -- the base ------------------------------------------------------------------------------------
    # k ≤ 2: a base three years back is too old, and without a plan there is no target.
    "gap of three": ("growth_pct", G20, {"2023": 100, "2026": 120}, "2026-11-21", None, None, 120, "no_target"),
    # "Older or none → the approved plan if there is one."
    "plan instead": ("growth_pct", G20, {"2023": 100, "2026": 120}, "2026-11-21", 130, 130, 120, "on_track"),
    "plan, no base": ("growth_pct", G20, {"2026": 40}, "2026-11-21", 40, 40, 40, "achieved"),
    # Where the rule gives a target, a plan does not replace it: 100 × 1.2.
    "rule over plan": ("growth_pct", G20, {"2025": 100, "2026": 100}, "2027-02-15", 90, 120, 100, "missed"),
    # max_gap is a parameter: 100 × 1.2³ = 172.8, rounded up once (rounding yearly would give 174).
    "longer gap": ("growth_pct", {**G20, "max_gap": 3}, {"2023": 100, "2026": 9}, "2027-02-15", None, 173, 9, "missed"),
    # Rounded up once, not every year: 11 × 1.44 = 15.84 → 16; rounding twice gives ⌈14 × 1.2⌉ = 17.
    "rounded once": ("growth_pct", G20, {"2024": 11, "2025": None, "2026": 16}, "2026-12-31", None, 16, 16, "achieved"),
    # At least one more: ⌈5 × 1.00⌉ = 5 would be no growth.
    "at least one more": ("growth_pct", {"growth_pct": 0}, {"2025": 5, "2026": 5}, "2026-12-31", None, 6, 5, "at_risk"),
    # Base 0 → T = 1, and a target of one is not late in June: ⌊181/365⌋ = 0 expected.
    "base zero in June": ("growth_pct", G20, {"2025": 0, "2026": 0}, "2026-06-30", None, 1, 0, "on_track"),
    # A decimal growth is exact too: 1000 × 1.125 = 1125, not 1126.
    "decimal growth": ("growth_pct", {"growth_pct": 12.5}, {"2025": 1000, "2026": 1125}, "2026-12-31", None, 1125, 1125, "achieved"),
    # Ratchet: the best earlier year (100) calls for 120; last year alone (60) would ask for 72.
    "ratchet": ("growth_pct", {**G20, "base": "ratchet"}, {"2023": 100, "2024": 90, "2025": 60, "2026": 120}, "2027-02-15", None, 120, 120, "achieved"),
    # A ratchet never lowers, it does raise: last year is the best year.
    "ratchet up": ("growth_pct", {**G20, "base": "ratchet"}, {"2024": 50, "2025": 100, "2026": 60}, "2027-02-15", None, 120, 60, "missed"),
    # A path stands on its base year whatever last year was: 100 × 1.2³, even above a fallen 2025.
    "path from history": ("growth_pct", {**G20, "base": "path", "baseline_year": 2023}, {"2023": 100, "2025": 300, "2026": 200}, "2027-02-15", None, 173, 200, "achieved"),
    # The base year of a path is itself Năm gốc.
    "path, base year": ("growth_pct", {**G20, "base": "path", "baseline_year": 2026, "baseline": 9}, {"2026": 9}, "2026-12-31", None, None, 9, "no_target"),
    # A comparable figure is the base where the series broke (merger of provinces): 34 × 1.2 = 40.8.
    "comparable": ("growth_pct", G20, {"2025": {"actual": 63, "comparable": 34}, "2026": 41}, "2026-11-21", None, 41, 41, "achieved"),
    "comparable increase": ("increase", {}, {"2025": {"actual": 26, "comparable": 15}, "2026": 16}, "2026-11-21", None, 16, 16, "achieved"),
    # The year's own result stays the reported one, whatever is comparable with it next year.
    "own reported": ("increase", {}, {"2025": 20, "2026": {"actual": 26, "comparable": 15}}, "2026-11-21", None, 21, 26, "achieved"),
    # An increase looks back to the last known value, however old.
    "increase, old base": ("increase", {}, {"2019": 10, "2026": 10}, "2027-02-15", None, 11, 10, "nearly"),
    "increase, plan": ("increase", {}, {"2026": 11}, "2027-02-15", 20, 20, 11, "missed"),
    # A year known for part only is no base for an increase either.
    "increase, part year": ("increase", {}, {"2025": {"actual": 3, "full_year": False}, "2026": 4}, "2026-12-31", None, None, 4, "no_target"),
    # More refunds than receipts last year: anything above zero is an increase.
    "negative base": ("increase", MONEY, {"2025": -5, "2026": 0}, "2027-02-15", None, 1, 0, "missed"),
    # -- what is known when ----------------------------------------------------------------------------
    # Before the close the provisional 92 is the base: 92 × 1.2 = 110.4.
    "provisional base": ("growth_pct", G20, {"2025": {"provisional": 92, "final": 100, "final_on": "2026-01-31"}, "2026": 3}, "2026-01-30", None, 111, 3, "behind"),
    # On the day of the close the final figure is known.
    "close is inclusive": ("growth_pct", G20, {"2025": {"provisional": 92, "final": 100, "final_on": "2026-01-31"}, "2026": 10}, "2026-01-31", None, 120, 10, "on_track"),
    # A decision to re-base works from the day the revision is known.
    "rebase, not yet": ("growth_pct", {**G20, "rebase_on_revision": True}, {"2025": CLOSED_2025, "2026": 60}, "2026-05-09", None, 120, 60, "on_track"),
    "rebase, now": ("growth_pct", {**G20, "rebase_on_revision": True}, {"2025": CLOSED_2025, "2026": 60}, "2026-05-10", None, 156, 60, "on_track"),
    # A fact of 2025 verified after the close enters 2025, not the frozen base of 2026.
    "late fact, base": ("growth_pct", G20, {"2025": LATE_FACTS, "2026": 60}, "2026-06-30", None, 120, 60, "on_track"),
    "late fact, rebase": ("growth_pct", {**G20, "rebase_on_revision": True}, {"2025": LATE_FACTS, "2026": 156}, "2026-06-30", None, 156, 156, "achieved"),
    # verified ≤ as-of < voided: on the day it is voided a fact is gone.
    "before voided": ("growth_pct", G20, {"2025": 100, "2026": VOIDED}, "2026-03-09", None, 120, 57, "on_track"),
    "voided": ("growth_pct", G20, {"2025": 100, "2026": VOIDED}, "2026-03-10", None, 120, 50, "on_track"),
    # Nothing verified yet is no data, not 0, although 57 wait.
    "only waiting": ("growth_pct", G20, {"2025": 100, "2026": VOIDED}, "2026-02-04", None, 120, None, "no_data"),
    "only submitted": ("increase", {}, {"2025": 3, "2026": {"verified": None, "submitted": 9}}, "2026-06-30", None, 4, None, "no_data"),
    # A year counts what happened in it: a fact of 2025 filed under 2026 adds nothing.
    "event of another year": ("increase", {}, {"2025": 3, "2026": {"facts": [{"event": "2025-12-31", "verified_on": "2026-01-05", "n": 9}, {"event": "2026-01-02", "verified_on": "2026-01-05", "n": 0}]}}, "2026-01-10", None, 4, 0, "on_track"),
    # A nil report is a zero: A = 0 is data.
    "null current year": ("growth_pct", G20, {"2025": 100, "2026": None}, "2026-06-30", None, 120, None, "no_data"),
    # -- years ahead and years over --------------------------------------------------------------------
    "year ahead, path": ("growth_pct", {**G20, "base": "path", "baseline_year": 2023, "baseline": 100}, {}, "2025-11-21", None, 173, None, "not_due"),
    "year ahead, plan": ("annual_plan", {}, {"2026": 7}, "2025-12-31", [{"value": 500, "approved_on": "2025-12-20"}], 500, None, "not_due"),
    # The lag is for years under way: on 1 January the year is over and final words are used.
    "lag at year end": ("growth_pct", {**G20, "lag_days": 15}, {"2025": 100, "2026": 119}, "2027-01-01", None, 120, 119, "nearly"),
    "no data, year over": ("growth_pct", {**G20, "lag_days": 15}, {"2025": 100}, "2027-01-05", None, 120, None, "no_data"),
    # Reached is reached, even within the lag.
    "achieved within lag": ("growth_pct", {**G20, "lag_days": 15}, {"2025": 0, "2026": 1}, "2026-01-10", None, 1, 1, "achieved"),
    # -- thresholds ------------------------------------------------------------------------------------
    # 90 of 100 expected (365/365 on 31/12): exactly 0.9 is on track; year over exactly 0.9 is nearly.
    "edge on_track": ("annual_plan", {}, {"2026": 90}, "2026-12-31", 100, 100, 90, "on_track"),
    "edge nearly": ("annual_plan", {}, {"2026": 90}, "2027-01-01", 100, 100, 90, "nearly"),
    "below edge": ("annual_plan", {}, {"2026": 89}, "2026-12-31", 100, 100, 89, "at_risk"),
    # Thresholds belong to the measure.
    "own threshold": ("annual_plan", {"on_track_share": "0.95", "at_risk_share": "0.91"}, {"2026": 90}, "2026-12-31", 100, 100, 90, "behind"),
    "own threshold, over": ("annual_plan", {"on_track_share": "4/5"}, {"2026": 80}, "2027-02-15", 100, 100, 80, "nearly"),
    # -- expected to date ------------------------------------------------------------------------------
    # Same figures as G42 on an even pace: ⌊120 × 181/365⌋ = 59, 75 is plenty.
    "linear": ("growth_pct", G20, {"2025": 100, "2026": 75}, "2026-06-30", None, 120, 75, "on_track"),
    # The seasonal profile needs a final last year; before the close the even pace holds: ⌊120 × 20/365⌋ = 6.
    "profile, not final": ("growth_pct", {**G20, "profile": "same_period", "prior_ytd": 0}, {"2025": {"actual": 100, "state": "provisional"}, "2026": 0}, "2026-01-20", None, 120, 0, "behind"),
    # … and nine tenths of it dated.
    "profile, undated": ("growth_pct", {**G20, "profile": "same_period", "prior_ytd": 70, "prior_dated": 89}, {"2025": 100, "2026": 75}, "2026-06-30", None, 120, 75, "on_track"),
    "profile, dated": ("growth_pct", {**G20, "profile": "same_period", "prior_ytd": 70, "prior_dated": 90}, {"2025": 100, "2026": 75}, "2026-06-30", None, 120, 75, "at_risk"),
    # Last year was nothing at all: no rhythm to follow; ⌊1 × 181/365⌋ = 0.
    "profile, zero year": ("growth_pct", {**G20, "profile": "same_period", "prior_ytd": 0}, {"2025": 0, "2026": 0}, "2026-06-30", None, 1, 0, "on_track"),
    # Money is not rounded: 60 of 101 × 243/365 = 67.24 is 0.892; floored to 66.67 it would be on track.
    "money unrounded": ("increase", MONEY, {"2025": 100, "2026": 60}, "2026-08-31", None, 101, 60, "at_risk"),
    "count rounded": ("increase", {}, {"2025": 100, "2026": 60}, "2026-08-30", None, 101, 60, "on_track"),
    # -- stock -----------------------------------------------------------------------------------------
    # Below last year's stock is behind even when no gain can be expected yet; progress not below 0.
    "stock shrinks": ("increase", {"series": "stock"}, {"2025": 46, "2026": 45}, "2026-03-31", None, 47, 45, "behind"),
    "stock reached": ("growth_pct", STOCK, {"2025": 10, "2026": 12}, "2026-03-31", None, 12, 12, "achieved"),
    # Year over: 9 of 10 gained is nearly, although 59/60 of the stock is there.
    "stock nearly": ("growth_pct", STOCK, {"2025": 50, "2026": 59}, "2027-02-15", None, 60, 59, "nearly"),
    "stock missed": ("growth_pct", STOCK, {"2025": 50, "2026": 58}, "2027-02-15", None, 60, 58, "missed"),
    "stock comparable": ("increase", {"series": "stock"}, {"2025": {"actual": 63, "comparable": 34}, "2026": 34}, "2026-09-30", None, 35, 34, "on_track"),
    # -- yearly plan -----------------------------------------------------------------------------------
    "no plan": ("annual_plan", {}, {"2026": 260}, "2026-06-30", None, None, 260, "no_target"),
    "plan of zero": ("annual_plan", {}, {"2026": 260}, "2026-06-30", 0, None, 260, "no_target"),
    # On 30/09 a revision still counts, on 01/10 it is ignored; the freeze is a parameter.
    "revised on freeze": ("annual_plan", {}, {"2026": 390}, "2026-12-31", [{"value": 500, "approved_on": "2026-01-10"}, {"value": 400, "approved_on": "2026-09-30"}], 400, 390, "on_track"),
    "revised after": ("annual_plan", {}, {"2026": 390}, "2026-12-31", [{"value": 400, "approved_on": "2026-10-01"}, {"value": 500, "approved_on": "2026-01-10"}], 500, 390, "at_risk"),
    "later freeze": ("annual_plan", {"plan_freeze": "10-31"}, {"2026": 390}, "2026-12-31", [{"value": 500, "approved_on": "2026-01-10"}, {"value": 400, "approved_on": "2026-10-01"}], 400, 390, "on_track"),
    # A late first approval counts; a revision of it, being after the freeze, does not.
    "late, then revised": ("annual_plan", {}, {"2026": 120}, "2027-02-15", [{"value": 100, "approved_on": "2026-10-15"}, {"value": 200, "approved_on": "2026-11-15"}], 100, 120, "achieved"),
    "draft plan": ("annual_plan", {}, {"2026": 120}, "2026-11-15", [{"value": 100, "approved_on": None}], None, 120, "no_target"),
    # -- frozen ----------------------------------------------------------------------------------------
    # The figure stored at the close wins over any later arithmetic, unless a decision re-bases.
    "frozen": ("growth_pct", {**G20, "frozen_target": 120}, {"2025": 130, "2026": 120}, "2026-12-31", None, 120, 120, "achieved"),
    "frozen, rebased": ("growth_pct", {**G20, "frozen_target": 120, "rebase_on_revision": True}, {"2025": 130, "2026": 120}, "2026-12-31", None, 156, 120, "at_risk"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_rule(case: tuple):
    kind, params, history, as_of, plan, target, actual, status = case
    found = on(kind, params, history, as_of, plan)
    assert (found.target, found.actual, found.status) == (target, actual, status)


def test_progress_is_not_capped_at_one():
    # Akvo's percent_accomplishment_100 used max for min; ours is the plain share, above 1 when above.
    assert on("annual_plan", {}, {"2026": 150}, "2026-06-30", 100).progress == Fraction(3, 2)


def test_stock_progress_is_not_below_zero():
    assert on("increase", {"series": "stock"}, {"2025": 46, "2026": 40}, "2026-03-31").progress == 0


def test_expected_is_down_for_counts_and_exact_for_money():
    assert on("growth_pct", G20, {"2025": 100, "2026": 1}, "2026-06-30").expected == 59
    assert on("increase", MONEY, {"2025": 100, "2026": 1}, "2026-06-30").expected == Fraction(101 * 181, 365)


def test_a_stock_is_expected_from_last_years_on():
    # 50 + ⌊10 × 181/365⌋ = 54
    assert on("growth_pct", STOCK, {"2025": 50, "2026": 54}, "2026-06-30").expected == 54


def test_same_period_from_dated_facts_less_the_lag():
    # By 15/06 last year (30/06 less 15 days) 40 of 100 were done: 40 % of 120 is expected.
    facts = [{"event": "2025-06-15", "verified_on": "2025-07-01", "n": 40}, {"event": "2025-06-16", "verified_on": "2025-07-01", "n": 60}]  # fmt: skip
    params = {**G20, "profile": "same_period", "lag_days": 15}
    assert on("growth_pct", params, {"2025": {"facts": facts}, "2026": 48}, "2026-06-30").expected == 48


def test_what_the_page_must_say_about_a_target():
    estimated = on("growth_pct", G20, {"2024": 100, "2026": 1}, "2026-06-30")
    assert (estimated.basis.rule, estimated.basis.base, estimated.basis.base_year) == ("estimated", 100, 2024)
    assert estimated.estimated
    early = on(
        "growth_pct", G20, {"2025": {"actual": 63, "comparable": 34, "state": "provisional"}}, "2026-01-20"
    )
    assert early.basis.base_provisional and early.basis.base_broken and not early.estimated
    late = on("annual_plan", {}, {"2026": 1}, "2026-11-15", [{"value": 100, "approved_on": "2026-10-15"}])
    assert late.basis.plan_late and late.basis.plans == (100,)
    revised = [{"value": 500, "approved_on": "2026-01-10"}, {"value": 400, "approved_on": "2026-08-01"}]
    assert on("annual_plan", {}, {"2026": 1}, "2026-11-15", revised).basis.plans == (500, 400)


def test_the_state_of_a_year_follows_the_calendar_and_the_acts():
    def states(entry: object, *days: str) -> list[str]:
        return [on("increase", {}, {"2026": entry}, day).year_state for day in days]

    assert states(4, "2026-12-31", "2027-01-01", "2027-01-30", "2027-01-31") == [
        "open",
        "provisional",
        "provisional",
        "final",
    ]
    closed_late = {
        "provisional": 3,
        "final": 4,
        "final_on": "2027-03-01",
        "revised": 5,
        "revised_on": "2027-05-01",
    }
    assert states(closed_late, "2027-02-28", "2027-03-01", "2027-05-01") == [
        "provisional",
        "final",
        "revised",
    ]


def test_pending_is_beside_the_number_never_in_it():
    assert on("increase", {}, {"2026": {"verified": 3, "submitted": 9}}, "2026-06-30").pending == 9
    waiting = on("growth_pct", G20, {"2026": VOIDED}, "2026-02-04")
    assert (waiting.actual, waiting.pending) == (None, 57)


def test_gap_share_is_what_is_missing_of_the_expected():
    assert on("annual_plan", {}, {"2026": 25}, "2026-12-31", 100).gap_share == Fraction(3, 4)
    assert on("annual_plan", {}, {"2026": 125}, "2026-12-31", 100).gap_share == 0


def test_the_path_leaders_are_shown():
    # +20 % a year: × 2.5 in five years, × 6.2 in ten, × 8.9 in twelve (20 mock trials become 179 rounded up).
    path = dict(compounding_path(20, 2023, Fraction(1, 5), 2035))
    assert (path[2024], path[2028], path[2033], path[2035]) == (24, 50, 124, 179)


def test_dates_may_be_dates_and_moments():
    facts = [{"event": date(2026, 2, 1), "verified_on": datetime(2026, 2, 5, 23, 59), "n": 4}]
    found = evaluate("increase", {}, {"2025": 3, 2026: {"facts": facts}}, 2026, datetime(2026, 2, 5, 8, 0))
    assert (found.actual, found.status) == (4, "achieved")


BAD = [
    ("growth_pct", {}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": "nhiều"}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": float("nan")}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": -5}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": True}, {}, None, "growth_pct"),
    ("growth_pct", {**G20, "base": "best"}, {}, None, "base"),
    ("increase", {"base": "path"}, {}, None, "base"),
    ("increase", {"series": "stocks"}, {}, None, "series"),
    ("increase", {"lag_days": -1}, {}, None, "lag_days"),
    ("increase", {"max_gap": 1.5}, {}, None, "max_gap"),
    ("increase", {"on_track_share": 90}, {}, None, "on_track_share"),
    ("increase", {"on_track_share": "0.5"}, {}, None, "at_risk_share"),
    ("increase", {"plan_freeze": "30-09"}, {}, None, "plan_freeze"),
    ("increase", {"rebase_on_revision": "yes"}, {}, None, "rebase_on_revision"),
    ("increase", {"frozen_target": 0}, {}, None, "frozen_target"),
    ("increase", {}, {"2025": "nhiều"}, None, "history.2025"),
    ("increase", {}, {"2025": [1]}, None, "history.2025"),
    ("increase", {}, {"2025": {"facts": [{"event": "20/12/2025", "n": 1}]}}, None, "history.2025"),
    ("increase", {}, {"2025": {"final": 1, "final_on": "soon"}}, None, "history.2025"),
    ("increase", {}, {"last": 3}, None, "history"),
    ("annual_plan", {}, {}, -1, "plan"),
    ("annual_plan", {}, {}, [500], "plan"),
    ("all_requests", {"stages": "answered"}, {}, None, "stages"),
    ("all_requests", {"stages": []}, {}, None, "stages"),
    ("all_requests", {"calendar": "lunar"}, {}, None, "calendar"),
    ("all_requests", {"holidays": ["2/9"]}, {}, None, "holidays"),
    ("all_requests", {"due_days": 10**9}, {}, None, "due_days"),
    ("periodic", {}, {}, None, "periods_per_year"),
    ("periodic", {"periods_per_year": 3}, {}, None, "periods_per_year"),
    ("continuous", {"max_age_days": 0}, {}, None, "max_age_days"),
]


@pytest.mark.parametrize(
    ("kind", "params", "history", "plan", "name"), BAD, ids=[f"{b[4]}-{i}" for i, b in enumerate(BAD)]
)
def test_malformed_parameters_are_refused_by_name(kind, params, history, plan, name):
    with pytest.raises(RuleError) as refused:
        on(kind, params, history, "2026-06-30", plan)
    assert (refused.value.code, refused.value.facts) == ("bad_parameter", {"name": name})


def test_an_unknown_kind_is_refused():
    with pytest.raises(RuleError) as refused:
        on("average", {}, {}, "2026-06-30")
    assert refused.value.code == "unknown_kind"
