"""Was every request of the year answered? ("100 % yêu cầu")

Each request belongs to exactly one year, that of its decision: the day it was done or the day it fell due,
whichever came first.  Nothing decided is never 0 % and never 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from db.rules.evaluation import Basis, Evaluation, LedgerCount, Question
from db.rules.periods import calendar_state, days_overdue, year_is_ahead, year_is_over
from db.rules.request_entries import Entry, entry_of
from db.rules.status import Thresholds, at_best

# A ledger confirmed within so many days proves that nothing came in.
CONFIRMED_DAYS = 92


def evaluate_requests(question: Question) -> Evaluation:
    """Done of decided requests, and the word for it.

    Raises: bad_parameter (facts: name; "requests.<field>" for a malformed ledger entry).
    Source: indicators.md §2.3, "Requests".
    """
    if year_is_ahead(question.year, question.as_of):
        return Evaluation(1, None, None, "not_due", basis=Basis(1, "whole"))
    entries = [
        entry for item in question.requests if (entry := entry_of(item, question.params, question.as_of))
    ]
    count = ledger_count(entries, question)
    ratio = Fraction(count.done, count.decided) if count.decided else None
    return Evaluation(
        target=1,
        actual=f"{count.done}/{count.decided}" if count.decided else None,
        progress=ratio,
        status=_word(question, count, ratio),
        expected=1 if count.decided else None,
        gap_share=0 if ratio is None else 1 - ratio,
        year_state=calendar_state(question.year, question.as_of),
        basis=Basis(1, "whole"),
        ledger=count,
    )


def _word(question: Question, count: LedgerCount, ratio: Fraction | None) -> str:
    thresholds, over = question.params.thresholds, year_is_over(question.year, question.as_of)
    word = _nothing_decided(question, count) if ratio is None else ratio_word(ratio, over, thresholds)
    # A year under way cannot be neutral or green while a letter of an earlier year lies unanswered.
    return at_best(word, "at_risk") if count.carried and not over else word


def ratio_word(ratio: Fraction, year_over: bool, thresholds: Thresholds) -> str:
    """The word for a share whose target is 100 %: one overdue request and it is not on track."""
    best, middle, worst = ("achieved", "nearly", "missed") if year_over else ("on_track", "at_risk", "behind")
    if ratio >= 1:
        return best
    return middle if ratio >= thresholds.on_track_share else worst


def _nothing_decided(question: Question, count: LedgerCount) -> str:
    if count.open:
        return "not_due"
    return "no_requests" if _ledger_confirmed(question) else "no_data"


def _ledger_confirmed(question: Question) -> bool:
    """Confirmed within 92 days of as-of, or for the whole of a year that is over."""
    confirmed = question.params.ledger_confirmed_to
    recent = question.as_of - timedelta(days=CONFIRMED_DAYS)
    return confirmed is not None and (confirmed >= recent or confirmed >= date(question.year, 12, 31))


def ledger_count(entries: Iterable[Entry], question: Question) -> LedgerCount:
    """The entries of a ledger counted as they concern one year."""
    known, year = list(entries), question.year
    own = [entry for entry in known if entry.decided_on and entry.decided_on.year == year]
    concerned = [entry for entry in known if _concerns(entry, year)]
    # Whatever came in after this year says nothing about it.
    waiting = [one for one in known if one.state == "open" and (one.received or date.min).year <= year]
    strict = question.params.strict_on_time
    return LedgerCount(
        done=_n(one for one in own if one.state == "done" and not (strict and one.late)),
        decided=_n(own),
        late=_n(one for one in own if one.state == "done" and one.late),
        overdue=_n(one for one in own if one.state == "overdue"),
        open=_n(waiting),
        withdrawn=_n(one for one in concerned if one.state == "withdrawn"),
        out_of_scope=_n(one for one in concerned if one.state == "out_of_scope"),
        impossible=_n(one for one in concerned if one.impossible),
        without_due=_n(one for one in waiting if one.due is None),
        next_due=min((entry.due for entry in waiting if entry.due), default=None),
        **_unanswered(known, question),
    )


def _unanswered(entries: Iterable[Entry], question: Question) -> dict[str, int]:
    """What the overdue requests of this and of earlier years add to the count."""
    overdue = [(one.due, one) for one in entries if one.state == "overdue" and one.due is not None]
    urgent = [(due, one) for due, one in overdue if due.year <= question.year]
    return {
        "carried": _n(one for due, one in urgent if due.year < question.year),
        "overdue_abuse": _n(one for _, one in urgent if one.abuse),
        "overdue_days": max((days_overdue(due, question.as_of) for due, _ in urgent), default=0),
    }


def _n(entries: Iterable[Entry]) -> int:
    """How many requests stand behind the entries."""
    return sum(entry.n for entry in entries)


def _concerns(entry: Entry, year: int) -> bool:
    """Is the entry listed under this year? By its decision, else its due date, else the day it came in."""
    day = entry.decided_on or entry.due or entry.received
    return day is None or day.year == year
