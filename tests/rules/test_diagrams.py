"""Does the page of diagrams show the tables, and do the tables hold together?"""

from __future__ import annotations

from pathlib import Path

import pytest

from db.rules import ledger_states, reporting
from db.rules.diagrams import MACHINES, diagrams_page
from db.rules.errors import RuleError
from db.rules.statemachine import acts_from, fold, may, mermaid, move, states_of

PAGE = Path(__file__).parents[2] / "db" / "rules" / "DIAGRAMS.md"
DOOR = {
    ("shut", "open"): "ajar",
    ("ajar", "shut"): "shut",
    ("ajar", "push"): "ajar",
    ("ajar", "break"): "gone",
}


def test_the_page_is_drawn_from_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == diagrams_page()


def test_a_machine_is_drawn_with_its_start_its_acts_and_its_ends() -> None:
    assert mermaid({**DOOR, ("ajar", "slam"): "shut"}, "shut").splitlines() == [
        "stateDiagram-v2",
        "    [*] --> shut",
        "    shut --> ajar: open",
        "    ajar --> shut: shut, slam",
        "    ajar --> ajar: push",
        "    ajar --> gone: break",
        "    gone --> [*]",
    ]


def test_moving_and_folding_follow_the_table() -> None:
    assert move(DOOR, "shut", "open") == "ajar"
    assert fold(DOOR, "shut", ["open", "push", "shut"]) == "shut"
    assert fold(DOOR, "shut", []) == "shut"
    assert may(DOOR, "ajar", "push") and not may(DOOR, "shut", "push")
    assert acts_from(DOOR, "ajar") == ("shut", "push", "break")
    assert states_of(DOOR, "shut") == ("shut", "ajar", "gone")


@pytest.mark.parametrize("acts", [["push"], ["open", "open"], ["open", "break", "open"]])
def test_what_the_table_does_not_allow_is_refused(acts: list[str]) -> None:
    with pytest.raises(RuleError) as refusal:
        fold(DOOR, "shut", acts)
    assert refusal.value.code == "wrong_state"
    assert refusal.value.facts["act"] == acts[-1]


@pytest.mark.parametrize("title", MACHINES)
def test_every_state_can_be_reached(title: str) -> None:
    start, table = MACHINES[title]
    reached, grown = {start}, True
    while grown:
        more = {target for (source, _), target in table.items() if source in reached} - reached
        reached |= more
        grown = bool(more)
    assert reached == set(states_of(table, start))


def test_stored_states_are_those_of_the_tables() -> None:
    assert set(reporting.REPORT_STATES) == set(states_of(reporting.TRANSITIONS, reporting.DRAFT))
    assert set(reporting.NIL_STATES) == set(states_of(reporting.NIL_TRANSITIONS, reporting.DRAFT))
    assert set(ledger_states.REQUEST_STATES) == set(
        states_of(ledger_states.TRANSITIONS, ledger_states.RECEIVED)
    )
