"""Where does a consultation stand in the four steps of Circular 36/2018, and may it take an answer now?

The steps are prepare, collect, conclude (sum up, explain, take in) and feedback (tell the children).  Each
is dated and has its documents; a step is done when nothing that belongs to it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from db.rules.errors import Problem, RuleError
from db.rules.statemachine import Transitions, acts_from, fold

# A child who opened the form before the end may finish it; such an answer is kept and marked as late.
GRACE = timedelta(minutes=30)
# Neither Circular 36 nor the Law names a day by which children must hear back; these are ours.
FEEDBACK_DAYS = 60
FEEDBACK_SOON_DAYS = 14
_VIETNAM = timezone(timedelta(hours=7))
_TIME = re.compile(r"([01]?\d|2[0-3])[:hg.]([0-5]\d)", re.ASCII | re.IGNORECASE)

TRANSITIONS: Transitions = {
    ("preparing", "open"): "open",
    ("preparing", "cancel"): "cancelled",
    ("open", "extend"): "open",
    ("open", "close"): "closed",
    ("closed", "reopen"): "open",
    ("closed", "conclude"): "concluded",
    ("concluded", "conclude"): "concluded",
    ("concluded", "record_reply"): "concluded",
    ("concluded", "tell_children"): "told",
    ("told", "conclude"): "told",
    ("told", "record_reply"): "told",
    ("told", "tell_children"): "told",
}
PREPARING = "preparing"
# States of which the public is not told: nothing was announced, or it was called off.
UNANNOUNCED = frozenset({PREPARING, "cancelled"})

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


def standing_of(state: str, closes_at: datetime | None, now: datetime) -> str:
    """The state by the records and the clock: an open consultation closes by itself at its end."""
    ended = closes_at is not None and now >= closes_at
    return "closed" if state == "open" and ended else state


def acts_now(state: str, closes_at: datetime | None, now: datetime) -> tuple[str, ...]:
    """What may be done with a consultation now."""
    return acts_from(TRANSITIONS, standing_of(state, closes_at, now))


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


def check_may_enter_paper(state: str) -> None:
    """Refuse sheets of paper before the opening and once their answers were summed up.

    Raises: wrong_state.
    """
    if state not in ("open", "closed"):
        raise RuleError("wrong_state", state=state)


def days_to_feedback(closed_on: date, told_on: date | None, as_of: date) -> int:
    """Days from closing until the children were told; until ``as_of`` while they have not been."""
    told = as_of if told_on is None else min(told_on, as_of)
    return (told - closed_on).days


def feedback_reminder(closed_on: date | None, told_on: date | None, as_of: date) -> str:
    """How telling the children stands: ``none`` before closing, ``told``, ``waiting``, ``soon``, ``late``.

    Units:  due :data:`FEEDBACK_DAYS` days after closing, a reminder :data:`FEEDBACK_SOON_DAYS` before.
    """
    if told_on is not None:
        return "told"
    if closed_on is None or closed_on > as_of:
        return "none"
    left = FEEDBACK_DAYS - (as_of - closed_on).days
    if left < 0:
        return "late"
    return "soon" if left <= FEEDBACK_SOON_DAYS else "waiting"


def read_time(text: str) -> time:
    """A time of day as people type it: 7:30, 07h30, 7g30.

    Raises: not_a_time.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise RuleError("not_a_time")
    return time(int(found[1]), int(found[2]))


def moment_in_vietnam(day: date, at: time) -> datetime:
    """The moment of a day and a time on Viet Nam's clocks."""
    return datetime.combine(day, at, _VIETNAM)


def read_moment(values: Mapping[str, str], name: str, otherwise: time) -> datetime | None:
    """The moment that the fields ``<name>_on`` and ``<name>_time`` of a checked form say together.

    None:   no day was given; without a time it is ``otherwise``.
    Raises: fields_refused with not_a_time, or required for a time without its day.
    """
    day, typed = values.get(f"{name}_on"), values.get(f"{name}_time")
    if day is None:
        if typed:
            raise RuleError("fields_refused", [Problem(f"{name}_on", "required")])
        return None
    try:
        at = read_time(typed) if typed else otherwise
    except RuleError as refusal:
        raise RuleError("fields_refused", [Problem(f"{name}_time", refusal.code)]) from refusal
    return moment_in_vietnam(date.fromisoformat(day), at)


def _day(moment: datetime) -> date:
    return moment.astimezone(_VIETNAM).date()
