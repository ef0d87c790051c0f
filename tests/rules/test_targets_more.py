"""What does the target engine tell a page besides target, actual and status?

The table of cases, one for each sentence of the specification, is ``target_cases_more.csv``.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from db.rules.growth_target import compounding_path
from db.rules.targets import ENGINE_VERSION, KINDS, Evaluation, evaluate

G20 = {"growth_pct": 20}
MONEY = {"measure": "amount"}
STOCK = {"growth_pct": 20, "series": "stock"}


def on(kind: str, params: dict, history: dict, as_of: str, plan: object = None) -> Evaluation:
    return evaluate(kind, params, history, 2026, date.fromisoformat(as_of), plan)


def ledger(as_of: str, *requests: dict, year: int = 2026) -> Evaluation:
    return evaluate("all_requests", {}, {}, year, date.fromisoformat(as_of), None, requests)


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
    facts = [
        {"event": "2025-06-15", "verified_on": "2025-07-01", "n": 40},
        {"event": "2025-06-16", "verified_on": "2025-07-01", "n": 60},
    ]
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
    on_the_day = on(
        "annual_plan", {}, {"2026": 1}, "2026-11-15", [{"value": 100, "approved_on": "2026-09-30"}]
    )
    assert not on_the_day.basis.plan_late
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
    # A recorded state wins over the calendar.
    assert states({"actual": 4, "state": "provisional"}, "2027-05-01") == ["provisional"]
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
    facts = [{"event": "2026-02-01", "verified_on": "2026-02-05", "n": 50}, {"event": "2026-02-01", "n": 7}]
    waiting = on("growth_pct", G20, {"2026": {"facts": facts}}, "2026-02-04")
    assert (waiting.actual, waiting.pending) == (None, 57)
    assert on("growth_pct", G20, {"2026": {"facts": facts}}, "2026-02-05").pending == 7


def test_gap_share_is_what_is_missing_of_the_expected():
    assert on("annual_plan", {}, {"2026": 25}, "2026-12-31", 100).gap_share == Fraction(3, 4)
    assert on("annual_plan", {}, {"2026": 125}, "2026-12-31", 100).gap_share == 0


def test_what_the_ledger_page_counts():
    every = [
        {"received": "2026-03-01", "due": "2026-03-16", "answered": "2026-04-01"},  # late
        {"received": "2026-05-01", "due": "2026-05-16", "abuse": True},  # overdue
        {"received": "2025-11-01", "due": "2025-11-16"},  # overdue since last year
        {"received": "2026-06-20", "due": "2026-07-05"},  # open
        {"received": "2026-06-20"},  # open, no due date
        {"received": "2026-06-01", "due": "2026-06-16", "withdrawn": "2026-06-02"},
        {"received": "2026-06-01", "due": "2026-06-16", "out_of_scope": True},
        {"received": "2026-06-10", "due": "2026-07-10", "answered": "2026-06-09"},  # impossible, open
    ]
    count = ledger("2026-06-30", *every).ledger
    assert (count.done, count.decided, count.late) == (1, 2, 1)
    assert (count.overdue, count.carried, count.unanswered, count.overdue_abuse) == (1, 1, 2, 1)
    assert (count.open, count.without_due, count.impossible) == (3, 1, 1)
    assert (count.withdrawn, count.out_of_scope) == (1, 1)
    assert count.overdue_days == (date(2026, 6, 30) - date(2025, 11, 16)).days
    assert count.next_due == date(2026, 7, 5)
    # Seen from 2025 only the old letter counts: neither exclusions nor open ones of 2026 are listed there.
    before = ledger("2026-06-30", *every, year=2025).ledger
    assert (before.decided, before.overdue, before.carried, before.open, before.withdrawn) == (1, 1, 0, 0, 0)
    assert (before.out_of_scope, before.impossible, before.overdue_abuse) == (0, 0, 0)


def test_which_windows_are_done_waiting_and_lost():
    done = [{"period": "2026-Q1", "done": "2026-04-20", "verified": True}]
    found = evaluate("periodic", {"periods_per_year": 4}, {}, 2026, date(2026, 8, 15), None, done)
    assert [(window.period.label, window.state) for window in found.windows] == [
        ("2026-Q1", "done"),
        ("2026-Q2", "lost"),
        ("2026-Q3", "waiting"),
        ("2026-Q4", "ahead"),
    ]
    assert (found.expected, found.gap_share) == (2, Fraction(1, 4))
    assert found.windows[0].in_time_until == date(2026, 4, 30)


def test_how_old_the_profile_is():
    found = evaluate("continuous", {}, {}, 2026, date(2026, 6, 1), None, [{"updated": "2026-03-20"}])
    assert (found.coverage.covered, found.coverage.elapsed, found.coverage.age_days) == (74, 152, 73)
    assert (found.progress, found.gap_share) == (Fraction(74, 152), Fraction(78, 152))


def test_the_gap_of_a_stock_is_what_it_did_not_gain():
    # 50 + 10 × 365/365 = 60 expected on 31/12, 54 there: 6 of 10 missing.
    assert on("growth_pct", STOCK, {"2025": 50, "2026": 54}, "2026-12-31").gap_share == Fraction(3, 5)
    assert on("growth_pct", STOCK, {"2025": 50, "2026": 50}, "2026-01-01").gap_share == 0


def test_a_stock_beyond_its_path_is_reached_or_not():
    path = {**STOCK, "base": "path", "baseline_year": 2023, "baseline": 100}
    progress = [
        on("growth_pct", path, {"2025": 173, "2026": n}, "2026-06-30").progress for n in (172, 173, 174)
    ]
    assert progress == [0, 1, 1]


def test_a_ratio_is_expected_to_be_whole():
    late = ledger("2026-06-30", {"received": "2026-03-01", "due": "2026-03-16"})
    assert (late.expected, late.gap_share, late.ledger.overdue_days) == (1, 1, 106)
    none = ledger("2026-06-30")
    assert (none.expected, none.gap_share, none.ledger.overdue_days) == (None, 0, 0)


def test_the_path_leaders_are_shown():
    # +20 % a year: × 2.5 in five years, × 6.2 in ten, × 8.9 in twelve (20 mock trials become 179 rounded up).
    path = dict(compounding_path(20, 2023, Fraction(1, 5), 2035))
    assert list(path) == list(range(2024, 2036))
    assert (path[2024], path[2028], path[2033], path[2035]) == (24, 50, 124, 179)


def test_dates_may_be_dates_and_moments():
    facts = [{"event": date(2026, 2, 1), "verified_on": datetime(2026, 2, 5, 23, 59), "n": 4}]
    found = evaluate("increase", {}, {"2025": 3, 2026: {"facts": facts}}, 2026, datetime(2026, 2, 5, 8, 0))
    assert (found.actual, found.status) == (4, "achieved")


def test_every_kind_of_the_strategy_has_its_door():
    assert set(KINDS) == {"growth_pct", "increase", "all_requests", "periodic", "annual_plan", "continuous"}
    assert ENGINE_VERSION
