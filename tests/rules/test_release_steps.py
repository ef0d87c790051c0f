"""When may a table follow upon an earlier one?"""

from __future__ import annotations

import pytest

from db.rules.release_steps import Counted, may_follow
from db.rules.suppression import fitting

EARLIER: Counted = (62, (42, 20, 0))


@pytest.mark.parametrize(
    ("now", "follows"),
    [
        ((62, (42, 20, 0)), True),  # nothing happened
        ((62, (41, 21, 0)), False),  # one went, one came
        ((63, (42, 20, 1)), False),
        ((86, (54, 32, 0)), False),  # 24 newcomers
        ((87, (54, 33, 0)), True),
        ((88, (68, 20, 0)), False),  # 40 and 70 are 26 apart at least, and 26 came
        ((87, (67, 20, 0)), True),  # 21 at least of 25
        ((88, (66, 22, 0)), True),
        ((92, (69, 23, 0)), True),  # 26 to 34 of 30
        ((60, (40, 20, 0)), False),  # two withdrew
        ((30, (20, 10, 0)), True),
    ],
)
def test_after_62_answers(now: Counted, follows: bool) -> None:
    assert may_follow(EARLIER, now, exclusive=True) is follows


def test_those_who_withdrew_are_protected_too() -> None:
    assert not may_follow((58, (38, 20, 0)), (32, (12, 20, 0)), exclusive=True)
    assert may_follow((58, (38, 20, 0)), (32, (20, 12, 0)), exclusive=True)


def test_several_answers_each_are_looked_at_as_yes_and_no() -> None:
    assert may_follow((60, (30, 12)), (90, (45, 27)), exclusive=False)
    assert not may_follow((60, (22, 12)), (86, (48, 20)), exclusive=False)  # 20 → 50: 26 of 26


def test_what_fits_is_what_was_published() -> None:
    assert fitting(62, (42, 20, 0)) == ((38, 42), (18, 22), (0, 6))
    assert fitting(9, (9, 0)) == ((0, 9), (0, 9))
    assert fitting(15, (12, 3)) == ((0, 15), (0, 15))
