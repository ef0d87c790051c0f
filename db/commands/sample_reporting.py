"""How do the sample's units stand with their quarters?  In time, late, nothing to report, or still awaited.

Each is filed and settled the way people do it, on the day its row names.  Run after the sample accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from db.commands.nil_reports import confirm_nil, file_nil
from db.commands.reports import submit_report, verify_report
from db.commands.sample import WRITTEN_FOR, Shift
from db.commands.sample_reports import EVIDENCE, sample_person
from db.rules.periods import part_holding
from db.seed import rows

FORM, MEDIUM, TOPIC = "F8", "website", "abuse"
NIL_CODE = "1.1"  # founded by none of them in its quarter
Row = Mapping[str, str]


def load_sample_reporting(session: Session, now: datetime) -> None:
    """File the sample's quarters; what would lie in the future is left out."""
    shift = Shift(now.year - WRITTEN_FOR, now)
    for row in rows("sample/sample_reporting"):
        filed_on, event_on = shift.day(row["filed_on"]), shift.day(row["event_on"])
        if filed_on is None or event_on is None:
            continue
        filed_at, settled_on = shift.noon(filed_on), shift.day(row["settled_on"])
        settled_at = shift.noon(settled_on) if settled_on else None
        _FILED[row["kind"]](session, row, event_on, filed_at, settled_at)


def _report(
    session: Session, row: Row, event_on: date, filed_at: datetime, settled_at: datetime | None
) -> None:
    person, place = sample_person(session, row["account"], filed_at)
    form = {
        "token": str(uuid4()),
        "title": row["title_vi"],
        "date_start": f"{event_on:%d/%m/%Y}",
        "province_code": place,
        "items_n": row["items_n"],
        "medium": MEDIUM,
        "topic": TOPIC,
        "links": f"{EVIDENCE}/{row['account']}/{event_on}",
        "evidence": f"{EVIDENCE}/{row['account']}/{event_on}/danh-muc",
    }
    receipt = submit_report(session, person, FORM, _posted(form), filed_at)
    if settled_at is not None:
        _verify(session, row["settled_by"], receipt.report_id, settled_at)


def _verify(session: Session, name: str, report_id: UUID, settled_at: datetime) -> None:
    session.flush()
    staff, _ = sample_person(session, name, settled_at)
    verify_report(session, staff, report_id, 1, settled_at)


def _nil(session: Session, row: Row, event_on: date, filed_at: datetime, settled_at: datetime | None) -> None:
    person, _ = sample_person(session, row["account"], filed_at)
    form = {"token": str(uuid4()), "quarter": part_holding(event_on, 4).label, "nil_codes": NIL_CODE}
    number = file_nil(session, person, _posted(form), filed_at)
    if settled_at is not None:
        second, _ = sample_person(session, row["settled_by"], settled_at)
        confirm_nil(session, second, number, settled_at)


_FILED = {"report": _report, "nil": _nil}


def _posted(form: Mapping[str, str]) -> dict[str, list[str]]:
    """A form as a browser posts it."""
    return {field: [value] for field, value in form.items()}
