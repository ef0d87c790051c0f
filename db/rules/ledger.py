"""Where does a request of the ledger stand, and what may be recorded for it next?

The machine and its records are in ``ledger_states``; here is what an event may say and what it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.ledger_states import (
    EXCLUDED_STATES,
    NEEDS_REASON,
    QUALITY_GATED,
    STAGE_ACTS,
    STAGES,
    TRANSITIONS,
    Event,
    Request,
)
from db.rules.periods import due_after
from db.rules.statemachine import acts_from, move


def is_overdue(request: Request, as_of: date) -> bool:
    """Whether a request is past its last day, something is missing and it is not excluded.

    The last day itself is in time.  Closing is a formality: what counts is that every stage is dated.
    """
    excluded = request.state in EXCLUDED_STATES
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


def offered_acts(request: Request, concerns_abuse: bool) -> tuple[str, ...]:
    """What the staff desk may record for this request now, in the order of the table.

    Only stages of its own measure; a checklist only where the indicator speaks of quality; the notice only
    where abuse is feared; no withdrawal after an answer.
    """
    closed_off = {
        **{act: stage not in STAGES[request.code] for act, stage in STAGE_ACTS.items()},
        "assess": request.code not in QUALITY_GATED,
        "notify": not concerns_abuse,
        "withdraw": "answered" in request.stages,
        "set_aside": "answered" in request.stages,
        "close": bool(request.missing),
    }
    return tuple(act for act in acts_from(TRANSITIONS, request.state) if not closed_off.get(act, False))


def recorded(request: Request, event: Event, today: date) -> Request:
    """The request after one more event, when it may be recorded.

    Raises: wrong_state (facts: state, act), reason_needed, second_person_needed, fields_refused.
    Source: indicators.md §2.3, §4.3, §4.5.
    """
    after = move(TRANSITIONS, request.state, event.act)
    if needs_reason(request, event.act) and not event.reason.strip():
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


def needs_reason(request: Request, act: str) -> bool:
    """Whether somebody else will have to understand this later; dating a stage anew is a correction."""
    stage = STAGE_ACTS.get(act, "")
    return act in NEEDS_REASON or (stage in request.stages and act != "track")


# -- what an event may say -----------------------------------------------------------------------------


def _check_second_person(request: Request, event: Event) -> None:
    """Closing is not the owner's, approving not the proposer's or asker's, no author assesses own work."""
    first = {
        "close": request.owner,
        "assess": request.owner,
        "approve": request.set_aside_by,
        "extend": event.approver,
    }
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
    needed = {"until": event.until, "approver": event.approver}
    if not all(needed.values()):
        return [Problem(name, "required") for name, value in needed.items() if not value]
    too_early = request.last_day is not None and event.until is not None and event.until <= request.last_day
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


def _correction_problems(request: Request, event: Event) -> list[Problem]:
    """What happened afterwards stays possible: no stage lies before the day the request came in."""
    first = min([*request.stages.values(), request.withdrawn_on or date.max, request.notified_on or date.max])
    late = event.received_on is not None and event.received_on > first
    return [Problem("received", "end_before_start")] if late else []


_CHECKS: Mapping[str, Callable[[Request, Event], list[Problem]]] = {
    "answer": _answer_problems,
    "extend": _extension_problems,
    "close": _closing_problems,
    "withdraw": _withdrawal_problems,
    "set_aside": _withdrawal_problems,
    "assess": _assessment_problems,
    "correct": _correction_problems,
}


# -- what an event changes -----------------------------------------------------------------------------


def _applied(request: Request, event: Event, after: str) -> Request:
    request = replace(request, state=after)
    if event.act in STAGE_ACTS and not _follows_up(request, event):
        request = replace(request, stages={**request.stages, STAGE_ACTS[event.act]: event.on})
    change = _CHANGES.get(event.act)
    return request if change is None else change(request, event)


def _follows_up(request: Request, event: Event) -> bool:
    """Tracking goes on after the duty was met; only a correction, with its reason, moves the day it was."""
    return event.act == "track" and "tracked" in request.stages and not event.reason


def _corrected(request: Request, event: Event) -> Request:
    return replace(
        request,
        received_on=event.received_on or request.received_on,
        due_on=event.due_on,
        owner=event.owner or request.owner,
    )


_CHANGES: Mapping[str, Callable[[Request, Event], Request]] = {
    "answer": lambda request, event: replace(request, reply_no=event.number.strip()),
    "extend": lambda request, event: replace(request, extended_to=event.until),
    "assess": lambda request, event: replace(request, quality_ok=event.passed, result_doc=event.number),
    "notify": lambda request, event: replace(request, notified_on=event.on),
    "withdraw": lambda request, event: replace(request, withdrawn_on=event.on),
    "set_aside": lambda request, event: replace(
        request, set_aside_by=event.by, set_aside_reason=event.reason
    ),
    "decline": lambda request, event: replace(request, set_aside_by="", set_aside_reason=""),
    "approve": lambda request, event: replace(request, out_of_scope_on=event.on),
    "close": lambda request, event: replace(request, closed_by=event.by),
    "reopen": lambda request, event: replace(
        request,
        withdrawn_on=None,
        set_aside_by="",
        set_aside_reason="",
        out_of_scope_on=None,
        closed_by="",
    ),
    "correct": _corrected,
}
