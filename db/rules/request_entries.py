"""What is known on one day about one request of the ledger?

Later knowledge is invisible: an answer dated after as-of is no answer yet.  Impossible dates (answered
before received) are never counted as done; they are flagged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from db.rules.parameters import Parameters, bad, read_named, whole
from db.rules.periods import due_after, to_date

# Present but empty, these say that the thing they name is missing; a caller that does not keep them leaves
# them out.  "Bằng văn bản": no number, not answered.
_ANSWER_PROOFS = ("reply_no",)
_GATE_PROOFS = ("result_doc", "report_doc")
_SCOPE_PROOFS = (
    "reason",
    "approver",
    "approved",
    "approved_by",
    "out_of_scope_reason",
    "out_of_scope_approver",
)

_many = whole(1, 10**9)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request as known at as-of.

    ``state`` is done, overdue (not done, due date passed), open, withdrawn or out_of_scope; ``decided_on``
    the day that gives it its year, None while it is open or excluded; ``n`` how many alike stand behind it;
    ``done_on`` the day its last stage was reached.
    """

    state: str
    received: date | None
    due: date | None
    decided_on: date | None
    late: bool
    impossible: bool
    abuse: bool
    n: int = 1
    done_on: date | None = None


def entry_of(item: Mapping[str, object], params: Parameters, as_of: date) -> Entry | None:
    """One ledger entry as it was known on a day; None where it had not come in yet.

    Read are: received, due, extended_due, the stages' dates, withdrawn, out_of_scope (with its reason and
    approver where kept), reply_no, quality_ok, result_doc or report_doc, abuse; n where one entry stands for
    many of the same outcome.
    Raises: bad_parameter (facts: name "requests.<field>").
    """
    if not isinstance(item, Mapping):
        raise bad("requests")
    received = day_of(item, "received")
    if received is not None and received > as_of:
        return None
    due = _due(item, received, params)
    done_on = _done_on(item, received, params, as_of)
    state = _state(item, received, due, done_on, as_of)
    return Entry(
        state=state,
        received=received,
        due=due,
        decided_on=_decided_on(state, due, done_on),
        late=done_on is not None and due is not None and done_on > due,
        impossible=received is not None
        and any(_before(item, name, received) for name in ("due", "withdrawn", *params.stages)),
        abuse=bool(item.get("abuse")),
        n=read_named("requests.n", item.get("n", 1), _many),
        done_on=done_on,
    )


def day_of(item: Mapping[str, object], name: str) -> date | None:
    """A dated field of a ledger entry, None where it is empty.

    Raises: bad_parameter (facts: name "requests.<field>").
    """
    value = item.get(name)
    if value is None or type(value) is date:  # a ledger's own days; the rest is what somebody wrote
        return value
    return None if value == "" else read_named(f"requests.{name}", value, to_date)


def _state(
    item: Mapping[str, object], received: date | None, due: date | None, done_on: date | None, as_of: date
) -> str:
    if _out_of_scope(item, as_of):
        return "out_of_scope"
    if _withdrawn(item, received, as_of):
        return "withdrawn"
    if done_on is not None:
        return "done"
    return "overdue" if due is not None and as_of > due else "open"


def _decided_on(state: str, due: date | None, done_on: date | None) -> date | None:
    if state == "overdue":
        return due
    if state != "done" or done_on is None:
        return None
    return done_on if due is None else min(done_on, due)


def _due(item: Mapping[str, object], received: date | None, params: Parameters) -> date | None:
    """The last day for answering: as written in the ledger, extended where that was granted, else by code."""
    stated = day_of(item, "due")
    if stated is None and received is not None and params.due_days is not None:
        stated = due_after(received, params.due_days, working=params.working_days, holidays=params.holidays)
    days = [day for day in (stated, day_of(item, "extended_due")) if day is not None]
    return max(days, default=None)


def _done_on(
    item: Mapping[str, object], received: date | None, params: Parameters, as_of: date
) -> date | None:
    """The day the last stage was reached; None while one is missing, unknown, impossible or not accepted."""
    days = [_valid_day(item, stage, received, as_of) for stage in params.stages]
    dated = [day for day in days if day is not None]
    if len(dated) < len(days) or not _proven(item, _ANSWER_PROOFS):
        return None
    if params.quality_gate and not (item.get("quality_ok") is True and _proven(item, _GATE_PROOFS)):
        return None
    return max(dated)


def _valid_day(item: Mapping[str, object], name: str, received: date | None, as_of: date) -> date | None:
    day = day_of(item, name)
    if day is None or day > as_of or (received is not None and day < received):
        return None
    return day


def _withdrawn(item: Mapping[str, object], received: date | None, as_of: date) -> bool:
    """Withdrawn, as known at as-of, before an answer was given; afterwards the answer stands."""
    withdrawn = _valid_day(item, "withdrawn", received, as_of)
    answered = _valid_day(item, "answered", received, as_of)
    return withdrawn is not None and (answered is None or withdrawn < answered)


def _out_of_scope(item: Mapping[str, object], as_of: date) -> bool:
    """Set aside for a reason that a second person approved."""
    since = day_of(item, "out_of_scope_on")
    return (
        bool(item.get("out_of_scope")) and _proven(item, _SCOPE_PROOFS) and (since is None or since <= as_of)
    )


def _proven(item: Mapping[str, object], proofs: Iterable[str]) -> bool:
    return all(bool(item[name]) for name in proofs if name in item)


def _before(item: Mapping[str, object], name: str, received: date) -> bool:
    day = day_of(item, name)
    return day is not None and day < received
