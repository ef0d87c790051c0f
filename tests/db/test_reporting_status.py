"""Who has reported for which quarter, in time or late, and who is reminded?"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from db.commands.reports import return_report, revise_report, withdraw_report
from db.engine import Database
from db.models import NilReport
from db.queries.reporting_status import ReportingStatus, UnitRow, reporting_status
from tests.factories import (
    make_account,
    make_organisation,
    make_person,
    make_report,
    make_signed_in,
    make_training,
)

AS_OF = date(2026, 11, 22)
JANUARY = datetime(2026, 1, 5, tzinfo=UTC)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 5, tzinfo=UTC)


def unit(session: Session, name: str, **given: object) -> tuple[int, object]:
    """A unit with a member's account since January."""
    organisation = make_organisation(session, name)
    for field, value in given.items():
        setattr(organisation, field, value)
    account = make_account(session, organisation=organisation)
    account.created_at = JANUARY
    return organisation.id, make_signed_in(session, account)


def status(database: Database, as_of: date = AS_OF, year: int = 2026) -> ReportingStatus:
    with database.read_session() as session:
        return reporting_status(session, year, as_of)


def row_of(found: ReportingStatus, name: str) -> UnitRow:
    return next(row for row in found.units if row.name_vi == name)


def add_nil(session: Session, organisation_id: int, filed: datetime, confirmed: datetime | None) -> None:
    row = NilReport(organisation_id=organisation_id, quarter="2026-Q3", measure_codes=["5.3"])
    row.recorded_at, row.recorded_by, row.confirmed_at = filed, "t", confirmed
    session.add(row)


def test_every_state_of_a_quarter(database: Database) -> None:
    with database.write_session() as session:
        for name, filed in (("Đúng hạn", at(10, 15)), ("Trễ", at(10, 16))):
            _, member = unit(session, name)
            make_report(session, member, filed, date_start="30/09/2026")
        number, _ = unit(session, "Không phát sinh")
        add_nil(session, number, at(10, 10), at(10, 12))
        number, _ = unit(session, "Chờ người thứ hai")
        add_nil(session, number, at(10, 10), None)
        unit(session, "Chưa báo cáo")
    found = status(database)
    third = {row.name_vi: row.states[2] for row in found.units}
    assert third == {
        "Đúng hạn": "on_time",
        "Trễ": "late",
        "Không phát sinh": "nil",
        "Chờ người thứ hai": "nil_waiting",
        "Chưa báo cáo": "missing",
    }
    assert row_of(found, "Chưa báo cáo").states == ("missing", "missing", "missing", "running")
    quarter = found.quarters[2]
    assert (quarter.due_on, quarter.expected, quarter.reported) == (date(2026, 10, 15), 5, 3)
    assert (quarter.on_time, quarter.late, quarter.nil, quarter.missing) == (1, 1, 1, 1)
    assert row_of(found, "Trễ").first_filed_on[2] == date(2026, 10, 16)


def test_as_the_days_pass(database: Database) -> None:
    with database.write_session() as session:
        _, member = unit(session, "Đơn vị")
        make_report(session, member, at(10, 20), date_start="30/09/2026")
    days = (date(2026, 6, 30), date(2026, 9, 30), date(2026, 10, 15), date(2026, 10, 16), date(2026, 10, 20))
    assert [row_of(status(database, day), "Đơn vị").states[2] for day in days] == [
        "ahead",
        "running",
        "due",
        "missing",
        "late",
    ]


def test_what_was_taken_back_or_moved_away_was_there_until_then(database: Database) -> None:
    with database.write_session() as session:
        _, one = unit(session, "Rút")
        receipt = make_report(session, one, at(10, 2), date_start="30/09/2026")
        withdraw_report(session, one, receipt.report_id, "gửi nhầm", at(10, 20))
        _, two = unit(session, "Sửa ngày")
        receipt = make_report(session, two, at(10, 2), date_start="30/09/2026")
        return_report(session, make_person(session, "staff"), receipt.report_id, 1, "sai ngày", at(10, 3))
        form = {**make_training(date_start="02/10/2026"), "version": ["1"]}
        revise_report(session, two, receipt.report_id, form, at(10, 20))
    before, after = status(database, date(2026, 10, 19)), status(database)
    assert [row_of(before, name).states[2] for name in ("Rút", "Sửa ngày")] == ["on_time", "on_time"]
    assert [row_of(after, name).states[2] for name in ("Rút", "Sửa ngày")] == ["missing", "missing"]
    assert row_of(after, "Sửa ngày").states[3] == "on_time"


def test_a_late_correction_does_not_make_a_report_late(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        _, member = unit(session, "Đơn vị")
        receipt = make_report(session, member, at(10, 2), date_start="30/09/2026")
        form = {**make_training(date_start="30/09/2026", participants_n="39"), "version": ["1"]}
        revise_report(session, member, receipt.report_id, form, at(11, 20))
    assert row_of(status(sqlite_database), "Đơn vị").states[2] == "on_time"


def test_who_need_not_report_is_not_asked(database: Database) -> None:
    with database.write_session() as session:
        unit(session, "Trung ương", kind="tw")
        unit(session, "Tổ chức quốc tế", kind="ingo")
        unit(session, "Giải thể", valid_to=date(2026, 6, 30))
        unit(session, "Thành lập", valid_from=date(2026, 8, 1))
        make_organisation(session, "Chưa có tài khoản")
        young = make_account(session, organisation=make_organisation(session, "Mới có tài khoản"))
        young.created_at = at(8, 20)
    found = {row.name_vi: row.states for row in status(database).units}
    none = "not_expected"
    assert found == {
        "Giải thể": ("missing", "missing", none, none),
        "Thành lập": (none, none, "missing", "running"),
        "Mới có tài khoản": (none, none, "missing", "running"),
    }
    assert status(database, date(2026, 8, 19)).units == tuple(
        row for row in status(database, date(2026, 8, 19)).units if row.name_vi != "Mới có tài khoản"
    )


def test_whoever_owes_longest_is_reminded_first(database: Database) -> None:
    with database.write_session() as session:
        _, member = unit(session, "Thiếu quý III")
        for day, month in ((10, 2), (10, 5)):
            make_report(session, member, at(month, 20), date_start=f"{day}/0{month}/2026")
        unit(session, "Thiếu cả năm")
    rows = status(database).remind
    assert [(row.name_vi, row.quarter, row.days_late) for row in rows] == [
        ("Thiếu cả năm", "2026-Q1", 221),
        ("Thiếu quý III", "2026-Q3", 38),
    ]
    assert [row.last_filed_on for row in rows] == [None, date(2026, 5, 20)]


def test_the_map_has_34_tiles_and_no_ranking(database: Database) -> None:
    with database.write_session() as session:
        for name, place in (("Huế A", "46"), ("Huế B", "46"), ("Hà Nội", "01"), ("Cao Bằng", "04")):
            _, member = unit(session, name, province_code=place)
            if name in ("Huế A", "Hà Nội"):
                make_report(session, member, at(10, 2), date_start="30/09/2026")
    found = status(database)
    third = {row.code: row.states[2] for row in found.provinces}
    assert len(third) == 34
    assert (third["46"], third["01"], third["04"], third["79"]) == ("some", "all", "none", "no_unit")
    assert {row.states[3] for row in found.provinces if row.units} == {"not_due"}
    assert [row.name_vi for row in found.units] == ["Cao Bằng", "Hà Nội", "Huế A", "Huế B"]  # north to south
