"""Which acts move a report, who may do them, and when do numbers appear or go?"""

from __future__ import annotations

import itertools

import pytest

from db.rules.errors import RuleError
from db.rules.reporting import (
    NIL_TRANSITIONS,
    TRANSITIONS,
    check_act,
    check_version,
    is_members_act,
    is_waiting,
    nil_conflicts,
    nil_state,
    records_facts,
    report_state,
    voids_facts,
)


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        ("", "draft"),
        ("submit", "submitted"),
        ("submit verify", "verified"),
        ("submit return submit verify", "verified"),
        ("submit submit reject", "rejected"),
        ("submit verify return submit", "submitted"),
        ("submit verify void", "voided"),
        ("submit verify withdraw", "withdrawn"),
        ("discard", "discarded"),
    ],
)
def test_the_state_follows_from_the_acts(acts: str, state: str) -> None:
    assert report_state(acts.split()) == state


@pytest.mark.parametrize(
    "acts",
    [
        "verify",
        "submit verify verify",
        "submit reject submit",
        "submit verify submit",
        "submit withdraw verify",
        "submit discard",
    ],
)
def test_impossible_histories_are_refused(acts: str) -> None:
    with pytest.raises(RuleError, match="wrong_state"):
        report_state(acts.split())


def refusal_of(state: str, act: str, *, by: str, reason: str = "vì sai số", nil: bool = False) -> str | None:
    try:
        check_act(state, act, by=by, filed_by={"lan", "hoa"}, reason=reason, nil=nil)
    except RuleError as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(
    ("state", "act", "by", "reason", "refused"),
    [
        ("submitted", "verify", "staff", "", None),
        ("submitted", "verify", "lan", "", "own_report"),
        ("submitted", "verify", "hoa", "", "own_report"),
        ("submitted", "return", "staff", "", "reason_needed"),
        ("submitted", "return", "staff", "  ", "reason_needed"),
        ("submitted", "return", "staff", "thiếu danh sách", None),
        ("submitted", "reject", "lan", "không đúng", "own_report"),
        ("submitted", "withdraw", "lan", "nhập nhầm", None),
        ("submitted", "withdraw", "lan", "", "reason_needed"),
        ("verified", "verify", "staff", "", "wrong_state"),
        ("verified", "void", "staff", "trùng", None),
        ("verified", "void", "lan", "trùng", "own_report"),
        ("draft", "verify", "staff", "", "wrong_state"),
    ],
)
def test_who_may_do_what_in_which_state(
    state: str, act: str, by: str, reason: str, refused: str | None
) -> None:
    assert refusal_of(state, act, by=by, reason=reason) == refused


@pytest.mark.parametrize(
    ("act", "by", "refused"),
    [
        ("confirm", "hong", None),
        ("confirm", "lan", "second_person_needed"),
        ("withdraw", "lan", None),
        ("return", "lan", "own_report"),
        ("verify", "staff", "wrong_state"),
    ],
)
def test_a_nil_report_is_confirmed_by_a_second_person(act: str, by: str, refused: str | None) -> None:
    assert refusal_of("filed", act, by=by, nil=True) == refused


def test_a_nil_report_corrected_after_return_is_confirmed_again() -> None:
    assert nil_state(["file", "return", "file", "confirm"]) == "confirmed"


def test_a_replaced_version_is_not_acted_upon() -> None:
    check_version(2, 2)
    with pytest.raises(RuleError, match="stale_version"):
        check_version(1, 2)


def test_numbers_appear_and_go_in_turn() -> None:
    """Along every history a report never counts twice and never takes back what did not count."""
    for table, start in ((TRANSITIONS, "draft"), (NIL_TRANSITIONS, "draft")):
        acts = sorted({act for _, act in table})
        for history in itertools.product(acts, repeat=5):
            state, counting = start, False
            for act in history:
                if (state, act) not in table:
                    break
                after = table[state, act]
                if records_facts(state, after):
                    assert not counting, history
                    counting = True
                if voids_facts(state, after):
                    assert counting, history
                    counting = False
                state = after
            assert counting == (state in ("verified", "confirmed")), history


def test_only_what_was_sent_waits() -> None:
    assert {
        state for state in ("draft", "submitted", "verified", "returned", "filed") if is_waiting(state)
    } == {
        "submitted",
        "filed",
    }


def test_acts_of_the_unit_and_of_staff() -> None:
    acts = {act for _, act in (*TRANSITIONS, *NIL_TRANSITIONS)}
    assert {act for act in acts if not is_members_act(act)} == {"verify", "return", "reject", "void"}


def test_a_nil_tick_against_a_report_is_found() -> None:
    assert nil_conflicts(["1.3", "5.1", "8.2"], {"5.1", "6.2"}) == ("5.1",)
