"""Which answers count at once, and which wait for a person's look?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db.rules.consultation import GRACE
from db.rules.invitations import HELD_FOR, Invited, clean_code, held_for

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MORNING = Invited(NOW - HOUR, NOW + HOUR, most=40, revoked=False, taken_n=39)


@pytest.mark.parametrize(
    ("named", "invited", "invited_only", "why"),
    [
        ("", None, False, ""),
        ("", None, True, "no_invitation"),
        ("ABCDEF", None, False, "unknown_code"),
        ("ABCDEF", MORNING, True, ""),
        ("ABCDEF", replace(MORNING, taken_n=40), False, "over_cap"),
        ("ABCDEF", replace(MORNING, most=None, taken_n=5_000), True, ""),
        ("ABCDEF", replace(MORNING, revoked=True), True, "revoked"),
        ("ABCDEF", replace(MORNING, opens_at=NOW + timedelta(seconds=1)), True, "outside_hours"),
        ("ABCDEF", replace(MORNING, opens_at=None, closes_at=None), True, ""),
    ],
)
def test_what_counts_at_once(named: str, invited: Invited | None, invited_only: bool, why: str) -> None:
    assert held_for(named, invited, invited_only, NOW) == why
    assert why in ("", *HELD_FOR)


@pytest.mark.parametrize(("past", "why"), [(timedelta(), ""), (GRACE, "outside_hours")])
def test_a_child_who_began_in_time_may_finish(past: timedelta, why: str) -> None:
    assert held_for("ABCDEF", replace(MORNING, closes_at=NOW - past), True, NOW) == why


def test_a_code_is_read_however_it_was_typed() -> None:
    assert clean_code(" abc-def ") == clean_code("ABC DEF") == "ABCDEF"
    assert clean_code("ÁBC\0\ud800") == "BC"
