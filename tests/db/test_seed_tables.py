"""Do the seed tables say exactly what the Decision and the published sources say, and nothing twice?

Pure CSV checks, no database.  The facts taken from published figures stand here by hand, so that a new
one needs a second decision.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from db.rules.targets import evaluate

SEED = Path(__file__).resolve().parents[2] / "db" / "seed"
SAMPLE = SEED / "sample"
TABLES = sorted([*SEED.glob("*.csv"), *SAMPLE.glob("*.csv")])
STRATEGY_FROM = "2023-06-01"

# row of published_figures.csv -> (measure, value, event date, precision)
FACTS = {
    51: ("1.3", 35, "2023-12-21", "day"),
    53: ("1.3", 248, "2023-06-13", "day"),
    54: ("2.2", 12, "2024-12-31", "year"),
    60: ("1.3", 35, "2024-08-08", "day"),
    62: ("8.1a", 20, "2024-12-28", "day"),
    73: ("5.5", 1, "2025-11-30", "month"),
    84: ("8.1a", 20, "2023-10-07", "day"),
}
# What a wrong loader would add on top of a fact: parts, places, classes and money of the same event.
NEVER_FACTS = (52, 55, 56, 57, 58, 61, 66, 67, 74, 75, 78, 79, 85)

# SHA-256 of code and the four official columns, as received with the Decision: the wording is never edited.
OFFICIAL = ("code", "objective_vi", "activity_vi", "indicator_vi", "target_vi")
OFFICIAL_SHA256 = "b9a1524bcddc9ca2e8412d5d9b1e209fef2f15f9d4028db6f6b59abbcb213d92"

# Names that the target rules read, by kind.
GROWTH = {"growth_pct", "base", "series", "lag_days"}
PARAMS = {
    "growth_pct": GROWTH,
    "increase": {"series", "measure", "lag_days"},
    "all_requests": {"due_days", "stages", "quality_gate"},
    "periodic": {"periods_per_year", "grace_days", "warn_days"},
    "annual_plan": {"lag_days", "plan_freeze"},
    "continuous": {"max_age_days"},
}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def seed(name: str) -> list[dict[str, str]]:
    return table(SEED / f"{name}.csv")


STRATEGY = {row["code"]: row for row in seed("strategy")}
MEASURES = {row["code"]: row for row in seed("measures")}
PARAMETERS = {code: json.loads(row["params"]) for code, row in MEASURES.items()}
LINKS = {int(row["row"]): row for row in seed("published_links")}
PROVINCES = {row["code"] for row in seed("provinces")}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_table_is_clean_text_with_full_rows(path: Path) -> None:
    raw = path.read_bytes().decode("utf-8")
    assert raw == unicodedata.normalize("NFC", raw)
    assert not raw.startswith("\ufeff") and "\ufffd" not in raw
    rows = table(path)
    assert rows
    for row in rows:
        assert None not in row and None not in row.values()
        assert all(cell == cell.strip() for cell in row.values())


def test_the_strategy_has_8_objectives_27_activities_28_measures() -> None:
    assert [int(row["number"]) for row in seed("objectives")] == list(range(1, 9))
    assert list(MEASURES) == list(STRATEGY) and len(MEASURES) == 28
    assert [int(row["ordinal"]) for row in MEASURES.values()] == list(range(1, 29))
    activities = Counter(row["activity_code"] for row in MEASURES.values())
    assert len(activities) == 27
    assert {code for code, n in activities.items() if n > 1} == {"8.1"}
    by_objective = Counter(code[0] for code in activities)
    assert [by_objective[str(n)] for n in range(1, 9)] == [3, 4, 4, 2, 5, 3, 3, 3]


def test_kinds_are_counted_as_the_decision_words_them() -> None:
    assert Counter(row["kind"] for row in MEASURES.values()) == {
        "growth_pct": 11,
        "increase": 5,
        "all_requests": 7,
        "periodic": 3,
        "annual_plan": 1,
        "continuous": 1,
    }
    growth = Counter(p["growth_pct"] for p in PARAMETERS.values() if "growth_pct" in p)
    assert growth == {20: 9, 10: 2}
    assert len({row["activity_code"] for row in MEASURES.values() if row["kind"] == "increase"}) == 4


@pytest.mark.parametrize("code", STRATEGY)
def test_kind_and_parameters_follow_the_official_target(code: str) -> None:
    official, params = STRATEGY[code], PARAMETERS[code]
    assert MEASURES[code]["kind"] == official["target_kind"]
    assert set(params) <= PARAMS[official["target_kind"]]
    if official["growth_pct"]:
        assert params["growth_pct"] == int(official["growth_pct"])
        assert f"Tăng {params['growth_pct']}%" in official["target_vi"]
    if official["target_kind"] == "periodic":
        assert params["periods_per_year"] == int(official["periods_per_year"])
    assert (params.get("measure") == "amount") == (official["measure"] == "amount")


@pytest.mark.parametrize("code", STRATEGY)
def test_the_target_rules_accept_the_parameters(code: str) -> None:
    found = evaluate(MEASURES[code]["kind"], PARAMETERS[code], {}, 2026, date(2026, 12, 31))
    assert found.actual in (None, 0)
    assert found.status == ("at_risk" if code in ("3.2", "3.4") else "behind" if code == "3.3" else "no_data")


def test_parameters_that_differ_by_measure() -> None:
    gates = {code for code, p in PARAMETERS.items() if p.get("quality_gate")}
    assert gates == {"2.3", "2.4", "3.1", "7.3"}
    stages = {code: p["stages"] for code, p in PARAMETERS.items() if "stages" in p}
    assert stages == {
        "4.1": ["answered", "handled", "tracked"],
        "4.2": ["handled", "resolved", "answered"],
    }
    for code, params in PARAMETERS.items():
        if "lag_days" in PARAMS[MEASURES[code]["kind"]]:
            assert params["lag_days"] == {"member": 15, "staff": 0}[MEASURES[code]["source"]], code
    ledger = {code for code, row in MEASURES.items() if row["source"] == "ledger"}
    assert ledger == {code for code, row in MEASURES.items() if row["kind"] == "all_requests"}
    assert {code for code, row in MEASURES.items() if row["across_periods"] == "max"} == {"1.2"}


def test_seven_quality_statements() -> None:
    marked = {code for code, row in MEASURES.items() if row["qualitative"] == "yes"}
    assert marked == {"2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "7.3"}
    assert all("chất lượng" in STRATEGY[code]["indicator_vi"] for code in marked)


def test_official_wording_of_the_decision_is_untouched() -> None:
    text = "\n".join("|".join(row[column] for column in OFFICIAL) for row in STRATEGY.values())
    assert hashlib.sha256(text.encode()).hexdigest() == OFFICIAL_SHA256


def test_official_wording_of_objectives_is_untouched() -> None:
    official = {row["objective_vi"]: row["objective_en"] for row in STRATEGY.values()}
    assert {row["wording_vi"]: row["wording_en"] for row in seed("objectives")} == official
    for row in seed("objectives"):
        assert row["wording_vi"] == f"Mục tiêu {row['number']}. {row['title_vi']}"
        assert row["wording_en"] == f"Objective {row['number']}. {row['title_en']}"


@pytest.mark.parametrize("code", STRATEGY)
def test_words_for_screens(code: str) -> None:
    row = MEASURES[code]
    assert 0 < len(row["short_vi"]) <= 40 and 0 < len(row["short_en"]) <= 40
    assert (
        row["unit_vi"] and row["unit_en"] and row["how_vi"].endswith(".") and row["how_vi"].count(". ") <= 2
    )
    for part in ("activity", "indicator", "target"):
        assert row[f"display_{part}_vi"] != STRATEGY[code][f"{part}_vi"], "empty means: as the Decision"


def test_faults_of_the_decision_are_kept_there_and_corrected_on_screen() -> None:
    corrections = {"3.2": ("AIHCR", "AICHR"), "5.2": ("kỹ luật", "kỷ luật"), "2.4": ("huyện", "xã")}
    for code, (fault, right) in corrections.items():
        assert fault in STRATEGY[code]["activity_vi"]
        shown = MEASURES[code]["display_activity_vi"]
        assert right in shown and fault not in shown
    assert "phân đầu" not in "".join(row["note_vi"] for row in MEASURES.values())


def test_phases_meet_and_reviews_close_them() -> None:
    phases = {row["number"]: (int(row["from_year"]), int(row["to_year"])) for row in seed("phases")}
    assert phases == {"1": (2023, 2028), "2": (2028, 2033), "3": (2033, 2035)}
    reviews = {int(row["year"]): row for row in seed("reviews")}
    assert {year: row["kind"] for year, row in reviews.items()} == {2028: "interim", 2033: "final"}
    assert all(phases[row["closes_phase"]][1] == year for year, row in reviews.items())


def test_holidays_are_single_days_and_uncertain_ones_say_so() -> None:
    rows = seed("holidays")
    days = [date.fromisoformat(row["date"]) for row in rows]
    assert days == sorted(set(days)) and {day.year for day in days} == {2025, 2026, 2027}
    certain = {row["date"] for row in rows if row["certain"] == "yes"}
    for year in (2025, 2026, 2027):
        assert {f"{year}-01-01", f"{year}-04-30", f"{year}-05-01", f"{year}-09-02"} <= certain
    assert {row["certain"] for row in rows} == {"yes", "no"}


def test_each_published_figure_has_its_link() -> None:
    figures = seed("published_figures")
    assert list(LINKS) == list(range(1, 99)) and len(figures) == 98
    organisations = {row["name_vi"] for row in seed("organisations")}
    for number, figure in enumerate(figures, 1):
        link = LINKS[number]
        assert figure["indicator"].startswith(link["indicator_start"]), number
        assert link["definition_vi"] and link["why"].endswith(".")
        assert link["measure"] == "" or link["measure"] in MEASURES
        assert link["measure"][:1] in ("", figure["objective"]), number
        assert (link["relation"] == "context") == (link["measure"] == "")
        assert (link["relation"] == "same_definition") == (link["as_fact"] == "yes"), number
        assert link["organisation"] in organisations | {""} and link["province_code"] in PROVINCES | {""}


def test_only_exact_dated_events_become_facts() -> None:
    figures = seed("published_figures")
    for number, link in LINKS.items():
        if link["as_fact"] == "no":
            assert not (link["fact_value"] or link["event_on"] or link["date_precision"]), number
            continue
        assert figures[number - 1]["qualifier"] == "chính xác"
        assert link["fact_value"] == figures[number - 1]["value"]
        assert not re.search("lũy kế|nhiệm kỳ|Tết", figures[number - 1]["period"])
        assert STRATEGY_FROM <= link["event_on"] <= (link["event_to"] or link["event_on"])
        assert link["event_on"][:4] == figures[number - 1]["year"] and link["before_strategy"] == "no"
        assert link["organisation"] and link["full_year"] == (
            "yes" if link["date_precision"] == "year" else "no"
        )


def test_the_facts_are_these_seven_and_nothing_is_counted_twice() -> None:
    facts = {
        number: (row["measure"], int(row["fact_value"]), row["event_on"], row["date_precision"])
        for number, row in LINKS.items()
        if row["as_fact"] == "yes"
    }
    assert facts == FACTS
    assert not set(NEVER_FACTS) & set(facts)
    events = [
        (row["measure"], row["organisation"], row["event_on"]) for n, row in LINKS.items() if n in facts
    ]
    assert len(events) == len(set(events))
