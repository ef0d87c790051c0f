"""How does a consultation look on the desk: its steps in words, and what may be done next?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from db.queries.consulting_desk import ConsultationDesk
from db.queries.moments import VIETNAM
from survey.text import say

# Words of an act in the address -> act.
ACT_OF: Final[dict[str, str]] = {
    "mo": "open",
    "dong": "close",
    "gia-han": "extend",
    "mo-lai": "reopen",
    "huy": "cancel",
    "to-chuc": "collect",
    "tong-hop": "conclude",
    "tra-loi": "record_reply",
}
SLUG_OF: Final[dict[str, str]] = {act: slug for slug, act in ACT_OF.items()}
# Which acts stand at which step.
STEP_ACTS: Final[dict[str, tuple[str, ...]]] = {
    "prepare": ("open", "cancel"),
    "collect": ("close", "extend", "reopen"),
    "conclude": ("conclude", "record_reply"),
    "feedback": (),
}


@dataclass(frozen=True, slots=True)
class StepView:
    """One step in words; `touched`: who wrote last, and when."""

    name: str
    title: str
    is_done: bool
    lacks: str
    touched: str


def step_views(desk: ConsultationDesk) -> tuple[StepView, ...]:
    """The four steps in words."""
    return tuple(
        StepView(
            done.step.name,
            say(f"lyk.step.{done.step.name}"),
            done.step.is_done,
            missing_words(done.step.missing),
            say("lyk.touched", name=done.by_vi, day=done.at) if done.at else "",
        )
        for done in desk.steps
    )


def missing_words(missing: tuple[str, ...]) -> str:
    """What is missing, as one sentence; empty when nothing is."""
    if not missing:
        return ""
    return say("lyk.lacks", items=", ".join(say(f"lyk.missing.{item}") for item in missing))


def offered(desk: ConsultationDesk) -> dict[str, tuple[tuple[str, str], ...]]:
    """Step → what may be done there now: word in the address, act."""
    return {
        step: tuple((SLUG_OF[act], act) for act in acts if act in desk.acts)
        for step, acts in STEP_ACTS.items()
    }


def hour(at: datetime) -> str:
    """A moment on Viet Nam's clocks, to the minute."""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def window(opens_at: datetime | None, closes_at: datetime | None) -> str:
    """From when to when an invitation holds."""
    parts = []
    if opens_at:
        parts.append(say("invite.from", opens=hour(opens_at)))
    if closes_at:
        parts.append(say("invite.until", closes=hour(closes_at)))
    return " ".join(parts) or say("invite.any_time")
