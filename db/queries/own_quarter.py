"""How does a unit's quarter look at a glance: what was reported, what is zero, what is still open?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.queries.nil_reports import reported_states, unit_nils
from db.queries.report_forms import report_form
from db.queries.strategy import strategy
from db.rules.periods import Period

# What a line says, the strongest first: a number that counts, one that waits, one sent back, a zero.
STATES = ("verified", "submitted", "returned", "nil", "nil_waiting", "nothing")


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One measure in one quarter of one unit.

    Units:  `value` in the measure's own unit, of the reports in this state.
    None:   `value` while nothing was reported; a confirmed nil report is 0.
    """

    code: str
    short_vi: str
    unit_vi: str
    state: str
    reports: int
    value: int | None


def own_quarter(session: Session, organisation_id: int, quarter: Period) -> tuple[QuarterLine, ...]:
    """The measures members report, each as the unit's quarter stands.

    Shape: one row per measure that a nil report can name (F16).
    """
    ticks = report_form("F16").field("nil_codes")
    codes = ticks.codes if ticks else ()
    reported = reported_states(session, organisation_id, quarter)
    nil = {
        code: "nil" if row.state == "confirmed" else "nil_waiting"
        for row in unit_nils(session, organisation_id)
        if row.quarter == quarter.label and row.state in ("filed", "confirmed")
        for code in row.codes
    }
    cards = [card for objective in strategy(session) for card in objective.measures]
    return tuple(
        QuarterLine(card.code, card.short_vi, card.unit_vi, *_standing(card.code, reported, nil))
        for card in cards
        if card.code in codes
    )


def _standing(
    code: str, reported: Mapping[tuple[str, str], tuple[int, int]], nil: Mapping[str, str]
) -> tuple[str, int, int | None]:
    for state in STATES[:3]:
        if (code, state) in reported:
            return (state, *reported[code, state])
    state = nil.get(code, "nothing")
    return state, 0, 0 if state == "nil" else None
