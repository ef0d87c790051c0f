"""Is the sample data marked as such, tied to no real organisation, and possible in time?"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from db.rules.roles import ACCOUNT_ROLES
from tests.db.test_seed_tables import MEASURES, PROVINCES, SAMPLE, seed, table

AS_OF = date(2026, 11, 22)  # the day the sample data is written for
FILES = sorted(SAMPLE.glob("*.csv"))


def sample(name: str) -> list[dict[str, str]]:
    return table(SAMPLE / f"sample_{name}.csv")


UNITS = {row["name_vi"] for row in sample("organisations")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_is_marked_and_names_only_sample_units(path: Path) -> None:
    for row in table(path):
        assert row["sample"] == "yes"
        assert "organisation" not in row or row["organisation"] in UNITS
        assert "measure" not in row or row["measure"] in MEASURES
        assert "province_code" not in row or row["province_code"] in PROVINCES
        assert "password" not in row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_dates_survive_a_move_by_whole_years(path: Path) -> None:
    cells = [cell for row in table(path) for cell in row.values()]
    dates = [date.fromisoformat(cell) for cell in cells if re.fullmatch(r"\d{4}-\d\d-\d\d", cell)]
    assert all((day.month, day.day) != (2, 29) for day in dates)
    assert all(2024 <= day.year <= 2026 for day in dates)


def test_sample_units_are_invented() -> None:
    assert len(UNITS) == 8 and all("Mẫu" in name for name in UNITS)
    assert not UNITS & {row["name_vi"] for row in seed("organisations")}
    provinces = [
        row["province_code_now"] for row in sample("organisations") if row["type"].startswith("hoi_")
    ]
    assert len(provinces) == len(set(provinces)) == 6 and set(provinces) <= PROVINCES


def test_accounts_have_known_roles_and_two_people_where_a_second_must_check() -> None:
    roles = Counter(row["role"] for row in sample("accounts"))
    assert set(roles) == set(ACCOUNT_ROLES)
    assert roles["member"] >= 2 and roles["staff"] >= 2 and roles["officer"] >= 2
    assert all(re.fullmatch(r"[a-z0-9.]+", row["name"]) for row in sample("accounts"))


def test_facts_are_verified_after_they_happened_and_before_today() -> None:
    for row in sample("facts"):
        event, verified = date.fromisoformat(row["event_on"]), date.fromisoformat(row["verified_on"])
        assert event <= verified < AS_OF and int(row["value"]) > 0
        assert MEASURES[row["measure"]]["kind"] in ("growth_pct", "increase", "annual_plan")


def test_facts_leave_one_measure_without_data_and_one_without_a_base() -> None:
    years = {(row["measure"], row["event_on"][:4]) for row in sample("facts")}
    assert ("6.3", "2025") in years and ("6.3", "2026") not in years
    assert {year for code, year in years if code == "8.3"} == {"2026"}


def test_training_of_the_year_stands_where_one_more_training_moves_it() -> None:
    sums = Counter()
    for row in sample("facts"):
        if row["measure"] == "1.3":
            sums[row["event_on"][:4]] += int(row["value"])
    assert sums == {"2024": 180, "2025": 260, "2026": 200}


def test_people_of_1_2_never_shrink_within_a_year() -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in sorted((r for r in sample("facts") if r["measure"] == "1.2"), key=lambda r: r["event_on"]):
        key = (row["organisation"], row["event_on"][:4])
        assert int(row["value"]) >= seen.get(key, 0)
        seen[key] = int(row["value"])
    assert len(seen) == 18


def test_requests_run_forward_in_time() -> None:
    steps = ("answered", "handled", "tracked", "resolved", "notified", "withdrawn_on")
    for row in sample("requests"):
        assert row["received"] < row["due"]
        dated = [row[step] for step in steps if row[step]]
        assert all(row["received"] <= day < AS_OF.isoformat() for day in dated), row["entry_no"]
        assert bool(row["reply_no"]) == bool(row["answered"])
        assert (row["out_of_scope"] == "yes") == bool(row["scope_reason_vi"])
        assert bool(row["notified"]) == (row["case_kind_vi"] == "xâm hại")


def test_each_ledger_code_has_requests_and_confirmations() -> None:
    ledger = {code for code, row in MEASURES.items() if row["kind"] == "all_requests"}
    rows = sample("requests")
    counts = Counter(row["measure"] for row in rows)
    assert set(counts) == ledger and all(5 <= n <= 35 for n in counts.values())
    assert len({row["entry_no"] for row in rows}) == len(rows)
    latest = {row["measure"]: row["confirmed_to"] for row in sample("ledger_confirmations")}
    assert set(latest) == ledger and set(latest.values()) == {"2026-10-31"}


def test_only_the_codes_meant_to_be_late_have_overdue_requests() -> None:
    overdue = Counter(
        row["measure"]
        for row in sample("requests")
        if row["due"] < AS_OF.isoformat()
        and not row["withdrawn_on"]
        and row["out_of_scope"] == "no"
        and not all(row[stage] for stage in stages_of(row["measure"]))
    )
    assert overdue == {"2.4": 1, "4.1": 2, "4.2": 3}


def stages_of(code: str) -> tuple[str, ...]:
    staged = {"4.1": ("answered", "handled", "tracked"), "4.2": ("handled", "resolved", "answered")}
    return staged.get(code, ("answered",))


def test_milestones_and_profile_updates_belong_to_their_kinds() -> None:
    assert all(MEASURES[row["measure"]]["kind"] == "periodic" for row in sample("milestones"))
    assert all(row["done"] <= row["verified_on"] < AS_OF.isoformat() for row in sample("milestones"))
    assert {row["measure"] for row in sample("profile_updates")} == {"7.2"}
    assert {row["measure"] for row in sample("plans")} == {"5.2"}
