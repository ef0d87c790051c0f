"""Does the target engine agree with the acceptance cases of the specification?"""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from db.rules.numbers import round_half_up
from db.rules.targets import evaluate

CASES = list(csv.DictReader((Path(__file__).parent / "target_cases.csv").open(encoding="utf-8", newline="")))


def decoded(text: str, empty: object = None) -> object:
    return json.loads(text) if text else empty


def expected_number(text: str) -> int | None:
    return int(text) if text else None


def test_all_ninety_cases_are_there():
    assert len(CASES) == 90
    assert {case["target_kind"] for case in CASES} == {
        "growth_pct",
        "increase",
        "all_requests",
        "periodic",
        "annual_plan",
        "continuous",
    }


@pytest.mark.parametrize("case", CASES, ids=[case["case_id"] for case in CASES])
def test_case(case: dict[str, str]):
    found = evaluate(
        case["target_kind"],
        decoded(case["params"], {}),
        decoded(case["history"], {}),
        int(case["year"]),
        date.fromisoformat(case["as_of"]),
        decoded(case["plan"]),
        decoded(case["requests"], []),
    )
    actual: object = case["expected_actual"] or None
    if actual is not None and "/" not in case["expected_actual"]:
        actual = int(case["expected_actual"])
    progress = Fraction(case["expected_progress"]) if case["expected_progress"] else None
    assert found.target == expected_number(case["expected_target"]), case["why"]
    assert found.actual == actual, case["why"]
    assert (found.progress is None) == (progress is None), case["why"]
    assert progress is None or round_half_up(found.progress, 4) == progress, case["why"]
    assert found.status == case["expected_status"], case["why"]
