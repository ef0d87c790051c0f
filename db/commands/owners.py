"""Who answers for an objective or a measure?  Staff name an office; the one before stays in the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Measure, Objective, Owner
from db.queries.accounts import SignedIn
from db.queries.moments import day_of
from db.queries.owners import NO_ACCOUNT, owner_form
from db.rules.errors import RuleError
from db.rules.report_checks import check_report
from db.rules.roles import check_may
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]


def name_owner(session: Session, by: SignedIn, place: str, form: Form, now: datetime) -> int:
    """Name who answers for an objective ("4") or a measure ("4.1") from a day on; the row's number.

    Nothing is overwritten: a page as it stood before this moment shows who was named by then.
    Shape:  fields token, name_vi (empty: nobody any more), account (may be empty), from_on, reason.
    Raises: RuleError `forbidden`, `unknown_objective`, `unknown_measure`, `token_…`, `fields_refused`.
    Source: indicators.md §3.1 ("owner per indicator"), §3.3.
    """
    check_may(by.role, "keep_targets")
    where = _place(session, place)
    values = check_report(owner_form(session, sample=by.sample), form, today=day_of(now)).values
    account = values.get("account", NO_ACCOUNT)
    kept = {
        **where,
        "name_vi": values.get("name_vi", ""),
        "account_id": None if account == NO_ACCOUNT else UUID(account),
        "from_on": date.fromisoformat(values["from_on"]),
        "reason": values["reason"],
    }
    token = read_token(form)
    sent = session.scalar(select(Owner).where(Owner.token == token))
    if sent is not None:
        if sent.recorded_by != by.name or any(getattr(sent, name) != one for name, one in kept.items()):
            raise RuleError("token_reused")
        return sent.id
    row = Owner(
        **kept,
        token=token,
        recorded_at=now,
        recorded_by=by.name,
        recorded_by_vi=by.display_name,
        sample=by.sample,
    )
    session.add(row)
    session.flush()
    noun = "measure" if row.measure_code else "objective"
    record(session, Audit(by.name, "owner_named", noun, place, now, {"row": row.id}))
    return row.id


def _place(session: Session, place: str) -> dict[str, object]:
    if place.isdecimal():
        known = len(place) == 1 and session.get(Objective, int(place)) is not None
        if not known:
            raise RuleError("unknown_objective")
        return {"objective_number": int(place)}
    if session.get(Measure, place) is None:
        raise RuleError("unknown_measure")
    return {"measure_code": place}
