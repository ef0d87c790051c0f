"""Does a filled form give the right values, or all of its problems?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from db.rules.errors import REFUSALS, RuleError
from db.rules.report_checks import check_report, missing_for_verification, report_data
from db.rules.report_forms import MEMBER_FORMS
from db.rules.report_values import decimal_text, read_value
from tests.rules.filled_forms import FILLED, FORMS, TODAY, filled


def problems_of(form: str, changes: Mapping[str, object]) -> dict[str, str]:
    try:
        check_report(FORMS[form], filled(form, changes), today=TODAY)
    except RuleError as refusal:
        assert refusal.code == "fields_refused"
        assert len({problem.field for problem in refusal.problems}) == len(refusal.problems)
        return {problem.field: problem.code for problem in refusal.problems}
    return {}


@pytest.mark.parametrize("code", sorted(FILLED))
def test_a_well_filled_form_is_accepted_and_is_json(code: str) -> None:
    data = check_report(FORMS[code], filled(code), today=TODAY)
    assert json.loads(json.dumps(data.values)) == data.values
    assert report_data(FORMS[code], json.loads(json.dumps(data.values))) == data


def test_all_member_forms_are_tried() -> None:
    assert set(MEMBER_FORMS) <= set(FILLED)


def test_a_training_in_canonical_form() -> None:
    data = check_report(
        FORMS["F3"],
        filled("F3", {"participants_n": "1.248", "female_n": " 700 ", "hours": "7,5"}),
        today=TODAY,
    )
    assert data.values["participants_n"] == 1248
    assert data.values["hours"] == "7.5"
    assert data.values["date_start"] == "2026-06-13"
    assert data.values["topic"] == ["abuse", "casework"]
    assert data.values["signin"] is True
    assert "commune" not in data.values
    assert (data.title, data.event_on, data.province_code) == (
        "Tập huấn kỹ năng tư vấn",
        date(2026, 6, 13),
        "01",
    )


@pytest.mark.parametrize(
    ("form", "changes", "problems"),
    [
        ("F3", {"participants_n": "1,5"}, {"participants_n": "not_a_whole_number"}),
        ("F3", {"participants_n": "1,500"}, {"participants_n": "not_a_whole_number"}),
        ("F3", {"participants_n": "-3"}, {"participants_n": "too_small"}),
        (
            "F3",
            {"participants_n": "0"},
            {
                "participants_n": "too_small",
            },
        ),
        ("F3", {"participants_n": ""}, {"participants_n": "required"}),
        ("F3", {"first_time_n": "41"}, {"first_time_n": "part_above_whole"}),
        ("F3", {"female_n": "41"}, {"female_n": "part_above_whole"}),
        ("F3", {"level_n.central": "10", "level_n.provincial": "29"}, {"level_n": "sum_mismatch"}),
        ("F3", {"level_n.central": "10", "level_n.provincial": "30"}, {}),
        (
            "F3",
            {"level_n.central": "x", "level_n.provincial": "1,5"},
            {"level_n.central": "not_a_whole_number", "level_n.provincial": "not_a_whole_number"},
        ),
        ("F3", {"audience": "professionals"}, {"prof_n": "required"}),
        ("F3", {"audience": "professionals", "prof_n.lawyer": "40"}, {}),
        ("F3", {"audience": "children"}, {"audience": "not_a_choice"}),
        ("F3", {"audience": ""}, {"audience": "required"}),
        ("F3", {"topic": ["abuse", "ghost"]}, {"topic": "not_a_choice"}),
        ("F3", {"topic": []}, {"topic": "required"}),
        ("F3", {"hours": "0"}, {"hours": "too_small"}),
        ("F3", {"hours": "hai"}, {"hours": "not_a_number"}),
        ("F3", {"signin": ""}, {"signin": "required"}),
        ("F3", {"province_code": "02"}, {"province_code": "not_a_choice"}),
        ("F3", {"date_start": "31/02/2026"}, {"date_start": "not_a_date"}),
        ("F3", {"date_start": "01/07/2026"}, {"date_start": "future_date"}),
        ("F3", {"date_start": "13/06/0206"}, {"date_start": "too_early"}),
        ("F3", {"date_end": "12/06/2026"}, {"date_end": "end_before_start"}),
        ("F3", {"date_end": "01/07/2026"}, {"date_end": "future_date"}),
        ("F3", {"title": "x" * 161}, {"title": "too_long"}),
        ("F3", {"title": "a\x00b"}, {"title": "bad_text"}),
        ("F3", {"note": "lỗi \ud800"}, {"note": "bad_text"}),
        ("F3", {"note": "x" * 601}, {"note": "too_long"}),
        ("F3", {"evidence": "javascript:alert(1)"}, {"evidence": "not_a_link"}),
        ("F3", {"evidence": "\n".join(f"https://a.vn/{n}" for n in range(6))}, {"evidence": "too_many"}),
        ("F3", {"shared_with": "7"}, {"counted_by": "required"}),
        ("F3", {"shared_with": "7", "counted_by": "theirs"}, {}),
        ("F3", {"title": ["a", "b"]}, {"title": "bad_text"}),
        ("F2", {"female_n": "16"}, {"female_n": "part_above_whole"}),
        ("F2", {"female_n": "15"}, {}),
        ("F2", {"experts_n": ""}, {"experts_n": "required"}),
        ("F1", {"ended_on": "01/01/2026"}, {"ended_on": "end_before_start"}),
        ("F11", {"status": "dissolved"}, {"dissolved_on": "required"}),
        ("F14", {"age_bands.6_10": "30", "age_bands.11_15": "21"}, {"age_bands": "part_above_whole"}),
        ("F14", {"age_bands.6_10": "30", "age_bands.11_15": "20"}, {}),
        ("F14b", {"inkind_vnd": "5.000.000"}, {"inkind_basis": "required"}),
        ("F14b", {"cash_vnd": "1,5"}, {"cash_vnd": "not_a_whole_number"}),
        ("F14b", {"cash_vnd": "-1"}, {"cash_vnd": "too_small"}),
        ("F14b", {"refund": "500.000"}, {"refund": "too_large"}),
        ("F14b", {"refund": "-500.000"}, {"refund_ref": "required"}),
        ("F14b", {"refund": "0"}, {}),
        ("F14b", {"refund": "-500.000", "refund_ref": "khoản ngày 01/6"}, {}),
        (
            "F14b",
            {"fx_currency": "USD"},
            {"fx_amount": "required", "fx_rate": "required", "fx_on": "required"},
        ),
        ("F16", {"quarter": "2026-Q3"}, {"quarter": "future_date"}),
        ("F16", {"quarter": "2026"}, {"quarter": "not_a_choice"}),
        ("F16", {"quarter": "2026-Q5"}, {"quarter": "not_a_choice"}),
        ("F16", {"nil_codes": ["2.2"]}, {"nil_codes": "not_a_choice"}),
        ("F7", {"measure": "3.3", "partners": ""}, {"recs_n": "required"}),
        ("F12", {"stage": "agreed"}, {"decided_on": "required"}),
        ("F15", {"spent_vnd": "300.000.001"}, {"spent_vnd": "part_above_whole"}),
    ],
)
def test_problems_are_named_by_field(form: str, changes: dict[str, object], problems: dict[str, str]) -> None:
    assert problems_of(form, changes) == problems
    assert set(problems.values()) <= set(REFUSALS)


def test_all_problems_are_told_at_once() -> None:
    assert problems_of(
        "F3", {"title": "", "participants_n": "1,5", "date_start": "xx", "hours": "0", "signin": ""}
    ) == {
        "title": "required",
        "participants_n": "not_a_whole_number",
        "date_start": "not_a_date",
        "hours": "too_small",
        "signin": "required",
    }


def test_blank_is_missing_and_zero_is_zero() -> None:
    data = check_report(FORMS["F2"], filled("F2", {"experts_n": "0", "female_n": ""}), today=TODAY)
    assert data.values["experts_n"] == 0
    assert "female_n" not in data.values
    split = {"level_n.central": "40"}
    data = check_report(FORMS["F3"], filled("F3", split), today=TODAY)
    assert data.values["level_n"] == {"central": 40, "provincial": 0, "commune": 0}
    data = check_report(FORMS["F14"], filled("F14", {"age_bands.6_10": "3"}), today=TODAY)
    assert data.values["age_bands"] == {"under_6": None, "6_10": 3, "11_15": None, "16_17": None}


def test_only_units_that_exist_may_share() -> None:
    raw = filled("F3", {"shared_with": "7", "counted_by": "ours"})
    assert check_report(FORMS["F3"], raw, today=TODAY, organisations={"7"}).values["shared_with"] == "7"
    with pytest.raises(RuleError) as refusal:
        check_report(FORMS["F3"], raw, today=TODAY, organisations={"8"})
    assert [(p.field, p.code) for p in refusal.value.problems] == [("shared_with", "not_a_choice")]


@pytest.mark.parametrize(
    ("end", "event_on"),
    [("", date(2025, 12, 30)), ("31/12/2025", date(2025, 12, 30)), ("02/01/2026", date(2026, 1, 2))],
)
def test_an_activity_over_new_year_counts_once_at_its_end(end: str, event_on: date) -> None:
    data = check_report(FORMS["F3"], filled("F3", {"date_start": "30/12/2025", "date_end": end}), today=TODAY)
    assert data.event_on == event_on


def test_the_event_is_the_date_the_form_says() -> None:
    found = {code: check_report(FORMS[code], filled(code), today=TODAY).event_on for code in FILLED}
    assert found["F1"] == date(2026, 3, 2)
    assert found["F11"] == date(2026, 5, 5)
    assert found["F14b"] == date(2026, 6, 1)
    assert found["F16"] == date(2026, 3, 31)


def test_evidence_may_follow_but_not_after_verification() -> None:
    form = FORMS["F11"]
    data = check_report(form, filled("F11"), today=TODAY)
    assert missing_for_verification(form, data) == ("doc_no", "evidence")
    data = check_report(form, filled("F11", {"doc_no": "1/QĐ", "evidence": "https://a.vn"}), today=TODAY)
    assert missing_for_verification(form, data) == ()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("7,5", "7.5"), ("1.234,25", "1234.25"), ("2", "2"), ("0,25", "0.25"), ("2,50", "2.5")],
)
def test_decimals_are_kept_exactly(typed: str, stored: str) -> None:
    hours = FORMS["F3"].field("hours")
    assert hours is not None
    if typed.startswith("1.234"):
        hours = FORMS["F14b"].field("fx_amount")
        assert hours is not None
    assert read_value(hours, {hours.name: [typed]}) == stored


def test_a_negative_decimal_has_its_sign() -> None:
    assert decimal_text(Fraction(-1, 8)) == "-0.125"
