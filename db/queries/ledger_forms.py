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


def entry_form(session: Session, code: str, *, sample: bool) -> FormSpec:
    """The form for a request of this measure.  Raises: RuleError `unknown_form`."""
    return ledger_forms.entry_form(report_forms(), ledger_acts(), code, owners(session, sample=sample))


def form_of_act(session: Session, request: Request, act: str, *, sample: bool) -> FormSpec:
    """The form in which this act is recorded.  Raises: RuleError `wrong_state` for an act nobody knows."""
    if act not in ACTS:
        raise RuleError("wrong_state", state=request.state, act=act)
    if act == ledger_forms.CORRECT:
        entry = entry_form(session, request.code, sample=sample)
        return ledger_forms.correction_form(entry, ledger_acts())
    asks_reason = needs_reason(request, act)
    people = approvers(session, sample=sample)
    return ledger_forms.act_form(ledger_acts(), act, people, asks_reason=asks_reason)


def owners(session: Session, *, sample: bool) -> Choices:
    """Who may be in charge of a request: staff whose account is open; sample accounts of a `sample` only."""
    return _people(session, (STAFF,), sample)


def approvers(session: Session, *, sample: bool) -> Choices:
    """Who may grant more time: leaders and staff; sample accounts for a `sample` only."""
    return _people(session, (LEADER, STAFF), sample)


def names_of_people(session: Session) -> dict[str, str]:
    """Display names by account id, of closed accounts too: history names everybody."""
    return {str(number): name for number, name in session.execute(select(Account.id, Account.display_name))}


def due_on(session: Session, code: str, received_on: date, stated: date | None) -> date | None:
    """The due day: as the letter states it, else by the days set for its measure in the year of receipt."""
    params = read_parameters(measure(session, code).params_in(received_on.year))
    return due_day(
        received_on,
        stated=stated,
        days=params.due_days,
        working=params.working_days,
        holidays=certain_holidays() | params.holidays,
    )


def _people(session: Session, roles: tuple[str, ...], sample: bool) -> Choices:
    rows_ = session.execute(
        select(Account.id, Account.display_name)
        .where(Account.role.in_(roles), Account.disabled_at.is_(None), Account.sample.in_({False, sample}))
        .order_by(Account.role, Account.display_name, Account.id)
    )
    return tuple((str(number), name) for number, name in rows_)
