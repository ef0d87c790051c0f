"""Which requests went well, so that nothing about them is left to judge one by one?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, TextClause, and_, or_

from db.models import LedgerRequest
from db.models.ledger import IN_ORDER, NOT_IN_ORDER

STAGES = {
    "answered": LedgerRequest.answered_on,
    "handled": LedgerRequest.handled_on,
    "resolved": LedgerRequest.resolved_on,
    "tracked": LedgerRequest.tracked_on,
}
Condition = ColumnElement[bool] | TextClause


def went_well(year: int, as_of: date) -> tuple[Condition, ...]:
    """Every stage in order and in time, all of them in the year and by the day."""
    return (IN_ORDER, LedgerRequest.settled_on.between(date(year, 1, 1), _last(year, as_of)), _all_in(year))


def not_in_order() -> tuple[Condition, ...]:
    """Open, late, left out, or otherwise to be looked at one by one."""
    return (NOT_IN_ORDER,)


def across_years(year: int, as_of: date) -> tuple[Condition, ...]:
    """In order and in time, but over New Year or later than the day: looked at one by one as well.

    Those settled before the year began are not among them: of those nothing is judged in this one.
    """
    row, last = LedgerRequest, _last(year, as_of)
    over = or_(row.settled_on > last, ~_all_in(year))
    return (IN_ORDER, row.settled_on >= date(year, 1, 1), over)


def _all_in(year: int) -> ColumnElement[bool]:
    """No stage before the year; none is later than the day on which the request was settled."""
    return and_(*(or_(column.is_(None), column >= date(year, 1, 1)) for column in STAGES.values()))


def _last(year: int, as_of: date) -> date:
    return min(as_of, date(year, 12, 31))
