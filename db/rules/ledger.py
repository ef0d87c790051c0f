"""Where does a request of the ledger stand, and what may be recorded for it next?

A request (letter, invitation, request for comment) is received, then its stages are dated in whatever order
they happen, then somebody other than its owner closes it.  *Overdue* is computed from today, never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.periods import due_after
from db.rules.statemachine import Transitions, move

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

_STAGE_ACTS = {"answer": "answered", "handle": "handled", "resolve": "resolved", "track": "tracked"}
_OPEN = ("received", *_STAGE_ACTS.values())

TRANSITIONS: Transitions = {
    **{(state, act): stage for state in _OPEN for act, stage in _STAGE_ACTS.items()},
    **{(state, act): state for state in _OPEN for act in ("extend", "notify", "assess")},
    **{(state, "close"): "done" for state in _OPEN if state != "received"},
    **{(state, "withdraw"): "withdrawn" for state in _OPEN if state != "answered"},
    **{(state, "set_aside"): "set_aside" for state in _OPEN if state != "answered"},
    ("set_aside", "approve"): "out_of_scope",
    ("set_aside", "decline"): "received",
    **{(state, "reopen"): "received" for state in ("done", "withdrawn", "out_of_scope")},
    # The duty to notify 111, police or commune does not end when the request does.
    **{(state, "notify"): state for state in ("set_aside", "done", "withdrawn", "out_of_scope")},
}
RECEIVED = "received"
REQUEST_STATES = (*_OPEN, "set_aside", "done", "withdrawn", "out_of_scope")

NEEDS_REASON = frozenset({"extend", "withdraw", "set_aside", "decline", "reopen"})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing recorded about a request: the act, the day it happened, by whom.

    ``number``: document number of a reply.  ``until``: new due date of an extension.
    ``passed``: outcome of the five-point checklist (act ``assess``).
    """

    act: str
    on: date
    by: str
    reason: str = ""
    number: str = ""
    until: date | None = None
    passed: bool | None = None


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
    notified_on: date | None = None
    withdrawn_on: date | None = None
    set_aside_by: str = ""
    set_aside_reason: str = ""
    closed_by: str = ""

    @property
    def last_day(self) -> date | None:
        """The day until which the request is in time: as extended, else as due."""
        return max((day for day in (self.due_on, self.extended_to) if day is not None), default=None)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still needed before the request can be closed."""
        wanted = [stage for stage in STAGES[self.code] if stage not in self.stages]
        if not self.reply_no:
            wanted.append("reply_no")
        if self.code in QUALITY_GATED and not self.quality_ok:
            wanted.append("quality_ok")
        return tuple(wanted)


def is_overdue(request: Request, as_of: date) -> bool:
    """Whether a request is past its last day, something is missing and it is not excluded.

    The last day itself is in time.  Closing is a formality: what counts is that every stage is dated.
    """
    excluded = request.state in ("withdrawn", "out_of_scope")
    late = request.last_day is not None and as_of > request.last_day
    return late and bool(request.missing) and not excluded


def due_day(
    received_on: date,
    *,
    stated: date | None = None,
    days: int | None = None,
    working: bool = False,
    holidays: Collection[date] = (),
) -> date | None:
    """The last day for an answer: as the letter states it, else by the number of days of its measure.

    None:   neither is known; the request then cannot be overdue and is listed as imperfect data.
    """
    if stated is not None or days is None:
        return stated
    return due_after(received_on, days, working=working, holidays=holidays)


def is_notice_due(concerns_abuse: bool, request: Request) -> bool:
    """Whether 111, the police or the commune still have to be told: at once, whatever the due date.

    Source: Decree 56/2017 Art. 25(1).
    """
    return concerns_abuse and request.notified_on is None


def recorded(request: Request, event: Event, today: date) -> Request:
    """The request after one more event, when it may be recorded.

    Raises: wrong_state (facts: state, act), reason_needed, second_person_needed, fields_refused.
    Source: indicators.md §2.3, §4.3, §4.5.
    """
    after = move(TRANSITIONS, request.state, event.act)
    if event.act in NEEDS_REASON and not event.reason.strip():
        raise RuleError("reason_needed")
    _check_second_person(request, event)
    refuse_fields([*_date_problems(request, event, today), *_CHECKS.get(event.act, _nothing)(request, event)])
    return _applied(request, event, after)


def request_after(request: Request, events: Iterable[Event]) -> Request:
    """The request as its stored events leave it, in the order in which they were recorded.

    Raises: wrong_state for a history that cannot have happened.
    """
    for event in events:
        request = _applied(request, event, move(TRANSITIONS, request.state, event.act))
    return request


# -- what an event may say -----------------------------------------------------------------------------


def _check_second_person(request: Request, event: Event) -> None:
    """Closing is not the owner's, approving not the proposer's, and no author assesses own work."""
    first = {"close": request.owner, "assess": request.owner, "approve": request.set_aside_by}
    if event.act in first and event.by == first[event.act]:
        raise RuleError("second_person_needed")


def _date_problems(request: Request, event: Event, today: date) -> list[Problem]:
    if event.on > today:
        return [Problem("on", "future_date")]
    return [Problem("on", "end_before_start")] if event.on < request.received_on else []


def _nothing(request: Request, event: Event) -> list[Problem]:
    return []


def _answer_problems(request: Request, event: Event) -> list[Problem]:
    """Answers count in writing only: no document number, not answered."""
    return [] if event.number.strip() else [Problem("number", "required")]


def _extension_problems(request: Request, event: Event) -> list[Problem]:
    if event.until is None:
        return [Problem("until", "required")]
    too_early = request.last_day is not None and event.until <= request.last_day
    return [Problem("until", "end_before_start")] if too_early else []


def _closing_problems(request: Request, event: Event) -> list[Problem]:
    return [Problem(name, "required") for name in request.missing]


def _withdrawal_problems(request: Request, event: Event) -> list[Problem]:
    """After an answer a withdrawal changes nothing: the answer stands and counts."""
    if "answered" in request.stages:
        raise RuleError("wrong_state", state="answered", act=event.act)
    return []


def _assessment_problems(request: Request, event: Event) -> list[Problem]:
    return [Problem("passed", "required")] if event.passed is None else []


_CHECKS: Mapping[str, Callable[[Request, Event], list[Problem]]] = {
    "answer": _answer_problems,
    "extend": _extension_problems,
    "close": _closing_problems,
    "withdraw": _withdrawal_problems,
    "set_aside": _withdrawal_problems,
    "assess": _assessment_problems,
}


# -- what an event changes -----------------------------------------------------------------------------


def _applied(request: Request, event: Event, after: str) -> Request:
    request = replace(request, state=after)
    if event.act in _STAGE_ACTS:
        request = replace(request, stages={**request.stages, _STAGE_ACTS[event.act]: event.on})
    change = _CHANGES.get(event.act)
    return request if change is None else change(request, event)


_CHANGES: Mapping[str, Callable[[Request, Event], Request]] = {
    "answer": lambda request, event: replace(request, reply_no=event.number.strip()),
    "extend": lambda request, event: replace(request, extended_to=event.until),
    "assess": lambda request, event: replace(request, quality_ok=event.passed),
    "notify": lambda request, event: replace(request, notified_on=event.on),
    "withdraw": lambda request, event: replace(request, withdrawn_on=event.on),
    "set_aside": lambda request, event: replace(
        request, set_aside_by=event.by, set_aside_reason=event.reason
    ),
    "decline": lambda request, event: replace(request, set_aside_by="", set_aside_reason=""),
    "close": lambda request, event: replace(request, closed_by=event.by),
    "reopen": lambda request, event: replace(
        request, withdrawn_on=None, set_aside_by="", set_aside_reason="", closed_by=""
    ),
}
