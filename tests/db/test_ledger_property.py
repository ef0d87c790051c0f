"""Does any sequence of acts leave what a plain model leaves: state, stock, history, and the measure's number?

The model knows nothing of transition tables: it keeps a few dates and asks plain questions about them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import Database
from db.queries.ledger import stock
from db.queries.ledger_folds import events_of
from db.rules.errors import RuleError
from tests.factories import TODAY
from tests.ledger_factories import actual, do, kept, make_ledger_request, people, write

RECEIVED, DUE = date(2026, 11, 2), date(2026, 11, 17)
OWNER, OTHER = "lan", "hoa"
STAGE = {"answer": "answered", "handle": "handled", "track": "tracked"}
WANTED = {"2.2": {"answered"}, "4.1": {"answered", "handled", "tracked"}, "2.3": {"answered"}}
CODES = tuple(WANTED)
ACTS = (*STAGE, "assess", "extend", "withdraw", "set_aside", "approve", "decline", "close", "reopen")


@dataclass
class Model:
    """A request as somebody with pencil and paper would keep it."""

    code: str
    days: dict[str, date] = field(default_factory=dict)
    checked: bool = False
    due: date = DUE
    gone: date | None = None
    proposed_by: str = ""
    ended: str = ""  # "", closed, withdrawn, aside, out
    kept: int = 1

    @property
    def whole(self) -> bool:
        return set(self.days) >= WANTED[self.code] and (self.code != "2.3" or self.checked)

    @property
    def left_out(self) -> bool:
        return self.ended in ("withdrawn", "out")

    def allows(self, act: str, who: str, reason: str, day: date) -> bool:
        if act == "reopen":
            return self.ended in ("closed", "withdrawn", "out") and bool(reason)
        if act in ("approve", "decline"):
            return self.ended == "aside" and (who != self.proposed_by if act == "approve" else bool(reason))
        if self.ended:
            return False
        if act in STAGE:
            again = STAGE[act] in self.days and act != "track"
            return STAGE[act] in WANTED[self.code] and day <= TODAY and (not again or bool(reason))
        if act == "assess":
            return self.code == "2.3" and who != OWNER
        if act == "close":
            return self.whole and who != OWNER
        if act == "extend":
            return bool(reason) and day > self.due
        return bool(reason) and "answered" not in self.days and (act != "withdraw" or day <= TODAY)

    def do(self, act: str, who: str, reason: str, day: date) -> None:
        self.kept += 1
        if act in STAGE and not (act == "track" and "tracked" in self.days and not reason):
            self.days[STAGE[act]] = day
        elif act == "assess":
            self.checked = True
        elif act == "extend":
            self.due = day
        elif act == "withdraw":
            self.ended, self.gone = "withdrawn", day
        elif act == "set_aside":
            self.ended, self.proposed_by = "aside", who
        elif act == "approve":
            self.ended, self.gone = "out", TODAY
        elif act in ("decline", "reopen"):
            self.ended, self.gone, self.proposed_by = "", None, ""
        elif act == "close":
            self.ended = "closed"

    @property
    def decided(self) -> bool:
        return not self.left_out and (self.whole or self.due < TODAY)


STEPS = st.tuples(
    st.sampled_from(ACTS),
    st.sampled_from((OWNER, OTHER)),
    st.sampled_from(("", "vì có lý do")),
    st.integers(0, 24).map(lambda days: RECEIVED + timedelta(days)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.sampled_from(CODES), steps=st.lists(STEPS, max_size=12))
def test_any_sequence_of_acts_leaves_what_the_model_leaves(
    sqlite_database: Database, code: str, steps: list[tuple[str, str, str, date]]
) -> None:
    names = {one.name: one for one in _people(sqlite_database)}
    number = write(sqlite_database, lambda s: make_ledger_request(s, names[OWNER], code)).request_id
    model = Model(code)
    MODELS.setdefault(id(sqlite_database), []).append(model)
    for act, who, reason, day in steps:
        other = names[OTHER if who == OWNER else OWNER]
        typed = {"on": f"{day:%d/%m/%Y}", "reason": reason, "approver": str(other.account_id)}
        typed["until"] = typed["on"]
        expected = model.allows(act, who, reason, day)
        try:
            write(sqlite_database, lambda s: do(s, names[who], number, act, **typed))
            done = True
        except RuleError:
            done = False
        assert done == expected, (act, who, reason, day)
        if done:
            model.do(act, who, reason, day)
    _check(sqlite_database, number, model)


# Requests pile up in the test's one database; all of them must agree with their models at once.
MODELS: dict[int, list[Model]] = {}
PEOPLE: dict[int, list] = {}


def _people(database: Database) -> list:
    if id(database) not in PEOPLE:
        PEOPLE[id(database)] = people(database, OWNER, OTHER)
    return PEOPLE[id(database)]


def _check(database: Database, number: int, model: Model) -> None:
    with database.read_session() as session:
        row = kept(session, number)
        assert len(events_of(session, number)) == row.version == model.kept
        standing = "excluded" if model.left_out else "done" if model.whole else "open"
        settled = model.gone if model.left_out else max(model.days.values()) if model.whole else None
        assert (row.standing, row.settled_on, row.last_day) == (standing, settled, model.due)
        line = stock(session, model.code, TODAY.year, TODAY)
    known = [one for one in MODELS[id(database)] if one.code == model.code]
    done = sum(one.whole and not one.left_out for one in known)
    decided = sum(one.decided for one in known)
    assert actual(database, model.code) == (f"{done}/{decided}" if decided else None)
    assert (line.received, line.done, line.excluded) == (len(known), done, sum(one.left_out for one in known))
    assert line.carried + line.received - line.excluded == line.done + line.left
