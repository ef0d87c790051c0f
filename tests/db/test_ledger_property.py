"""Does any sequence of acts leave what a plain model leaves: state, stock, history, and the measure's number?

The model knows nothing of transition tables: it keeps a few dates and asks plain questions about them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import Database
from db.queries.accounts import SignedIn
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
        self.checked = self.checked or act == "assess"
        self.due = day if act == "extend" else self.due
        after = {
            "withdraw": ("withdrawn", day, ""),
            "set_aside": ("aside", None, who),
            "approve": ("out", TODAY, self.proposed_by),
            "decline": ("", None, ""),
            "reopen": ("", None, ""),
            "close": ("closed", None, ""),
        }
        self.ended, self.gone, self.proposed_by = after.get(act, (self.ended, self.gone, self.proposed_by))

    @property
    def decided(self) -> bool:
        return not self.left_out and (self.whole or self.due < TODAY)


STEPS = st.tuples(
    st.sampled_from(ACTS),
    st.sampled_from((OWNER, OTHER)),
    st.sampled_from(("", "vì có lý do")),
    st.integers(0, 24).map(lambda days: RECEIVED + timedelta(days)),
)


@dataclass
class World:
    """One database in which the requests of all examples pile up; all must agree with their models."""

    database: Database
    people: dict[str, SignedIn]
    models: list[Model] = field(default_factory=list)

    def attempt(self, number: int, act: str, who: str, reason: str, day: date) -> bool:
        """Whether the real ledger took the act."""
        other = self.people[OTHER if who == OWNER else OWNER]
        on = f"{day:%d/%m/%Y}"
        typed = {"on": on, "until": on, "reason": reason, "approver": str(other.account_id)}
        try:
            write(self.database, lambda s: do(s, self.people[who], number, act, **typed))
        except RuleError:
            return False
        return True


@pytest.fixture
def world(sqlite_database: Database) -> World:
    """An empty ledger and two people."""
    return World(sqlite_database, {one.name: one for one in people(sqlite_database, OWNER, OTHER)})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.sampled_from(CODES), steps=st.lists(STEPS, max_size=12))
def test_any_sequence_of_acts_leaves_what_the_model_leaves(
    world: World, code: str, steps: list[tuple[str, str, str, date]]
) -> None:
    owner = world.people[OWNER]
    number = write(world.database, lambda s: make_ledger_request(s, owner, code)).request_id
    model = Model(code)
    world.models.append(model)
    for step in steps:
        expected = model.allows(*step)
        assert world.attempt(number, *step) == expected, step
        if expected:
            model.do(*step)
    _check(world, number, model)


def _check(world: World, number: int, model: Model) -> None:
    with world.database.read_session() as session:
        row = kept(session, number)
        assert len(events_of(session, number)) == row.version == model.kept
        standing = "excluded" if model.left_out else "done" if model.whole else "open"
        settled = model.gone if model.left_out else max(model.days.values()) if model.whole else None
        assert (row.standing, row.settled_on, row.last_day) == (standing, settled, model.due)
        line = stock(session, model.code, TODAY.year, TODAY)
    known = [one for one in world.models if one.code == model.code]
    done = sum(one.whole and not one.left_out for one in known)
    decided = sum(one.decided for one in known)
    assert actual(world.database, model.code) == (f"{done}/{decided}" if decided else None)
    assert (line.received, line.done, line.excluded) == (len(known), done, sum(one.left_out for one in known))
    assert line.carried + line.received - line.excluded == line.done + line.left
