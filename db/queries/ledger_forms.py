"""Which forms has the request ledger, who may be named in them, and when is a request due?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account
from db.queries.report_forms import report_forms
from db.queries.strategy import measure
from db.rules import ledger_forms
from db.rules.errors import RuleError
from db.rules.ledger import due_day, needs_reason
from db.rules.ledger_states import TRANSITIONS, Request
from db.rules.parameters import read_parameters
from db.rules.report_forms import Choices, FormSpec, forms_of
from db.rules.roles import LEADER, STAFF
from db.seed import rows

ACTS = frozenset(act for _, act in TRANSITIONS)


@cache
def ledger_acts() -> Mapping[str, FormSpec]:
    """The small forms of the ledger: one for each act, the extra fields of an entry, the confirmation."""
    return forms_of(rows("ledger_acts"), {})


@cache
def certain_holidays() -> frozenset[date]:
    """Public holidays that are settled; one that is only expected moves no due day."""
    return frozenset(date.fromisoformat(row["date"]) for row in rows("holidays") if row["certain"] == "yes")


def entry_form(session: Session, code: str) -> FormSpec:
    """The form for a request of this measure.  Raises: RuleError `unknown_form`."""
    return ledger_forms.entry_form(report_forms(), ledger_acts(), code, owners(session))


def form_of_act(session: Session, request: Request, act: str) -> FormSpec:
    """The form in which this act is recorded.  Raises: RuleError `wrong_state` for an act nobody knows."""
    if act not in ACTS:
        raise RuleError("wrong_state", state=request.state, act=act)
    if act == ledger_forms.CORRECT:
        return ledger_forms.correction_form(entry_form(session, request.code), ledger_acts())
    asks_reason = needs_reason(request, act)
    return ledger_forms.act_form(ledger_acts(), act, approvers(session), asks_reason=asks_reason)


def owners(session: Session) -> Choices:
    """Who may be in charge of a request: staff whose account is open."""
    return _people(session, (STAFF,))


def approvers(session: Session) -> Choices:
    """Who may grant more time: leaders and staff."""
    return _people(session, (LEADER, STAFF))


def names_of_people(session: Session) -> dict[str, str]:
    """Display names by account id, of closed accounts too: history names everybody."""
    return {str(number): name for number, name in session.execute(select(Account.id, Account.display_name))}


def due_on(session: Session, code: str, received_on: date, stated: date | None) -> date | None:
    """The due day: as the letter states it, else by the days set for its measure now."""
    params = read_parameters(measure(session, code).params)
    return due_day(
        received_on,
        stated=stated,
        days=params.due_days,
        working=params.working_days,
        holidays=certain_holidays() | params.holidays,
    )


def _people(session: Session, roles: tuple[str, ...]) -> Choices:
    rows_ = session.execute(
        select(Account.id, Account.display_name)
        .where(Account.role.in_(roles), Account.disabled_at.is_(None))
        .order_by(Account.role, Account.display_name, Account.id)
    )
    return tuple((str(number), name) for number, name in rows_)
