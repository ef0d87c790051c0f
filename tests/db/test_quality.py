"""Does the page of data quality find every record that needs a look, and none that does not?"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from db.commands.reports import return_report, verify_report, withdraw_report
from db.engine import Database
from db.models import LedgerConfirmation, MeasureParams, Organisation
from db.queries.quality import Quality, issue_page, quality
from db.queries.quality_issues import QualityIssue
from tests.factories import (
    NOW,
    TODAY,
    make_fact,
    make_organisation,
    make_person,
    make_report,
    make_request,
)


def look(database: Database, as_of: date = TODAY, year: int = 2026) -> Quality:
    with database.read_session() as session:
        return quality(session, year, as_of)


def issues(database: Database, as_of: date = TODAY, year: int = 2026, kind: str = "") -> list[QualityIssue]:
    """Every issue, page after page."""
    with database.read_session() as session:
        seen = quality(session, year, as_of)
        pages = range(1, seen.pages(kind) + 1)
        listed = [one for number in pages for one in issue_page(session, seen, kind, number).issues]
    assert len(listed) == len(set(listed)) == seen.total(kind)
    return listed


def found(database: Database, kind: str, as_of: date = TODAY) -> list[tuple[str, str]]:
    listed = [(one.opens, one.opens_id) for one in issues(database, as_of, kind=kind)]
    assert listed == [(one.opens, one.opens_id) for one in issues(database, as_of) if one.kind == kind]
    return listed


def test_a_report_without_proof_is_named(database: Database) -> None:
    with database.write_session() as session:
        member = make_person(session)
        make_report(session, member)
        bare = make_report(session, member, evidence="", title="Không minh chứng")
    assert found(database, "missing_evidence") == [("report", str(bare.report_id))]
    assert look(database).counts["missing_evidence"] == 1


def test_the_same_activity_twice_is_named_once(database: Database) -> None:
    with database.write_session() as session:
        member = make_person(session)
        make_report(session, member, datetime(2026, 11, 20, tzinfo=UTC))
        again = make_report(session, member, NOW)
        make_report(session, member, NOW, title="Tên khác")
        make_report(session, make_person(session, organisation="Đơn vị khác"), NOW)
    assert found(database, "duplicate") == [("report", str(again.report_id))]


def test_impossible_dates_are_named(database: Database) -> None:
    with database.write_session() as session:
        make_fact(session, "5.3", 1, date(2026, 5, 5))
        wrong = make_fact(session, "5.3", 1, date(2026, 5, 5), datetime(2026, 5, 3, tzinfo=UTC))
        make_request(session, "2.2", date(2026, 5, 5), answered_on=date(2026, 5, 9))
        early = make_request(session, "2.2", date(2026, 5, 5), answered_on=date(2026, 5, 1))
        session.flush()
        numbers = (str(wrong.id), str(early.id))
    assert set(found(database, "implausible_date")) == {("fact", numbers[0]), ("request", numbers[1])}


def test_a_value_far_above_the_units_own_is_named(database: Database) -> None:
    with database.write_session() as session:
        units = [make_organisation(session, name).id for name in ("Đơn vị A", "Đơn vị B", "Đơn vị C")]
        for day, value in enumerate((10, 12, 11, 34), start=1):  # 3 x 11 is 33
            far = make_fact(session, "1.3", value, date(2026, 5, day), organisation_id=units[0])
        for day, value in enumerate((10, 12, 11, 33), start=1):
            make_fact(session, "1.3", value, date(2026, 5, day), organisation_id=units[1])
        for day, value in enumerate((1, 100), start=1):
            make_fact(session, "1.3", value, date(2026, 5, day), organisation_id=units[2])
        session.flush()
        number = str(far.id)
    assert found(database, "jump") == [("fact", number)]


def test_open_requests_without_a_term_are_named(database: Database) -> None:
    with database.write_session() as session:
        endless = make_request(session, "2.2", date(2026, 5, 5), due_on=None)
        make_request(session, "2.2", date(2026, 5, 5))
        make_request(session, "2.2", date(2026, 5, 5), due_on=None, standing="done")
        number = str(endless.id)
    assert found(database, "no_due") == [("request", number)]


def test_breaks_of_series_are_named(database: Database) -> None:
    with database.write_session() as session:
        old = make_organisation(session, "Hội cũ")
        new = make_organisation(session, "Hội mới", predecessor_id=old.id, valid_from=date(2026, 3, 1))
        number = str(new.id)
        params = {"growth_pct": 20, "series": "stock"}
        recorded = datetime(2026, 4, 1, tzinfo=UTC)
        session.add(MeasureParams(measure_code="6.1", params=params, recorded_at=recorded, recorded_by="t"))
    assert set(found(database, "break")) == {("organisation", number), ("measure", "6.1")}
    merged = [issue.on for issue in issues(database, date(2025, 12, 1), 2025, "break")]
    assert merged == [date(2025, 6, 30)]  # the last day of the 63 provinces


def test_measures_without_a_base_and_ledgers_nobody_checked_are_named(database: Database) -> None:
    with database.write_session() as session:
        make_fact(session, "5.3", 10, date(2025, 5, 5))
        for code, day in (("2.2", date(2026, 8, 22)), ("2.3", date(2026, 8, 21))):
            row = LedgerConfirmation(measure_code=code, confirmed_to=day, recorded_at=NOW, recorded_by="t")
            session.add(row)
    bases = {number for _, number in found(database, "no_base")}
    assert "5.3" not in bases and {"8.3", "5.2"} <= bases
    unchecked = {number for _, number in found(database, "unconfirmed_ledger")}
    assert unchecked == {"2.3", "2.4", "3.1", "4.1", "4.2", "7.3"}  # 92 days are still in order
    days = {issue.code: issue.days for issue in issues(database, kind="unconfirmed_ledger")}
    assert (days["2.3"], days["4.1"]) == (93, None)


def _reported(session: Session) -> None:
    member, staff = make_person(session), make_person(session, "staff")
    for day in ("05/02/2026", "06/02/2026", "20/09/2026"):
        receipt = make_report(session, member, date_start=day)
        if day != "06/02/2026":
            verify_report(session, staff, receipt.report_id, 1, NOW)
    gone = make_report(session, member, date_start="07/02/2026")
    withdraw_report(session, member, gone.report_id, "gửi nhầm", NOW)
    sent_back = make_report(session, member, date_start="08/02/2026")
    verify_report(session, staff, sent_back.report_id, 1, NOW)
    return_report(session, staff, sent_back.report_id, 1, "xem lại", NOW)
    session.query(Organisation).filter_by(kind="hội tỉnh").update({"valid_from": date(2026, 1, 1)})


def test_the_four_shares_are_n_of_n(database: Database) -> None:
    with database.write_session() as session:
        _reported(session)
    shares = {(share.name, share.period): (share.part, share.whole) for share in look(database).shares}
    assert shares["verification", "2026"] == (2, 4)
    assert shares["verification", "2026-Q1"] == (1, 3)
    assert shares["verification", "2026-Q2"] == (0, 0)
    # Filed in November: both quarters late; the second was never reported.
    assert shares["completeness", "2026"] == (2, 3)
    assert shares["timeliness", "2026"] == (0, 2)
    assert shares["consistency", "2026"] == (2, 2)
    assert len(shares) == 4 * 5


def test_nothing_is_wrong_with_nothing(sqlite_database: Database) -> None:
    kinds = {issue.kind for issue in issues(sqlite_database)}
    assert kinds == {"no_base", "unconfirmed_ledger"}
