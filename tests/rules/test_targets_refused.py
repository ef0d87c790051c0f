"""Does the target engine refuse what is malformed, by the name of what is wrong?"""

from __future__ import annotations

from datetime import date

import pytest

from db.rules.errors import RuleError
from db.rules.targets import evaluate

TODAY = date(2026, 6, 30)

BAD = [
    ("growth_pct", {}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": "nhiều"}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": float("nan")}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": -5}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": True}, {}, None, "growth_pct"),
    ("growth_pct", {"growth_pct": 20, "base": "best"}, {}, None, "base"),
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


@pytest.mark.parametrize(("kind", "params", "history", "plan", "name"), BAD)
def test_malformed_parameters_are_refused_by_name(kind, params, history, plan, name):
    with pytest.raises(RuleError) as refused:
        evaluate(kind, params, history, 2026, TODAY, plan)
    assert (refused.value.code, refused.value.facts) == ("bad_parameter", {"name": name})


def test_an_unknown_kind_is_refused():
    with pytest.raises(RuleError) as refused:
        evaluate("average", {}, {}, 2026, TODAY)
    assert refused.value.code == "unknown_kind"


@pytest.mark.parametrize(
    ("kind", "item", "name"),
    [
        ("all_requests", "a letter", "requests"),
        ("all_requests", {"received": "hôm qua"}, "requests.received"),
        ("all_requests", {"received": "2026-03-01", "extended_due": 5}, "requests.extended_due"),
        ("periodic", {"period": "2026", "done": "20/05/2026"}, "requests.done"),
        ("periodic", None, "requests"),
        ("continuous", {"updated": "2026-02-30"}, "requests.updated"),
    ],
)
def test_malformed_entries_are_refused_by_field(kind, item, name):
    with pytest.raises(RuleError) as refused:
        evaluate(kind, {"periods_per_year": 1}, {}, 2026, TODAY, None, [item])
    assert (refused.value.code, refused.value.facts) == ("bad_parameter", {"name": name})


@pytest.mark.parametrize(("year", "as_of"), [(26, TODAY), (2026, date(9999, 12, 31)), (2026, "today")])
def test_a_year_or_day_outside_the_calendar_is_refused(year, as_of):
    with pytest.raises(RuleError):
        evaluate("increase", {}, {}, year, as_of)
