"""Is a choice read rightly, a child's row coarse enough, a flag the right one, an old file let go?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.errors import RuleError
from db.rules.evaluation import Basis, Evaluation
from db.rules.exports import ALL_KEPT, SETS, check_may_export, read_reason, read_wanted
from db.rules.generalise import Child, generalised
from db.rules.observation import FLAGS, actual_flag, cell_flag, target_flag
from db.rules.retention import KEEP_NEWEST, Scheduled, droppable, due_day
from db.rules.roles import ACCOUNT_ROLES

LAST = date(2026, 11, 21)
FORM = {
    "bo": ["records", "results"],
    "tu_nam": ["2025"],
    "den_nam": ["2026"],
    "tinh_den": ["21/11/2026"],
    "don_vi": [""],
    "dot": [""],
    "dau_cach": ["semicolon"],
}
UNITS, OVER = {7}, {"an-toan"}


def wanted(**changed: list[str]):
    return read_wanted({**FORM, **changed}, LAST, UNITS, OVER)


def test_a_choice_is_read_in_the_order_of_the_sets():
    found = wanted()
    assert (found.sets, list(found.years), found.as_of) == (("results", "records"), [2025, 2026], LAST)
    assert (found.unit_id, found.separator, found.kept) == (None, "semicolon", True)
    assert not wanted(bo=["answers"], dot=["an-toan"]).kept
    assert wanted(bo=["records"], don_vi=["7"]).unit_id == 7


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"bo": []}, "bo", "required"),
        ({"bo": ["names"]}, "bo", "not_a_choice"),
        ({"tu_nam": ["2022"]}, "tu_nam", "not_a_choice"),
        ({"den_nam": ["2027"]}, "den_nam", "not_a_choice"),
        ({"den_nam": [""]}, "den_nam", "required"),
        ({"tu_nam": ["2026"], "den_nam": ["2025"]}, "den_nam", "end_before_start"),
        ({"tinh_den": ["22/11/2026"]}, "tinh_den", "day_not_over"),
        ({"tinh_den": ["31/05/2023"]}, "tinh_den", "too_early"),
        ({"tinh_den": ["hôm qua"]}, "tinh_den", "not_a_date"),
        ({"tinh_den": [""]}, "tinh_den", "required"),
        ({"tinh_den": ["01/02/2025"]}, "den_nam", "not_a_choice"),
        ({"bo": ["records"], "don_vi": ["8"]}, "don_vi", "not_a_choice"),
        ({"bo": ["records"], "don_vi": ["²"]}, "don_vi", "not_a_choice"),
        ({"don_vi": ["7"]}, "don_vi", "set_not_by_unit"),
        ({"bo": ["answers"]}, "dot", "required"),
        ({"bo": ["answers"], "dot": ["dang-mo"]}, "dot", "not_a_choice"),
        ({"dau_cach": ["tab"]}, "dau_cach", "not_a_choice"),
    ],
)
def test_a_wrong_choice_is_refused_at_its_field(changed, field, code):
    with pytest.raises(RuleError) as refused:
        wanted(**changed)
    assert (field, code) in [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize("reason", ["", "   ", "vì", "\n\n"])
def test_a_reason_is_asked(reason):
    with pytest.raises(RuleError) as refused:
        read_reason({"ly_do": [reason]})
    assert [problem.code for problem in refused.value.problems] == ["purpose_needed"]
    assert read_reason({"ly_do": [" gửi Bộ Nội vụ "]}) == "gửi Bộ Nội vụ"


def test_only_staff_takes_records_and_answers_and_nobody_below_takes_anything():
    allowed = {role: {name for name in SETS if _may(role, name)} for role in ACCOUNT_ROLES}
    open_sets = set(ALL_KEPT) - {"records", "ledger"}
    assert allowed["staff"] == set(SETS)
    assert allowed["leader"] == allowed["inspector"] == open_sets
    assert allowed["member"] == allowed["officer"] == allowed["admin"] == set()


def _may(role: str, name: str) -> bool:
    try:
        check_may_export(role, [name])
    except RuleError:
        return False
    return True


# -- rows about children -------------------------------------------------------------------------------

REGION = {f"{number:02}": f"vùng {number % 3}" for number in range(12)}
CHILDREN = st.lists(
    st.builds(Child, st.sampled_from(sorted(REGION)), st.sampled_from(["t7", "t11"]), st.sampled_from("ab")),
    max_size=300,
)


@given(CHILDREN, st.integers(2, 12))
def test_no_child_stands_in_a_group_smaller_than_the_threshold(children, least):
    try:
        level, rows = generalised(children, REGION, least)
    except RuleError as refused:
        groups = Counter((child.age_band, child.sex) for child in children)
        assert refused.code == "answers_too_few"
        assert not groups or min(groups.values()) < least
        return
    assert min(Counter(rows).values()) >= least
    assert [(row.age_band, row.sex) for row in rows] == [(row.age_band, row.sex) for row in children]
    if level == "province":
        assert list(rows) == children


def test_the_place_is_made_coarser_step_by_step_and_for_everybody():
    ten = [Child("00", "t7", "a")] * 10
    nine = [Child("03", "t7", "a")] * 9  # the same region
    far = [Child("01", "t7", "a")] * 9
    assert generalised(ten, REGION)[0] == "province"
    assert generalised(ten + nine, REGION) == ("region", (Child("vùng 0", "t7", "a"),) * 19)
    assert generalised(ten + far, REGION) == ("country", (Child("VN", "t7", "a"),) * 19)
    with pytest.raises(RuleError, match="answers_too_few"):
        generalised([*ten, Child("00", "t11", "a")], REGION)


# -- flags ---------------------------------------------------------------------------------------------

KNOWN = Evaluation(target=10, actual=5, progress=Fraction(1, 2), status="behind")


@pytest.mark.parametrize(
    ("actual", "state", "flag"),
    [(5, "open", "P"), (5, "provisional", "P"), (5, "final", "A"), (0, "revised", "A"), (None, "final", "L")],
)
def test_a_result_is_normal_only_when_its_year_is_closed(actual, state, flag):
    assert actual_flag(replace(KNOWN, actual=actual), state) == flag


@pytest.mark.parametrize(
    ("basis", "flag"),
    [
        (Basis(), "A"),
        (Basis(rule="estimated"), "E"),
        (Basis(base_broken=True), "B"),
        (Basis(base_provisional=True), "P"),
        (Basis(rule="estimated", base_broken=True, base_provisional=True), "E"),
    ],
)
def test_a_target_says_what_is_weak_about_its_base(basis, flag):
    assert target_flag(replace(KNOWN, basis=basis)) == flag
    assert target_flag(replace(KNOWN, basis=basis, target=None)) == "L"


def test_all_eight_flags_are_explained():
    assert "".join(FLAGS) == "APEVBLQF"
    assert (cell_flag(None), cell_flag(0)) == ("Q", "A")


# -- the calendar --------------------------------------------------------------------------------------


def test_the_newest_scheduled_files_stay_and_what_was_asked_for_stays_for_ever():
    weeks = [Scheduled(n, "weekly", LAST - timedelta(weeks=n)) for n in range(1, 21)]
    asked = [Scheduled(n, "asked", LAST - timedelta(weeks=n)) for n in range(21, 60)]
    gone = droppable([*asked, *reversed(weeks)])
    assert gone == tuple(range(KEEP_NEWEST["weekly"] + 1, 21))
    assert droppable(weeks[: KEEP_NEWEST["weekly"]]) == ()


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_a_scheduled_snapshot_is_of_the_last_sunday_or_quarter_that_is_over(last):
    week, quarter = due_day("weekly", last), due_day("quarterly", last)
    assert week.isoweekday() == 7
    assert timedelta(0) <= last - week < timedelta(days=7)
    assert (quarter + timedelta(days=1)).day == 1
    assert (quarter.month % 3, quarter <= last, (last - quarter).days < 93) == (0, True, True)
