"""What stands in the request ledger: which requests wait, how many, and is the stock complete?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from db.models import Account, LedgerConfirmation, LedgerRequest
from db.queries.ledger_folds import request_of_row
from db.rules.ledger_forms import ledger_measures
from db.rules.ledger_states import Request

SOON = timedelta(days=7)
PAGE_ROWS = 50
MOST_NOTICES = 20
VIEWS = ("open", "overdue", "soon", "done", "excluded", "all")


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request in a list."""

    id: int
    number: str
    request: Request
    subject_vi: str
    sender_kind_vi: str
    case_kind_vi: str
    owner_vi: str
    concerns_abuse: bool
    notice_due: bool
    sample: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One page of a list; `more`: another one follows."""

    rows: tuple[RequestRow, ...]
    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """What is open, by its last day: past, today, within seven days, later, or without one."""

    overdue: int = 0
    today: int = 0
    soon: int = 0
    later: int = 0
    without_due: int = 0

    @property
    def total(self) -> int:
        """All that is open."""
        return self.overdue + self.today + self.soon + self.later + self.without_due


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock line of a year: carried + received − excluded = done + left, overdue among them."""

    carried: int
    received: int
    excluded: int
    done: int
    left: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Up to which day a ledger was looked through, and by whom; None: never."""

    measure_code: str
    confirmed_to: date | None
    by: str


def ledger_page(
    session: Session, code: str, view: str, today: date, *, search: str = "", page: int = 1
) -> RequestPage:
    """One page of the ledger of a measure ("" for all of them): those due first come first.

    ``search`` looks for a part of the number or of the reply's number, whatever the view.
    """
    query = select(LedgerRequest.id).where(*_measure(code))
    if search:
        query = query.where(_holds(search)).order_by(
            LedgerRequest.received_on.desc(), LedgerRequest.id.desc()
        )
    else:
        query = _ordered(query.where(*_view(view, today)), view)
    # Numbers first, rows afterwards: a page far back is reached on the index alone.
    ids = session.scalars(query.offset((page - 1) * PAGE_ROWS).limit(PAGE_ROWS + 1)).all()
    found = {row.id: row for row in session.scalars(select(LedgerRequest).where(LedgerRequest.id.in_(ids)))}
    rows = tuple(row_of(found[number]) for number in ids[:PAGE_ROWS])
    return RequestPage(rows, page, more=len(ids) > PAGE_ROWS)


def notices_due(session: Session, most: int = MOST_NOTICES) -> tuple[RequestRow, ...]:
    """Requests in which abuse is feared and nobody was told yet, of every ledger, the oldest first."""
    query = select(LedgerRequest).where(LedgerRequest.notice_due.is_(True))
    query = query.order_by(LedgerRequest.received_on, LedgerRequest.id).limit(most)
    return tuple(row_of(row) for row in session.scalars(query))


def notice_count(session: Session) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).where(LedgerRequest.notice_due.is_(True))) or 0


def open_counts(session: Session, today: date) -> Mapping[str, OpenCounts]:
    """What is open in each ledger, by its last day."""
    day = LedgerRequest.last_day
    sums = {
        "overdue": day < today,
        "today": day == today,
        "soon": (day > today) & (day <= today + SOON),
        "later": day > today + SOON,
        "without_due": day.is_(None),
    }
    rows = session.execute(
        select(LedgerRequest.measure_code, *(_count(holds).label(name) for name, holds in sums.items()))
        .where(LedgerRequest.standing == "open")
        .group_by(LedgerRequest.measure_code)
    )
    found = {row.measure_code: OpenCounts(**{name: getattr(row, name) for name in sums}) for row in rows}
    return {code: found.get(code, OpenCounts()) for code in ledger_measures()}


def all_counts(counts: Iterable[OpenCounts]) -> OpenCounts:
    """The counts of several ledgers together."""
    known = list(counts)
    return OpenCounts(**{name: sum(getattr(one, name) for one in known) for name in OpenCounts.__slots__})


def stock(session: Session, code: str, year: int, today: date) -> Stock:
    """The stock line of one ledger ("" for all of them) in the year of today.

    Source: indicators.md section 2.3.
    """
    first = date(year, 1, 1)
    row, standing = LedgerRequest, LedgerRequest.standing
    found = session.execute(
        select(
            _count(row.received_on < first).label("carried"),
            _count(row.received_on >= first).label("received"),
            _count(standing == "excluded").label("excluded"),
            _count(standing == "done").label("done"),
            _count(standing == "open").label("left"),
            _count((standing == "open") & (row.last_day < today)).label("overdue"),
        ).where(*_measure(code), or_(row.settled_on.is_(None), row.settled_on >= first))
    ).one()
    return Stock(**found._mapping)


def confirmations(session: Session) -> tuple[Confirmed, ...]:
    """The last confirmation of each ledger, in the order of the measures."""
    last: dict[str, Confirmed] = {}
    query = (
        select(LedgerConfirmation, Account.display_name)
        .outerjoin(Account, Account.name == LedgerConfirmation.recorded_by)
        .order_by(LedgerConfirmation.confirmed_to, LedgerConfirmation.id)
    )
    for row, name in session.execute(query):
        last[row.measure_code] = Confirmed(row.measure_code, row.confirmed_to, name or "")
    return tuple(last.get(code, Confirmed(code, None, "")) for code in ledger_measures())


def row_of(row: LedgerRequest) -> RequestRow:
    """The kept row as a list shows it."""
    return RequestRow(
        id=row.id,
        number=row.number,
        request=request_of_row(row),
        subject_vi=row.subject_vi,
        sender_kind_vi=row.sender_kind_vi,
        case_kind_vi=row.case_kind_vi,
        owner_vi=row.owner_vi,
        concerns_abuse=row.concerns_abuse,
        notice_due=row.notice_due,
        sample=row.sample,
    )


def _measure(code: str) -> tuple[ColumnElement[bool], ...]:
    return (LedgerRequest.measure_code == code,) if code else ()


def _view(view: str, today: date) -> tuple[ColumnElement[bool], ...]:
    standing, day = LedgerRequest.standing, LedgerRequest.last_day
    views: Mapping[str, tuple[ColumnElement[bool], ...]] = {
        "open": (standing == "open",),
        "overdue": (standing == "open", day < today),
        "soon": (standing == "open", day.between(today, today + SOON)),
        "done": (standing == "done",),
        "excluded": (standing == "excluded",),
    }
    return views.get(view, ())


def _ordered(query: Select[Any], view: str) -> Select[Any]:
    row = LedgerRequest
    if view in ("open", "overdue", "soon"):
        return query.order_by(row.last_day.nulls_last(), row.id)
    if view in ("done", "excluded"):
        return query.order_by(row.settled_on.desc(), row.id.desc())
    return query.order_by(row.received_on.desc(), row.id.desc())


def _holds(search: str) -> ColumnElement[bool]:
    return or_(
        LedgerRequest.number.icontains(search, autoescape=True),
        LedgerRequest.reply_no.icontains(search, autoescape=True),
    )


def _count(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((holds, 1), else_=0)), 0)
