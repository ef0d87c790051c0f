"""Does the target engine agree with the acceptance cases, and with our own for every further sentence?

``target_cases.csv`` is the specification's own list.  ``target_cases_more.csv`` has the same columns, less
the progress, and a case for each sentence and parameter of indicators.md §2 that the list leaves open; its
column ``why`` gives the sentence or the sum.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from db.rules.numbers import round_half_up
from db.rules.targets import Evaluation, evaluate

KINDS = {"growth_pct", "increase", "all_requests", "periodic", "annual_plan", "continuous"}


def read(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


GIVEN, MORE = read("target_cases.csv"), read("target_cases_more.csv")


def decoded(text: str, empty: object = None) -> object:
    return json.loads(text) if text else empty


def answer(case: dict[str, str]) -> Evaluation:
    return evaluate(
        case["target_kind"],
        decoded(case["params"], {}),
        decoded(case["history"], {}),
        int(case["year"]),
        date.fromisoformat(case["as_of"]),
        decoded(case["plan"]),
        decoded(case["requests"], []),
    )


def expected_actual(text: str) -> int | str | None:
    return text if "/" in text else int(text) if text else None


def test_all_cases_are_there():
    assert len(GIVEN) == 90
    assert {case["target_kind"] for case in GIVEN} == {case["target_kind"] for case in MORE} == KINDS
    assert len({case["case_id"] for case in GIVEN + MORE}) == len(GIVEN) + len(MORE)


@pytest.mark.parametrize("case", GIVEN + MORE, ids=[case["case_id"] for case in GIVEN + MORE])
def test_target_actual_and_status(case: dict[str, str]):
    found = answer(case)
    target = int(case["expected_target"]) if case["expected_target"] else None
    assert (found.target, found.actual, found.status) == (
        target,
        expected_actual(case["expected_actual"]),
        case["expected_status"],
    ), case["why"]


@pytest.mark.parametrize("case", GIVEN, ids=[case["case_id"] for case in GIVEN])
def test_progress(case: dict[str, str]):
    progress = answer(case).progress
    shown = None if progress is None else round_half_up(progress, 4)
    assert shown == (Fraction(case["expected_progress"]) if case["expected_progress"] else None), case["why"]
