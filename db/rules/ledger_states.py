"""What is a request of the ledger, which states can it have, and what may be recorded in each?

A request (letter, invitation, request for comment) is received, then its stages are dated in whatever order
they happen, then somebody other than its owner closes it.  *Overdue* is computed from today, never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from db.rules.statemachine import Transitions

# Stages that the target names, by measure (indicators.md §2.3).  4.2 is resolved by another agency.
STAGES: Mapping[str, tuple[str, ...]] = {
    "2.2": ("answered",),
    "2.3": ("answered",),
    "2.4": ("answered",),
    "3.1": ("answered",),
    "4.1": ("answered", "handled", "tracked"),
    "4.2": ("handled", "resolved", "answered"),
    "7.3": ("answered",),
}

# Measures whose indicator is a statement of quality: an answer counts only with a passed checklist.
QUALITY_GATED = frozenset({"2.3", "2.4", "3.1", "7.3"})

STAGE_ACTS: Mapping[str, str] = {
    "answer": "answered",
    "handle": "handled",
    "resolve": "resolved",
    "track": "tracked",
}
OPEN_STATES = ("received", *STAGE_ACTS.values())
EXCLUDED_STATES = ("withdrawn", "out_of_scope")

TRANSITIONS: Transitions = {
    **{(state, act): stage for state in OPEN_STATES for act, stage in STAGE_ACTS.items()},
    **{(state, act): state for state in OPEN_STATES for act in ("extend", "notify", "assess", "correct")},
    # Closing asks for everything that is missing, so the state alone need not tell.
    **{(state, "close"): "done" for state in OPEN_STATES},
    **{(state, "withdraw"): "withdrawn" for state in OPEN_STATES if state != "answered"},
    **{(state, "set_aside"): "set_aside" for state in OPEN_STATES if state != "answered"},
    ("set_aside", "approve"): "out_of_scope",
    ("set_aside", "decline"): "received",
    **{(state, "reopen"): "received" for state in ("done", *EXCLUDED_STATES)},
    # The duty to notify 111, police or commune does not end when the request does.
    **{(state, "notify"): state for state in ("set_aside", "done", *EXCLUDED_STATES)},
}
RECEIVED = "received"
REQUEST_STATES = (*OPEN_STATES, "set_aside", "done", *EXCLUDED_STATES)

# Where a request stands in the stock: still to do, done, or left without an answer being owed.
STANDINGS = ("open", "done", "excluded")

NEEDS_REASON = frozenset({"extend", "withdraw", "set_aside", "decline", "reopen"})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing recorded about a request: the act, the day it happened, by whom.

    ``number``: document number of a reply, or the document a checklist was filled for.  ``until``: new due
    date of an extension, which ``approver`` granted.  ``passed``: outcome of the five-point checklist.
    ``received_on``, ``due_on``, ``owner``: what a correction says now.
    """

    act: str
    on: date
    by: str
    reason: str = ""
    number: str = ""
    until: date | None = None
    passed: bool | None = None
    approver: str = ""
    received_on: date | None = None
    due_on: date | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as its events leave it.

    None:   a day not reached; ``due_on`` when neither letter nor code gives one; ``quality_ok`` not assessed.
    """

    code: str
    received_on: date
    due_on: date | None
    owner: str
    state: str = RECEIVED
    stages: Mapping[str, date] = field(default_factory=dict)
    extended_to: date | None = None
    reply_no: str = ""
    quality_ok: bool | None = None
    result_doc: str = ""
    notified_on: date | None = None
    withdrawn_on: date | None = None
    set_aside_by: str = ""
    set_aside_reason: str = ""
    out_of_scope_on: date | None = None
    closed_by: str = ""

    @property
    def last_day(self) -> date | None:
        """The day until which the request is in time: as extended, else as due."""
        return max((day for day in (self.due_on, self.extended_to) if day is not None), default=None)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still needed before the request is done."""
        wanted = [stage for stage in STAGES[self.code] if stage not in self.stages]
        if not self.reply_no:
            wanted.append("reply_no")
        if self.code in QUALITY_GATED and not self.quality_ok:
            wanted.append("quality_ok")
        return tuple(wanted)

    @property
    def standing(self) -> str:
        """open, done or excluded.  Closing is a formality: done is what misses nothing."""
        if self.state in EXCLUDED_STATES:
            return "excluded"
        return "open" if self.missing else "done"

    @property
    def settled_on(self) -> date | None:
        """The day it left the stock: its last stage, its withdrawal, the approval; None while open."""
        days = {
            "done": max(
                (self.stages[stage] for stage in STAGES[self.code] if stage in self.stages), default=None
            ),
            "excluded": self.withdrawn_on if self.state == "withdrawn" else self.out_of_scope_on,
        }
        return days.get(self.standing)
