"""What may be recorded for a request, by whom, and when is it late?"""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from db.rules.errors import RuleError
from db.rules.ledger import due_day, is_notice_due, is_overdue, offered_acts, recorded, request_after
from db.rules.ledger_states import REQUEST_STATES, STAGES, TRANSITIONS, Event, Request

RECEIVED, DUE, TODAY = date(2026, 3, 1), date(2026, 3, 16), date(2026, 6, 30)


def request(code: str = "2.2") -> Request:
    return Request(code=code, received_on=RECEIVED, due_on=DUE, owner="lan")


def event(act: str, by: str = "hoa", on: date = date(2026, 3, 10), **more: object) -> Event:
    given = {"reason": "vì có lý do", "number": "12/HBVQTE" if act == "answer" else "", "approver": "minh"}
    return Event(act, on, by, **{**given, **more})  # type: ignore[arg-type]


def after(start: Request, *events: Event) -> Request:
    for one in events:
        start = recorded(start, one, TODAY)
    return start


def refusal_of(start: Request, one: Event) -> tuple[str, tuple[tuple[str, str], ...]]:
    with pytest.raises(RuleError) as refused:
        recorded(start, one, TODAY)
    problems = tuple((problem.field, problem.code) for problem in refused.value.problems)
    return refused.value.code, problems


@pytest.mark.parametrize(
    ("code", "acts"),
    [
        ("2.2", ("answer",)),
        ("4.1", ("answer", "handle", "track")),
        ("4.1", ("track", "handle", "answer")),
        ("4.2", ("handle", "resolve", "answer")),
        ("3.1", ("answer", "assess")),
    ],
)
def test_a_request_is_done_when_all_its_stages_are(code: str, acts: tuple[str, ...]) -> None:
    start = request(code)
    for count, act in enumerate(acts):
        assert is_overdue(start, TODAY), acts[:count]
        start = after(start, event(act, passed=True))
    assert start.missing == ()
    assert not is_overdue(start, TODAY)
    assert after(start, event("close")).state == "done"


@pytest.mark.parametrize("code", STAGES)
def test_closing_asks_for_what_is_missing(code: str) -> None:
    start = after(request(code), event("handle"))
    found, problems = refusal_of(start, event("close"))
    assert found == "fields_refused"
    expected = {stage for stage in STAGES[code] if stage != "handled"} | {"reply_no"}
    if code in ("2.3", "2.4", "3.1", "7.3"):
        expected.add("quality_ok")
    assert {field for field, _ in problems} == expected


def test_quality_failed_is_not_done() -> None:
    start = after(request("2.3"), event("answer"), event("assess", passed=False))
    assert start.missing == ("quality_ok",)
    assert is_overdue(start, TODAY)


@pytest.mark.parametrize(
    ("first", "act", "by"),
    [((), "assess", "lan"), (("answer",), "close", "lan"), (("set_aside",), "approve", "hoa")],
)
def test_a_second_person_is_needed(first: tuple[str, ...], act: str, by: str) -> None:
    start = after(request(), *(event(one) for one in first))
    assert refusal_of(start, event(act, by=by, passed=True))[0] == "second_person_needed"
    other = "hoa" if by == "lan" else "lan"
    assert recorded(start, event(act, by=other, passed=True), TODAY).state != "received" or act == "assess"


@pytest.mark.parametrize(
    ("one", "problems"),
    [
        (event("answer", number=" "), (("number", "required"),)),
        (event("answer", on=TODAY + timedelta(days=1)), (("on", "future_date"),)),
        (event("answer", on=RECEIVED - timedelta(days=1)), (("on", "end_before_start"),)),
        (event("extend"), (("until", "required"),)),
        (event("extend", until=DUE), (("until", "end_before_start"),)),
        (event("assess", passed=None), (("passed", "required"),)),
    ],
)
def test_what_an_event_must_say(one: Event, problems: tuple[tuple[str, str], ...]) -> None:
    assert refusal_of(request(), one) == ("fields_refused", problems)


@pytest.mark.parametrize("act", ["extend", "withdraw", "set_aside"])
def test_acts_that_need_a_reason(act: str) -> None:
    assert refusal_of(request(), event(act, reason=" ", until=TODAY))[0] == "reason_needed"


@pytest.mark.parametrize("act", ["withdraw", "set_aside"])
def test_an_answer_stands(act: str) -> None:
    """Withdrawn after the answer, in the answered state and in one that came after it."""
    answered = after(request("4.1"), event("answer"))
    assert refusal_of(answered, event(act))[0] == "wrong_state"
    assert refusal_of(after(answered, event("handle")), event(act))[0] == "wrong_state"
    assert after(request("4.1"), event("handle"), event(act)).state in ("withdrawn", "set_aside")


@pytest.mark.parametrize(
    ("events", "as_of", "overdue"),
    [
        ((), DUE, False),
        ((), DUE + timedelta(days=1), True),
        ((event("extend", until=date(2026, 4, 1)),), date(2026, 4, 1), False),
        ((event("extend", until=date(2026, 4, 1)),), date(2026, 4, 2), True),
        ((event("withdraw"),), TODAY, False),
        ((event("set_aside"),), TODAY, True),
        ((event("set_aside"), event("approve", by="minh")), TODAY, False),
        ((event("set_aside"), event("decline", by="minh")), TODAY, True),
        ((event("answer"),), TODAY, False),
    ],
)
def test_overdue_is_computed(events: tuple[Event, ...], as_of: date, overdue: bool) -> None:
    assert is_overdue(after(request(), *events), as_of) is overdue


def test_without_a_due_date_nothing_is_overdue() -> None:
    assert not is_overdue(Request("2.2", RECEIVED, None, "lan"), TODAY)


@pytest.mark.parametrize(
    ("received", "given", "due"),
    [
        (date(2026, 6, 1), {"days": 15}, date(2026, 6, 16)),
        (date(2026, 6, 1), {"days": 15, "stated": date(2026, 6, 5)}, date(2026, 6, 5)),
        (date(2026, 6, 1), {}, None),
        (
            date(2026, 8, 21),
            {"days": 10, "working": True, "holidays": {date(2026, 9, 1), date(2026, 9, 2)}},
            date(2026, 9, 8),
        ),
    ],
)
def test_due_dates(received: date, given: dict[str, object], due: date | None) -> None:
    assert due_day(received, **given) == due  # type: ignore[arg-type]


def test_abuse_is_told_at_once_whatever_the_due_date() -> None:
    assert is_notice_due(True, request("4.1"))
    assert not is_notice_due(False, request("4.1"))
    assert not is_notice_due(True, after(request("4.1"), event("notify")))


def test_a_reopened_request_keeps_its_stages_and_is_closed_again() -> None:
    done = after(request(), event("answer"), event("close"))
    again = after(done, event("reopen"))
    assert (again.state, again.closed_by, again.missing) == ("received", "", ())
    corrected = after(again, event("answer", number="13/HBVQTE"), event("close", by="minh"))
    assert (corrected.reply_no, corrected.closed_by) == ("13/HBVQTE", "minh")


def test_stored_events_fold_to_what_was_recorded() -> None:
    events = [event("handle"), event("answer"), event("track"), event("close")]
    assert request_after(request("4.1"), events) == after(request("4.1"), *events)
    with pytest.raises(RuleError, match="wrong_state"):
        request_after(request("4.1"), [event("approve")])


def test_no_act_leads_out_of_the_known_states() -> None:
    acts = {act for _, act in TRANSITIONS}
    for state, act in itertools.product(REQUEST_STATES, acts):
        assert TRANSITIONS.get((state, act), state) in REQUEST_STATES
    assert "overdue" not in REQUEST_STATES


def test_a_request_taken_back_into_the_ledger_is_as_open_as_before() -> None:
    out = after(request(), event("set_aside"), event("approve", by="minh"))
    assert (out.standing, out.settled_on, out.set_aside_by) == ("excluded", date(2026, 3, 10), "hoa")
    again = after(out, event("reopen"))
    assert (again.standing, again.settled_on, again.out_of_scope_on, again.set_aside_by) == (
        "open",
        None,
        None,
        "",
    )


@pytest.mark.parametrize("code", STAGES)
def test_only_what_its_measure_asks_for_is_offered(code: str) -> None:
    offered = set(offered_acts(request(code), concerns_abuse=False))
    stages = {"answer": "answered", "handle": "handled", "resolve": "resolved", "track": "tracked"}
    assert {act for act in stages if act in offered} == {act for act in stages if stages[act] in STAGES[code]}
    assert ("assess" in offered) == (code in ("2.3", "2.4", "3.1", "7.3"))
    assert "notify" not in offered and "close" not in offered
    assert "notify" in offered_acts(request(code), concerns_abuse=True)
