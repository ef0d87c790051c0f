"""What may be done about a concern, when has it waited a day, and what would tell who wrote a passage?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db.rules.errors import RuleError
from db.rules.safeguarding import (
    DECISIONS,
    NEW,
    REFERRALS,
    TRANSITIONS,
    check_may_close,
    erase_from,
    identifying_marks,
    is_overdue,
)
from db.rules.statemachine import fold, may

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_decision_may_close_a_concern_and_can_be_taken_back(decision: str) -> None:
    assert fold(TRANSITIONS, NEW, ("read", decision, "close")) == "closed"
    assert fold(TRANSITIONS, NEW, ("read", decision, "close", "reopen", *REFERRALS, "close")) == "closed"
    check_may_close(["read", decision])


@pytest.mark.parametrize("act", [*DECISIONS, "close", "reopen"])
def test_nothing_is_done_about_words_nobody_read(act: str) -> None:
    assert not may(TRANSITIONS, NEW, act)


@pytest.mark.parametrize("acts", [(), ("read",), ("read", "read", "reopen")])
def test_reading_alone_closes_nothing(acts: tuple[str, ...]) -> None:
    with pytest.raises(RuleError) as refused:
        check_may_close(acts)
    assert refused.value.code == "decision_needed"


@pytest.mark.parametrize(
    ("state", "days", "overdue"),
    [("new", 0, False), ("new", 1, True), ("new", 9, True), ("read", 9, False), ("closed", 9, False)],
)
def test_unread_words_are_overdue_before_twenty_four_hours_can_have_passed(
    state: str, days: int, overdue: bool
) -> None:
    assert is_overdue(state, DAY, DAY + timedelta(days=days)) is overdue


def test_words_are_kept_ninety_days_after_closing() -> None:
    assert erase_from(DAY) == date(2027, 2, 20)


TELLING = {
    "gọi em số 0912 345 678": "phone",
    "sđt 0912.345.678 nha": "phone",
    "không chín một hai ba bốn năm sáu": "phone",
    "nhắn fb của em": "link",
    "em@thu.vn": "link",
    "xem https://thu.vn": "link",
    "em học trường THCS": "school",
    "thầy ở lớp 6A2": "school",
    "cô chủ nhiệm 7B": "school",
    "nhà em ở xã Hoà Bình": "place",
    "số nhà 12": "place",
    "em sinh ngày 3 tháng 4": "birthday",
    "em sinh 03/04/2013": "birthday",
    "em tên là lan": "name",
    "bạn Lan đánh em": "name",
    "Nguyễn Văn A đánh em": "name",
}


@pytest.mark.parametrize("passage", TELLING)
def test_what_tells_who_wrote_it_is_warned_of(passage: str) -> None:
    assert TELLING[passage] in identifying_marks(passage)


@pytest.mark.parametrize(
    "passage",
    [
        "",
        "em muốn được lắng nghe",
        "Em muốn có sân chơi. Em cũng muốn học bơi.",
        "Bố mẹ cao hơn em.\nEm 12 tuổi!",
        "Em có 2 điều ước và 3 câu hỏi",
        "“Em sợ lắm” là điều em muốn nói",
    ],
)
def test_ordinary_words_are_not(passage: str) -> None:
    assert identifying_marks(passage) == ()
