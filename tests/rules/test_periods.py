"""Are days, windows, phases and due dates reckoned as the strategy and the specification say?"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from db.rules import periods
from db.rules.errors import RuleError


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_phases_overlap_and_a_boundary_year_belongs_to_the_one_it_closes():
    assert [(phase.first, phase.last) for phase in periods.PHASES] == [
        (2023, 2028),
        (2028, 2033),
        (2033, 2035),
    ]
    assert [phase.number for phase in periods.phases_of(2028)] == [1, 2]
    assert [phase.number for phase in periods.phases_of(2033)] == [2, 3]
    assert [phase.number for phase in periods.phases_of(2030)] == [2]
    assert [periods.reviewed_phase(year).number for year in (2023, 2028, 2029, 2033, 2035)] == [1, 1, 2, 2, 3]
    assert periods.phases_of(2022) == () and periods.reviewed_phase(2036) is None


def test_two_years_are_reviewed():
    assert [periods.review_of(year) for year in (2027, 2028, 2033)] == [None, "mid", "final"]


def test_a_year_is_cut_into_halves_and_quarters():
    halves = periods.parts_of_year(2026, 2)
    assert [(p.label, p.starts_on, p.ends_on) for p in halves] == [
        ("2026-H1", day("2026-01-01"), day("2026-06-30")),
        ("2026-H2", day("2026-07-01"), day("2026-12-31")),
    ]
    assert [p.ends_on for p in periods.parts_of_year(2024, 4)] == [
        day("2024-03-31"),
        day("2024-06-30"),
        day("2024-09-30"),
        day("2024-12-31"),
    ]
    assert periods.parts_of_year(2026)[0].label == "2026"
    with pytest.raises(RuleError):
        periods.parts_of_year(2026, 3)


def test_a_window_keeps_its_grace():
    half = periods.parts_of_year(2026, 2)[0]
    assert half.in_time_until(30) == day("2026-07-30")
    assert (
        half.covers(day("2026-01-01"))
        and half.covers(day("2026-06-30"))
        and not half.covers(day("2026-07-01"))
    )


def test_labels_are_read_back():
    for parts in (1, 2, 4):
        for period in periods.parts_of_year(2026, parts):
            assert periods.period_of(period.label) == period
    assert periods.part_holding(day("2026-08-15"), 4).label == "2026-Q3"


@pytest.mark.parametrize(
    "label", ["2026-H3", "2026-Q5", "2026-Q0", "2026-X1", "26", "", "2026-H", "0000", "2026-1"]
)
def test_a_label_of_no_period_is_refused(label):
    with pytest.raises(RuleError) as refused:
        periods.period_of(label)
    assert refused.value.code == "not_a_choice"


def test_the_share_of_the_year_elapsed_is_exact():
    assert periods.elapsed_share(2026, day("2026-06-30")) == Fraction(181, 365)
    assert periods.elapsed_share(2028, day("2028-02-29")) == Fraction(60, 366)
    assert periods.elapsed_share(2026, day("2026-01-20"), 15) == Fraction(5, 365)
    assert periods.elapsed_share(2026, day("2026-01-15"), 15) == 0
    assert periods.elapsed_share(2026, day("2025-12-31")) == 0
    assert (
        periods.elapsed_share(2026, day("2026-12-31")) == 1 == periods.elapsed_share(2026, day("2027-05-01"))
    )
    assert periods.days_left(2026, day("2026-09-30")) == 92
    assert periods.days_left(2026, day("2027-09-30")) == 0


def test_the_life_of_a_year():
    states = [
        periods.calendar_state(2026, day(text))
        for text in ("2026-12-31", "2027-01-01", "2027-01-30", "2027-01-31")
    ]
    assert states == ["open", "provisional", "provisional", "final"]
    assert periods.calendar_state(2026, day("2027-02-10"), day("2027-02-15")) == "provisional"
    assert periods.year_is_ahead(2026, day("2025-12-31")) and not periods.year_is_ahead(
        2026, day("2026-01-01")
    )
    assert periods.year_is_over(2026, day("2027-01-01")) and not periods.year_is_over(2026, day("2026-12-31"))
    assert periods.default_close(2026) == day("2027-01-31")


def test_the_same_day_last_year():
    assert periods.same_day(2027, day("2028-02-29")) == day("2027-02-28")
    assert periods.same_day(2028, day("2027-02-28")) == day("2028-02-28")
    assert periods.same_day(2025, day("2026-08-31")) == day("2025-08-31")


def test_working_days_leave_out_weekends_and_holidays():
    holidays = {day("2026-09-01"), day("2026-09-02")}
    assert periods.due_after(day("2026-08-21"), 10, working=True, holidays=holidays) == day("2026-09-08")
    assert periods.add_working_days(day("2026-06-06"), 1) == day("2026-06-08")
    assert periods.add_working_days(day("2026-06-06"), 0) == day("2026-06-06")
    assert periods.due_after(day("2026-06-01"), 15) == day("2026-06-16")


def test_days_overdue_begin_the_day_after():
    assert periods.days_overdue(day("2026-06-16"), day("2026-06-16")) == 0
    assert periods.days_overdue(day("2026-06-16"), day("2026-06-17")) == 1
    assert periods.days_overdue(day("2026-06-16"), day("2026-06-01")) == 0


@pytest.mark.parametrize(
    "typed", ["02/09/2026", "2/9/2026", " 02/09/2026 ", "０２/０９/２０２６", "2026-09-02"]
)
def test_a_typed_day_is_read(typed):
    assert periods.read_date(typed) == day("2026-09-02")


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "2/9/26", "09/2026", "20260902", "2026-W36-3", "2026-9-2", "mai", "00/01/2026"]
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(RuleError) as refused:
        periods.read_date(typed)
    assert refused.value.code == "not_a_date"


def test_no_day_typed_is_missing():
    assert periods.read_date("  ") is None


def test_stored_days_may_be_dates_moments_or_text():
    assert periods.to_date(datetime(2026, 9, 2, 23, 59)) == periods.to_date("2026-09-02") == day("2026-09-02")
    with pytest.raises(RuleError):
        periods.to_date(20260902)
