"""Are the records behind a number all there, each with its state, and is nothing shown that was not known?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from db.commands.reports import verify_report
from db.engine import Database
from db.models import EvidenceFile, Milestone, ProfileUpdate
from db.queries.measure_records import PAGE_ROWS, RecordPage, measure_records, profile_days
from db.queries.progress import measure_progress
from db.rules.errors import RuleError
from tests.factories import NOW, TODAY, make_fact, make_person, make_report


def records(database: Database, code: str = "1.3", as_of: date = TODAY, page: int = 1) -> RecordPage:
    with database.read_session() as session:
        return measure_records(session, code, 2026, as_of, page)


def test_verified_and_waiting_stand_in_one_list_with_their_reports(database: Database) -> None:
    with database.write_session() as session:
        member, staff = make_person(session), make_person(session, "staff")
        first, second = make_report(session, member), make_report(session, member, title="Lớp thứ hai")
        verify_report(session, staff, first.report_id, 1, NOW)
        make_fact(session, "1.3", 60, date(2026, 3, 1), province_code="48", title="Lớp cũ")
        make_fact(session, "1.3", 99, date(2025, 3, 1))
    found = records(database)
    assert found.total == 3 and found.pages == 1
    assert {(row.title, row.value, row.state) for row in found.rows} == {
        ("Tập huấn kỹ năng tư vấn", 40, "verified"),
        ("Lớp thứ hai", 40, "waiting"),
        ("Lớp cũ", 60, "verified"),
    }
    by_title = {row.title: row for row in found.rows}
    assert by_title["Lớp thứ hai"].report_id == second.report_id
    assert by_title["Lớp thứ hai"].known_at is None
    assert by_title["Lớp cũ"].province_vi == "Đà Nẵng" and by_title["Lớp cũ"].report_id is None
    assert [row.happened_on for row in found.rows] == sorted(
        (row.happened_on for row in found.rows), reverse=True
    )


def test_the_list_adds_up_to_the_number(database: Database) -> None:
    with database.write_session() as session:
        member, staff = make_person(session), make_person(session, "staff")
        verify_report(session, staff, make_report(session, member).report_id, 1, NOW)
        make_report(session, member, title="Chờ", participants_n="50")
        gone = make_fact(session, "1.3", 7, date(2026, 4, 5))
        gone.voided_at = datetime(2026, 5, 1, tzinfo=UTC)
    with database.read_session() as session:
        row = measure_progress(session, "1.3", 2026, TODAY)
    found = records(database).rows
    verified, waiting = (
        sum(one.value or 0 for one in found if one.state == state) for state in ("verified", "waiting")
    )
    assert verified == row.evaluation.actual == 40
    assert waiting == row.waiting == 50


def test_files_are_counted_and_those_taken_away_are_not(database: Database) -> None:
    with database.write_session() as session:
        member = make_person(session)
        filed = make_report(session, member)
        for removed_at in (None, None, NOW):
            session.add(
                EvidenceFile(
                    id=uuid4(), report_id=filed.report_id, version=1, name="anh.jpg", kind="jpeg", size=9,
                    sha256="a" * 64, added_at=NOW, added_by=member.account_id, removed_at=removed_at,
                )
            )  # fmt: skip
    assert records(database).rows[0].files == 2


def test_a_long_list_comes_in_pages_and_a_page_too_far_is_the_last(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        for place in range(PAGE_ROWS + 3):
            make_fact(session, "5.3", 1, date(2026, 1, 1 + place % 28), title=str(place))
    first, last = records(sqlite_database, "5.3"), records(sqlite_database, "5.3", page=99)
    assert (first.pages, len(first.rows), last.number, len(last.rows)) == (2, PAGE_ROWS, 2, 3)
    titles = [row.title for page in (first, last) for row in page.rows]
    assert len(set(titles)) == PAGE_ROWS + 3


def test_reports_by_window_and_updates_of_the_profile_are_records_too(database: Database) -> None:
    with database.write_session() as session:
        for period in ("2026-H1", "2025-H2"):
            session.add(
                Milestone(
                    measure_code="3.3", period=period, done_on=date(2026, 7, 10), verified=True,
                    quality_ok=True, title_vi="Báo cáo kiến nghị", recorded_at=NOW,
                )
            )  # fmt: skip
        for day in (date(2025, 12, 1), date(2026, 2, 1)):
            session.add(
                ProfileUpdate(updated_on=day, document_vi="Hồ sơ", change_vi="Thêm số liệu", recorded_at=NOW)
            )
    (window,) = records(database, "3.3").rows
    assert (window.origin, window.value, window.title) == ("window", None, "Báo cáo kiến nghị")
    (update,) = records(database, "7.2").rows
    assert (update.origin, update.title, update.happened_on) == (
        "profile",
        "Hồ sơ: Thêm số liệu",
        date(2026, 2, 1),
    )
    with database.read_session() as session:
        assert profile_days(session, 2026, TODAY) == (date(2025, 12, 1), date(2026, 2, 1))
    assert records(database, "3.3", as_of=date(2026, 11, 1)).total == 0


def test_an_unknown_measure_is_refused(sqlite_database: Database) -> None:
    with pytest.raises(RuleError, match="unknown_measure"):
        records(sqlite_database, "9.9")
