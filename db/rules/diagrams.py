"""What do the state machines look like?  The page ``DIAGRAMS.md`` beside this file, drawn from the tables."""

from __future__ import annotations

from db.rules import consultation, form_states, ledger_states, reporting, safeguarding
from db.rules.statemachine import Transitions, mermaid

MACHINES: dict[str, tuple[str, Transitions]] = {
    "A member's activity report (reporting.py)": (reporting.DRAFT, reporting.TRANSITIONS),
    "A quarterly nil report (reporting.py)": (reporting.DRAFT, reporting.NIL_TRANSITIONS),
    "A request of the ledger (ledger_states.py)": (ledger_states.RECEIVED, ledger_states.TRANSITIONS),
    "A version of a questionnaire (form_states.py)": (form_states.DRAFT, form_states.TRANSITIONS),
    "A consultation (consultation.py)": (consultation.PREPARING, consultation.TRANSITIONS),
    "A child's own words (safeguarding.py)": (safeguarding.NEW, safeguarding.TRANSITIONS),
}

_HEAD = """# State machines

Drawn from the transition tables; a test compares this page with them.  States are stored, status
(overdue, on track, late) is computed and has no place here.
"""


def diagrams_page() -> str:
    """The whole page: one Mermaid diagram for each machine."""
    parts = [
        f"## {title}\n\n```mermaid\n{mermaid(table, start)}\n```\n"
        for title, (start, table) in MACHINES.items()
    ]
    return "\n".join([_HEAD, *parts])
