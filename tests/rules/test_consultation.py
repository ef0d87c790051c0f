"""When may a consultation take an answer, and which of its four steps is next?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from db.rules.consultation import (
    FEEDBACK_DAYS,
    STEPS,
    acts_now,
    check_may_enter_paper,
    check_may_record,
    consultation_state,
    days_to_feedback,
    feedback_reminder,
    moment_in_vietnam,
    next_step,
    read_moment,
    read_time,
    standing_of,
    state_of,
    steps_of,
)
from db.rules.errors import RuleError

OPENS = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)  # midnight of 11/11 in Viet Nam
CLOSES = datetime(2026, 11, 20, 16, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - SECOND, "not_open"),
        (OPENS, "open"),
        (CLOSES - SECOND, "open"),
        (CLOSES, "grace"),
        (CLOSES + timedelta(minutes=30) - SECOND, "grace"),
        (CLOSES + timedelta(minutes=30), "closed"),
    ],
)
def test_answers_are_taken_from_opening_to_half_an_hour_after_closing(now: datetime, state: str) -> None:
    assert state_of(OPENS, CLOSES, now) == state
    if state in ("open", "grace"):
        assert check_may_record(OPENS, CLOSES, now) is (state == "grace")


def test_without_an_end_it_stays_open() -> None:
    assert check_may_record(OPENS, None, OPENS + timedelta(days=3650)) is False


def test_the_refusal_names_the_day_in_viet_nam() -> None:
    with pytest.raises(RuleError, match="consultation_not_open") as early:
        check_may_record(OPENS, CLOSES, OPENS - SECOND)
    assert early.value.facts == {"opens_on": date(2026, 11, 11)}
    with pytest.raises(RuleError, match="consultation_closed") as late:
        check_may_record(OPENS, CLOSES, CLOSES + timedelta(hours=1))
    assert late.value.facts == {"closed_on": date(2026, 11, 20)}


def test_the_steps_are_those_of_the_circular_in_order() -> None:
    assert list(STEPS) == ["prepare", "collect", "conclude", "feedback"]
    assert [step.is_done for step in steps_of({})] == [False] * 4


def test_what_is_missing_next() -> None:
    record: dict[str, object] = {item: "x" for item in (*STEPS["prepare"], *STEPS["collect"])}
    record["responses_n"] = 0
    record["findings"] = ""
    step = next_step(record)
    assert step is not None
    assert (step.name, step.missing) == ("conclude", ("findings", "sent_no", "sent_on"))
    assert next_step({item: "x" for items in STEPS.values() for item in items}) is None


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        ((), "preparing"),
        (("open", "extend", "close"), "closed"),
        (("open", "close", "reopen"), "open"),
        (("open", "close", "conclude", "record_reply", "tell_children", "record_reply"), "told"),
    ],
)
def test_the_state_follows_from_the_acts(acts: tuple[str, ...], state: str) -> None:
    assert consultation_state(acts) == state


@pytest.mark.parametrize("acts", [("close",), ("open", "conclude"), ("open", "close", "tell_children")])
def test_no_step_is_skipped(acts: tuple[str, ...]) -> None:
    with pytest.raises(RuleError, match="wrong_state"):
        consultation_state(acts)


def test_days_until_the_children_were_told() -> None:
    closed = date(2026, 11, 20)
    assert days_to_feedback(closed, date(2026, 12, 5), date(2026, 12, 31)) == 15
    assert days_to_feedback(closed, None, date(2026, 11, 30)) == 10
    assert days_to_feedback(closed, date(2026, 12, 5), date(2026, 11, 30)) == 10


@pytest.mark.parametrize(
    ("state", "now", "standing", "act"),
    [
        ("open", CLOSES - SECOND, "open", "close"),
        ("open", CLOSES, "closed", "conclude"),
        ("preparing", CLOSES, "preparing", "open"),
        ("told", CLOSES, "told", "tell_children"),
    ],
)
def test_an_open_one_closes_by_the_clock(state: str, now: datetime, standing: str, act: str) -> None:
    assert standing_of(state, CLOSES, now) == standing
    assert act in acts_now(state, CLOSES, now)
    assert "conclude" not in acts_now("open", CLOSES, CLOSES - SECOND)


@pytest.mark.parametrize(
    ("closed", "told", "reminder"),
    [
        (None, None, "none"),
        (date(2026, 12, 1), None, "none"),
        (date(2026, 11, 20), None, "waiting"),
        (date(2026, 11, 22) - timedelta(FEEDBACK_DAYS - 14), None, "soon"),
        (date(2026, 11, 22) - timedelta(FEEDBACK_DAYS), None, "soon"),
        (date(2026, 11, 22) - timedelta(FEEDBACK_DAYS + 1), None, "late"),
        (date(2026, 1, 1), date(2026, 11, 1), "told"),
    ],
)
def test_children_wait_for_an_answer(closed: date | None, told: date | None, reminder: str) -> None:
    assert feedback_reminder(closed, told, date(2026, 11, 22)) == reminder


@pytest.mark.parametrize(
    ("typed", "read"), [("7:30", time(7, 30)), ("07h30", time(7, 30)), (" 23:59 ", time(23, 59))]
)
def test_a_time_is_read_as_people_write_it(typed: str, read: time) -> None:
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["24:00", "7", "7:5", "abc", "٧:٣٠"])
def test_another_time_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="not_a_time"):
        read_time(typed)


def test_a_day_and_a_time_make_a_moment_of_viet_nam() -> None:
    values = {"opens_on": "2026-11-11", "opens_time": "0:00"}
    assert read_moment(values, "opens", time(7)) == OPENS
    assert (
        read_moment({"opens_on": "2026-11-11"}, "opens", time(0))
        == OPENS
        == moment_in_vietnam(date(2026, 11, 11), time())
    )
    assert read_moment({}, "opens", time()) is None
    for wrong in ({"opens_time": "7:00"}, {"opens_on": "2026-11-11", "opens_time": "x"}):
        with pytest.raises(RuleError, match="fields_refused"):
            read_moment(wrong, "opens", time())


def test_paper_comes_in_while_nothing_was_summed_up() -> None:
    check_may_enter_paper("open")
    check_may_enter_paper("closed")
    for state in ("preparing", "concluded", "told", "cancelled"):
        with pytest.raises(RuleError, match="wrong_state"):
            check_may_enter_paper(state)
