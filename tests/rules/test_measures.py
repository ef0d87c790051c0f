"""What does each report add to which measure, exactly once?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest

from db.rules.measures import (
    AGGREGATION,
    LAG_DAYS,
    MEASURES,
    SOURCE,
    Contribution,
    UnitValue,
    contributions,
    yearly_value,
)
from db.rules.report_checks import check_report
from db.rules.report_forms import MEMBER_FORMS, STAFF_FORMS
from tests.rules.filled_forms import FILLED, FORMS, SEED, TODAY, filled, rows_of


def added(form: str, changes: Mapping[str, object] | None = None) -> tuple[Contribution, ...]:
    return contributions(check_report(FORMS[form], filled(form, changes), today=TODAY))


def sums(form: str, changes: Mapping[str, object] | None = None) -> dict[str, int]:
    found = added(form, changes)
    assert len({one.measure for one in found}) == len(found)
    return {one.measure: one.value for one in found}


PROFESSIONALS = {"audience": "professionals", "prof_n.lawyer": "40"}
IN_KIND = {"inkind_vnd": "5.000.000", "inkind_basis": "hóa đơn"}
REFUND = {"cash_vnd": "0", "refund": "-2.000.000", "refund_ref": "khoản ngày 01/6"}


@pytest.mark.parametrize(
    ("form", "changes", "expected"),
    [
        ("F1", {}, {"1.1": 1}),
        ("F1", {"org_kind": "commune", "how": "added_task"}, {"1.1": 1}),
        ("F1", {"org_kind": "chapter"}, {"1.1": 1}),
        ("F1", {"org_kind": "centre"}, {}),
        ("F1", {"org_kind": "chapter_union"}, {}),
        ("F1", {"how": "merged"}, {}),
        ("F1", {"how": "renamed"}, {}),
        ("F2", {}, {"1.2": 15}),
        ("F2", {"experts_n": "0", "volunteers_n": "0"}, {"1.2": 0}),
        ("F3", {}, {"1.3": 40}),
        ("F3", PROFESSIONALS, {"6.2": 40}),
        ("F3", {"audience": "other"}, {}),
        ("F3", {"hours": "2"}, {"1.3": 40}),
        ("F3", {"hours": "1,99"}, {}),
        ("F3", {"shared_with": "7", "counted_by": "ours"}, {"1.3": 40}),
        ("F3", {"shared_with": "7", "counted_by": "theirs"}, {}),
        ("F4", {}, {"2.1": 1}),
        ("F8", {}, {"5.1": 12}),
        ("F8b", {"copies_n": "5.000"}, {"5.3": 1}),
        ("F8c", {}, {"5.4": 2}),
        ("F9", {}, {"5.2": 60}),
        ("F9", {"programme": "other"}, {}),
        ("F10", {}, {"5.5": 1}),
        ("F11", {}, {"6.1": 1}),
        ("F11", {"model_kind": "lawyers"}, {"6.1": 1}),
        ("F11", {"model_kind": "facility"}, {"6.3": 1}),
        ("F12", {}, {"7.1": 1}),
        ("F12", {"stage": "drafted", "sent_on": ""}, {}),
        ("F12", {"stage": "refused", "decided_on": "01/04/2026"}, {"7.1": 1}),
        ("F14", {}, {"8.1a": 45}),
        ("F14b", {}, {"8.1b": 150_000_000, "8.2": 150_000_000}),
        ("F14b", {"purpose": "association"}, {"8.2": 150_000_000}),
        (
            "F14b",
            {"inkind_vnd": "5.000.000", "inkind_basis": "hóa đơn"},
            {"8.1b": 155_000_000, "8.2": 155_000_000},
        ),
        (
            "F14b",
            {"cash_vnd": "0", "refund": "-2.000.000", "refund_ref": "x"},
            {"8.1b": -2_000_000, "8.2": -2_000_000},
        ),
        ("F15", {}, {"8.3": 300_000_000}),
        ("F16", {}, {"5.5": 0, "6.3": 0}),
        ("F6", {}, {}),
        ("F7", {}, {}),
        ("F13", {}, {}),
        ("F17", {}, {}),
    ],
)
def test_what_a_report_adds(form: str, changes: dict[str, object], expected: dict[str, int]) -> None:
    assert sums(form, changes) == expected


@pytest.mark.parametrize("form", sorted(FILLED))
def test_a_form_adds_only_to_measures_it_names(form: str) -> None:
    promised = set(FORMS[form].measures) if form != "F16" else {code for code, _ in nil_choices()}
    assert set(sums(form)) <= promised


def nil_choices() -> tuple[tuple[str, str], ...]:
    field = FORMS["F16"].field("nil_codes")
    assert field is not None
    return field.choices


def test_every_number_that_members_report_has_a_form_and_a_nil_tick() -> None:
    fed = {code for form in MEMBER_FORMS for code in FORMS[form].measures}
    assert {code for code, source in SOURCE.items() if source == "member"} <= fed
    assert {code for code, _ in nil_choices()} == fed


def test_every_measure_that_is_summed_is_fed_by_a_form() -> None:
    fed = {code for form in (*MEMBER_FORMS, *STAFF_FORMS) for code in FORMS[form].measures}
    assert {code for code, how in AGGREGATION.items() if how != "none"} <= fed


def test_the_event_decides_the_day_and_the_quarter() -> None:
    (people,) = added("F2", {"date_start": "31/03/2026"})
    assert (people.event_on, people.key) == (date(2026, 3, 31), "2026-Q1")
    assert {(one.event_on, one.key) for one in added("F16")} == {(date(2026, 3, 31), "2026-Q1")}
    assert [one.key for one in added("F3")] == [""]


def test_numbers_within_a_value_and_its_kinds_come_along() -> None:
    (training,) = added("F3", {**PROFESSIONALS, "level_n.commune": "40"})
    assert training.parts == {
        "female_n": 25,
        "first_time_n": 30,
        "level_n.central": 0,
        "level_n.provincial": 0,
        "level_n.commune": 40,
        "prof_n.lawyer": 40,
        "prof_n.jurist": 0,
        "prof_n.journalist": 0,
        "prof_n.counsellor": 0,
        "prof_n.other": 0,
    }
    assert training.tags == {
        "province_code": ("01",),
        "place_type": ("office",),
        "topic": ("abuse", "casework"),
    }
    assert json.loads(json.dumps(training.parts)) == training.parts


# -- a year ---------------------------------------------------------------------------------------------


def people(unit: str, value: int, month: int, year: int = 2026) -> UnitValue:
    return UnitValue("1.2", unit, value, date(year, month, 28), f"{year}-Q{(month + 2) // 3}")


def test_unique_people_are_the_greatest_quarter_of_each_unit() -> None:
    values = [
        people("A", 10, 3),
        people("A", 30, 6),
        people("A", 25, 9),
        people("B", 7, 3),
        people("B", 99, 3, 2025),
    ]
    assert yearly_value("1.2", 2026, values) == 30 + 7


def test_attendances_are_all_added() -> None:
    values = [UnitValue("1.3", unit, n, date(2026, 5, n), "") for unit, n in (("A", 3), ("A", 4), ("B", 5))]
    assert yearly_value("1.3", 2026, values) == 12


def test_nobody_reported_is_not_zero() -> None:
    assert yearly_value("1.3", 2026, []) is None
    assert yearly_value("1.3", 2026, [UnitValue("5.1", "A", 3, date(2026, 5, 1))]) is None
    assert yearly_value("1.3", 2026, [UnitValue("1.3", "A", 0, date(2026, 3, 31), "2026-Q1")]) == 0


# -- the tables -----------------------------------------------------------------------------------------


def test_the_tables_agree_with_the_seeded_measures() -> None:
    seeded = {
        row["code"]: (
            row["source"],
            row["across_periods"] or "none",
            json.loads(row["params"] or "{}").get("lag_days"),
        )
        for row in rows_of(SEED / "measures.csv")
    }
    ours = {code: (source, how) for code, (source, how) in MEASURES.items()}
    assert ours == {code: (source, how) for code, (source, how, _) in seeded.items()}
    assert {c: LAG_DAYS[c] for c, row in seeded.items() if row[2] is not None} == {
        c: row[2] for c, row in seeded.items() if row[2] is not None
    }


def test_all_28_measures_of_the_strategy() -> None:
    assert list(MEASURES) == [row["code"] for row in rows_of(SEED / "strategy.csv")]
    assert len(MEASURES) == 28
