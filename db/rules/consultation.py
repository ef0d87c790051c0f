"""Where does a consultation stand in the four steps of Circular 36/2018, and may it take an answer now?

The steps are prepare, collect, conclude (sum up, explain, take in) and feedback (tell the children).  Each
is dated and has its documents; a step is done when nothing that belongs to it is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from db.rules.errors import RuleError
from db.rules.statemachine import Transitions, fold

# A child who opened the form before the end may finish it; such an answer is kept and marked as late.
GRACE = timedelta(minutes=30)
_VIETNAM = timezone(timedelta(hours=7))

TRANSITIONS: Transitions = {
    ("preparing", "open"): "open",
    ("preparing", "cancel"): "cancelled",
    ("open", "extend"): "open",
    ("open", "close"): "closed",
    ("closed", "reopen"): "open",
    ("closed", "conclude"): "concluded",
    ("concluded", "record_reply"): "concluded",
    ("concluded", "tell_children"): "told",
    ("told", "record_reply"): "told",
    ("told", "tell_children"): "told",
}
PREPARING = "preparing"

# What each step records (Circular 36/2018; consultations.md §1).  A reply of the agency may never come,
# so step 3 asks for what the Association itself does.
STEPS: Mapping[str, tuple[str, ...]] = {
    "prepare": ("agency", "document", "purpose", "audience", "wanted_n", "method", "plan_no", "owner"),
    "collect": ("instrument", "opened_on", "closed_on", "responses_n"),
    "conclude": ("findings", "sent_no", "sent_on"),
    "feedback": ("told_what", "told_on", "told_channels"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps: what is still missing for it, empty when it is done."""

    name: str
    missing: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether everything this step records is there."""
        return not self.missing


def steps_of(record: Mapping[str, object]) -> tuple[Step, ...]:
    """The four steps of a consultation with what each still lacks.

    None:   a missing, ``None`` or empty value in ``record``; zero responses are a value.
    """
    return tuple(
        Step(name, tuple(item for item in items if record.get(item) in (None, "", (), [])))
        for name, items in STEPS.items()
    )


def next_step(record: Mapping[str, object]) -> Step | None:
    """The first step that is not done, None when all four are: "còn thiếu gì tiếp theo"."""
    return next((step for step in steps_of(record) if not step.is_done), None)


def consultation_state(acts: tuple[str, ...]) -> str:
    """State of a consultation from its recorded acts.

    Raises: wrong_state for a history that cannot have happened.
    """
    return fold(TRANSITIONS, PREPARING, acts)


def state_of(opens_at: datetime, closes_at: datetime | None, now: datetime) -> str:
    """Whether answers are taken now: ``not_open``, ``open``, ``grace`` (late, still taken), ``closed``.

    None:   a consultation without an end stays open.
    """
    if now < opens_at:
        return "not_open"
    if closes_at is None or now < closes_at:
        return "open"
    return "grace" if now < closes_at + GRACE else "closed"


def check_may_record(opens_at: datetime, closes_at: datetime | None, now: datetime) -> bool:
    """Whether an answer arriving now is late (to be marked); refuses when none is taken.

    Raises: consultation_not_open (facts: opens_on), consultation_closed (facts: closed_on), days of Viet Nam.
    """
    state = state_of(opens_at, closes_at, now)
    if state == "not_open":
        raise RuleError("consultation_not_open", opens_on=_day(opens_at))
    if state == "closed" and closes_at is not None:
        raise RuleError("consultation_closed", closed_on=_day(closes_at))
    return state == "grace"


def days_to_feedback(closed_on: date, told_on: date | None, as_of: date) -> int:
    """Days from closing until the children were told; until ``as_of`` while they have not been."""
    told = as_of if told_on is None else min(told_on, as_of)
    return (told - closed_on).days


def _day(moment: datetime) -> date:
    return moment.astimezone(_VIETNAM).date()
