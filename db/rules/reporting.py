"""What may happen to a member's report, who may do it, and what does it do to the numbers?

Only a verified report is a number.  Nothing is overwritten: an edit is a new version that waits again, and
taking a verified report back voids its facts instead of deleting them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.statemachine import Transitions, fold, move

DRAFT = "draft"

# `submit` in `submitted` and `returned` files a new version.
TRANSITIONS: Transitions = {
    ("draft", "submit"): "submitted",
    ("draft", "discard"): "discarded",
    ("submitted", "submit"): "submitted",
    ("submitted", "verify"): "verified",
    ("submitted", "return"): "returned",
    ("submitted", "reject"): "rejected",
    ("submitted", "withdraw"): "withdrawn",
    ("returned", "submit"): "submitted",
    ("returned", "withdraw"): "withdrawn",
    ("verified", "return"): "returned",
    ("verified", "withdraw"): "withdrawn",
    ("verified", "void"): "voided",
}

REPORT_STATES = ("draft", "submitted", "verified", "returned", "rejected", "withdrawn", "voided", "discarded")

# A nil report is the explicit zero, so two people of the unit stand behind it.
NIL_TRANSITIONS: Transitions = {
    ("draft", "file"): "filed",
    ("draft", "discard"): "discarded",
    ("filed", "file"): "filed",
    ("filed", "confirm"): "confirmed",
    ("filed", "return"): "returned",
    ("filed", "withdraw"): "withdrawn",
    ("returned", "file"): "filed",
    ("returned", "withdraw"): "withdrawn",
    ("confirmed", "withdraw"): "withdrawn",
    ("confirmed", "void"): "voided",
}

NIL_STATES = ("draft", "filed", "confirmed", "returned", "withdrawn", "voided", "discarded")

# What somebody else has to understand later needs a reason.
NEEDS_REASON = frozenset({"return", "reject", "withdraw", "void"})

# Acts on a report by somebody who did not file it.
_BY_ANOTHER = frozenset({"verify", "return", "reject", "void"})
_BY_MEMBER = frozenset({"submit", "discard", "withdraw", "file"})


def check_act(
    state: str, act: str, *, by: str, filed_by: Collection[str], reason: str = "", nil: bool = False
) -> str:
    """The state after the act, when this person may do it now.

    ``filed_by`` names everybody who wrote a version of the report.
    Raises: wrong_state (facts: state, act), own_report, second_person_needed, reason_needed.
    Source: indicators.md §2.2, §4.5; page 7 "Không tự xác minh số liệu của mình".
    """
    after = move(NIL_TRANSITIONS if nil else TRANSITIONS, state, act)
    if act in _BY_ANOTHER and by in filed_by:
        raise RuleError("own_report")
    if act == "confirm" and by in filed_by:
        raise RuleError("second_person_needed")
    if act in NEEDS_REASON and not reason.strip():
        raise RuleError("reason_needed")
    return after


def check_version(seen: int, current: int) -> None:
    """Refuse an act on a version that somebody else has replaced meanwhile.

    Raises: stale_version.
    """
    if seen != current:
        raise RuleError("stale_version")


def check_unit_lived(on: date | None, ended_on: date | None, field: str) -> None:
    """Refuse what is said to have happened after the unit had ended; its last day still counts.

    ``field`` holds the day.  None: a day is not given, or the unit lives.
    Raises: fields_refused (`unit_ended`, facts: ended_on).
    """
    if on is not None and ended_on is not None and on > ended_on:
        refuse_fields([Problem(field, "unit_ended", {"ended_on": ended_on})])


def is_members_act(act: str) -> bool:
    """Whether the act belongs to the unit that reports; all others belong to staff."""
    return act in _BY_MEMBER or act == "confirm"


def records_facts(before: str, after: str) -> bool:
    """Whether this step turns the report into numbers."""
    return after in ("verified", "confirmed") and before != after


def voids_facts(before: str, after: str) -> bool:
    """Whether this step takes numbers back that counted until now."""
    return before in ("verified", "confirmed") and before != after


def is_waiting(state: str) -> bool:
    """Whether the report is drawn lighter, as "chờ xác minh"."""
    return state in ("submitted", "filed")


def report_state(acts: Iterable[str]) -> str:
    """State of a report from its recorded acts.

    Raises: wrong_state for a history that cannot have happened.
    """
    return fold(TRANSITIONS, DRAFT, acts)


def nil_state(acts: Iterable[str]) -> str:
    """State of a nil report from its recorded acts.

    Raises: wrong_state for a history that cannot have happened.
    """
    return fold(NIL_TRANSITIONS, DRAFT, acts)


def nil_conflicts(nil_codes: Iterable[str], reported_codes: Collection[str]) -> tuple[str, ...]:
    """Measures ticked as "không phát sinh" although the unit reported something for them in the quarter."""
    return tuple(code for code in nil_codes if code in reported_codes)
